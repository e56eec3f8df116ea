"""Predictions against annotations, as counts of each paper, so that papers and folds just add up.

Rows of a score:

- each slot of proper names, and "named" over all of them;
- each slot of phrases, and "open" over both;
- "detect": a name is found under whatever edge, mentions too;
- "result value": each number once; "result value+metric": with a word of its metric.

An edge is right if one of its surfaces is a spelling of a counted annotation of that slot. If it is
only one of an optional or generic annotation, it is left out of the count. Precision counts edges,
recall annotations: two edges may hit one annotation and one edge two.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.evaluate.alike import Alike, name_of, number_of, same_name, same_phrase, title_of, words
from kg.evaluate.gold import NAMED, OPEN, AnnotatedPaper, AnnotatedResult, Annotation, Slot
from kg.evaluate.predictions import Edge, Number, Prediction, Predictions, merged

NAMED_ROW = "named"
OPEN_ROW = "open"
DETECT = "detect"
VALUE = "result value"
VALUE_AND_METRIC = "result value+metric"

ROWS = (*(s.value for s in NAMED), NAMED_ROW, *(s.value for s in OPEN), OPEN_ROW, DETECT, VALUE,
        VALUE_AND_METRIC)  # fmt: skip
"""Every row, in the order in which tables show them."""

_NAMES_ANYWHERE = (*NAMED, Slot.MENTIONS)


@dataclass(frozen=True, slots=True)
class Counts:
    """Annotations counted and found, predictions counted and right."""

    gold: int = 0
    predicted: int = 0
    found: int = 0
    right: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.gold + other.gold,
            self.predicted + other.predicted,
            self.found + other.found,
            self.right + other.right,
        )

    @property
    def precision(self) -> float:
        """Share of the predictions that are right; 0 if there is none."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the annotations that are found; 0 if there is none."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Matching:
    """The names of one row of one paper: annotations found and missed, edges by verdict."""

    found: tuple[Annotation, ...]
    missed: tuple[Annotation, ...]
    right: tuple[Edge, ...]
    wrong: tuple[Edge, ...]

    @property
    def counts(self) -> Counts:
        """The figures of the row."""
        gold, predicted = len(self.found) + len(self.missed), len(self.right) + len(self.wrong)
        return Counts(gold, predicted, len(self.found), len(self.right))


@dataclass(frozen=True, slots=True)
class NumberMatching:
    """The numbers of one paper: annotations missed, predictions by verdict; `measured` are those
    that are right with their metric."""

    missed: tuple[AnnotatedResult, ...]
    right: tuple[Number, ...]
    wrong: tuple[Number, ...]
    measured: tuple[Number, ...]

    @property
    def counts(self) -> Counts:
        """The figures of the row "result value"."""
        hits = len(self.right)
        return Counts(hits + len(self.missed), hits + len(self.wrong), hits, hits)

    @property
    def counts_with_metric(self) -> Counts:
        """The figures of the row "result value+metric"."""
        hits = len(self.measured)
        return replace(self.counts, found=hits, right=hits)


@dataclass(frozen=True, slots=True)
class PaperScore:
    """The score of one paper; `present` tells whether anything was predicted of its title."""

    paper: AnnotatedPaper
    present: bool
    slots: Mapping[Slot, Matching]
    detect: Matching
    numbers: NumberMatching

    def matching(self, row: str) -> Sequence[Matching]:
        """Return the matchings that a row of names or phrases sums up."""
        if row == DETECT:
            return (self.detect,)
        if row == NAMED_ROW:
            return [self.slots[slot] for slot in NAMED]
        if row == OPEN_ROW:
            return [self.slots[slot] for slot in OPEN]
        return (self.slots[Slot(row)],)

    def counts(self, row: str) -> Counts:
        """Return the figures of one row of ROWS."""
        if row == VALUE:
            return self.numbers.counts
        if row == VALUE_AND_METRIC:
            return self.numbers.counts_with_metric
        return total(matching.counts for matching in self.matching(row))


def score(gold: Iterable[AnnotatedPaper], predictions: Predictions) -> list[PaperScore]:
    """Return the score of each annotated paper; one of which nothing is predicted misses all."""
    nothing = Prediction()
    scores = []
    for paper in gold:
        prediction = predictions.get(title_of(paper.title))
        scores.append(_score(paper, prediction or nothing, prediction is not None))
    return scores


