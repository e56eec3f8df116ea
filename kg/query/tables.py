"""Answers of queries as text: for a terminal, as CSV, JSON, Markdown or Turtle.

Titles and sentences come from anywhere. So no cell can drive a terminal, be a formula in a
spreadsheet or markup in Markdown; CSV and JSON are otherwise exact.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError, UnknownName
from kg.query.engine import Boolean, Table, Triples
from kg.query.layout import aligned, harmless, single_line
from kg.vocab import BASE, PREFIXES, iri

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.query.engine import Cell, Result

_NUMBERS = frozenset(iri(f"xsd:{name}") for name in ("integer", "decimal", "double", "float"))
_LOCAL = re.compile(r"[\w.-]+")
_FORMULA = re.compile("['=+\\-@\t\r\n＝＋－＠]")  # as in the graph's own CSV files
_MARKDOWN = re.compile(r"[\\`*_\[\]<>|~$]")
# What json and pyoxigraph write as it is, and what a terminal would obey or reorder.
_RAW_CONTROL = re.compile(r"[\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def render(result: Result, format: str, width: int | None = None, base: str = BASE) -> str:
    """Return an answer in a format: "table", "csv", "json", "markdown" or "ttl".

    Args:
        result: the answer.
        format: its name; "json" is the SPARQL 1.1 Query Results JSON Format, for triples JSON-LD.
        width: columns of the terminal, to which a "table" is cut; None cuts nothing.
        base: base IRI of the graph's instances; "table" and "markdown" leave it out.

    Raises:
        UnknownName: there is no such format.
        QueryError: a table or boolean is asked for as Turtle.
    """
    if format not in FORMATS:
        raise UnknownName("format of answers", format, FORMATS)
    return FORMATS[format](result, width, base)


def short(cell: Cell | None, base: str = BASE) -> str:
    """Return a cell as people read it: a path below the base, a prefixed name, or bare text.

    >>> short(ox.NamedNode("https://w3id.org/paperkg/id/model/llava"))
    'model/llava'
    >>> short(ox.NamedNode("https://w3id.org/paperkg/ontology#introduces"))
    'kg:introduces'
    """
    if isinstance(cell, ox.NamedNode):
        if cell.value.startswith(base) and len(cell.value) > len(base):
            return cell.value[len(base) :]
        for prefix, namespace in PREFIXES.items():
            if cell.value.startswith(namespace) and _LOCAL.fullmatch(cell.value[len(namespace) :]):
                return f"{prefix}:{cell.value[len(namespace) :]}"
    return full(cell)


def full(cell: Cell | None) -> str:
    """Return a cell's exact text: the whole IRI, a literal without its type, "" for no value."""
    if cell is None:
        return ""
    return cell.value if isinstance(cell, (ox.NamedNode, ox.Literal)) else str(cell)


def _rows(result: Result) -> Table:
    if isinstance(result, Table):
        return result
    if isinstance(result, Boolean):
        return Table(("answer",), ((ox.Literal(result.value),),))
    triples = ((triple.subject, triple.predicate, triple.object) for triple in result.triples)
    return Table(("subject", "predicate", "object"), tuple(triples))


def _is_number(cell: Cell | None) -> bool:
    return isinstance(cell, ox.Literal) and cell.datatype.value in _NUMBERS


def _table(result: Result, width: int | None, base: str) -> str:
    if isinstance(result, Boolean):
        return f"{str(result.value).lower()}\n"
    table = _rows(result)
    if not table.rows:
        return "no answers\n"
    rows = [[single_line(short(cell, base)) for cell in row] for row in table.rows]
    right = [all(map(_is_number, column)) for column in zip(*table.rows, strict=True)]
    return aligned(table.columns, rows, right, width)


def _csv(result: Result, _width: int | None, _base: str) -> str:
    table = _rows(result)
    out = io.StringIO()
    writer = csv.writer(out)  # CRLF, as SPARQL 1.1 Query Results CSV has it
    writer.writerow(table.columns)
    writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def _csv_cell(cell: Cell | None) -> str:
    """Return the text with ' before what a spreadsheet would compute, and before a first '."""
    text = harmless(full(cell))
    return f"'{text}" if _FORMULA.match(text) and not _is_number(cell) else text


def _json(result: Result, _width: int | None, _base: str) -> str:
    if isinstance(result, Triples):
        data = json.loads(_serialized(result, ox.RdfFormat.JSON_LD))
    elif isinstance(result, Boolean):
        data = {"head": {}, "boolean": result.value}
    else:
        bindings = [
            {
                column: _json_term(cell)
                for column, cell in zip(result.columns, row, strict=True)
                if cell is not None
            }
            for row in result.rows
        ]
        data = {"head": {"vars": list(result.columns)}, "results": {"bindings": bindings}}
    return _escaped(json.dumps(data, ensure_ascii=False, indent=2)) + "\n"


def _json_term(cell: Cell) -> dict[str, object]:
    if isinstance(cell, ox.NamedNode):
        return {"type": "uri", "value": cell.value}
    if isinstance(cell, ox.BlankNode):
        return {"type": "bnode", "value": cell.value}
    if isinstance(cell, ox.Triple):
        names = ("subject", "predicate", "object")
        return {"type": "triple", "value": dict(zip(names, map(_json_term, cell), strict=True))}
    term: dict[str, object] = {"type": "literal", "value": cell.value}
    if cell.language:
        term["xml:lang"] = cell.language
    elif cell.datatype.value != iri("xsd:string"):
        term["datatype"] = cell.datatype.value
    return term


def _markdown(result: Result, _width: int | None, base: str) -> str:
    table = _rows(result)
    right = [
        bool(table.rows) and all(_is_number(row[place]) for row in table.rows)
        for place in range(len(table.columns))
    ]
    lines = [
        [_markdown_cell(column) for column in table.columns],
        ["--:" if numbers else "---" for numbers in right],
        *([_markdown_cell(short(cell, base)) for cell in row] for row in table.rows),
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _markdown_cell(text: str) -> str:
    escaped = _MARKDOWN.sub(lambda found: f"\\{found[0]}", single_line(text))
    return escaped.replace("&", "&amp;")


def _ttl(result: Result, _width: int | None, _base: str) -> str:
    if not isinstance(result, Triples):
        raise QueryError(
            "only CONSTRUCT and DESCRIBE give Turtle; for SELECT and ASK take table, csv or json"
        )
    return _escaped(_serialized(result, ox.RdfFormat.TURTLE))


def _serialized(result: Triples, format: ox.RdfFormat) -> str:
    out = io.BytesIO()
    ox.serialize(result.triples, out, format, prefixes=PREFIXES)
    return out.getvalue().decode("utf-8")


def _escaped(text: str) -> str:
    """Return JSON or Turtle with raw control characters written as \\uXXXX, which both allow."""
    return _RAW_CONTROL.sub(lambda found: f"\\u{ord(found[0]):04X}", text)


FORMATS: dict[str, Callable[[Result, int | None, str], str]] = {
    "table": _table,
    "csv": _csv,
    "json": _json,
    "markdown": _markdown,
    "ttl": _ttl,
}
