"""What a name means: folding, several things, papers, and near misses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from kg.errors import UnknownName
from kg.graph.rdf import to_store
from kg.query.names import Names, names

if TYPE_CHECKING:
    import pyoxigraph as ox

    from kg.model import KnowledgeGraph

ID = "https://w3id.org/paperkg/id/"


def found(store: ox.Store, name: str, *classes: str) -> list[str]:
    return [end.value.removeprefix(ID) for end in names(store).find(name, classes)]


@pytest.mark.parametrize(
    "typed",
    [
        "LLaVA-1.5-7B", "llava 1.5 7b", "LLaVA-v1.5-7B", "LLAVA1.5-7b",
        "model/llava-1.5-7b", f"{ID}model/llava-1.5-7b",
    ],
)  # fmt: skip
def test_spellings_of_one_model(store: ox.Store, typed: str) -> None:
    assert found(store, typed, "Model") == ["model/llava-1.5-7b"]


def test_aliases_plural_and_hyphens(store: ox.Store) -> None:
    assert found(store, "large language-and-vision assistants", "Model") == ["model/llava"]
    assert found(store, "Token-Prunings", "Technique") == ["technique/token-pruning"]
    assert found(store, "token merging", "Method", "Model") == ["method/to-me"]


def test_versions_stay_apart(store: ox.Store) -> None:
    assert found(store, "LLaVA", "Model") == ["model/llava"]
    with pytest.raises(UnknownName):
        found(store, "LLaVA-1.6", "Model")


def test_the_class_counts(store: ox.Store) -> None:
    with pytest.raises(UnknownName, match="no technique is called 'LLaVA'"):
        found(store, "LLaVA", "Technique")
    with pytest.raises(UnknownName, match="no method or model is called"):
        found(store, "quantization", "Method", "Model")


def test_a_benchmark_is_a_dataset_too(small_graph: KnowledgeGraph) -> None:
    lookup = names(to_store(small_graph))
    assert lookup.find("alpha-bench", ["Dataset"]) == lookup.find("α-Bench", ["Benchmark"])


def test_papers_by_the_best_fit() -> None:
    papers = (
        ("Attention", "2401.00001", "http://e/a"),
        ("Attention is all", "2401.00002", "http://e/b"),
        ("On attention: is it?", "", "http://e/c"),
    )
    lookup = Names((), papers)

    def ends(name: str) -> list[str]:
        return [end.value[-1] for end in lookup.find_papers(name)]

    assert ends("ATTENTION") == ["a"]
    assert ends("attention is") == ["b", "c"][:1]
    assert ends("tention-is") == ["b", "c"]
    assert ends("arXiv:2401.00002v3") == ["b"]
    assert ends("2401.00001") == ["a"]
    assert ends("http://e/c") == ["c"]


@pytest.mark.parametrize("name", ["", "  ", "?!", "quantum gravity"])
def test_no_paper_fits(store: ox.Store, name: str) -> None:
    with pytest.raises(UnknownName, match="no paper is called"):
        names(store).find_papers(name)


def test_papers_with_shared_words_are_suggested(store: ox.Store) -> None:
    with pytest.raises(UnknownName, match="Draft faster"):
        names(store).find_papers("draft and verify")


def test_names_are_sorted_and_whole(store: ox.Store) -> None:
    lookup = names(store)
    assert list(lookup.things) == sorted(lookup.things)
    assert ("Token Merging", "Method", f"{ID}method/to-me") in lookup.things
    assert len(lookup.papers) == 5
