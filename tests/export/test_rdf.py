"""graph.ttl, graph.nt, graph.trig: the same triples to every parser, whatever the texts hold."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.compare import to_canonical_graph

from kg.export import formats
from kg.export.formats import write_exports
from kg.graph.rdf import listing_id, listings, triples
from kg.model import KnowledgeGraph
from kg.vocab import iri

ALL = ["ttl", "nt", "trig"]
FILES = ["graph.ttl", "graph.nt", "graph.trig"]


def terms(store: rdflib.Graph) -> set[tuple[str, str, str]]:
    return {(s.n3(), p.n3(), o.n3()) for s, p, o in to_canonical_graph(store)}


@pytest.mark.parametrize("file", FILES)
def test_pyoxigraph_reads_back_exactly_the_triples(
    file: str, small_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    write_exports(small_graph, tmp_path, ALL)

    read = {quad.triple for quad in ox.parse(path=str(tmp_path / file))}

    assert read == set(triples(small_graph))


# rdflib 7.6 warns of its own use of what it deprecates.
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_rdflib_reads_the_same_triples_of_all_three(
    small_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    write_exports(small_graph, tmp_path, ALL)

    turtle, ntriples = rdflib.Graph(), rdflib.Graph()
    turtle.parse(tmp_path / "graph.ttl")
    ntriples.parse(tmp_path / "graph.nt", format="nt")
    trig = rdflib.Dataset()
    trig.parse(data=(tmp_path / "graph.trig").read_bytes(), format="trig")

    assert len(turtle) == len(set(triples(small_graph)))
    assert terms(turtle) == terms(ntriples)
    assert {(s.n3(), p.n3(), o.n3()) for s, p, o, _ in trig.quads()} == terms(turtle)


@pytest.mark.skipif(not shutil.which("rapper"), reason="needs rapper (raptor2-utils)")
@pytest.mark.parametrize(("file", "syntax"), [("graph.ttl", "turtle"), ("graph.nt", "ntriples")])
def test_rapper_counts_the_triples(
    file: str, syntax: str, small_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    write_exports(small_graph, tmp_path, ALL)

    command = ["rapper", "-q", "-i", syntax, "-o", "ntriples", str(tmp_path / file)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert len(set(done.stdout.splitlines())) == len(set(triples(small_graph)))
    assert not done.stderr


def test_trig_names_a_graph_for_each_listing(small_graph: KnowledgeGraph, tmp_path: Path) -> None:
    write_exports(small_graph, tmp_path, ["trig"])

    quads = list(ox.parse(path=str(tmp_path / "graph.trig")))
    papers: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate.value == iri("dcterms:abstract"):
            papers.setdefault(quad.graph_name.value, set()).add(quad.subject.value)
    base = small_graph.base

    assert papers == {
        base + listing_id(listing): {
            base + record.id for record in small_graph.papers if listing in record.paper.listings
        }
        for listing in listings(small_graph)
    }
    assert any(len(record.paper.listings) > 1 for record in small_graph.papers)
    of_things = [q for q in quads if q.predicate.value == iri("skos:prefLabel")]
    assert {quad.graph_name for quad in of_things} == {ox.DefaultGraph()}
    names = [quad.graph_name for quad in quads]
    changes = [name for name, before in zip(names, [None, *names], strict=False) if name != before]
    assert len(changes) == len(set(names)) == 4


def test_prefixes_stand_once_at_the_top(small_graph: KnowledgeGraph, tmp_path: Path) -> None:
    write_exports(small_graph, tmp_path, ALL)

    for file in ("graph.ttl", "graph.trig"):
        lines = (tmp_path / file).read_text(encoding="utf-8").split("\n")
        heads = [number for number, line in enumerate(lines) if line.startswith("@prefix")]
        assert heads == list(range(len(heads)))
        assert lines[: len(heads)] == sorted(lines[: len(heads)])


def test_the_bytes_do_not_depend_on_the_processes(
    make_graph: Callable[[int], KnowledgeGraph], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = make_graph(450)
    write_exports(graph, tmp_path / "alone", ALL, jobs=1)
    monkeypatch.setattr(formats, "_WORTH_SPREADING", 1)
    write_exports(graph, tmp_path / "spread", ALL, jobs=2)

    for file in FILES:
        assert (tmp_path / "alone" / file).read_bytes() == (tmp_path / "spread" / file).read_bytes()


def test_rdf12_reifies_each_edge_of_the_text_as_a_triple_term(
    small_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    write_exports(small_graph, tmp_path, ["rdf12"])
    plain = ox.Store()
    plain.extend(ox.Quad(*triple) for triple in triples(small_graph))
    parts = [ox.NamedNode(iri(f"rdf:{part}")) for part in ("subject", "predicate", "object")]
    expected = set()
    for subject, predicate, value in triples(small_graph):
        if predicate not in parts:
            expected.add((subject, predicate, value))
        elif predicate == parts[0]:
            ends = [next(plain.quads_for_pattern(subject, part, None)).object for part in parts]
            expected.add((subject, ox.NamedNode(iri("rdf:reifies")), ox.Triple(*ends)))

    read = {
        (quad.subject, quad.predicate, quad.object)
        for quad in ox.parse(path=str(tmp_path / "graph-rdf12.ttl"))
    }

    assert read == expected
    assert any(isinstance(value, ox.Triple) for _, _, value in read)
