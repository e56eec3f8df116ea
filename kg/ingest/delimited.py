"""Tables as text: comma-, semicolon-, tab- or bar-separated values with a header (RFC 4180)."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from itertools import chain

from kg.errors import InputError
from kg.ingest.columns import find_columns, known_names, normal
from kg.ingest.entry import Head, Item, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.table import Record, entries, missing_columns
from kg.ingest.text import Line, lines

_DELIMITERS = ",\t;|"
_WORD = re.compile(r"[\w.-]{1,40}")
_COLUMN_NAME_LIMIT = 60
_MEND = "mend its quotes and delimiters, or delete it"


def recognises(head: Head, options: Options) -> bool:
    """Tell a table by a header with a known column, or of single words over as many cells."""
    return _delimiter(head.text, options) is not None


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the entry of each row.

    Raises:
        InputError: the header has no column for the title or the abstract.
    """
    rows = _rows(feed, _delimiter_of(feed, options))
    header = next((row for row in rows if isinstance(row, _Row)), None)
    if header is None:
        return
    names = [name.strip() or f"column {n}" for n, name in enumerate(header.cells, 1)]
    columns = find_columns(names, options.columns)
    if error := missing_columns(feed, header.line, names, columns):
        raise error
    yield from entries(feed, _records(feed, rows, names), options)


class _Row:
    """The cells of one row and the line on which it begins."""

    __slots__ = ("cells", "line")

    def __init__(self, line: int, cells: list[str]) -> None:
        self.line = line
        self.cells = cells
