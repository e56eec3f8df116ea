"""Extractions and corrections -> the extractions and things that they leave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.correct.correction import Action, Correction, keys_of
from kg.correct.edges import corrected_edges
from kg.correct.numbers import corrected_numbers
from kg.correct.things import Things
from kg.extract.reading import sure_enough
from kg.ids import paper_id, reports_id, result_id, statement_id
from kg.lexicon import Lexicon
from kg.model import AppliedCorrection, Extraction
from kg.resolve.resolve import Resolution, resolve

_Targets = dict[Correction, tuple[str, ...]]
_OfPapers = Mapping[str, Sequence[Correction]]


@dataclass(frozen=True, slots=True)
class Corrected:
    """What is left, what took effect, and the corrections that met nothing."""

    extractions: list[Extraction]
    resolution: Resolution
    applied: tuple[AppliedCorrection, ...]
    missed: tuple[Correction, ...]


def correct(
    extractions: Sequence[Extraction],
    lexicon: Lexicon,
    corrections: Sequence[Correction] = (),
    *,
    min_confidence: float = 0.0,
) -> Corrected:
    """Resolve the names of the extractions and apply corrections, in their order.

    Edges are decided before `min_confidence` leaves any out, so that a confirmed one stays; they
    are named by the things that the corrections of things leave.
    """
    targets: _Targets = {}
    of_things = [one for one in corrections if not one.paper]
    of_papers = _by_paper(extractions, corrections)
    kept = _without_removed(extractions, of_papers, targets)
    kept = [_with_numbers(one, lexicon, of_papers, targets) for one in kept]
    if any(one.on_edge for one in corrections):
        resolution = _resolved(kept, lexicon, of_things, {})
        kept = [_with_edges(one, resolution, of_papers, targets) for one in kept]
    kept = sure_enough(kept, min_confidence)
    resolution = _resolved(kept, lexicon, of_things, targets)
    applied = tuple(
        AppliedCorrection(one.id, one.action, str(one), one.by, one.day, one.why, targets[one])
        for one in dict.fromkeys(corrections)
        if one in targets
    )
    missed = tuple(one for one in corrections if one not in targets)
    return Corrected(kept, resolution, applied, missed)


def _by_paper(
    extractions: Sequence[Extraction], corrections: Sequence[Correction]
) -> dict[str, list[Correction]]:
    """Return the corrections of papers and their edges under the keys of the papers read."""
    wanted: dict[str, list[Correction]] = defaultdict(list)
    for one in corrections:
        if one.paper:
            wanted[one.paper].append(one)
    if not wanted:
        return {}
    found = {}
    for extraction in extractions:
        names = keys_of(extraction.paper) & wanted.keys()
        if names:
            meant = {one for name in names for one in wanted[name]}
            found[extraction.paper.key] = [one for one in corrections if one in meant]
    return found


def _without_removed(
    extractions: Sequence[Extraction], of_papers: _OfPapers, targets: _Targets
) -> list[Extraction]:
    kept = []
    for extraction in extractions:
        own = of_papers.get(extraction.paper.key, ())
        removals = [one for one in own if one.action is Action.REMOVE]
        targets.update(dict.fromkeys(removals, ()))
        if not removals:
            kept.append(extraction)
    return kept


def _with_numbers(
    extraction: Extraction, lexicon: Lexicon, of_papers: _OfPapers, targets: _Targets
) -> Extraction:
    own = [one for one in of_papers.get(extraction.paper.key, ()) if one.number]
    if not own:
        return extraction
    corrected, effective = corrected_numbers(extraction, lexicon, own)
    paper = paper_id(extraction.paper.key, extraction.paper.title)
    for one, number in effective.items():
        edge = reports_id(result_id(paper, number.evidence.section, number.evidence.start))
        targets[one] = () if one.action is Action.DROP else (edge,)
    return corrected


def _with_edges(
    extraction: Extraction, resolution: Resolution, of_papers: _OfPapers, targets: _Targets
) -> Extraction:
    own = [one for one in of_papers.get(extraction.paper.key, ()) if one.on_edge]
    if not own:
        return extraction
    corrected, effective = corrected_edges(extraction, resolution, own)
    paper = paper_id(extraction.paper.key, extraction.paper.title)
    for one in effective:
        edge = statement_id(paper, str(one.relation), str(one.thing))
        targets[one] = (edge,) if one.action is Action.CONFIRM else ()
    return corrected


def _resolved(
    extractions: Sequence[Extraction],
    lexicon: Lexicon,
    corrections: Sequence[Correction],
    targets: _Targets,
) -> Resolution:
    resolution = resolve(extractions, lexicon)
    if not corrections:
        return resolution
    things = Things(resolution, extractions)
    for one in corrections:
        changed = things.apply(one)
        if changed:
            targets[one] = changed
    return things.resolution()
