"""Whether a confidence is a probability, and what precision it buys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import fsum

from kg.evaluate.gold import AnnotatedPaper
from kg.evaluate.predictions import Predictions
from kg.evaluate.score import (
    VALUE,
    VALUE_AND_METRIC,
    Counts,
    NumberMatching,
    PaperScore,
    score,
    totals,
)

BINS = 10
LEVELS = tuple(level / 20 for level in range(20))
"""Minimum confidences of the curve: 0 to 0.95 by twentieths."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One counted prediction: how sure it was, and whether it is right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions of about the same confidence: how many, their mean, and the share right."""

    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """The figures of every row where nothing below a confidence is said."""

    confidence: float
    rows: Mapping[str, Counts]


def judged(scores: Iterable[PaperScore], row: str) -> list[Judged]:
    """Return the counted predictions of a row, the least sure first."""
    found = []
    for one in scores:
        if row == VALUE_AND_METRIC:
            found += _judged_with_metric(one.numbers)
            continue
        for side in [one.numbers] if row == VALUE else one.matching(row):
            found += [Judged(prediction.confidence, True) for prediction in side.right]
            found += [Judged(prediction.confidence, False) for prediction in side.wrong]
    return sorted(found, key=lambda prediction: (prediction.confidence, prediction.right))


def _judged_with_metric(numbers: NumberMatching) -> list[Judged]:
    rest = Counter((*numbers.right, *numbers.wrong))
    rest.subtract(numbers.measured)
    return [
        *(Judged(number.confidence, True) for number in numbers.measured),
        *(Judged(number.confidence, False) for number in rest.elements()),
    ]


def bins(predictions: Sequence[Judged], count: int = BINS) -> list[Bin]:
    """Return bins of equal count, as near as predictions of one confidence can stay together.

    Args:
        predictions: the least sure first.
        count: bins at most.
    """
    ties = [list(group) for _, group in groupby(predictions, key=lambda p: p.confidence)]
    found: list[Bin] = []
    current: list[Judged] = []
    passed = 0
    for tie in ties:
        current += tie
        passed += len(tie)
        if passed * count >= (len(found) + 1) * len(predictions):
            found.append(_bin(current))
            current = []
    return found


def expected_calibration_error(predictions: Sequence[Judged], count: int = BINS) -> float:
    """Return the mean distance of confidence and accuracy over bins of equal count; 0 if none.

    M. P. Naeini, G. Cooper and M. Hauskrecht, "Obtaining well calibrated probabilities using
    Bayesian binning", 2015, with bins of equal count.
    """
    gaps = [(b.count, abs(b.confidence - b.accuracy)) for b in bins(predictions, count)]
    return fsum(n * gap for n, gap in gaps) / len(predictions) if predictions else 0.0


def curve(
    gold: Sequence[AnnotatedPaper], predictions: Predictions, levels: Sequence[float] = LEVELS
) -> list[CurvePoint]:
    """Return the figures at each minimum confidence, as `kg build --min-confidence` would give."""
    points = []
    for level in levels:
        kept = {title: one.at_least(level) for title, one in predictions.items()}
        points.append(CurvePoint(level, totals(score(gold, kept))))
    return points


def _bin(predictions: Sequence[Judged]) -> Bin:
    count = len(predictions)
    return Bin(
        count,
        fsum(p.confidence for p in predictions) / count,
        sum(p.right for p in predictions) / count,
    )
