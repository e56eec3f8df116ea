"""graph.jsonld: compact JSON-LD 1.1, one object a line, written as the triples come.

https://www.w3.org/TR/json-ld11/ ; the context is schema/context.jsonld, written into the file so
that it reads without a network. Only what that context names can be written. A thing whose edges
come from several papers stands in several objects of the same id.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from kg.errors import OutputError
from kg.export.syntax import Syntax
from kg.resources import schema_root
from kg.vocab import iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kg.graph.rdf import Triple

FILE = "graph.jsonld"

_STRING = iri("xsd:string")
_INTEGER = iri("xsd:integer")


@dataclass(frozen=True, slots=True)
class _Term:
    """A key of the context: `coercion` is "@id", or the datatype's IRI of its plain values.

    A property of several datatypes has a key for each. `write` gives the JSON text of a value, to
    which the coercion gives back the RDF term; it raises OutputError where the value is not of
    that type.
    """

    key: str
    coercion: str
    write: Callable[[str], str]


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
                self._terms.setdefault(name, []).append(
                    _Term(key, coercion, _writer(key, coercion))
                )
        self._terms[f"<{iri('rdf:type')}>"] = [_Term("type", "@id", self._class)]

    def _expand(self, name: str) -> str:
        prefix, colon, local = name.partition(":")
        return self._prefixes[prefix] + local if colon else name

    def _class(self, name: str) -> str:
        return f'"{self.term(name).key}"'

    def term(self, name: str, value: str = "") -> _Term:
        """Return the term of an IRI, of several the one whose datatype a value has.

        Raises:
            OutputError: the context has none.
        """
        terms = self._terms.get(name)
        if terms is None:
            raise OutputError(f"schema/context.jsonld: no term for {name}; add one")
        if len(terms) == 1:
            return terms[0]
        return next((one for one in terms if value.endswith(f"<{one.coercion}>")), terms[0])


def json_ld() -> Syntax:
    """Return the syntax of graph.jsonld.

    Its `serialise` raises OutputError where the context lacks a term that the graph needs.
    """
    context = _Context((schema_root() / "context.jsonld").read_text(encoding="utf-8"))
    head = f'{{"@context": {_json(context.content)},\n"@graph": [\n'
    return Syntax(partial(_objects, context), head, between=",\n", foot="\n]}\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _objects(context: _Context, triples: Iterable[Triple]) -> str:
    """Return one JSON object a line for each run of triples about one subject."""
    lines = []
    for subject, said in groupby(triples, key=itemgetter(0)):
        members: dict[str, list[str]] = {}
        for _, predicate, value in said:
            term = context.term(predicate, value)
            text = term.write(value)
            values = members.get(term.key)
            if values is None:
                members[term.key] = [text]
            elif text not in values:
                values.append(text)
        parts = [f'"id":{_iri(subject)}']
        for key, values in members.items():
            body = values[0] if len(values) == 1 else f"[{','.join(values)}]"
            parts.append(f'"{key}":{body}')
        lines.append("{" + ",".join(parts) + "}")
    return ",\n".join(lines)


def _writer(key: str, coercion: str) -> Callable[[str], str]:
    if coercion == "@id":
        return _reference
    return partial(_string, key) if coercion == _STRING else partial(_literal, key, coercion)


def _string(key: str, value: str) -> str:
    if value[0] == value[-1] == '"':
        return value  # the escapes of N-Triples are those of JSON
    raise _not_of_the_type(key, value)


def _literal(key: str, datatype: str, value: str) -> str:
    """Return a literal as the text that its key's datatype gives back; integers become JSON
    numbers, decimals stay strings, as JSON-LD reads a number as a double."""
    text, mark, written = value.rpartition('"^^')
    if not mark or written != f"<{datatype}>" or value[0] != '"':
        raise _not_of_the_type(key, value)
    return text[1:] if datatype == _INTEGER else f'{text}"'


def _not_of_the_type(key: str, value: str) -> OutputError:
    return OutputError(
        f"schema/context.jsonld: {key!r} is not of the type of {value}; mend the context"
    )


def _reference(value: str) -> str:
    if value[0] != "<":
        raise OutputError(f"schema/context.jsonld: {value} is no IRI; mend the context")
    return _iri(value)


def _iri(term: str) -> str:
    return f'"{term[1:-1]}"'
