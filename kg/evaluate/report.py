"""Evaluations as text: Markdown tables that also read well on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from math import fsum

from kg.errors import UnknownName
from kg.evaluate.calibration import CurvePoint, expected_calibration_error, judged
from kg.evaluate.evaluation import Evaluation
from kg.evaluate.familiarity import Familiarity
from kg.evaluate.gold import Slot
from kg.evaluate.intervals import Interval, Spread
from kg.evaluate.resolution import PairedName, ResolutionScore, Verdict
from kg.evaluate.score import (
    DETECT,
    NAMED_ROW,
    OPEN_ROW,
    ROWS,
    VALUE,
    VALUE_AND_METRIC,
    Counts,
    PaperScore,
)
from kg.evaluate.worst import missed, spurious

LABELS = {
    Slot.BASE_MODELS.value: "base models",
    Slot.TRAIN_DATA.value: "training data",
    NAMED_ROW: "all proper names",
    OPEN_ROW: "techniques and tasks",
    DETECT: "names found, whatever the edge",
    VALUE: "result: value",
    VALUE_AND_METRIC: "result: value and metric",
}
"""What rows are called in tables, where their own name does not do."""

_SHOWN = 40
_NONE = "-"
"""Stands for a share of nothing."""
_RESULTS = "results"
_RESOLUTION = "resolution"
_SUMS = (NAMED_ROW, OPEN_ROW)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table, padded; the first column is text, the others are figures."""
    cells = [[_cell(cell) for cell in row] for row in (head, *rows)]
    widths = [max(3, *(len(row[at]) for row in cells)) for at in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(
        "| "
        + " | ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        + " |"
        for row in (cells[0], rule, *cells[1:])
    )


def score_table(figures: Mapping[str, Counts], spread: Mapping[str, Spread] | None = None) -> str:
    """Return precision, recall and F1 of every row, with the interval of F1 where it is known."""
    head = ["edge", "annotated", "found", "precision", "recall", "F1"]
    rows = []
    for row, counts in figures.items():
        cells = [_label(row), str(counts.gold), str(counts.predicted), *_prf(counts)]
        rows.append([*cells, _range(spread[row].f1)] if spread else cells)
    return table([*head, "95 % interval of F1"] if spread else head, rows)


def comparison_table(systems: Mapping[str, Mapping[str, Counts]]) -> str:
    """Return the F1 of every row for several systems, one a column."""
    return table(
        ["F1", *systems],
        [[_label(row), *(_3(system[row].f1) for system in systems.values())] for row in ROWS],
    )


def familiarity_table(split: Mapping[str, Familiarity]) -> str:
    """Return recall and precision of names that were in the training papers, and of new ones."""
    head = ["edge", "annotated seen", "recall", "precision", "annotated new", "recall", "precision"]
    return table(
        head,
        [
            [
                _label(row),
                *(
                    cell
                    for side in (one.seen, one.unseen)
                    for cell in (str(side.gold), _recall(side), _precision(side))
                ),
            ]
            for row, one in split.items()
        ],
    )


def calibration_table(scores: Sequence[PaperScore], rows: Sequence[str] = ROWS) -> str:
    """Return of every row how sure its predictions are, how many are right, and the error."""
    cells = []
    for row in rows:
        predictions = judged(scores, row)
        if not predictions:
            continue
        count = len(predictions)
        sure = fsum(one.confidence for one in predictions) / count
        right = sum(one.right for one in predictions) / count
        error = expected_calibration_error(predictions)
        cells.append([_label(row), str(count), _3(sure), _3(right), _3(error)])
    head = ["edge", "counted", "mean confidence", "share right", "expected calibration error"]
    return table(head, cells)


def curve_table(points: Sequence[CurvePoint], rows: Sequence[str] = (*_SUMS, VALUE)) -> str:
    """Return precision and recall of some rows at each minimum confidence."""
    head = ["minimum confidence"]
    for row in rows:
        head += [f"{_label(row).strip('*')}: found", "precision", "recall"]
    cells = []
    for point in points:
        line = [f"{point.confidence:.2f}"]
        for row in rows:
            counts = point.rows[row]
            line += [str(counts.predicted), _precision(counts), _recall(counts)]
        cells.append(line)
    return table(head, cells)


def resolution_summary(pairs: ResolutionScore) -> str:
    """Return precision and recall of merges and lineage, of all pairs and of either half."""
    parts = {
        "all pairs": pairs,
        "families that rules were mended on": pairs.part(held=False),
        "families held out": pairs.part(held=True),
    }
    head = ["names", "pairs", "merges: precision", "recall", "lineage: precision", "recall",
            "versions or sizes merged"]  # fmt: skip
    return table(
        head,
        [
            [
                name,
                str(len(part.verdicts)),
                _precision(part.merges),
                _recall(part.merges),
                _precision(part.lineage),
                _recall(part.lineage),
                str(len(part.version_merges)),
            ]
            for name, part in parts.items()
        ],
    )


def resolution_errors(pairs: ResolutionScore) -> str:
    """Return the pairs that went wrong, a line each, but those held out: they are only counted."""
    shown, held = pairs.part(held=False).errors, pairs.part(held=True).errors
    head = f"{len(shown)} pairs of names are resolved wrongly"
    tail = f"and {len(held)} of families held out, which are not shown: see kg.evaluate.resolution"
    return "\n".join([head, *(f"  {_pair_line(verdict)}" for verdict in shown), tail])


def errors_of(what: str, evaluation: Evaluation, pairs: ResolutionScore | None = None) -> str:
    """Return the errors of a slot, of "named", "open", "detect", "results" or "resolution".

    Raises:
        UnknownName: there is no such slot, or no pairs of names were measured.
    """
    if what == _RESOLUTION and pairs is not None:
        return resolution_errors(pairs)
    rows = {row: row for row in ROWS if row not in (VALUE, VALUE_AND_METRIC)} | {_RESULTS: VALUE}
    if what not in rows:
        raise UnknownName("slot", what, [*rows, *([_RESOLUTION] if pairs is not None else [])])
    return error_list(evaluation.scores, rows[what])


def error_list(scores: Sequence[PaperScore], row: str, limit: int = _SHOWN) -> str:
    """Return the worst errors of a row: the surest wrong predictions, and what was missed."""
    wrong, lost = spurious(scores, row), missed(scores, row)
    lines = [f"{_label(row).strip('*')}: {len(wrong)} found that are not annotated, surest first"]
    for false in wrong[:limit]:
        lines += [
            f"  {false.confidence:.2f} {_plain(false.surface)}   [{_plain(false.title)}]",
            f"       {_plain(false.quote)}",
        ]
    lines += _more(len(wrong) - limit)
    lines.append(f"{_label(row).strip('*')}: {len(lost)} annotated that are not found")
    for lacking in lost[:limit]:
        lines += [
            f"  {_plain(lacking.name)}   [{_plain(lacking.title)}]",
            f"       {_plain(lacking.quote)}",
        ]
    return "\n".join([*lines, *_more(len(lost) - limit)])


def summary(evaluation: Evaluation) -> str:
    """Return all that is known of an evaluation, as paragraphs and tables."""
    papers = f"{len(evaluation.scores)} annotated papers"
    if evaluation.absent:
        titles = "; ".join(_plain(paper.title) for paper in evaluation.absent[:5])
        papers += f", of which the graph lacks {len(evaluation.absent)}: {titles}"
        papers += " ..." if len(evaluation.absent) > 5 else ""
    if evaluation.learnt:
        papers += f"; {evaluation.learnt} of them were trained on: no measure of new papers"
    parts = [papers, score_table(evaluation.totals, evaluation.spreads)]
    if evaluation.familiarity:
        split = familiarity_table(evaluation.familiarity)
        parts += ["Names of the training papers, and new ones", split]
    parts += ["Is a confidence a probability?", calibration_table(evaluation.scores)]
    return "\n\n".join(parts)


def _label(row: str) -> str:
    label = LABELS.get(row, row)
    return f"**{label}**" if row in _SUMS else label


def _prf(counts: Counts) -> list[str]:
    f1 = _3(counts.f1) if counts.gold or counts.predicted else _NONE
    return [_precision(counts), _recall(counts), f1]


def _precision(counts: Counts) -> str:
    return _3(counts.precision) if counts.predicted else _NONE


def _recall(counts: Counts) -> str:
    return _3(counts.recall) if counts.gold else _NONE


def _3(share: float) -> str:
    return f"{share:.3f}"


def _range(interval: Interval) -> str:
    return f"{interval.low:.3f}-{interval.high:.3f}"


def _more(left: int) -> list[str]:
    return [f"  ... and {left} more"] if left > 0 else []


def _pair_line(verdict: Verdict) -> str:
    made = "one thing" if verdict.merged else "two things"
    if verdict.a_below_b:
        made = "the first a variant of the second"
    elif verdict.b_below_a:
        made = "the second a variant of the first"
    pair = verdict.pair
    why = f" ({pair.why})" if pair.why else ""
    return _plain(
        f"{_name(pair.a)} / {_name(pair.b)}: {pair.relation.value}{why}, resolved as {made}"
    )


def _name(paired: PairedName) -> str:
    return f"{paired.name} ({paired.long_form})" if paired.long_form else paired.name


def _plain(text: str) -> str:
    """Return a text of other people without line breaks and control characters."""
    return re.sub(r"\s+", " ", "".join(c if c.isprintable() else " " for c in text)).strip()


def _cell(text: str) -> str:
    return _plain(text).replace("|", "\\|")
