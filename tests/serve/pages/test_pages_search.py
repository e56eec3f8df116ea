"""Search finds what people mean: parts, other spellings, typos; the better known first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import KnowledgeGraph
from kg.serve.index import GraphIndex
from kg.serve.search import NameSearch

NAMES = [
    ("model/llava", "LLaVA"),
    ("model/llava-1.5", "LLaVA-1.5"),
    ("model/llava-1.5-7b", "LLaVA-1.5-7B"),
    ("model/llama", "LLaMA"),
    ("method/flashattention", "FlashAttention"),
    ("method/flashattention-2", "FlashAttention-2"),
    ("technique/quantization", "quantization"),
    ("technique/quantization", "quantisation"),
    ("technique/token-pruning", "token pruning"),
    ("model/bert", "BERT"),
    ("paper/1", "An Image is Worth Half the Tokens after Layer Two of a Vision Language Model"),
    ("paper/2", "Attention Is All You Need"),
    ("dataset/tone", "Töne"),
    ("benchmark/cpp", "++"),
]
DEGREE = {"model/llava": 50, "model/llama": 90, "model/llava-1.5": 20, "paper/2": 3}
SEARCH = NameSearch(NAMES, DEGREE)


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("LLaVA", "model/llava"),
        ("lava", "model/llava"),
        ("llava 1.5", "model/llava-1.5"),
        ("LLaVa1.5 7b", "model/llava-1.5-7b"),
        ("ll", "model/llama"),
        ("flash atention", "method/flashattention"),
        ("quantisaton", "technique/quantization"),
        ("pruning token", "technique/token-pruning"),
        ("toke", "technique/token-pruning"),
        ("attention is all", "paper/2"),
        ("atention is al you ned", "paper/2"),
        ("half the tokens vision langage", "paper/1"),
        ("tone", "dataset/tone"),
        ("TÖNE", "dataset/tone"),
    ],
)
def test_the_first_is_what_is_meant(asked: str, first: str) -> None:
    assert SEARCH.find(asked)[0].id == first


def test_each_node_comes_once_and_best_first() -> None:
    found = SEARCH.find("quantisation", limit=20)
    assert len({hit.id for hit in found}) == len(found)
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_limit_and_kind() -> None:
    assert len(SEARCH.find("l", limit=2)) == 2
    found = SEARCH.find("attention", 10, lambda one: one.startswith("method/"))
    assert {hit.id for hit in found} == {"method/flashattention", "method/flashattention-2"}


@pytest.mark.parametrize("asked", ["", " ", "?!", "+", "x" * 100_000, "\x00", "\ud800", "日本"])
def test_what_names_nothing_finds_nothing(asked: str) -> None:
    assert SEARCH.find(asked) == []


@given(st.text(max_size=80))
def test_any_text_is_answered(asked: str) -> None:
    assert len(SEARCH.find(asked, 5)) <= 5


def test_every_name_of_a_graph_finds_its_node(
    index: GraphIndex, small_graph: KnowledgeGraph
) -> None:
    names = [
        (one.id, name) for one in small_graph.entities.values() for name in (one.name, *one.aliases)
    ]
    names += [(record.id, record.paper.title) for record in small_graph.papers]
    assert len(names) > 25
    for identifier, name in names:
        assert identifier in {hit.id for hit in index.search(name, 5)}, name


def test_identifiers_and_arxiv_numbers_are_names(index: GraphIndex) -> None:
    assert index.search("model/llava")[0].id == "model/llava"
    assert index.search("2403.06764")[0].id == "paper/2403.06764"
    assert {hit.id for hit in index.search("model/llava", kind="paper")}.isdisjoint({"model/llava"})
