"""The three lines of Python, and what a graph can do."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import networkx
import pytest
import rdflib

import kg
from kg.query.engine import Table

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def sample() -> kg.Graph:
    return kg.build()


def test_build_of_the_sample(sample: kg.Graph) -> None:
    assert len(sample.records.papers) >= 30
    assert "papers" in repr(sample)
    names = {entity.name for entity in sample.records.entities.values()}
    assert {"LLaVA", "LLaMA", "Stable Diffusion"} <= names


def test_query(sample: kg.Graph) -> None:
    answer = sample.query("SELECT ?t { ?p a kg:Paper ; dcterms:title ?t } ORDER BY ?t LIMIT 3")
    assert isinstance(answer, Table)
    assert len(answer.rows) == 3


def test_saved_query(sample: kg.Graph) -> None:
    answer = sample.ask("papers-using", model="LLaVA")
    assert isinstance(answer, Table)
    assert answer.rows


def test_rdflib_and_oxigraph_hold_the_same(sample: kg.Graph) -> None:
    graph = sample.to_rdflib()
    assert isinstance(graph, rdflib.Graph)
    assert len(graph) == len(sample.store)
    papers = graph.query("SELECT (COUNT(?p) AS ?n) { ?p a kg:Paper }")
    assert int(next(iter(papers))[0]) == len(sample.records.papers)


def test_networkx_survives_graphml(sample: kg.Graph) -> None:
    graph = sample.to_networkx()
    assert isinstance(graph, networkx.MultiDiGraph)
    buffer = io.BytesIO()
    networkx.write_graphml(graph, buffer)
    buffer.seek(0)
    again = networkx.read_graphml(buffer, force_multigraph=True)
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert again.number_of_edges() == graph.number_of_edges()


def test_load_gives_back_what_was_written(sample: kg.Graph, tmp_path: Path) -> None:
    sample.write(tmp_path, ["ttl"])
    again = kg.load(tmp_path)
    assert again.records.entities == sample.records.entities
    assert [r.id for r in again.records.papers] == [r.id for r in sample.records.papers]
    assert [r.statements for r in again.records.papers] == [
        r.statements for r in sample.records.papers
    ]
    assert [r.derived for r in again.records.papers] == [r.derived for r in sample.records.papers]
    again.write(tmp_path / "again", ["nt"])
    sample.write(tmp_path / "first", ["nt"])
    assert (tmp_path / "again/graph.nt").read_bytes() == (tmp_path / "first/graph.nt").read_bytes()


def test_load_of_nothing(tmp_path: Path) -> None:
    with pytest.raises(kg.KgError, match="kg build"):
        kg.load(tmp_path)


def digests(folder: Path) -> dict[str, str]:
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def test_two_builds_in_any_order_give_the_same_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "one.txt", tmp_path / "two.csv"
    sample_text = (ROOT / "schema/sample/daily-papers.txt").read_text(encoding="utf-8")
    one.write_text(sample_text, encoding="utf-8")
    two.write_text(
        "title,abstract\n"
        'QuickCast: Skipping Layers,"We propose QuickCast for LLaVA. It is 2x faster on GSM8K."\n'
        'FooNet,"We propose FooNet. FooNet outperforms QuickCast."\n',
        encoding="utf-8",
    )
    kg.build([one, two]).write(tmp_path / "a")
    kg.build([two, one]).write(tmp_path / "b", jobs=2)
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    assert len(digests(tmp_path / "a")) >= 9


def test_exports_in_the_repository_are_those_of_the_sample(
    sample: kg.Graph, tmp_path: Path
) -> None:
    kept = [p for p in (ROOT / "exports").iterdir() if p.name != "README.md"]
    assert {p.name for p in kept} >= {"graph.ttl", "graph.html", "nodes.csv", "edges.csv"}
    sample.write(tmp_path)
    for path in kept:
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), f"stale: {path.name}"
