"""overview.html and the view of a thing: what is picked, where it stands, what it may do."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
from collections.abc import Callable
from math import dist
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import OutputError, UnknownName
from kg.export.layout import positions
from kg.export.page import render, script_json
from kg.export.picture import around, neighbours, overview
from kg.export.view import find_node, write_view
from kg.model import KnowledgeGraph


def test_a_small_graph_is_drawn_whole(small_graph: KnowledgeGraph) -> None:
    picture = overview(small_graph)

    assert {node.id for node in picture.nodes} == {
        *small_graph.entities,
        *(record.id for record in small_graph.papers),
    }
    assert {edge.source for edge in picture.edges} == {"text", "lexicon"}


def test_a_large_graph_is_drawn_by_its_most_connected(
    make_graph: Callable[[int], KnowledgeGraph],
) -> None:
    graph = make_graph(800)
    picture = overview(graph, limit=100)
    near = neighbours(graph)
    drawn = {node.id for node in picture.nodes}

    assert 60 <= len(drawn) <= 100
    assert all(near[node] & drawn for node in drawn)
    assert max(graph.entities, key=lambda thing: len(near[thing])) in drawn
    assert any(node.type == "Paper" for node in picture.nodes)
    assert picture.of_nodes == len(near)


def test_a_view_takes_the_nearest_first(make_graph: Callable[[int], KnowledgeGraph]) -> None:
    graph = make_graph(300)
    near = neighbours(graph)
    paper = graph.papers[5].id
    one = {node.id for node in around(graph, paper, 1).nodes}
    two = {node.id for node in around(graph, paper, 2, limit=40).nodes}

    assert one == near[paper] | {paper}
    assert one < two
    assert len(two) == 40
    assert {node.id for node in around(graph, paper, 0).nodes} == {paper}


@given(st.integers(0, 40), st.integers())
def test_every_node_has_a_place_of_its_own(count: int, seed: int) -> None:
    pick = random.Random(seed).randrange
    pairs = [(pick(count), pick(count)) for _ in range(count // 2)]
    places = positions(pairs, [6.0] * count)

    assert len(places) == count
    assert positions(pairs, [6.0] * count) == places
    assert all(dist(a, b) > 8 for i, a in enumerate(places) for b in places[:i])


def test_the_layout_holds_a_large_component() -> None:
    chain = [(i, i + 1) for i in range(299)]
    places = positions(chain, [8.0] * 300)

    assert len(set(places)) == 300


@given(st.text())
def test_json_in_a_script_comes_back_and_holds_no_markup(text: str) -> None:
    written = script_json({"text": text})

    assert json.loads(written) == {"text": text}
    assert not set(written) & set("<>&\u2028\u2029")


def test_the_page_asks_for_nothing_and_runs_only_its_own_scripts(
    small_graph: KnowledgeGraph,
) -> None:
    page = render(overview(small_graph), "<b>Heading</b>")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)

    assert policy
    assert "default-src &#39;none&#39;" in policy[1]
    assert len(scripts) == 2
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"sha256-{digest}" in policy[1].replace("&#43;", "+")
    assert not re.findall(r"<(?:script|link|img)\b[^>]*(?:src|href)=\"(?!data:,)", page)
    assert "<b>Heading" not in page
    assert "<img src=x" not in page
    assert "sourceMappingURL" not in page


def test_the_page_holds_every_sentence(small_graph: KnowledgeGraph) -> None:
    picture = overview(small_graph)
    page = render(picture, "Graph")
    (data,) = re.findall(r'id="edges">(.*?)</script>', page, re.DOTALL)
    shown = [(r["quote"], r["surface"]) for edge in json.loads(data) for r in edge["readings"]]

    assert sorted(shown) == sorted((edge.quote, edge.surface) for edge in picture.edges)


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("method/fast-v", "method/fast-v"),
        ("fastv", "method/fast-v"),
        ("token merging", "method/to-me"),
        ("LLaVA 1.5 7b", "model/llava-1.5-7b"),
        ("Visual-Question Answering", "task/vqa"),
        ("arxiv:2403.06764", "paper/2403.06764"),
        ("TINYLLAVA a quantized LLaVA-1.5 of the π kind @SUM 1 1", None),
    ],
)
def test_things_and_papers_are_found_by_any_name(
    name: str, identifier: str | None, small_graph: KnowledgeGraph
) -> None:
    if identifier is None:
        with pytest.raises(UnknownName):
            find_node(small_graph, name)
    else:
        assert find_node(small_graph, name) == identifier


def test_a_paper_is_found_by_its_title_in_any_case(small_graph: KnowledgeGraph) -> None:
    for record in small_graph.papers:
        title = record.paper.title
        other = title if "\\math" in title else f" {title.swapcase()}!"
        assert find_node(small_graph, other) == record.id


def test_a_name_that_is_not_there_gets_the_nearest(small_graph: KnowledgeGraph) -> None:
    with pytest.raises(UnknownName, match=r"did you mean .*LLaVA"):
        find_node(small_graph, "LLaWA")
    with pytest.raises(UnknownName, match="did you mean"):
        find_node(small_graph, "")


def test_a_view_is_one_whole_file(small_graph: KnowledgeGraph, tmp_path: Path) -> None:
    path = write_view(small_graph, "method/fast-v", 2, tmp_path / "a" / "fastv.html")

    assert [p.name for p in path.parent.iterdir()] == ["fastv.html"]
    assert "<title>Around FastV</title>" in path.read_text(encoding="utf-8")
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError):
        write_view(small_graph, "method/fast-v", 1, tmp_path / "file" / "x.html")
