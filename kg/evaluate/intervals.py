"""How far figures would move with other papers of the same sort: the bootstrap over papers.

B. Efron, "Bootstrap methods: another look at the jackknife", 1979; percentile intervals. Papers,
not edges, are drawn again, because the edges of one paper stand or fall together.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from kg.evaluate.score import ROWS, Counts, PaperScore

RESAMPLES = 1000
LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """The range in which a figure lies in the given share of the resamples."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """The intervals of one row."""

    precision: Interval
    recall: Interval
    f1: Interval


def spreads(
    scores: Sequence[PaperScore],
    rows: Sequence[str] = ROWS,
    *,
    resamples: int = RESAMPLES,
    level: float = LEVEL,
    seed: int = 0,
) -> dict[str, Spread]:
    """Return the spread of every row; the same papers are drawn for all rows.

    Args:
        scores: one for each paper, in an order of your own: it decides what a seed draws.
        rows: names of kg.evaluate.score.ROWS.
        resamples: how often as many papers are drawn, with replacement.
        level: share of the resamples that the interval holds.
        seed: the same seed draws the same papers.
    """
    if not scores:
        return {}
    draws = _draws(len(scores), resamples, seed)
    found = {}
    for row in rows:
        columns = tuple(zip(*map(_four, (one.counts(row) for one in scores)), strict=True))
        drawn = [Counts(*(_sum(draw, column) for column in columns)) for draw in draws]
        found[row] = Spread(
            _interval([counts.precision for counts in drawn], level),
            _interval([counts.recall for counts in drawn], level),
            _interval([counts.f1 for counts in drawn], level),
        )
    return found


def _draws(papers: int, resamples: int, seed: int) -> list[Sequence[int]]:
    chance = random.Random(seed)
    return [chance.choices(range(papers), k=papers) for _ in range(resamples)]


def _four(counts: Counts) -> tuple[int, int, int, int]:
    return counts.gold, counts.predicted, counts.found, counts.right


def _sum(draw: Sequence[int], column: Sequence[int]) -> int:
    if len(draw) == 1:
        return column[draw[0]]
    return sum(itemgetter(*draw)(column))


def _interval(values: list[float], level: float) -> Interval:
    values.sort()
    outside = (1 - level) / 2
    return Interval(_quantile(values, outside), _quantile(values, 1 - outside))


def _quantile(ordered: Sequence[float], share: float) -> float:
    """Return the quantile of sorted values, between two of them by linear interpolation."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
