"""The columns of the page hold the whole graph, in the units of JavaScript, the same every time."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.export.explorer.data import payload
from kg.export.explorer.page import render, write_explorer
from kg.model import KnowledgeGraph

BUILT = Path(__file__).parents[3] / "kg/export/explorer/web/built"


def unpacked(page: str, name: str) -> bytes:
    (block,) = re.findall(rf'id="data-{name}">([^<]*)</script>', page)
    return gzip.decompress(base64.b64decode(block))


def read(columns: dict[str, Any], texts: bytes, number: int, paper: int) -> tuple[str, str]:
    """Return surface and sentence of an evidence as the page reads them: by UTF-16 code units."""
    table = columns["evidence"]
    if str(number) in table["loose"]:
        surface, quote = table["loose"][str(number)]
        return surface, quote
    ends = columns["papers"]["textEnd"]
    abstract = texts[ends[paper - 1] if paper else 0 : ends[paper]].decode()
    section = abstract if table["section"][number] else columns["nodes"]["label"][paper]
    units = section.encode("utf-16-le")

    def cut(start: int, length: int) -> str:
        return units[2 * start : 2 * (start + length)].decode("utf-16-le")

    return (
        cut(table["start"][number], table["length"][number]),
        cut(table["quoteStart"][number], table["quoteLength"][number]),
    )


def test_every_node_edge_and_sentence_is_in_it(small_graph: KnowledgeGraph) -> None:
    columns, texts = payload(small_graph)
    data: dict[str, Any] = json.loads(json.dumps(columns))
    names, edges = data["nodes"]["id"], data["edges"]
    said = {
        (
            names[edges["from"][i]],
            data["edgeKinds"][edges["kind"][i]][0],
            names[edges["to"][i]],
            *read(data, texts, edges["evidence"][i], edges["paper"][i]),
        )
        for i in range(len(edges["from"]))
        if edges["evidence"][i] >= 0
    }
    expected = {
        (one.paper, one.relation.value, one.object, one.evidence.surface, one.evidence.quote)
        for record in small_graph.papers
        for one in record.statements
    }

    assert names == [*(record.id for record in small_graph.papers), *sorted(small_graph.entities)]
    assert said >= expected
    assert {kind for _, kind, *_ in said - expected} <= {"reports"}
    origins = [data["edgeKinds"][kind][1] for kind in edges["kind"]]
    assert origins.count("derived") == sum(len(r.derived) for r in small_graph.papers)
    assert len(data["results"]["paper"]) == sum(len(r.results) for r in small_graph.papers)
    assert len(data["links"]["url"]) == sum(len(r.links) for r in small_graph.papers)


def test_a_place_that_is_not_in_the_text_keeps_its_words(hostile: KnowledgeGraph) -> None:
    columns, texts = payload(hostile)
    data: dict[str, Any] = json.loads(json.dumps(columns))
    paper = len(hostile.papers) - 1
    edges = data["edges"]
    found = [
        read(data, texts, edges["evidence"][i], paper)
        for i in range(len(edges["from"]))
        if edges["paper"][i] == paper and edges["evidence"][i] >= 0
    ]

    assert found == [(s.evidence.surface, s.evidence.quote) for s in hostile.papers[-1].statements]


def test_a_very_large_graph_keeps_its_best_connected(
    make_graph: Callable[[int], KnowledgeGraph],
) -> None:
    graph = make_graph(300)
    columns, _ = payload(graph, most=200)
    data: dict[str, Any] = json.loads(json.dumps(columns))
    counts: dict[str, int] = {}
    for record in graph.papers:
        for thing in {one.object for one in record.statements}:
            counts[thing] = counts.get(thing, 0) + 1

    assert len(data["nodes"]["id"]) == 200
    assert len(data["papers"]["day"]) == 100
    assert data["of"] == len(graph.papers) + len(graph.entities)
    assert max(counts, key=lambda thing: counts[thing]) in data["nodes"]["id"]
    assert set(data["edges"]["from"]) | set(data["edges"]["to"]) <= set(range(200))


@given(st.text(max_size=40))
def test_any_title_comes_through(title: str) -> None:
    from dataclasses import replace

    from kg.model import Paper, PaperRecord

    record = PaperRecord("paper/1", Paper("title:x", title, title), (), (), (), ())
    graph = KnowledgeGraph("https://e.example/", "rules", (record,), {})
    page = render(replace(graph))
    label = json.loads(unpacked(page, "graph"))["nodes"]["label"][0]

    assert label == title.encode("utf-8", "replace").decode()
    assert unpacked(page, "texts").decode() == label


def test_the_page_runs_its_own_script_alone_and_asks_for_nothing(
    small_graph: KnowledgeGraph,
) -> None:
    page = render(small_graph)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for part in (script, style):
        digest = base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert not re.findall(r"<(?:script|link|img)\b[^>]*(?:src|href)=\"(?!data:,)", page)
    assert "sourceMappingURL" not in page
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", script)


def test_the_bytes_are_the_same_every_time(small_graph: KnowledgeGraph, tmp_path: Path) -> None:
    for folder in (tmp_path / "one", tmp_path / "two"):
        folder.mkdir()
        write_explorer(small_graph, folder)

    assert (tmp_path / "one/graph.html").read_bytes() == (tmp_path / "two/graph.html").read_bytes()


def test_the_program_is_small_and_holds_no_byte_that_an_editor_would_change() -> None:
    parts = [(BUILT / name).read_bytes() for name in ("explorer.js", "explorer.css")]

    assert sum(map(len, parts)) < 400_000
    assert b"\r" not in parts[0]
    assert b"</script" not in parts[0]
    assert b"{{" not in parts[1]


@pytest.mark.parametrize("papers", [0, 1])
def test_an_empty_or_tiny_graph_opens(
    open_page: Any, make_graph: Callable[[int], KnowledgeGraph], tmp_path: Path, papers: int
) -> None:
    graph = (
        make_graph(1)
        if papers
        else KnowledgeGraph("https://w3id.org/paperkg/id/", "rules-0.1.0", (), {})
    )
    write_explorer(graph, tmp_path)
    for view in ("", "#view=table", "#view=matrix"):
        with open_page(tmp_path / "graph.html", view) as seen:
            assert seen.page.inner_text("#summary strong") == ("7" if papers else "0")
