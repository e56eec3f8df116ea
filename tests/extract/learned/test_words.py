"""Words and chunks with their places, whatever the text holds."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.learned.words import bucket, words_of


def test_words_around_a_place() -> None:
    words = words_of("We compare LLaVA-1.5, a model, with GPT-4o.")

    assert words.texts == (
        "we",
        "compare",
        "llava-1.5",
        ",",
        "a",
        "model",
        ",",
        "with",
        "gpt-4o",
        ".",
    )
    assert words.before(11, 0, 2) == ("we", "compare")
    assert words.before(11, 3, 5) == ("compare",)
    assert words.after(20, 40, 3) == (",", "a", "model")


def test_chunks_hold_no_break_words() -> None:
    text = "We propose visual token pruning for large models, and knowledge distillation."
    chunks = [text[c[0][0] : c[-1][1]] for c in words_of(text).chunks()]

    assert chunks == ["visual token pruning", "large models", "knowledge distillation"]


@given(st.text(max_size=80))
def test_words_stand_where_they_say(text: str) -> None:
    words = words_of(text)

    spans = list(zip(words.starts, words.ends, strict=True))
    assert spans == sorted(spans)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_buckets() -> None:
    assert [bucket(n, (0, 1, 5)) for n in (0, 1, 2, 6)] == [0, 1, 2, 3]
