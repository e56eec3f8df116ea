from __future__ import annotations

import pytest

from kg.extract.abbreviations import abbreviations


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        (
            "We use dynamic architecture skipping (DAS) here.",
            [("DAS", "dynamic architecture skipping")],
        ),
        ("Large language models (LLMs) grow.", [("LLMs", "Large language models")]),
        (
            "We study RAG (retrieval-augmented generation).",
            [("RAG", "retrieval-augmented generation")],
        ),
        (
            "We study MSTH (Multi-Scale Temporal Hashing).",
            [("MSTH", "Multi-Scale Temporal Hashing")],
        ),
        ("It works (see Table 3) well (2024).", []),
        ("A unified view (our aim) of things.", []),
    ],
)
def test_definitions(text: str, pairs: list[tuple[str, str]]) -> None:
    found = [(text[slice(*a.short)], text[slice(*a.long)]) for a in abbreviations(text)]
    assert found == pairs
