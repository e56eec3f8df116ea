"""The screen lets nothing pass in which Oxigraph finds a fault, and doubts no built graph."""

from __future__ import annotations

import re
from itertools import combinations_with_replacement
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError
from kg.graph.check import check
from kg.graph.rdf import ntriples, rows
from kg.graph.screen import Screen
from kg.graph.screen_sparql import TWINS, normalised
from kg.graph.shapes import compile_shapes, violations
from kg.resources import schema_root
from kg.vocab import iri

from .conftest import TURTLE_PREFIXES
from .test_constraints import CONSTRAINTS, UNKNOWN, VALUES, on_path
from .test_shapes import FAULTS, Fault, planted

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph.rdf import Triple
    from kg.model import KnowledgeGraph

SCREEN, RULES = Screen(), compile_shapes()
SELECT = re.compile(r'sh:select\s+(?:"""(.*?)"""|"([^"\n]*)")', re.S)
TYPE = f"<{iri('rdf:type')}>"


def triples_of(store: ox.Store) -> list[Triple]:
    return [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in store]


def stored(triples: list[Triple]) -> ox.Store:
    store = ox.Store()
    store.load(ntriples(triples).encode(), format=ox.RdfFormat.N_TRIPLES)
    return store


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_every_planted_fault_is_doubted(small_graph: KnowledgeGraph, fault: Fault) -> None:
    assert not SCREEN.passes(triples_of(planted(small_graph, fault)))


def test_a_built_graph_passes(small_graph: KnowledgeGraph) -> None:
    assert SCREEN.passes(rows(small_graph))
    assert SCREEN.passes(triples_of(stored(list(rows(small_graph)))))


def test_oxigraph_is_not_asked_of_a_built_graph(
    small_graph: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.graph.check.violations", lambda *_, **__: pytest.fail("asked"))
    check(small_graph)


def test_each_query_of_the_shapes_has_its_twin_and_each_twin_its_query() -> None:
    text = (schema_root() / "shapes.ttl").read_text(encoding="utf-8")
    assert {normalised(long or short) for long, short in SELECT.findall(text)} == set(TWINS)


def test_a_query_without_a_twin_is_doubted(tmp_path: Path, small_graph: KnowledgeGraph) -> None:
    shapes = (schema_root() / "shapes.ttl").read_text(encoding="utf-8")
    path = tmp_path / "shapes.ttl"
    path.write_text(shapes.replace("(?value <= ?start)", "(?value < ?start)"), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != shapes
    assert not Screen(path).passes(rows(small_graph))


def test_a_twin_speaks_for_its_query_with_the_usual_prefixes_only(
    tmp_path: Path, small_graph: KnowledgeGraph
) -> None:
    shapes = (schema_root() / "shapes.ttl").read_text(encoding="utf-8")
    usual = 'sh:prefix "kg" ; sh:namespace "https://w3id.org/paperkg/ontology#"'
    path = tmp_path / "shapes.ttl"
    path.write_text(shapes.replace(usual, usual.replace("ontology", "other")), encoding="utf-8")
    assert path.read_text(encoding="utf-8") != shapes
    assert not Screen(path).passes(rows(small_graph))


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=list(UNKNOWN))
def test_what_the_compiler_refuses_is_not_screened_either(tmp_path: Path, text: str) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KgError):
        Screen(path)


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_no_constraint_is_taken_more_lightly_than_by_oxigraph(
    tmp_path: Path, constraint: str
) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(on_path(constraint), encoding="utf-8")
    screen, rules = Screen(path), compile_shapes(path)
    passed = 0
    for one, other in [(None, None), *combinations_with_replacement(VALUES, 2)]:
        said = f"; kg:a {one} , {other}" if one else ""
        store = ox.Store()
        text = f"{TURTLE_PREFIXES} <urn:this> a kg:Paper {said} . kg:a a kg:Other ."
        store.load(text.encode(), format=ox.RdfFormat.TURTLE)
        if screen.passes(triples_of(store)):
            passed += 1
            assert violations(store, rules) == [], said
    assert passed or constraint == "sh:minLength 3"


@given(data=st.data())
@settings(max_examples=150)
def test_what_passes_after_any_change_is_sound(
    small_graph: KnowledgeGraph, data: st.DataObject
) -> None:
    """Triples taken out, doubled with another value, or given one from elsewhere in the graph."""
    triples = list(rows(small_graph))
    for _ in range(data.draw(st.integers(1, 2))):
        subject, predicate, _ = changed = data.draw(st.sampled_from(triples))
        *_, elsewhere = data.draw(st.sampled_from(triples))
        change = data.draw(st.sampled_from(["without", "another", "instead"]))
        if change != "another":
            triples.remove(changed)
        if change != "without":
            triples.append((subject, predicate, elsewhere))
    if SCREEN.passes(triples):
        assert violations(stored(triples), RULES) == []


@pytest.fixture(scope="module")
def evidence_screen(tmp_path_factory: pytest.TempPathFactory) -> Screen:
    """The screen of the shape of evidence alone."""
    text = (schema_root() / "shapes.ttl").read_text(encoding="utf-8")
    head, *shapes = re.split(r"(?m)^(?=kgs:\w+ a sh:NodeShape)", text)
    path = tmp_path_factory.mktemp("shapes") / "evidence.ttl"
    evidence = next(shape for shape in shapes if shape.startswith("kgs:Evidence "))
    path.write_text(head + evidence, encoding="utf-8")
    return Screen(path)


TEXTS = st.text(st.sampled_from('ab\\n"\n\t\x01é😀'), min_size=1, max_size=8)


@given(
    title=TEXTS,
    section=st.sampled_from(["title", "abstract"]),
    start=st.integers(0, 4),
    size=st.integers(-1, 3),
    surface=st.none() | TEXTS,
    quote=st.none() | TEXTS,
)
@settings(max_examples=200)
def test_evidence_is_read_as_oxigraph_reads_it(
    evidence_screen: Screen,
    title: str,
    section: str,
    start: int,
    size: int,
    surface: str | None,
    quote: str | None,
) -> None:
    """Escaped characters count as one, and half of an escape is no text."""

    def literal(text: object, datatype: str = "string") -> str:
        return str(ox.Literal(str(text), datatype=ox.NamedNode(iri(f"xsd:{datatype}"))))

    end = start + size
    here, paper = "<urn:said>", "<urn:paper>"
    said = {
        "rdf:type": f"<{iri('kg:Result')}>",
        "kg:surfaceForm": literal(surface if surface is not None else title[start:end]),
        "kg:quote": literal(quote if quote is not None else title),
        "kg:section": literal(section),
        "kg:start": literal(start, "integer"),
        "kg:end": literal(end, "integer"),
        "kg:confidence": literal("0.5", "decimal"),
        "prov:wasDerivedFrom": paper,
        "prov:wasGeneratedBy": "<urn:run>",
    }
    triples = [(here, f"<{iri(name)}>", value) for name, value in said.items()]
    triples += [
        (paper, TYPE, f"<{iri('kg:Paper')}>"),
        (paper, f"<{iri('dcterms:title')}>", literal(title)),
        (paper, f"<{iri('dcterms:abstract')}>", literal(title[::-1])),
    ]
    evidence = [rule for rule in RULES if rule.shape.endswith("#Evidence")]
    sound = violations(stored(triples), evidence) == []
    assert evidence_screen.passes(triples) == sound
