"""What kind of thing a name is, where papers differ, and which edges a kind can take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.model import Entity, Fact, Kind, Relation

ALLOWED: dict[Relation, frozenset[Kind]] = {
    Relation.INTRODUCES: frozenset(
        {Kind.METHOD, Kind.MODEL, Kind.DATASET, Kind.BENCHMARK, Kind.METRIC}
    ),
    Relation.EXTENDS: frozenset(
        {Kind.METHOD, Kind.MODEL, Kind.DATASET, Kind.BENCHMARK, Kind.TECHNIQUE}
    ),
    Relation.USES_BASE_MODEL: frozenset({Kind.MODEL, Kind.METHOD}),
    Relation.EVALUATES_ON: frozenset({Kind.BENCHMARK, Kind.DATASET}),
    Relation.TRAINS_ON: frozenset({Kind.DATASET, Kind.BENCHMARK}),
    Relation.USES_TECHNIQUE: frozenset({Kind.TECHNIQUE, Kind.METHOD}),
    Relation.ADDRESSES_TASK: frozenset({Kind.TASK}),
    Relation.COMPARES_WITH: frozenset({Kind.METHOD, Kind.MODEL, Kind.TECHNIQUE}),
    Relation.RUNS_ON: frozenset({Kind.HARDWARE}),
    Relation.MENTIONS: frozenset(Kind),
}  # fmt: skip
"""The kinds that each edge can lead to: the ranges of schema/ontology.ttl."""


def fitting(fact: Fact, entity: Entity) -> tuple[Relation, float]:
    """Return the relation and confidence of a fact's edge.

    Where the thing turned out to be of a kind that the relation cannot lead to, a technique that
    was taken for a base model is used, and all else but mentioned, with no more than 0.3.
    """
    if entity.kind in ALLOWED[fact.relation]:
        return fact.relation, fact.confidence
    if fact.relation is Relation.USES_BASE_MODEL and entity.kind is Kind.TECHNIQUE:
        return Relation.USES_TECHNIQUE, fact.confidence
    return Relation.MENTIONS, min(fact.confidence, 0.3)


_ORDER = (Kind.BENCHMARK, Kind.DATASET, Kind.MODEL, Kind.METHOD)


def best_kind(scheme: str, votes: Sequence[tuple[Relation, Kind, float]]) -> Kind:
    """Return the kind of a thing that no lexicon knows.

    The paper that introduces it decides; else the kind that allows the most edges, then the one
    most often seen, then the more specific.

    Args:
        scheme: that of its identity.
        votes: each fact's relation, kind and confidence.
    """
    if scheme != "named":
        return Kind(scheme)
    makers = [
        (confidence, kind)
        for relation, kind, confidence in votes
        if relation is Relation.INTRODUCES
    ]
    if makers:
        return max(makers, key=lambda m: (m[0], -_ORDER.index(m[1])))[1]
    seen = Counter(kind for _, kind, _ in votes)
    fits = Counter(kind for kind in _ORDER for relation, _, _ in votes if kind in ALLOWED[relation])
    return max(_ORDER, key=lambda kind: (fits[kind], seen[kind], -_ORDER.index(kind)))
