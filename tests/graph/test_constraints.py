"""Each constraint that the compiler of shapes knows, beside pyshacl; what it does not know."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import KgError
from kg.graph.shapes import compile_shapes, violations

from .conftest import TURTLE_PREFIXES, pyshacl_focus_nodes

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES_OF_SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix kg: <https://w3id.org/paperkg/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def shape(constraint: str) -> str:
    """Return a shapes file of one shape for papers."""
    return (
        f"{PREFIXES_OF_SHAPES}<urn:shape> a sh:NodeShape ; sh:targetClass kg:Paper ; {constraint} ."
    )


def on_path(constraint: str) -> str:
    """Return a shapes file with one constraint on the values of one property."""
    return shape(f'sh:property [ sh:path kg:a ; {constraint} ; sh:message "m" ]')


def select(query: str) -> str:
    """Return a shapes file with one SPARQL constraint."""
    return shape(f'sh:sparql [ sh:message "m" ; sh:select "{query}" ]')


UNKNOWN = {
    "unknown constraint": on_path("sh:maxLength 3"),
    "unknown on the node": shape('sh:closed true ; sh:message "m"'),
    "unknown in a query's node": shape('sh:sparql [ sh:message "m" ; sh:ask "ASK {}" ]'),
    "count of two": on_path("sh:minCount 2"),
    "path of two": shape('sh:property [ sh:path ( kg:a kg:b ) ; sh:minCount 1 ; sh:message "m" ]'),
    "no message": shape("sh:property [ sh:path kg:a ; sh:minCount 1 ]"),
    "or of lengths": on_path("sh:or ( [ sh:minLength 1 ] )"),
    "unknown datatype": on_path("sh:datatype xsd:gMonth"),
    "unknown node kind": on_path("sh:nodeKind sh:IRIOrLiteral"),
    "empty list": on_path("sh:in ()"),
    "MINUS": select("SELECT $this WHERE { $this ?p ?o MINUS { ?o ?p $this } }"),
    "not SPARQL": select("SELECT $this WHERE { $this }"),
    "two targets": shape("") + '<urn:other> sh:targetNode kg:a ; sh:class kg:b ; sh:message "m" .',
    "no target": PREFIXES_OF_SHAPES + '<urn:other> sh:class kg:Paper ; sh:message "m" .',
    "no Turtle": "<urn:shape> .",
    "no rule": shape(""),
    "nothing": "",
}


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=list(UNKNOWN))
def test_what_the_compiler_does_not_know_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KgError, match=re.escape(str(path))) as raised:
        compile_shapes(path)
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"gone\.ttl"):
        compile_shapes(tmp_path / "gone.ttl")


VALUES = (
    '"text"', '""', '"text"@en', '"12"^^xsd:integer', '"-1"^^xsd:integer', '"1.5"^^xsd:integer',
    '"1.5"^^xsd:decimal', '"1000000000000000000000000000"^^xsd:decimal',
    '"2024-02-29"^^xsd:date', '"2023-02-29"^^xsd:date', '"x"^^<urn:type>', "kg:Paper", "kg:a", "[]",
)  # fmt: skip
CONSTRAINTS = (
    "sh:datatype xsd:string", "sh:datatype xsd:integer", "sh:datatype xsd:decimal",
    "sh:datatype xsd:date", "sh:datatype xsd:anyURI", "sh:nodeKind sh:IRI",
    "sh:nodeKind sh:Literal", "sh:nodeKind sh:BlankNode", 'sh:pattern "^t"', "sh:minLength 3",
    "sh:datatype xsd:integer ; sh:minInclusive 0",
    "sh:datatype xsd:integer ; sh:maxInclusive 2", 'sh:in ( "text" 12 kg:a )', "sh:class kg:Kind",
    "sh:or ( [ sh:class kg:Kind ] [ sh:class kg:Other ] )", "sh:minCount 1", "sh:maxCount 1",
)  # fmt: skip


@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_each_constraint_means_what_pyshacl_says(tmp_path: Path, constraint: str) -> None:
    path = tmp_path / "shapes.ttl"
    path.write_text(on_path(constraint), encoding="utf-8")
    lines = ["<urn:none> a kg:Paper . kg:a a kg:Other ."]
    for number, value in enumerate(VALUES):
        lines.append(f"<urn:one:{number}> a kg:Paper ; kg:a {value} .")
    for (i, one), (j, other) in product(enumerate(VALUES), enumerate(VALUES)):
        if i < j:
            lines.append(f"<urn:two:{i}:{j}> a kg:Paper ; kg:a {one} , {other} .")
    store = ox.Store()
    store.load((TURTLE_PREFIXES + "\n".join(lines)).encode(), format=ox.RdfFormat.TURTLE)
    ours = {found.focus for found in violations(store, compile_shapes(path), limit=1000)}
    assert ours == pyshacl_focus_nodes(store, rdflib.Graph().parse(path))
    assert 0 < len(ours) < len(lines)
