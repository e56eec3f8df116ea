"""Tables as text: comma-, semicolon-, tab- or bar-separated values with a header (RFC 4180)."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import InputError
from kg.ingest.columns import find_columns, known_names, normal
from kg.ingest.entry import Head, Item, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.table import Record, entries, missing_columns
from kg.ingest.text import Line, lines, read_head

_DELIMITERS = ",\t;|"
_WORD = re.compile(r"[\w.-]{1,40}")
_COLUMN_NAME_LIMIT = 60
_MEND = "mend its quotes and delimiters, or delete it"


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one row and the line on which it begins."""

    line: int
    cells: list[str]


def recognises(head: Head, options: Options) -> bool:
    """Tell a table by a header with a known column, or of single words over as many cells."""
    return _delimiter(head.text, options) is not None


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the entry of each row.

    Raises:
        InputError: the header has no column for the title or the abstract.
    """
    rows = _rows(feed, _delimiter(read_head(feed.head).text, options) or ",")
    header = next(rows, None)
    if not isinstance(header, _Row):
        raise header or feed.error(1, "the table has no header", "name its columns")
    names = [name.strip() or f"column {n}" for n, name in enumerate(header.cells, 1)]
    columns = find_columns(names, options.columns)
    if error := missing_columns(feed, header.line, names, columns):
        raise error
    yield from entries(feed, _records(feed, rows, names), options)


def _delimiter(text: str, options: Options) -> str | None:
    """Return what stands between the cells of the header, or None if there is no header."""
    beginning = [line for line in text.split("\n", 50) if line.strip()][:2]
    known = known_names(options.columns)
    for delimiter in _DELIMITERS:
        try:
            header, *below = csv.reader(beginning, delimiter=delimiter, skipinitialspace=True)
        except (csv.Error, ValueError):
            continue
        if len(header) < 2 or any(len(cell) > _COLUMN_NAME_LIMIT for cell in header):
            continue
        words = all(_WORD.fullmatch(cell.strip()) for cell in header)
        same = bool(below) and len(below[0]) == len(header)
        if any(normal(cell) in known for cell in header) or (words and same):
            return delimiter
    return None


def _rows(feed: Feed, delimiter: str) -> Iterator[_Row | InputError]:
    """Yield the rows that are not empty.

    A row whose quotes are broken takes only its first line with it: the others are read again.
    """
    source = lines(feed)
    again: deque[Line] = deque()
    width = 0
    while line := again.popleft() if again else next(source, None):
        taken = [line]
        more = _continued(taken, again, source)
        reader = csv.reader(more, delimiter=delimiter, skipinitialspace=True, strict=True)
        try:
            cells = next(reader)
        except csv.Error as error:
            again.extendleft(reversed(taken[1:]))
            cells = line.text.split(delimiter)
            # Tab-separated values are often written without any quoting.
            if delimiter != "\t" or len(cells) != width:
                yield line.error or feed.error(line.number, f"not a row ({error})", _MEND)
                continue
            taken = [line]
        if failed := next((one.error for one in taken if one.error), None):
            yield failed
        elif any(cell.strip() for cell in cells):
            width = width or len(cells)
            yield _Row(line.number, cells)


def _continued(taken: list[Line], again: deque[Line], source: Iterator[Line]) -> Iterator[str]:
    """Yield the texts of the lines taken, then take as many more as the row has."""
    yield taken[0].text + "\n"
    while line := again.popleft() if again else next(source, None):
        taken.append(line)
        yield line.text + "\n"


def _records(
    feed: Feed, rows: Iterator[_Row | InputError], names: list[str]
) -> Iterator[Record | InputError]:
    for row in rows:
        if isinstance(row, InputError):
            yield row
        elif len(row.cells) > len(names):
            problem = f"{len(row.cells)} cells under {len(names)} columns"
            yield feed.error(row.line, problem, _MEND)
        else:
            yield Record(row.line, dict(zip(names, row.cells, strict=False)))


SOURCE = Source("table as text", (".csv", ".tsv", ".tab"), recognises, read)
