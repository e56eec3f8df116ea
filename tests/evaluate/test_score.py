"""The rules of the yardstick, and what holds of every score."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.evaluate.alike import number_of, same_name, same_phrase, title_of
from kg.evaluate.gold import NAMED, OPEN, AnnotatedPaper, AnnotatedResult, Annotation, Slot
from kg.evaluate.predictions import Edge, Number, Prediction
from kg.evaluate.score import (
    DETECT,
    ROWS,
    VALUE,
    VALUE_AND_METRIC,
    Counts,
    match,
    match_numbers,
    score,
    total,
    totals,
)

NAMES = ("LLaVA", "GSM8K", "token pruning", "Llama 2", "image editing", "A100", "FooNet-7B")
VALUES = ("1.8x", "46%", "-3.2%", "12 ms", "46%")
METRICS = ("accuracy", "latency", "speedup", "")


def paper(title: str = "A Study", **slots: Sequence[str | Annotation]) -> AnnotatedPaper:
    """Return a paper with plain names in its slots."""
    fields: dict[str, Any] = {
        slot: tuple(a if isinstance(a, Annotation) else Annotation(a) for a in names)
        for slot, names in slots.items()
    }
    return AnnotatedPaper(title, "", **fields)


def edge(slot: Slot, *surfaces: str, confidence: float = 0.9, quote: str = "") -> Edge:
    return Edge(slot, f"thing/{surfaces[0]}", frozenset(surfaces), confidence, quote)


def perfect(gold: AnnotatedPaper) -> Prediction:
    """Return a prediction of all that is counted, and of nothing else."""
    edges = [
        Edge(slot, f"{slot}/{at}", frozenset({annotation.name}), 1.0, "")
        for slot in (*NAMED, *OPEN, Slot.MENTIONS)
        for at, annotation in enumerate(gold.of(slot))
        if annotation.counts
    ]
    numbers = [Number(r.value, r.metric, 1.0, "") for r in gold.results if not r.optional]
    return Prediction(tuple(edges), tuple(numbers))


annotations = st.builds(
    Annotation,
    name=st.sampled_from(NAMES),
    aliases=st.lists(st.sampled_from(NAMES), max_size=2).map(tuple),
    optional=st.booleans(),
    generic=st.booleans(),
)
results = st.builds(
    AnnotatedResult,
    value=st.sampled_from(VALUES),
    metric=st.sampled_from(METRICS),
    optional=st.booleans(),
)
papers = st.builds(
    AnnotatedPaper,
    title=st.integers(0, 10**6).map(lambda n: f"Study {n}"),
    abstract=st.just(""),
    results=st.lists(results, max_size=4).map(tuple),
    **{slot.value: st.lists(annotations, max_size=3).map(tuple) for slot in Slot},
)
edges = st.builds(
    Edge,
    slot=st.sampled_from(Slot),
    thing=st.sampled_from(["a", "b", "c", "d"]),
    surfaces=st.sets(st.sampled_from(NAMES), min_size=1, max_size=2).map(frozenset),
    confidence=st.floats(0, 1),
    quote=st.just(""),
)
numbers = st.builds(
    Number,
    value=st.sampled_from(VALUES),
    metric=st.sampled_from(METRICS),
    confidence=st.floats(0, 1),
    quote=st.just(""),
)
predictions = st.builds(
    Prediction,
    edges=st.lists(edges, max_size=8, unique_by=lambda e: (e.slot, e.thing)).map(tuple),
    numbers=st.lists(numbers, max_size=5).map(tuple),
)
scored = st.lists(st.tuples(papers, predictions), max_size=5, unique_by=lambda p: p[0].title)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ImageNet-1k", "the Imagenet 1K dataset"),
        ("NVIDIA A100 GPUs", "A100"),
        ("LLaVA-1.5", "LLaVA 15"),
        ("IA-RED$^2$", "IA-RED2"),
        ("vision transformers", "Vision Transformer"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert same_name(one, other)


@pytest.mark.parametrize(("one", "other"), [("Llama 2", "Llama 3"), ("MoE", "MoE++")])
def test_other_names(one: str, other: str) -> None:
    assert not same_name(one, other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("visual token pruning", "token pruning", True),
        ("pruning", "token pruning", False),
        ("fast visual token pruning", "token pruning", True),
        ("a new training-free visual token pruning", "token pruning", False),
        ("token pruning of images", "token merging", False),
        ("pruning token", "token pruning", False),
    ],
)
def test_phrases(one: str, other: str, same: bool) -> None:
    assert same_phrase(one, other) is same
    assert same_phrase(other, one) is same


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("-11.97 percent", "11.97%"),
        ("1.8times", "1.8x"),
        ("46\\%", "46%"),
        ("2,000 fps", "2000"),
        ("0.50%", ".50%"),
        ("0", "0"),
        ("half", "half"),
    ],
)
def test_numbers(value: str, number: str) -> None:
    assert number_of(value) == number


def test_optional_and_generic_annotations_count_for_nothing() -> None:
    gold = [Annotation("GSM8K"), Annotation("MMLU", optional=True), Annotation("LLM", generic=True)]
    found = match(
        gold, [edge(Slot.BENCHMARKS, name) for name in ("GSM8K", "MMLU", "LLM", "X")], same_name
    )
    assert found.counts == Counts(gold=1, predicted=2, found=1, right=1)
    assert [sorted(wrong.surfaces) for wrong in found.wrong] == [["X"]]


def test_two_edges_may_be_right_by_one_annotation() -> None:
    gold = [Annotation("Stable Diffusion", ("SD",))]
    found = match(
        gold, [edge(Slot.BASE_MODELS, "SD"), edge(Slot.BASE_MODELS, "Stable Diffusion")], same_name
    )
    assert found.counts == Counts(gold=1, predicted=2, found=1, right=2)


def test_a_name_is_detected_under_any_edge() -> None:
    gold = paper(benchmarks=["GSM8K"], mentions=[Annotation("MMLU", optional=True)])
    said = Prediction((edge(Slot.BASE_MODELS, "GSM8K"), edge(Slot.MENTIONS, "MMLU")))
    (one,) = score([gold], {title_of(gold.title): said})
    assert one.counts(DETECT) == Counts(2, 2, 2, 2)
    assert one.counts("named") == Counts(gold=1, predicted=1, found=0, right=0)


def test_each_number_is_matched_once_and_optional_ones_are_spared() -> None:
    gold = (
        AnnotatedResult("3%", "accuracy"),
        AnnotatedResult("3%", "latency", optional=True),
        AnnotatedResult("2x", "speedup"),
    )
    said = [
        Number("3 percent", "top-1 accuracy", 0.9, ""),
        Number("3%", "", 0.8, ""),
        Number("3%", "", 0.7, ""),
        Number("2x", "memory", 0.9, ""),
    ]
    found = match_numbers(gold, said)
    assert found.counts == Counts(gold=2, predicted=3, found=2, right=2)
    assert [wrong.confidence for wrong in found.wrong] == [0.7]
    assert found.counts_with_metric == Counts(gold=2, predicted=3, found=1, right=1)


def test_a_paper_that_the_graph_lacks_misses_all() -> None:
    (one,) = score([paper(benchmarks=["GSM8K"])], {})
    assert not one.present
    assert one.counts("benchmarks") == Counts(gold=1)


@settings(deadline=None, max_examples=60)
@given(papers)
def test_a_perfect_prediction_has_no_error(gold: AnnotatedPaper) -> None:
    (one,) = score([gold], {title_of(gold.title): perfect(gold)})
    for row in ROWS:
        counts = one.counts(row)
        if row not in (DETECT, VALUE_AND_METRIC):
            assert counts.right == counts.predicted
            assert counts.found == counts.gold
            assert counts.f1 == (1.0 if counts.gold else 0.0)


@settings(deadline=None, max_examples=60)
@given(papers)
def test_an_empty_prediction_has_no_score(gold: AnnotatedPaper) -> None:
    (one,) = score([gold], {title_of(gold.title): Prediction()})
    for row in ROWS:
        counts = one.counts(row)
        assert (counts.predicted, counts.found, counts.right, counts.f1) == (0, 0, 0, 0.0)


@settings(deadline=None, max_examples=60)
@given(scored, st.integers(0, 5))
def test_counts_add_up_over_papers(
    pairs: list[tuple[AnnotatedPaper, Prediction]], cut: int
) -> None:
    said = {title_of(gold.title): prediction for gold, prediction in pairs}
    gold = [paper for paper, _ in pairs]
    whole = totals(score(gold, said))
    halves = totals(score(gold[:cut], said)), totals(score(gold[cut:], said))
    for row in ROWS:
        assert whole[row] == halves[0][row] + halves[1][row]
        assert whole[row] == total(one.counts(row) for one in score(gold, said))


@settings(deadline=None, max_examples=60)
@given(papers, predictions)
def test_figures_stay_in_bounds(gold: AnnotatedPaper, said: Prediction) -> None:
    (one,) = score([gold], {title_of(gold.title): said})
    for row in ROWS:
        counts = one.counts(row)
        assert 0 <= counts.found <= counts.gold
        assert 0 <= counts.right <= counts.predicted
        low, high = sorted((counts.precision, counts.recall))
        assert low - 1e-9 <= counts.f1 <= high + 1e-9 or counts.f1 == 0


@settings(deadline=None, max_examples=60)
@given(papers, predictions, st.randoms(use_true_random=False))
def test_the_order_of_edges_changes_no_figure(
    gold: AnnotatedPaper, said: Prediction, chance: random.Random
) -> None:
    shuffled = list(said.edges)
    chance.shuffle(shuffled)
    key = title_of(gold.title)
    (one,) = score([gold], {key: said})
    (other,) = score([gold], {key: Prediction(tuple(shuffled), said.numbers)})
    assert [one.counts(row) for row in ROWS] == [other.counts(row) for row in ROWS]


@settings(deadline=None, max_examples=60)
@given(papers, predictions, st.floats(0, 1))
def test_a_minimum_confidence_only_takes_away(
    gold: AnnotatedPaper, said: Prediction, level: float
) -> None:
    key = title_of(gold.title)
    (every,) = score([gold], {key: said})
    (sure,) = score([gold], {key: said.at_least(level)})
    for row in ROWS:
        if row != VALUE_AND_METRIC:
            assert sure.counts(row).found <= every.counts(row).found
    assert sure.counts(VALUE).gold == every.counts(VALUE).gold