def total(counts: Iterable[Counts]) -> Counts:
    """Return the sum of counts: the micro-average over papers or slots."""
    return sum(counts, start=Counts())


def totals(scores: Sequence[PaperScore]) -> dict[str, Counts]:
    """Return the figures of every row over all papers."""
    return {row: total(one.counts(row) for one in scores) for row in ROWS}


def _score(paper: AnnotatedPaper, prediction: Prediction, present: bool) -> PaperScore:
    slots = {
        slot: match(paper.of(slot), prediction.of(slot), same_phrase if slot in OPEN else same_name)
        for slot in (*NAMED, *OPEN)
    }
    detect = match(_names_of(paper), _names_in(prediction), same_name)
    return PaperScore(
        paper, present, slots, detect, match_numbers(paper.results, prediction.numbers)
    )


def match(gold: Sequence[Annotation], edges: Sequence[Edge], alike: Alike) -> Matching:
    """Return which annotations some edge names, and which edges some annotation bears out."""
    counted = [annotation for annotation in gold if annotation.counts]
    spare = [annotation for annotation in gold if not annotation.counts]
    found: set[int] = set()
    right, wrong = [], []
    for edge in edges:
        hits = [at for at, annotation in enumerate(counted) if _names(edge, annotation, alike)]
        found.update(hits)
        if hits:
            right.append(edge)
        elif not any(_names(edge, annotation, alike) for annotation in spare):
            wrong.append(edge)
    return Matching(
        tuple(annotation for at, annotation in enumerate(counted) if at in found),
        tuple(annotation for at, annotation in enumerate(counted) if at not in found),
        tuple(right),
        tuple(wrong),
    )


def _names(edge: Edge, annotation: Annotation, alike: Alike) -> bool:
    return any(
        alike(surface, spelling) for surface in edge.surfaces for spelling in annotation.spellings
    )


def _names_of(paper: AnnotatedPaper) -> list[Annotation]:
    """Return each name of a paper once, whatever its slot; its phrases may be found, too.

    That a name is there is never a matter of taste, so "optional" holds for its slot only.
    """
    first: dict[str, Annotation] = {}
    for slot in _NAMES_ANYWHERE:
        for annotation in paper.of(slot):
            first.setdefault(name_of(annotation.name), replace(annotation, optional=False))
    phrases = [replace(phrase, optional=True) for slot in OPEN for phrase in paper.of(slot)]
    return [*first.values(), *phrases]


def _names_in(prediction: Prediction) -> tuple[Edge, ...]:
    """Return each thing once, whatever its slot."""
    return merged(
        replace(edge, slot=Slot.MENTIONS)
        for slot in _NAMES_ANYWHERE
        for edge in prediction.of(slot)
    )


def match_numbers(gold: Sequence[AnnotatedResult], numbers: Sequence[Number]) -> NumberMatching:
    """Return which numbers are annotated, each annotation matched once, the surest number first."""
    wanted: dict[str, list[AnnotatedResult]] = defaultdict(list)
    for result in gold:
        if not result.optional:
            wanted[number_of(result.value)].append(result)
    spare = Counter(number_of(result.value) for result in gold if result.optional)
    right, wrong = [], []
    for number in sorted(numbers, key=lambda number: -number.confidence):
        value = number_of(number.value)
        if wanted[value]:
            wanted[value].pop(0)
            right.append(number)
        elif spare[value]:
            spare[value] -= 1
        else:
            wrong.append(number)
    missed = tuple(result for left in wanted.values() for result in left)
    return NumberMatching(missed, tuple(right), tuple(wrong), _measured(gold, numbers))


def _measured(gold: Sequence[AnnotatedResult], numbers: Sequence[Number]) -> tuple[Number, ...]:
    left = [(number_of(number.value), set(words(number.metric)), number) for number in numbers]
    hits = []
    for result in gold:
        if result.optional:
            continue
        value, metric = number_of(result.value), set(words(result.metric))
        place = next((at for at, (v, m, _) in enumerate(left) if v == value and m & metric), None)
        if place is not None:
            hits.append(left.pop(place)[2])
    return tuple(hits)
