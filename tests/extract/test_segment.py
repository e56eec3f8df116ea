from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.segment import sentences
from kg.lexicon.tokens import tokens


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_sentences_end_where_a_reader_would_end_them() -> None:
    text = "We use LLaVA-1.5, e.g. for VQA. It is 2.1x faster (cf. Fig. 2). vLLM serves it."
    assert cut(text) == [
        "We use LLaVA-1.5, e.g. for VQA.",
        "It is 2.1x faster (cf. Fig. 2).",
        "vLLM serves it.",
    ]


@given(st.text())
def test_sentences_are_ordered_and_lose_only_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    kept = "".join(text[a:b] for a, b in spans)
    assert "".join(kept.split()) == "".join(text.split())


def test_tokens_fold_case_plural_and_version_marks() -> None:
    assert tokens("LLaVA-v1.5s VQAv2").texts == ["llava", "1.5", "s", "vqa", "2"]
    assert tokens("SQuAD 2.0").texts == tokens("SQuAD v2").texts


@given(st.text())
def test_tokens_stand_where_they_say(text: str) -> None:
    found = tokens(text)
    assert len(found.texts) == len(found.spans)
    for start, end in found.spans:
        assert 0 <= start < end <= len(text)
