"""From the records of a table, whatever its format, to entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.errors import InputError
from kg.ingest.columns import REQUIRED, find_columns
from kg.ingest.entry import Item, Note, Options
from kg.ingest.feed import Feed
from kg.ingest.row import Unreadable, read_row

_HOPELESS = 20
_COLUMN_NAMES_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Record:
    """One record: the line (or "row 7") where it begins and its values by column."""

    place: int | str
    values: Mapping[str, Any]


def entries(feed: Feed, records: Iterable[Record | InputError], options: Options) -> Iterator[Item]:
    """Yield an entry or an error for each record, then a note on the dates that name no day.

    Raises:
        InputError: none of the first records has the columns of a paper.
    """
    plans: dict[tuple[str, ...], dict[str, tuple[str, ...]]] = {}
    lacking: list[InputError] = []
    hopeful = False
    undated = 0
    for record in records:
        if isinstance(record, InputError):
            yield record
            continue
        keys = tuple(record.values)
        if keys not in plans:
            plans[keys] = find_columns(keys, options.columns)
        columns = plans[keys]
        if error := missing_columns(feed, record.place, keys, columns):
            if hopeful:
                yield error
                continue
            lacking.append(error)
            if len(lacking) == _HOPELESS:
                raise lacking[0]
            continue
        if not hopeful:
            yield from lacking
            lacking, hopeful = [], True
        try:
            row = read_row(record.values, columns)
        except Unreadable as error_:
            yield feed.error(record.place, str(error_), "a paper needs a title and an abstract")
            continue
        undated += row.issued is None and any(
            record.values.get(c) for c in columns.get("issued", ())
        )
        yield row.entry()
    yield from lacking
    if undated:
        yield Note(f"{feed.place}: {undated} dates name no day and were left out")


def missing_columns(
    feed: Feed, place: int | str, present: Iterable[str], columns: Mapping[str, tuple[str, ...]]
) -> InputError | None:
    """Return an error if a required field has no column, with the columns that there are."""
    missing = [field for field in REQUIRED if field not in columns]
    if not missing:
        return None
    names = list(present)
    shown = ", ".join(repr(name[:40]) for name in names[:_COLUMN_NAMES_SHOWN]) or "none"
    shown += ", ..." if len(names) > _COLUMN_NAMES_SHOWN else ""
    problem = f"no column for the {' and the '.join(missing)} among {shown}"
    return feed.error(place, problem, f"say which one it is ({missing[0]}=NAME)")
