"""graph.jsonld: compact JSON-LD 1.1, one object a line, written as the triples come.

https://www.w3.org/TR/json-ld11/ ; the context is schema/context.jsonld, written into the file so
that it reads without a network. Only what that context names can be written.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import OutputError
from kg.graph.rdf import triples
from kg.resources import schema_root
from kg.vocab import iri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.model import KnowledgeGraph

FILE = "graph.jsonld"


@dataclass(frozen=True, slots=True)
class _Term:
    """A key of the context: `coercion` is "@id", or the datatype's IRI of its plain values."""

    key: str
    coercion: str


class _Context:
    """The terms of a JSON-LD context whose definitions are prefixed names."""

    def __init__(self, text: str) -> None:
        self.content: dict[str, Any] = json.loads(text)["@context"]
        self._prefixes = {
            key: value
            for key, value in self.content.items()
            if isinstance(value, str) and value.endswith(("#", "/"))
        }
        self._terms: dict[str, _Term] = {}
        for key, value in self.content.items():
            definition = {"@id": value} if isinstance(value, str) else value
            if key not in self._prefixes and key != "@version":
                coercion = self._expand(definition.get("@type", "xsd:string"))
                self._terms[self._expand(definition["@id"])] = _Term(key, coercion)
        self._terms[iri("rdf:type")] = _Term("type", "@id")

    def _expand(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return self._prefixes[prefix] + local if colon else name

    def term(self, name: str) -> _Term:
        """Return the term of an IRI.

        Raises:
            OutputError: the context has none.
        """
        if name not in self._terms:
            raise OutputError(f"schema/context.jsonld: no term for <{name}>; add one")
        return self._terms[name]


def write_jsonld(graph: KnowledgeGraph, folder: Path) -> Path:
    """Write the graph to graph.jsonld in the folder, in bounded memory, and return the file.

    A thing whose edges come from several papers stands in several objects of the same id.

    Raises:
        OutputError: the context lacks a term that the graph needs.
    """
    context = _Context((schema_root() / "context.jsonld").read_text(encoding="utf-8"))
    path = folder / FILE
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"@context": {_json(context.content)},\n"@graph": [')
        before = "\n"
        for node in _objects(graph, context):
            file.write(f"{before}{_json(node)}")
            before = ",\n"
        file.write("\n]}\n")
    return path


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _objects(graph: KnowledgeGraph, context: _Context) -> Iterator[dict[str, Any]]:
    """Yield one JSON object for each run of triples about one subject."""
    for subject, said in groupby(triples(graph), key=lambda triple: triple.subject):
        members: dict[str, list[str | int]] = {}
        for triple in said:
            key, value = _member(context, triple)
            values = members.setdefault(key, [])
            if value not in values:
                values.append(value)
        yield {"id": _iri(subject)} | {
            key: values[0] if len(values) == 1 else values for key, values in members.items()
        }


def _member(context: _Context, triple: ox.Triple) -> tuple[str, str | int]:
    """Return the key and the value of a triple; the key's coercion gives back the RDF term.

    Integers become JSON numbers; decimals stay strings, as JSON-LD reads a number as a double.

    Raises:
        OutputError: the value is not of the type that the context says.
    """
    term, value = context.term(triple.predicate.value), triple.object
    if triple.predicate.value == iri("rdf:type"):
        return term.key, context.term(_iri(value)).key
    if term.coercion == "@id":
        return term.key, _iri(value)
    if not isinstance(value, ox.Literal) or value.datatype.value != term.coercion:
        raise OutputError(
            f"schema/context.jsonld: {term.key!r} is not of the type of {value}; mend the context"
        )
    if term.coercion == iri("xsd:integer"):
        return term.key, int(value.value)
    return term.key, value.value


def _iri(term: object) -> str:
    if not isinstance(term, ox.NamedNode):
        raise OutputError(f"schema/context.jsonld: {term} is no IRI; mend the context")
    return term.value
