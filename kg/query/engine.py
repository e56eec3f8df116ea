"""SPARQL 1.1 queries over a store: read only, without network, with errors that show the place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.errors import InputError, QueryError
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable

Cell: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class Table:
    """The answer of a SELECT: None is a variable without a value."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Triples:
    """The answer of a CONSTRUCT or DESCRIBE: each triple once, sorted."""

    triples: tuple[ox.Triple, ...]


@dataclass(frozen=True, slots=True)
class Boolean:
    """The answer of an ASK."""

    value: bool


Result: TypeAlias = Table | Triples | Boolean

_GAP = r"(?:\s|\#[^\r\n]*[\r\n])*"
# A keyword before its endpoint and group; so strict that the word may stand in strings and names.
_SERVICE = re.compile(
    rf"(?<![:?$@])SERVICE{_GAP}(?:SILENT{_GAP})?"
    rf"(?:<[^>]*>|[?$]\w+|[^\s:{{}}]*:[^\s{{]*){_GAP}\{{",
    re.IGNORECASE,
)
_UPDATE = re.compile(
    rf"(?:{_GAP}(?:PREFIX\s+\S*\s*<[^>]*>|BASE\s*<[^>]*>))*{_GAP}"
    r"(INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH)\b",
    re.IGNORECASE,
)
_PARSE_ERROR = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_CHARACTER_CLASS = re.compile(r"\[(?:'[^']*'|[^\]'])*\]")
_EXPECTED = re.compile(r'"[^"]*"|[^,]+')
_PREFIX_USED = re.compile(r"([\w.-]*):[^\s:]*$")
_DEEPEST = 200  # Oxigraph's parser is recursive: some thousand levels end the process
_SHOWN = 60  # characters of the wrong line, before and after the place


def run(store: ox.Store, query: str | Path) -> Result:
    """Return the answer of a SPARQL query over the store's default graph.

    Args:
        store: the graph.
        query: SPARQL text, in which the prefixes of kg.vocab are declared; or a .rq file.

    Raises:
        QueryError: the query cannot be parsed or run; the text shows the place.
        InputError: the .rq file cannot be read.

    >>> run(ox.Store(), "ASK { ?paper a kg:Paper }")
    Boolean(value=False)
    """
    text, origin = _source(query)
    refuse(text, origin)
    try:
        return result_of(store.query(text, prefixes=PREFIXES))
    except SyntaxError as error:
        raise QueryError(explain(text, origin, str(error))) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(f"{origin}: {error}") from error


def result_of(answer: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean) -> Result:
    """Return an answer of Oxigraph as a record that holds all of it."""
    if isinstance(answer, ox.QuerySolutions):
        columns = tuple(variable.value for variable in answer.variables)
        return Table(columns, tuple(tuple(solution) for solution in answer))
    if isinstance(answer, ox.QueryTriples):
        return Triples(tuple(sorted(set(answer), key=str)))
    return Boolean(bool(answer))


def _source(query: str | Path) -> tuple[str, str]:
    if isinstance(query, str) and not (query.endswith(".rq") and "{" not in query):
        return query, "query"
    try:
        return Path(query).read_text(encoding="utf-8-sig"), str(query)
    except UnicodeDecodeError as error:
        raise InputError(str(query), "the query is not UTF-8", "save it as UTF-8") from error
    except OSError as error:
        problem = (error.strerror or "cannot be read").lower()
        raise InputError(str(query), problem, "give a .rq file or SPARQL text") from error


def refuse(text: str, origin: str) -> None:
    """Refuse what may not reach the engine: SERVICE, which it would send out, and deep nesting.

    Args:
        text: the query.
        origin: what messages call it.

    Raises:
        QueryError: the query has one of these; the text shows the place.
    """
    if found := _SERVICE.search(text):
        raise QueryError(
            _shown(
                text, origin, found.start(), "SERVICE is not allowed: queries stay in this graph"
            )
        )
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "({[") - (character in ")}]")
        if depth > _DEEPEST:
            raise QueryError(_shown(text, origin, place, f"nested deeper than {_DEEPEST} levels"))


def explain(text: str, origin: str, message: str) -> str:
    """Return the engine's complaint about a query that it cannot parse, with the place shown."""
    found = _PARSE_ERROR.match(message)
    if update := _UPDATE.match(text):
        problem = f"{update[1].upper()} is an update, and the graph is only read"
        return _shown(text, origin, update.start(1), problem)
    if not found:
        return f"{origin}: {' '.join(message.split())}"
    lines = text.split("\n")
    line, column = int(found[1]), int(found[2])
    place = sum(len(before) + 1 for before in lines[: line - 1]) + column - 1
    return _shown(text, origin, place, _problem(found[3], text[:place]))


def _problem(expected: str, before: str) -> str:
    """Return the parser's complaint, without its character classes, for the text before it."""
    bare = _CHARACTER_CLASS.sub("", expected)
    items = [item for part in _EXPECTED.findall(bare) if (item := part.strip())]
    reasons = [item for item in items if " " in item and '"' not in item]
    if "Prefix not found" in reasons and (used := _PREFIX_USED.search(before)):
        return f"the prefix {used[1]}: is not declared; known are {_listed(PREFIXES)}"
    if reasons:
        return "; ".join(reasons)
    return f"expected {_listed(items)}" if items else "the query does not parse here"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))


def _shown(text: str, origin: str, place: int, problem: str) -> str:
    """Return the problem with its line:column, the line and a caret below the place."""
    number = text.count("\n", 0, place) + 1
    start = text.rfind("\n", 0, place) + 1
    column = place - start
    line = re.sub(r"[^\x20-\x7e\xa0-\U0010ffff]", " ", text[start:].split("\n", 1)[0])
    left = max(0, column - _SHOWN)
    shown = line[left : column + _SHOWN].rstrip()
    return f"{origin}:{number}:{column + 1}: {problem}\n  {shown}\n  {' ' * (column - left)}^"
