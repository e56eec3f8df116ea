"""What the query editor offers: queries that run, and the words of our vocabulary."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from kg.graph.rdf import to_store
from kg.model import KnowledgeGraph
from kg.query.saved import saved_queries
from kg.serve.editor import page as editor
from kg.serve.editor.examples import START, data, declared, example
from kg.serve.index import GraphIndex
from kg.vocab import KG


@pytest.mark.parametrize("name", list(saved_queries()))
def test_every_saved_query_runs_as_it_stands(
    index: GraphIndex, small_graph: KnowledgeGraph, name: str
) -> None:
    """Whole SPARQL, without prefixes that only we declare and without placeholders."""
    text = example(index, saved_queries()[name])
    assert "$" not in text.replace("\\$", "")
    for parameter in saved_queries()[name].parameters:
        assert parameter.description in text
    list(to_store(small_graph).query(text))


def test_examples_are_things_of_the_graph(index: GraphIndex) -> None:
    text = example(index, saved_queries()["papers-using"])
    assert f"<{index.graph.base}model/llava" in text
    shared = example(index, saved_queries()["shared-between"])
    assert len({one for one in shared.split() if one.startswith("(<")}) == 2


def test_a_graph_without_papers_has_queries_too() -> None:
    empty = GraphIndex(KnowledgeGraph("https://w3id.org/paperkg/id/", "rules-0.1.0", (), {}))
    store = to_store(empty.graph)
    for query in saved_queries().values():
        list(store.query(example(empty, query)))


def test_prefixes_stand_behind_the_comments() -> None:
    text = declared("# What it asks.\nSELECT * { ?s skos:prefLabel ?o }\n")
    assert text.splitlines()[0] == "# What it asks."
    assert text.splitlines()[1].startswith("PREFIX skos: <")
    assert declared(START).count("PREFIX") == 3


def test_the_words_are_those_of_the_ontology(index: GraphIndex) -> None:
    words = data(index)
    assert f"{KG}Paper" in words["classes"]  # type: ignore[operator]
    assert f"{KG}usesBaseModel" in words["properties"]  # type: ignore[operator]


def test_the_page_allows_no_other_server_and_no_inline_script(index: GraphIndex) -> None:
    client = TestClient(Starlette(routes=editor.routes(index, "http://testserver")))
    answer = client.get("/query")
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "connect-src 'self'" in policy
    for path, media in (
        ("/static/query.js", "text/javascript"),
        ("/static/query-style.css", "text/css"),
        ("/query/data.json", "application/json"),
    ):
        assert client.get(path).headers["content-type"].startswith(media)
