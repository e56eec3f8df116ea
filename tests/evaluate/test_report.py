"""Figures as tables: right numbers, whole tables, nothing of a text that breaks out of its cell."""

from __future__ import annotations

import json

import pytest

from kg.errors import UnknownName
from kg.evaluate.alike import title_of
from kg.evaluate.calibration import curve
from kg.evaluate.evaluation import Evaluation, as_json, evaluate
from kg.evaluate.gold import AnnotatedPaper, AnnotatedResult, Annotation, Slot
from kg.evaluate.predictions import Edge, Prediction
from kg.evaluate.report import (
    comparison_table,
    curve_table,
    errors_of,
    resolution_errors,
    resolution_summary,
    score_table,
    summary,
    table,
)
from kg.evaluate.resolution import Pair, PairedName, Relatedness, ResolutionScore, Verdict
from kg.evaluate.score import ROWS
from kg.model import Kind

GOLD = [
    AnnotatedPaper(
        "A Study",
        "We test GSM8K.",
        (AnnotatedResult("3%", "accuracy"),),
        benchmarks=(Annotation("GSM8K"), Annotation("MMLU")),
    ),
    AnnotatedPaper("Lacking", "Nothing."),
]
SAID = {
    title_of("A Study"): Prediction(
        (
            Edge(Slot.BENCHMARKS, "a", frozenset({"GSM8K"}), 0.9, "We test GSM8K."),
            Edge(Slot.BENCHMARKS, "b", frozenset({"A | B"}), 0.7, "One\x1b[31m\nline."),
        )
    )
}
PAIRS = ResolutionScore(
    tuple(
        Verdict(
            Pair(PairedName(f"{name}-2", Kind.MODEL), PairedName(name, Kind.MODEL),
                 Relatedness.VARIANT, family=name),
            merged=True, a_below_b=False, b_below_a=False,
        )
        for name in ("Foo", "Bar", "Baz", "Qux", "Quux")
    )
)  # fmt: skip


@pytest.fixture
def evaluation() -> Evaluation:
    return evaluate(GOLD, SAID, trained_on=GOLD[:1])


def cells(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in text.splitlines()]


def test_a_table_is_rectangular_and_escapes() -> None:
    text = table(["a", "b"], [["x|y\nz", "1"], ["long name", "22"]])
    assert len({len(line) for line in text.splitlines()}) == 1
    assert "x\\|y z" in text
    assert text.splitlines()[1].endswith(":|") or text.splitlines()[1].endswith(": |")


def test_the_score_table_has_every_row(evaluation: Evaluation) -> None:
    lines = cells(score_table(evaluation.totals, evaluation.spreads))
    assert len(lines) == len(ROWS) + 2
    row = next(line for line in lines if line[0] == "benchmarks")
    assert row[1:6] == ["2", "2", "0.500", "0.500", "0.500"]
    empty = next(line for line in lines if line[0] == "hardware")
    assert empty[1:6] == ["0", "0", "-", "-", "-"]


def test_the_summary_tells_what_is_lacking_and_learnt(evaluation: Evaluation) -> None:
    text = summary(evaluation)
    assert "lacks 1: Lacking" in text
    assert "1 of them were trained on" in text
    for word in ("annotated seen", "expected calibration error", "95 % interval"):
        assert word in text


def test_systems_stand_side_by_side(evaluation: Evaluation) -> None:
    lines = cells(comparison_table({"rules": evaluation.totals, "learned": evaluation.totals}))
    assert lines[0] == ["F1", "rules", "learned"]
    assert ["benchmarks", "0.500", "0.500"] in lines


def test_the_curve_has_a_line_for_each_level() -> None:
    lines = cells(curve_table(curve(GOLD, SAID, (0.0, 0.8)), rows=("benchmarks",)))
    assert lines[2:] == [["0.00", "2", "0.500", "0.500"], ["0.80", "1", "1.000", "0.500"]]


def test_errors_are_listed_without_control_characters(evaluation: Evaluation) -> None:
    text = errors_of("benchmarks", evaluation)
    assert "0.70 A | B   [A Study]" in text
    assert "One [31m line." in text
    assert "MMLU   [A Study]" in text
    assert "3% accuracy" in errors_of("results", evaluation)
    with pytest.raises(UnknownName, match="benchmarks"):
        errors_of("benchmark", evaluation)
    with pytest.raises(UnknownName):
        errors_of("resolution", evaluation)


def test_errors_of_names_held_out_are_only_counted(evaluation: Evaluation) -> None:
    shown, held = PAIRS.part(held=False), PAIRS.part(held=True)
    assert shown.verdicts
    assert held.verdicts
    text = errors_of("resolution", evaluation, PAIRS)
    assert text == resolution_errors(PAIRS)
    for verdict in PAIRS.verdicts:
        assert (f"  {verdict.pair.a.name} /" in text) == (verdict in shown.verdicts)
    assert f"and {len(held.verdicts)} of families held out" in text
    assert cells(resolution_summary(PAIRS))[2][-1] == "5"


def test_figures_are_plain_json(evaluation: Evaluation) -> None:
    figures = json.loads(json.dumps(as_json(evaluation, PAIRS)))
    assert (figures["papers"], figures["absent"], figures["trained_on"]) == (2, 1, 1)
    assert set(figures["rows"]) == set(ROWS)
    assert figures["rows"]["benchmarks"]["f1"] == 0.5
    assert figures["familiarity"]["benchmarks"]["seen"]["gold"] == 2
    assert figures["resolution"]["version_merges"] == 5
