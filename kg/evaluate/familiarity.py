"""Names that the training papers hold against names that are new: what a model has only learnt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from kg.evaluate.alike import name_of
from kg.evaluate.gold import NAMED, OPEN
from kg.evaluate.score import DETECT, NAMED_ROW, OPEN_ROW, Counts, Matching, PaperScore, total

FAMILIAR_ROWS = (*(s.value for s in NAMED), NAMED_ROW, *(s.value for s in OPEN), OPEN_ROW,
                 DETECT)  # fmt: skip
"""The rows that are split: all but those of numbers."""


@dataclass(frozen=True, slots=True)
class Familiarity:
    """The figures of names that the training papers hold, and of all others.

    An annotation is seen if one of its spellings is a name of a training paper, in any slot; an
    edge if one of its surfaces is.
    """

    seen: Counts = field(default_factory=Counts)
    unseen: Counts = field(default_factory=Counts)

    def __add__(self, other: Familiarity) -> Familiarity:
        return Familiarity(self.seen + other.seen, self.unseen + other.unseen)


def familiarity(scores: Sequence[PaperScore], known: Collection[str]) -> dict[str, Familiarity]:
    """Return the split figures of each row; those of several folds may be added.

    Args:
        scores: of papers that were not trained on.
        known: keys of the names of the papers that were (kg.evaluate.gold.names_in).
    """
    return {
        row: sum(
            (_split(matching, known) for one in scores for matching in one.matching(row)),
            start=Familiarity(),
        )
        for row in FAMILIAR_ROWS
    }


def _split(matching: Matching, known: Collection[str]) -> Familiarity:
    def seen(spellings: Iterable[str]) -> bool:
        return any(name_of(spelling) in known for spelling in spellings)

    halves = {True: [Counts()], False: [Counts()]}
    for annotation in matching.found:
        halves[seen(annotation.spellings)].append(Counts(gold=1, found=1))
    for annotation in matching.missed:
        halves[seen(annotation.spellings)].append(Counts(gold=1))
    for edge in matching.right:
        halves[seen(edge.surfaces)].append(Counts(predicted=1, right=1))
    for edge in matching.wrong:
        halves[seen(edge.surfaces)].append(Counts(predicted=1))
    return Familiarity(total(halves[True]), total(halves[False]))
