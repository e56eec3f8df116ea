"""graph.jsonld: compact JSON-LD 1.1, one object a line, written as the triples come.

https://www.w3.org/TR/json-ld11/ ; the context is schema/context.jsonld, written into the file so
that it reads without a network. Only what that context names can be written.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kg.errors import OutputError
from kg.export.aside import BUFFER
from kg.graph.rdf import rows
from kg.resources import schema_root
from kg.vocab import iri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.model import KnowledgeGraph

FILE = "graph.jsonld"

_STRING = f"<{iri('xsd:string')}>"
_INTEGER = iri("xsd:integer")


@dataclass(frozen=True, slots=True)
class _Term:
    """A key of the context: `coercion` is "@id", or the datatype's IRI of its plain values.

    A property of several datatypes has a key for each.
    """

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
        self._terms: dict[str, list[_Term]] = {}
        for key, value in self.content.items():
            definition = {"@id": value} if isinstance(value, str) else value
            if key not in self._prefixes and key != "@version":
                coercion = self._expand(definition.get("@type", "xsd:string"))
                name = f"<{self._expand(definition['@id'])}>"
                self._terms.setdefault(name, []).append(_Term(key, coercion))
        self._terms[f"<{iri('rdf:type')}>"] = [_Term("type", "@id")]

    def _expand(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return self._prefixes[prefix] + local if colon else name

    def term(self, name: str, value: str = "") -> _Term:
        """Return the term of an IRI, of several the one whose datatype a value has.

        Raises:
            OutputError: the context has none.
        """
        if name not in self._terms:
            raise OutputError(f"schema/context.jsonld: no term for {name}; add one")
        terms = self._terms[name]
        if len(terms) > 1:
            return next((one for one in terms if value.endswith(f"<{one.coercion}>")), terms[0])
        return terms[0]


def write_jsonld(graph: KnowledgeGraph, folder: Path) -> Path:
    """Write the graph to graph.jsonld in the folder, in bounded memory, and return the file.

    A thing whose edges come from several papers stands in several objects of the same id.

    Raises:
        OutputError: the context lacks a term that the graph needs.
    """
    context = _Context((schema_root() / "context.jsonld").read_text(encoding="utf-8"))
    path = folder / FILE
    with path.open("w", buffering=BUFFER, encoding="utf-8", newline="\n") as file:
        file.write(f'{{"@context": {_json(context.content)},\n"@graph": [')
        before = "\n"
        for node in _objects(graph, context):
            file.write(f"{before}{node}")
            before = ",\n"
        file.write("\n]}\n")
    return path


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _objects(graph: KnowledgeGraph, context: _Context) -> Iterator[str]:
    """Yield one JSON object for each run of triples about one subject."""
    for subject, said in groupby(rows(graph), key=lambda triple: triple[0]):
        members: dict[str, list[str]] = {}
        for _, predicate, value in said:
            term = context.term(predicate, value)
            values = members.setdefault(term.key, [])
            text = _value(context, term, value)
            if text not in values:
                values.append(text)
        parts = [f'"id":{_iri(subject)}']
        for key, values in members.items():
            body = values[0] if len(values) == 1 else f"[{','.join(values)}]"
            parts.append(f'"{key}":{body}')
        yield "{" + ",".join(parts) + "}"


def _value(context: _Context, term: _Term, value: str) -> str:
    """Return the JSON text of an object; the key's coercion gives back the RDF term.

    The escapes of N-Triples are those of JSON. Integers become JSON numbers; decimals stay
    strings, as JSON-LD reads a number as a double.

    Raises:
        OutputError: the value is not of the type that the context says.
    """
    if term.coercion == "@id":
        if value[0] != "<":
            raise OutputError(f"schema/context.jsonld: {value} is no IRI; mend the context")
        return f'"{context.term(value).key}"' if term.key == "type" else _iri(value)
    text, mark, datatype = value.rpartition('"^^') if value[-1] == ">" else (value, "", "")
    if (datatype or _STRING) != f"<{term.coercion}>" or value[0] != '"':
        raise OutputError(
            f"schema/context.jsonld: {term.key!r} is not of the type of {value}; mend the context"
        )
    if term.coercion == _INTEGER:
        return text[1:]
    return f'{text}"' if mark else text


def _iri(term: str) -> str:
    return f'"{term[1:-1]}"'
