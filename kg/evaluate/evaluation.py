"""A whole evaluation: the scores of a graph with their spread, calibration and familiarity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.evaluate.alike import title_of
from kg.evaluate.calibration import expected_calibration_error, judged
from kg.evaluate.familiarity import Familiarity, familiarity
from kg.evaluate.gold import AnnotatedPaper, names_in
from kg.evaluate.intervals import Interval, Spread, spreads
from kg.evaluate.predictions import Predictions
from kg.evaluate.resolution import ResolutionScore
from kg.evaluate.score import ROWS, Counts, PaperScore, score, totals

_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What is measured of predictions against annotated papers.

    `familiarity` is empty where the papers that were trained on are not known; `learnt` counts
    the papers that were themselves trained on, whose figures say nothing of new papers.
    """

    scores: tuple[PaperScore, ...]
    totals: Mapping[str, Counts]
    spreads: Mapping[str, Spread]
    familiarity: Mapping[str, Familiarity]
    learnt: int

    @property
    def absent(self) -> list[AnnotatedPaper]:
        """The annotated papers that the graph lacks."""
        return [one.paper for one in self.scores if not one.present]

    def calibration_error(self, row: str) -> float:
        """Return the expected calibration error of a row's predictions."""
        return expected_calibration_error(judged(self.scores, row))


def evaluate(
    gold: Sequence[AnnotatedPaper],
    predictions: Predictions,
    trained_on: Sequence[AnnotatedPaper] = (),
) -> Evaluation:
    """Return the evaluation of predictions.

    Args:
        gold: the annotated papers to measure by.
        predictions: of kg.evaluate.predictions.
        trained_on: the annotated papers that the extractor has learnt from; none if it has not.
    """
    scores = score(gold, predictions)
    known = familiarity(scores, names_in(trained_on)) if trained_on else {}
    titles = {title_of(paper.title) for paper in trained_on}
    learnt = sum(title_of(paper.title) in titles for paper in gold)
    return Evaluation(tuple(scores), totals(scores), spreads(scores), known, learnt)


def as_json(evaluation: Evaluation, resolution: ResolutionScore | None = None) -> dict[str, Any]:
    """Return the figures as plain values, rounded to three digits."""
    found: dict[str, Any] = {
        "papers": len(evaluation.scores),
        "absent": len(evaluation.absent),
        "trained_on": evaluation.learnt,
        "rows": {row: _row(evaluation, row) for row in ROWS},
    }
    if evaluation.familiarity:
        found["familiarity"] = {
            row: {"seen": _counts(split.seen), "unseen": _counts(split.unseen)}
            for row, split in evaluation.familiarity.items()
        }
    if resolution is not None:
        found["resolution"] = {
            "pairs": len(resolution.verdicts),
            "merges": _counts(resolution.merges),
            "lineage": _counts(resolution.lineage),
            "version_merges": len(resolution.version_merges),
        }
    return found


def _row(evaluation: Evaluation, row: str) -> dict[str, Any]:
    figures = _counts(evaluation.totals[row])
    if row in evaluation.spreads:
        spread = evaluation.spreads[row]
        figures |= {
            "precision_interval": _ends(spread.precision),
            "recall_interval": _ends(spread.recall),
            "f1_interval": _ends(spread.f1),
        }
    return figures | {"calibration_error": round(evaluation.calibration_error(row), _DIGITS)}


def _counts(counts: Counts) -> dict[str, Any]:
    return {
        "gold": counts.gold,
        "predicted": counts.predicted,
        "precision": round(counts.precision, _DIGITS),
        "recall": round(counts.recall, _DIGITS),
        "f1": round(counts.f1, _DIGITS),
    }


def _ends(interval: Interval) -> list[float]:
    return [round(interval.low, _DIGITS), round(interval.high, _DIGITS)]
