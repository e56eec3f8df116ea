"""Reported numbers: value, unit, kind, metric, and what they are about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Extraction, Result

Read = Callable[..., Extraction]


def values(extraction: Extraction) -> list[str]:
    return [result.value_text for result in extraction.results]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("We obtain a 1.8times speedup.", ["1.8x"]),
        (r"We obtain a $1.8\times$ speedup.", ["1.8x"]),
        (r"We cut FLOPs by 46\%.", ["46%"]),
        (r"We cut FLOPs by \textbf{46\%}.", ["46%"]),
        ("We lose only approx0.37% accuracy.", ["0.37%"]),
        ("We see -11.97% FLOPs.", ["-11.97%"]),
        ("We gain a 9x to 53x speedup.", ["9x-53x"]),
        ("We gain 1.5-2.5times speedup.", ["1.5x-2.5x"]),
        ("We raise accuracy from 15.9% to 56%.", ["56%"]),
        ("We are 3.3x, 8.1x and 2.4x faster.", ["3.3x", "8.1x", "2.4x"]),
        ("We reach 91.07fps.", ["91.07 fps"]),
        ("We reach an FID of 2.31.", ["2.31"]),
        ("We train a 7B model with 4-bit weights on 3 tasks in 2024.", []),
        ("We super-resolve by 4x super-resolution.", []),
    ],
)
def test_values(read: Read, sentence: str, expected: list[str]) -> None:
    assert values(read(f"Serving is slow. {sentence}")) == expected


def one(read: Read, sentence: str) -> Result:
    (result,) = read(f"Serving is slow. {sentence}").results
    return result


def test_metric_kind_and_direction(read: Read) -> None:
    result = one(read, "We reduce latency by 40%.")
    assert (result.metric_text, result.kind, result.direction) == ("latency", "delta", "lower")
    result = one(read, "We are 2x faster.")
    assert (result.metric_text, result.kind, result.direction) == ("speedup", "ratio", "higher")


def test_what_a_number_is_about(read: Read) -> None:
    extraction = read(
        "Serving is slow. We propose QuickCast. QuickCast speeds up LLaVA-1.5-7B by 1.9x on MMLU."
    )
    (result,) = extraction.results
    assert (result.subject, result.model, result.benchmark) == ("QuickCast", "LLaVA-1.5-7B", "MMLU")


def test_ambiguous_model_is_left_open(read: Read) -> None:
    extraction = read("Serving is slow. We apply it to LLaVA and Vicuna and save 30% of FLOPs.")
    (result,) = extraction.results
    assert result.model is None


def test_numbers_of_others_are_no_results(read: Read) -> None:
    extraction = read("Existing methods lose 12% accuracy. We propose QuickCast.")
    assert values(extraction) == []
