"""GraphML, GEXF, CSV, networkx: other people's readers find all nodes, edges and attributes."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kg.export.formats import write_exports
from kg.export.tables import cell
from kg.graph.flat import FlatEdge, FlatNode, edges, nodes
from kg.graph.network import legal, legal_edges, legal_nodes, legal_text, to_networkx
from kg.model import KnowledgeGraph

NASTY = "\x00\x0b\ud800\ufffe a\r\nb\rc ]]> <b> & \" ' \t\u0085 \u2028 =1"


@pytest.fixture(scope="module")
def nasty_graph(small_graph: KnowledgeGraph) -> KnowledgeGraph:
    """Return the small graph with a name that XML cannot hold and one that is blank."""
    entities = dict(small_graph.entities)
    for number, name in enumerate((NASTY, "  ", "-1+1")):
        identifier = sorted(entities)[number]
        entities[identifier] = replace(entities[identifier], name=name)
    return replace(small_graph, entities=entities)


def attributes(network: nx.MultiDiGraph[Any]) -> tuple[Any, Any]:
    return dict(network.nodes(data=True)), {
        (start, end, key): data for start, end, key, data in network.edges(keys=True, data=True)
    }


def test_networkx_has_every_node_and_edge_once(small_graph: KnowledgeGraph) -> None:
    network = to_networkx(small_graph)

    assert set(network.nodes) == {node.id for node in nodes(small_graph)}
    assert {key for _, _, key in network.edges(keys=True)} == {e.id for e in edges(small_graph)}
    assert network.number_of_edges() == len(list(edges(small_graph)))


def test_networkx_survives_its_own_graphml(nasty_graph: KnowledgeGraph, tmp_path: Path) -> None:
    network = to_networkx(nasty_graph)
    nx.write_graphml(network, tmp_path / "theirs.graphml")

    read = nx.read_graphml(tmp_path / "theirs.graphml", force_multigraph=True)

    assert attributes(read) == attributes(network)


def test_networkx_reads_graphml(nasty_graph: KnowledgeGraph, tmp_path: Path) -> None:
    write_exports(nasty_graph, tmp_path, ["graphml"])

    read = nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True)

    assert read.is_directed()
    assert attributes(read) == attributes(to_networkx(nasty_graph))


def test_igraph_reads_graphml(small_graph: KnowledgeGraph, tmp_path: Path) -> None:
    write_exports(small_graph, tmp_path, ["graphml"])

    read = igraph.Graph.Read_GraphML(str(tmp_path / "graph.graphml"))

    assert read.is_directed()
    by_id = {node.id: node for node in legal_nodes(small_graph)}
    assert {v["id"]: (v["type"], v["label"], v["quote"]) for v in read.vs} == {
        node.id: (node.type, node.label, node.quote) for node in by_id.values()
    }
    # igraph 1.0 gives edges the ids of nodes, so edges are told by all else.
    ids = read.vs["id"]
    found = [
        (ids[e.source], ids[e.target], e["predicate"], e["start"], e["confidence"], e["quote"])
        for e in read.es
    ]
    assert found == [
        (e.subject, e.object, e.predicate, e.start, e.confidence, e.quote)
        for e in legal_edges(small_graph)
    ]


def test_networkx_reads_gexf(nasty_graph: KnowledgeGraph, tmp_path: Path) -> None:
    write_exports(nasty_graph, tmp_path, ["gexf"])

    read = nx.read_gexf(tmp_path / "graph.gexf")
    found_nodes, found_edges = attributes(nx.MultiDiGraph(read))
    network = to_networkx(nasty_graph)

    assert read.is_directed()
    assert found_nodes == dict(network.nodes(data=True))
    of_key = {data["id"]: (ends[:2], data) for ends, data in found_edges.items()}
    for start, end, key, data in network.edges(keys=True, data=True):
        assert of_key[key] == ((start, end), {**data, "id": key, "label": data["predicate"]})
    assert len(of_key) == network.number_of_edges()


@pytest.mark.parametrize("file", ["graph.graphml", "graph.gexf"])
def test_xml_is_well_formed_and_declares_each_attribute(
    file: str, nasty_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    write_exports(nasty_graph, tmp_path, ["graphml", "gexf"])

    tree = etree.parse(tmp_path / file)

    kinds = {e.get("attr.type") or e.get("type") for e in tree.iter("{*}key", "{*}attribute")}
    assert kinds == {"string", "double", "long" if file.endswith("graphml") else "integer"}
    assert len(list(tree.iter("{*}node"))) == len(list(nodes(nasty_graph)))
    assert len(list(tree.iter("{*}edge"))) == len(list(edges(nasty_graph)))


@given(st.text(st.characters(), max_size=30))
def test_legal_text_is_what_xml_hands_back(text: str) -> None:
    element = etree.Element("a")
    element.text = legal_text(text)

    assert (etree.fromstring(etree.tostring(element)).text or "") == legal_text(text)
    assert legal_text(legal_text(text)) == legal_text(text)


def test_legal_leaves_a_legal_record_alone() -> None:
    node = FlatNode("a", "Paper", "Zoë 😀\n日本語")

    assert legal(node) is node
    assert legal(FlatEdge("a", "b", "c\x00", "d", "text")).predicate == "c\ufffd"


def uncell(text: str) -> str:
    """Return what the documented rule gives back: without one leading apostrophe."""
    return text.removeprefix("'")


@given(st.text(max_size=20))
def test_no_cell_begins_a_formula_and_every_cell_comes_back(text: str) -> None:
    safe = str(cell(text))

    assert not safe.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert uncell(safe) == text


@pytest.mark.parametrize(
    ("file", "expected"), [("nodes.csv", legal_nodes), ("edges.csv", legal_edges)]
)
def test_csv_holds_every_record(
    file: str, expected: Any, nasty_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    write_exports(nasty_graph, tmp_path, ["csv"])

    with (tmp_path / file).open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source, strict=True))

    records = list(expected(nasty_graph))
    assert len(rows) == len(records)
    for row, record in zip(rows, records, strict=True):
        values = {str(getattr(record, field)) for field in record._fields}
        texts = {value if value == "-1" else uncell(value) for value in row.values()}
        assert texts - {"Directed"} == values


def test_csv_has_the_columns_that_gephi_reads(small_graph: KnowledgeGraph, tmp_path: Path) -> None:
    write_exports(small_graph, tmp_path, ["csv"])

    heads = [(tmp_path / f).read_bytes().split(b"\r\n")[0] for f in ("nodes.csv", "edges.csv")]

    assert heads[0].startswith(b"Id,Label,Type,")
    assert heads[1].startswith(b"Source,Target,Type,Label,")
    assert b",Directed," in (tmp_path / "edges.csv").read_bytes()
