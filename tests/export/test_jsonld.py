"""graph.jsonld says exactly what the graph's triples say, in other people's parsers."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import OutputError
from kg.export.rdf import JSONLD, write_rdf
from kg.graph.rdf import triples
from kg.model import DerivedEdge, KnowledgeGraph, PaperRecord

if TYPE_CHECKING:
    from pathlib import Path


def as_rdflib(term: object) -> rdflib.term.Node:
    """Return an Oxigraph term as rdflib's, with its lexical form as it is."""
    if isinstance(term, ox.Literal):
        kind = term.datatype.value
        datatype = None if kind.endswith("#string") else rdflib.URIRef(kind)
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    assert isinstance(term, ox.NamedNode)
    return rdflib.URIRef(term.value)


@pytest.fixture
def shared_thing_graph(small_graph: KnowledgeGraph) -> KnowledgeGraph:
    """Return a graph in which two papers say things of one method."""
    first, second, *others = small_graph.papers
    edge = DerivedEdge("method/fast-v", "usesTechnique", "technique/quantization", second.id)
    more = replace(second, derived=(*second.derived, edge))
    return replace(small_graph, papers=(first, more, *others))


def written(graph: KnowledgeGraph, folder: Path) -> Path:
    """Return graph.jsonld of the graph."""
    write_rdf(graph, folder, [JSONLD])
    return folder / JSONLD


def test_oxigraph_reads_exactly_the_triples(
    shared_thing_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    path = written(shared_thing_graph, tmp_path)
    quads = ox.parse(path=str(path), format=ox.RdfFormat.JSON_LD)
    assert {quad.triple for quad in quads} == set(triples(shared_thing_graph))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own parser's
def test_rdflib_reads_exactly_the_triples(
    shared_thing_graph: KnowledgeGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    path = written(shared_thing_graph, tmp_path)
    read = set(rdflib.Graph().parse(path, format="json-ld"))
    assert read == {
        (as_rdflib(one.subject), as_rdflib(one.predicate), as_rdflib(one.object))
        for one in triples(shared_thing_graph)
    }


def test_each_object_is_a_line_of_short_names(small_graph: KnowledgeGraph, tmp_path: Path) -> None:
    lines = written(small_graph, tmp_path).read_bytes().split(b"\n")
    objects = [json.loads(line.rstrip(b",")) for line in lines[2:-2]]
    paper = next(one for one in objects if one["id"].endswith("/paper/2403.06764"))
    assert lines[-2:] == [b"]}", b""]
    assert paper["type"] == "Paper"
    assert paper["title"] == small_graph.papers[0].paper.title
    assert paper["issued"] == "2024-03-11"
    assert paper["authorCount"] == 7
    assert paper["introduces"] == small_graph.base + "method/fast-v"
    assert all(":" not in key for one in objects for key in one)


def test_the_bytes_depend_on_the_graph_alone(small_graph: KnowledgeGraph, tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    first = written(small_graph, tmp_path).read_bytes()
    assert written(small_graph, tmp_path / "again").read_bytes() == first


def test_an_edge_without_a_term_is_refused(small_graph: KnowledgeGraph, tmp_path: Path) -> None:
    record: PaperRecord = small_graph.papers[0]
    edge = DerivedEdge("method/fast-v", "resembles", "method/to-me", record.id)
    graph = replace(small_graph, papers=(replace(record, derived=(edge,)),))
    with pytest.raises(OutputError, match=r"no term for <https://w3id.org/paperkg/ontology#resem"):
        written(graph, tmp_path)


def test_a_graph_of_nothing_is_a_document(small_graph: KnowledgeGraph, tmp_path: Path) -> None:
    graph = replace(small_graph, papers=(), entities={}, corrections=())
    document = json.loads(written(graph, tmp_path).read_text(encoding="utf-8"))
    assert {one["type"] for one in document["@graph"]} == {"Activity", "SoftwareAgent"}
