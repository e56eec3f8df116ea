"""Drop and confirm: decisions on edges to things, over the facts of the papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.correct.correction import Action, Correction
from kg.model import Extraction, Fact
from kg.resolve.kinds import fitting
from kg.resolve.resolve import Resolution


def corrected_edges(
    extraction: Extraction, resolution: Resolution, corrections: Sequence[Correction]
) -> tuple[Extraction, list[Correction]]:
    """Return an extraction without the dropped edges and with the confirmed ones at 1.0, and those
    of the corrections (all of its paper) that took effect.

    The identifiers in the corrections are those of the resolution, the relations those that the
    graph shows.
    """
    facts, effective = list(extraction.facts), []
    for one in corrections:
        meant = [fact for fact in facts if _is_edge(fact, one, extraction, resolution)]
        if not meant:
            continue
        effective.append(one)
        if one.action is Action.DROP:
            facts = [fact for fact in facts if fact not in meant]
        else:
            surest = max(meant, key=lambda fact: fact.confidence)
            facts[facts.index(surest)] = replace(surest, confidence=1.0)
    return replace(extraction, facts=tuple(facts)), effective


def _is_edge(
    fact: Fact, correction: Correction, extraction: Extraction, resolution: Resolution
) -> bool:
    thing = resolution.of(extraction.paper.key, fact.kind, fact.name)
    relation, _ = fitting(fact, resolution.entities[thing])
    return thing == correction.thing and relation is correction.relation
