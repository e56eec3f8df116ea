"""Intervals, seen and unseen names, calibration, the worst errors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.evaluate.alike import title_of
from kg.evaluate.calibration import (
    Judged,
    bins,
    curve,
    expected_calibration_error,
    judged,
)
from kg.evaluate.familiarity import Familiarity, familiarity
from kg.evaluate.gold import AnnotatedPaper, AnnotatedResult, Annotation, Slot, names_in
from kg.evaluate.intervals import spreads
from kg.evaluate.predictions import Edge, Number, Prediction
from kg.evaluate.score import VALUE, VALUE_AND_METRIC, Counts, PaperScore, score, totals
from kg.evaluate.worst import missed, sentence_of, spurious


def paper(title: str = "A Study", **slots: Sequence[str | Annotation]) -> AnnotatedPaper:
    """Return a paper with plain names in its slots."""
    fields: dict[str, Any] = {
        slot: tuple(a if isinstance(a, Annotation) else Annotation(a) for a in names)
        for slot, names in slots.items()
    }
    return AnnotatedPaper(title, "", **fields)


def edge(slot: Slot, *surfaces: str, confidence: float = 0.9, quote: str = "") -> Edge:
    return Edge(slot, f"thing/{surfaces[0]}", frozenset(surfaces), confidence, quote)


certainties = st.lists(st.builds(Judged, st.floats(0, 1), st.booleans()), max_size=60).map(
    lambda found: sorted(found, key=lambda one: one.confidence)
)


def scores_of(*pairs: tuple[AnnotatedPaper, Prediction]) -> list[PaperScore]:
    return score([gold for gold, _ in pairs], {title_of(g.title): said for g, said in pairs})


def several() -> list[PaperScore]:
    """Twelve papers, of which every third is read wrongly."""
    return scores_of(
        *(
            (
                paper(f"Study {n}", benchmarks=["GSM8K"]),
                Prediction((edge(Slot.BENCHMARKS, "GSM8K" if n % 3 else "MMLU"),)),
            )
            for n in range(12)
        )
    )


def test_intervals_are_the_same_for_the_same_seed_only() -> None:
    scores = several()
    assert spreads(scores, seed=7) == spreads(scores, seed=7)
    assert spreads(scores, seed=7) != spreads(scores, seed=8)


def test_an_interval_holds_the_figure_and_narrows_with_the_level() -> None:
    scores = several()
    f1 = totals(scores)["benchmarks"].f1
    wide, narrow = (spreads(scores, level=level)["benchmarks"].f1 for level in (0.95, 0.5))
    assert wide.low <= narrow.low <= f1 <= narrow.high <= wide.high
    assert wide.low < wide.high


def test_papers_that_are_alike_have_no_spread() -> None:
    same = [(paper(f"S {n}", tasks=["editing"]), Prediction((edge(Slot.TASKS, "editing"),)))
            for n in range(5)]  # fmt: skip
    interval = spreads(scores_of(*same))["tasks"].f1
    assert (interval.low, interval.high) == (1.0, 1.0)
    assert spreads(scores_of(same[0]))["tasks"].f1.low == 1.0
    assert spreads([]) == {}


def test_seen_and_new_names_are_told_apart_and_add_up() -> None:
    trained = paper("Trained", benchmarks=[Annotation("GSM8K", optional=True)])
    gold = paper("Test", base_models=["GSM-8K", "LLaVA", "Qwen"])
    said = Prediction(
        (
            edge(Slot.BASE_MODELS, "GSM8K"),
            edge(Slot.BASE_MODELS, "LLaVA"),
            edge(Slot.BASE_MODELS, "Bert"),
        )
    )
    scores = scores_of((gold, said))
    split = familiarity(scores, names_in([trained]))
    assert split["base_models"] == Familiarity(Counts(1, 1, 1, 1), Counts(2, 2, 1, 1))
    for row, one in split.items():
        assert one.seen + one.unseen == totals(scores)[row]


def test_confidence_that_tells_the_truth_has_no_error() -> None:
    honest = [Judged(0.5, True), Judged(0.5, False)] * 10
    boastful = [Judged(0.9, False)] * 20
    assert expected_calibration_error(honest) == 0
    assert expected_calibration_error(boastful) == pytest.approx(0.9)
    assert expected_calibration_error([]) == 0


@settings(deadline=None, max_examples=60)
@given(certainties, st.integers(1, 12))
def test_bins_hold_every_prediction_once_and_ties_together(found: list[Judged], count: int) -> None:
    parts = bins(found, count)
    assert sum(part.count for part in parts) == len(found)
    assert len(parts) <= count
    assert 0 <= expected_calibration_error(found, count) <= 1
    if found and len({one.confidence for one in found}) == len(found) >= count:
        sizes = [part.count for part in parts]
        assert max(sizes) - min(sizes) <= 1


def test_the_curve_trades_recall_for_precision() -> None:
    gold = paper(benchmarks=["GSM8K", "MMLU"])
    said = Prediction(
        (
            edge(Slot.BENCHMARKS, "GSM8K", confidence=0.9),
            edge(Slot.BENCHMARKS, "MMLU", confidence=0.5),
            edge(Slot.BENCHMARKS, "Other", confidence=0.4),
        )
    )
    points = curve([gold], {title_of(gold.title): said}, levels=(0.0, 0.5, 0.9, 1.0))
    found = [(p.rows["benchmarks"].precision, p.rows["benchmarks"].recall) for p in points]
    assert found == [(2 / 3, 1.0), (1.0, 1.0), (1.0, 0.5), (0.0, 0.0)]


def test_errors_come_surest_first_with_their_sentences() -> None:
    gold = AnnotatedPaper(
        "A Study",
        "We use Qwen here. It is 3% better.",
        (AnnotatedResult("3%", "accuracy", "3% better"),),
        base_models=(Annotation("Qwen"),),
    )
    said = Prediction(
        (
            edge(Slot.BASE_MODELS, "Foo", confidence=0.4, quote="Foo is."),
            edge(Slot.BASE_MODELS, "Bar", confidence=0.8, quote="Bar is."),
        ),
        (Number("7x", "speed", 0.6, "It is 7x."),),
    )
    scores = scores_of((gold, said))
    false = spurious(scores, "named")
    assert [(error.surface, error.confidence, error.quote) for error in false] == [
        ("Bar", 0.8, "Bar is."),
        ("Foo", 0.4, "Foo is."),
    ]
    assert [(error.name, error.quote) for error in missed(scores, "base_models")] == [
        ("Qwen", "We use Qwen here.")
    ]
    assert [error.surface for error in spurious(scores, VALUE)] == ["7x speed"]
    assert [error.quote for error in missed(scores, VALUE)] == ["It is 3% better."]
    assert len(judged(scores, "named")) == 2


def test_a_number_is_judged_alone_and_with_its_metric() -> None:
    annotated = AnnotatedResult("3%", "accuracy", ""), AnnotatedResult("2x", "speed", "")
    gold = AnnotatedPaper("A Study", "", annotated)
    said = Prediction(
        (),
        (
            Number("3%", "accuracy", 0.9, ""),
            Number("2x", "memory", 0.6, ""),
            Number("7x", "speed", 0.5, ""),
        ),
    )
    scores = scores_of((gold, said))
    assert [(one.confidence, one.right) for one in judged(scores, VALUE)] == [
        (0.5, False),
        (0.6, True),
        (0.9, True),
    ]
    assert [(one.confidence, one.right) for one in judged(scores, VALUE_AND_METRIC)] == [
        (0.5, False),
        (0.6, False),
        (0.9, True),
    ]


def test_a_name_that_stands_nowhere_has_no_sentence() -> None:
    gold = paper("On Foo-4B/8B")
    assert sentence_of(gold, ("Foo-8B",)) == ""
    assert sentence_of(gold, ("Foo-8B", "foo-4b/8b")) == "On Foo-4B/8B"
