"""Saved queries: SPARQL files whose comments say what they answer and which parameters they take.

The format is that of schema/queries/README.md. A parameter's value never reaches the query as it
was typed: it is looked up or parsed, and what stands in the query is an IRI or a literal of RDF.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import pyoxigraph as ox

from kg.errors import QueryError, UnknownName
from kg.model import Kind
from kg.query.engine import run
from kg.query.names import names
from kg.resources import schema_root
from kg.vocab import iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from kg.query.engine import Result
    from kg.query.names import Names

Term: TypeAlias = ox.NamedNode | ox.Literal

_PARAMETER = re.compile(r"@param ([a-z][a-z-]*) ([\w|]+)(?: \(default ([^)]+)\))?: (.+)")
_PLACEHOLDER = re.compile(r"\$([a-z_]+)")
_CLASSES = frozenset(kind.value for kind in Kind)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: `kind` is "Date", "Integer", "Paper" or classes of things ("Model|Method").

    One without a default has to be given.
    """

    name: str
    kind: str
    default: str | None
    description: str

    @property
    def placeholder(self) -> str:
        """What stands for it in the query, without the $."""
        return self.name.replace("-", "_")


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query by name, with what it answers in a sentence."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    text: str


def saved_queries(folder: Path | None = None) -> dict[str, SavedQuery]:
    """Return the saved queries by name, sorted.

    Args:
        folder: where the .rq files are; by default those of paperkg.

    Raises:
        QueryError: a file breaks the format.
    """
    files = sorted((folder or schema_root() / "queries").glob("*.rq"))
    return {file.stem: parse(file.stem, file.read_text(encoding="utf-8")) for file in files}


def parse(name: str, text: str) -> SavedQuery:
    """Return the saved query of a file's text.

    Raises:
        QueryError: it does not say what it answers, or its parameters are not those it uses.
    """
    described: list[str] = []
    parameters: list[Parameter] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        comment = line.lstrip("# ").rstrip()
        if comment.startswith("@param"):
            parameters.append(_parameter(comment, f"{name}.rq:{number}"))
        else:
            described.append(comment)
    if not described:
        raise QueryError(f"{name}.rq:1: the first comment has to say what the query answers")
    used = set(_PLACEHOLDER.findall(text))
    declared = {parameter.placeholder for parameter in parameters}
    if used != declared:
        wrong = ", ".join(f"${placeholder}" for placeholder in sorted(used ^ declared))
        raise QueryError(f"{name}.rq: {wrong} has to be both declared with @param and used")
    return SavedQuery(name, " ".join(described), tuple(parameters), text)


def _parameter(comment: str, place: str) -> Parameter:
    found = _PARAMETER.fullmatch(comment)
    if not found:
        raise QueryError(f"{place}: write `@param name Kind (default value): description`")
    name, kind, default, description = found.groups()
    if kind not in _VALUES and not set(kind.split("|")) <= _CLASSES:
        raise UnknownName(f"kind of parameter ({place})", kind, [*_VALUES, *_CLASSES])
    return Parameter(name, kind, default, description)


def _date(value: str, _: Names) -> Iterable[Term]:
    day = date.fromisoformat(value.strip())
    return [ox.Literal(day.isoformat(), datatype=ox.NamedNode(iri("xsd:date")))]


def _integer(value: str, _: Names) -> Iterable[Term]:
    return [ox.Literal(int(value))]


def _papers(value: str, lookup: Names) -> Iterable[Term]:
    return lookup.find_papers(value)


_VALUES: dict[str, Callable[[str, Names], Iterable[Term]]] = {
    "Date": _date,
    "Integer": _integer,
    "Paper": _papers,
}
_EXAMPLES = {"Date": "a date (2025-07-30)", "Integer": "a whole number"}


def bind(query: SavedQuery, lookup: Names, arguments: Mapping[str, str]) -> str:
    """Return the SPARQL text of a saved query for these arguments.

    Args:
        query: the saved query.
        lookup: the names of the graph, for parameters that name things or papers.
        arguments: the value of each parameter, as the user wrote it.

    Raises:
        UnknownName: an argument is no parameter of the query, or names nothing in the graph.
        QueryError: a parameter is missing, or its value is of another kind.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in arguments:
        if name not in known:
            raise UnknownName(f"parameter of the saved query {query.name}", name, known)
    terms = {
        parameter.placeholder: " ".join(map(str, _terms(query, parameter, lookup, arguments)))
        for parameter in query.parameters
    }
    return _PLACEHOLDER.sub(lambda found: terms[found[1]], query.text)


def _terms(
    query: SavedQuery, parameter: Parameter, lookup: Names, arguments: Mapping[str, str]
) -> Iterable[Term]:
    value = arguments.get(parameter.name, parameter.default)
    if value is None:
        raise QueryError(
            f"the saved query {query.name} needs --{parameter.name}: {parameter.description}"
        )
    if parameter.kind not in _VALUES:
        return lookup.find(value, parameter.kind.split("|"))
    try:
        return _VALUES[parameter.kind](value, lookup)
    except ValueError as error:
        expected = _EXAMPLES[parameter.kind]
        raise QueryError(f"--{parameter.name} is {expected}, not {value!r}") from error


def run_saved(store: ox.Store, name: str, arguments: Mapping[str, str]) -> Result:
    """Return the answer of the saved query `name` for these arguments.

    Raises:
        UnknownName: no saved query, parameter or thing of the graph is called so.
        QueryError: a parameter is missing or malformed.
    """
    queries = saved_queries()
    if name not in queries:
        raise UnknownName("saved query", name, queries)
    return run(store, bind(queries[name], names(store), arguments))
