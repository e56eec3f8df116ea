"""Triples as Turtle (https://www.w3.org/TR/turtle/): one block a subject, our prefixes."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from kg.export.syntax import Syntax
from kg.vocab import PREFIXES, iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.rdf import Triple

PREFIX_LINES = "".join(f"@prefix {name}: <{space}> .\n" for name, space in sorted(PREFIXES.items()))
"""The head of a Turtle or TriG file."""

_TYPE = f"<{iri('rdf:type')}>"
_INTEGER = f'"^^<{iri("xsd:integer")}>'
_DECIMAL = f'"^^<{iri("xsd:decimal")}>'
_PLAIN_DECIMAL = re.compile(r"[+-]?\d+\.\d+")
_PLAIN_INTEGER = re.compile(r"[+-]?\d+")
_LOCAL = re.compile(r"[A-Za-z_][\w-]*")


def turtle_syntax() -> Syntax:
    """Return the syntax of graph.ttl."""
    return Syntax(turtle, PREFIX_LINES)


def turtle(some: Iterable[Triple]) -> str:
    """Return triples as Turtle without the prefix lines; runs of one subject become one block."""
    blocks = []
    for subject, said in groupby(some, key=itemgetter(0)):
        lines = " ;\n    ".join([f"{_predicate(p)} {_object(o)}" for _, p, o in said])
        blocks.append(f"\n{subject}\n    {lines} .\n")
    return "".join(blocks)


@lru_cache(maxsize=512)
def _predicate(term: str) -> str:
    return "a" if term == _TYPE else _short(term)


@lru_cache(maxsize=512)
def _short(term: str) -> str:
    """Return the prefixed name of an IRI of our vocabularies, or the IRI."""
    name = term[1:-1]
    for prefix, space in PREFIXES.items():
        if name.startswith(space) and _LOCAL.fullmatch(name, len(space)):
            return f"{prefix}:{name[len(space) :]}"
    return term


def _object(term: str) -> str:
    if term[-1] == '"':
        return term
    if term[0] == "<":
        return term if "/id/" in term else _short(term)
    return _typed(term)


@lru_cache(maxsize=1 << 14)  # offsets and confidences come often
def _typed(term: str) -> str:
    """Return a literal with a datatype or language as Turtle writes it."""
    if term[-1] != ">":
        return term
    value, mark, datatype = term.rpartition('"^^')
    kind = mark + datatype
    if (kind == _INTEGER and _PLAIN_INTEGER.fullmatch(value, 1)) or (
        kind == _DECIMAL and _PLAIN_DECIMAL.fullmatch(value, 1)
    ):
        return value[1:]
    return f"{value}{mark}{_short(datatype)}"
