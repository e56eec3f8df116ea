"""nodes.csv and edges.csv: RFC 4180, UTF-8, with the columns that Gephi's import looks for.

A spreadsheet runs a cell that begins with = + - @ (or their full-width forms, a tab, a line end) as
a formula. Such a text gets an apostrophe in front, and so does a text that begins with one; to get
the original back, drop one leading apostrophe. Numbers are left alone.
"""

from __future__ import annotations

import csv
from operator import attrgetter
from typing import TYPE_CHECKING

from kg.export.aside import BUFFER
from kg.graph.network import legal_edges, legal_nodes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.graph.flat import FlatEdge, FlatNode
    from kg.model import KnowledgeGraph

NODES_FILE, EDGES_FILE = "nodes.csv", "edges.csv"
_RISKY = frozenset("'=+-@\t\r\n＝＋－＠")

# Header -> attribute of FlatNode.
_NODES = {
    "Id": "id", "Label": "label", "Type": "type", "Aliases": "aliases", "Date": "date",
    "URL": "url", "Abstract": "abstract", "Value": "value", "Metric": "metric", "Quote": "quote",
}  # fmt: skip
# Header -> attribute of FlatEdge; Gephi wants "Directed" in a column called Type, added below.
_EDGES = {
    "Source": "subject", "Target": "object", "Label": "predicate", "Id": "id", "Origin": "source",
    "Section": "section", "Start": "start", "End": "end", "Surface": "surface", "Quote": "quote",
    "Confidence": "confidence",
}  # fmt: skip


def write_csv(graph: KnowledgeGraph, folder: Path) -> None:
    """Write nodes.csv and edges.csv."""
    _write(folder / NODES_FILE, list(_NODES), _rows(legal_nodes(graph), _NODES.values()))
    edges = ([*row[:2], "Directed", *row[2:]] for row in _rows(legal_edges(graph), _EDGES.values()))
    source, target, *others = _EDGES
    _write(folder / EDGES_FILE, [source, target, "Type", *others], edges)


def cell(value: str | float) -> str | float:
    """Return the value as a cell that no spreadsheet runs.

    >>> cell("=1+1"), cell("'tis"), cell(-1)
    ("'=1+1", "''tis", -1)
    """
    return f"'{value}" if isinstance(value, str) and value[:1] in _RISKY else value


def _rows(
    records: Iterable[FlatNode] | Iterable[FlatEdge], attributes: Iterable[str]
) -> Iterator[list[str | float]]:
    values = attrgetter(*attributes)
    for record in records:
        yield [cell(value) for value in values(record)]


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[str | float]]) -> None:
    with path.open("w", buffering=BUFFER, encoding="utf-8", newline="") as output:
        writer = csv.writer(output)
        writer.writerow(header)
        writer.writerows(rows)
