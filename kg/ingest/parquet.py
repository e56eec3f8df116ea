"""Parquet tables, read batch by batch with pyarrow (an extra: it weighs 40 MB)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from kg.errors import InputError
from kg.ingest.columns import find_columns
from kg.ingest.entry import Head, Item, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.table import Record, entries, missing_columns

_MAGIC = b"PAR1"
_BATCH_ROWS = 1000


def recognises(head: Head, options: Options) -> bool:
    """Tell a Parquet file by its first four bytes."""
    return head.raw.startswith(_MAGIC)


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the entry of each row.

    Raises:
        InputError: pyarrow is missing, the file is damaged, or it lacks a column.
    """
    with feed.seekable() as file:
        table, names = _opened(feed, file)
        columns = find_columns(names, options.columns)
        if error := missing_columns(feed, "header", names, columns):
            raise error
        used = sorted({column for several in columns.values() for column in several})
        yield from entries(feed, _records(feed, table, used), options)


def _opened(feed: Feed, file: IO[bytes]) -> tuple[Any, list[str]]:
    try:
        from pyarrow import parquet
    except ImportError as error:
        problem = "is a Parquet table, and pyarrow is not installed"
        raise InputError(feed.place, problem, "pip install 'paperkg[parquet]'") from error
    try:
        table = parquet.ParquetFile(file)
        return table, table.schema_arrow.names
    except Exception as error:  # pyarrow raises errors of many kinds for a damaged file
        raise _damaged(feed, error) from error


def _records(feed: Feed, table: Any, used: list[str]) -> Iterator[Record]:
    number = 0
    try:
        for batch in table.iter_batches(batch_size=_BATCH_ROWS, columns=used):
            for values in batch.to_pylist():
                number += 1
                yield Record(f"row {number}", values)
    except Exception as error:  # as above
        raise _damaged(feed, error) from error


def _damaged(feed: Feed, error: Exception) -> InputError:
    reason = " ".join(str(error).split())[:120]
    return InputError(feed.place, f"is not a whole Parquet table ({reason})", "get it again")


SOURCE = Source("Parquet", (".parquet", ".pq"), recognises, read)
