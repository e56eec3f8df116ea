"""What the learned extractor promises of the metrics of reported numbers."""

from __future__ import annotations

import pytest

from kg.extract.learned.bundle import load_bundle
from kg.extract.learned.extractor import LearnedExtractor
from kg.extract.learned.metrics import unit_sort
from kg.lexicon import lexicon_paths, load_lexicon
from kg.model import Paper


@pytest.fixture(scope="module")
def learned() -> LearnedExtractor:
    return LearnedExtractor(load_lexicon(lexicon_paths()), load_bundle())


def metrics(learned: LearnedExtractor, sentence: str) -> list[tuple[str, str | None]]:
    """Return the numbers of an own sentence with their metrics."""
    paper = Paper("title:x", "QuickCast", f"We propose QuickCast, a method. {sentence}")
    return [(one.value_text, one.metric_text) for one in learned.extract(paper).results]


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        (
            "QuickCast cuts FLOPs by 45%, 52%, and 61% at three sizes.",
            [("45%", "FLOPs"), ("52%", "FLOPs"), ("61%", "FLOPs")],
        ),
        (
            "QuickCast reaches 31.5%, 35.2% and 41.0% accuracy on GQA, MME and TextVQA.",
            [("31.5%", "accuracy"), ("35.2%", "accuracy"), ("41.0%", "accuracy")],
        ),
        ("QuickCast increases generation speed by 22%.", [("22%", "generation speed")]),
        ("QuickCast achieves negligible accuracy loss of 0.4%.", [("0.4%", "accuracy loss")]),
        ("QuickCast reduces latency by 30% without loss of accuracy.", [("30%", "latency")]),
    ],
)
def test_plain_numbers(
    learned: LearnedExtractor, sentence: str, wanted: list[tuple[str, str | None]]
) -> None:
    assert metrics(learned, sentence) == wanted


@pytest.mark.parametrize(
    ("unit", "sort"),
    [
        ("%", "%"),
        ("×", "x"),
        ("-fold", "x"),
        ("percentage points", "points"),
        ("pp", "points"),
        ("tokens per second", "rate"),
        ("FPS", "rate"),
        ("Hz", "rate"),
        ("s/frame", "time"),
        ("GPU-hours", "time"),
        ("µs", "time"),
        ("GiB", "size"),
        ("pJ", "power"),
        ("", ""),
        ("dB", "db"),
    ],
)
def test_sorts_of_units(unit: str, sort: str) -> None:
    assert unit_sort(unit) == sort
