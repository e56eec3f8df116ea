from __future__ import annotations

import re

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ids import name_key, paper_id, phrase_key, slug, title_key
from kg.vocab import BASE

NAMES = st.text(min_size=1, max_size=40)


@pytest.mark.parametrize(
    "names",
    [
        ("LLaVA-1.5-7B", "LLaVA-v1.5 7B", "llava 1.5-7b"),
        ("SQuAD v2.0", "SQuAD2.0", "SQuAD 2", "SQuAD-2.0 dataset"),
        ("Stream Batch", "StreamBatch", "stream-batch"),
        ("PixArt-α", "PixArt-alpha"),
        ("IA-RED$^2$", "IA-RED2"),
        ("MMLU", "MMLU benchmark"),
        ("YOLOv10-S", "YOLOv10S"),
    ],
)
def test_spellings_of_one_name_share_a_key(names: tuple[str, ...]) -> None:
    assert len({name_key(name) for name in names}) == 1


@pytest.mark.parametrize(
    "names",
    [
        ("LLaMA", "Llama 2", "Llama-2-7B", "Llama-2-7B-Chat", "Llama-3"),
        ("GPT-4", "GPT-4o", "GPT-4o-mini", "GPT-4.1"),
        ("ViT", "ViT-B/16", "ViT-L/16"),
        ("MoE", "MoE++"),
        ("LLaVA-1.5-7B", "LLaVA-1.57B", "LLaVA-15-7B"),
        ("C", "C++", "C#"),
    ],
)
def test_versions_sizes_and_marks_never_fold(names: tuple[str, ...]) -> None:
    assert len({name_key(name) for name in names}) == len(names)


@given(NAMES)
def test_every_slug_is_legal_in_an_iri(name: str) -> None:
    for key in (name_key(name), phrase_key(name)):
        text = slug(key)
        assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*", text)
        assert "--" not in text
        ox.NamedNode(f"{BASE}method/{text}")


@given(NAMES, NAMES)
def test_different_keys_have_different_slugs(one: str, other: str) -> None:
    if name_key(one) != name_key(other):
        assert slug(name_key(one)) != slug(name_key(other))


@given(st.text(max_size=300))
def test_paper_identifiers_are_legal_and_bounded(title: str) -> None:
    identifier = paper_id(f"title:{title_key(title)}", title)
    assert len(identifier) < 90
    ox.NamedNode(BASE + identifier)


def test_paper_identifiers_are_readable() -> None:
    assert paper_id("arxiv:2312.12491", "Anything") == "paper/2312.12491"
    assert paper_id("title:aboutx", "About X").startswith("paper/about-x-")
