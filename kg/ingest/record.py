"""From the records of a known catalogue to entries: untrusted values in, clean ones out.

What is of the wrong type is absent; only a record without a title is no paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from kg.errors import InputError
from kg.ingest.clean import clean
from kg.ingest.entry import Entry, Item, Note
from kg.ingest.feed import Feed
from kg.ingest.row import Unreadable
from kg.ingest.table import Record
from kg.model import Claimed

FIRST_YEAR, LAST_YEAR = 1500, 2200
_Content = TypeVar("_Content")


def entries(
    feed: Feed,
    records: Iterable[tuple[int | str, _Content] | InputError],
    entry_of: Callable[[_Content], Entry | None],
) -> Iterator[Item]:
    """Yield an entry or an error for each record, then notes on what was not whole.

    Args:
        feed: the input.
        records: the contents with the line (or another place) where each begins.
        entry_of: gives the entry of a content, None where there is no paper to expect; raises
            Unreadable.
    """
    without_abstract = empty = 0
    for record in records:
        if isinstance(record, InputError):
            yield record
            continue
        place, content = record
        try:
            entry = entry_of(content)
        except Unreadable as error:
            yield feed.error(place, str(error), "mend or delete the record")
            continue
        if entry is None:
            empty += 1
            continue
        without_abstract += not entry.abstract
        yield entry
    if without_abstract:
        yield Note(f"{feed.place}: {without_abstract} without an abstract, read by title alone")
    if empty:
        yield Note(f"{feed.place}: {empty} records hold no paper (deleted, not found or a reply)")


def contents(
    records: Iterable[Record | InputError],
) -> Iterator[tuple[int | str, Mapping[str, Any]] | InputError]:
    """Yield JSON records as `entries` takes them."""
    for record in records:
        yield record if isinstance(record, InputError) else (record.place, record.values)


def title_of(value: object) -> str:
    """Return a title.

    Raises:
        Unreadable: there is none, or it is no text.
    """
    if value is not None and not isinstance(value, str | int | float):
        raise Unreadable(f"the title is not text but {type(value).__name__}")
    if not (title := text(value)):
        raise Unreadable("the title is empty")
    return title


def text(value: object) -> str:
    """Return a text clean, a number as text, and "" for all else."""
    if isinstance(value, str):
        return clean(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def texts(value: object, key: str = "") -> tuple[str, ...]:
    """Return the texts of a list, each once; of a list of objects, those under the key."""
    found = (text(one.get(key)) if isinstance(one, Mapping) else text(one) for one in listed(value))
    return tuple(dict.fromkeys(one for one in found if one))


def count(value: object) -> int | None:
    """Return a number that counts something, or None."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value < 10**12 else None


def year_of(value: object) -> int | None:
    """Return a year given as a number or as its four digits, or None.

    >>> year_of("2021"), year_of(2021), year_of("in press")
    (2021, 2021, None)
    """
    digits = text(value)
    if not (digits.isascii() and digits.isdigit() and len(digits) == 4):
        return None
    return int(digits) if FIRST_YEAR <= int(digits) <= LAST_YEAR else None


def listed(value: object) -> list[Any]:
    """Return a list, and an empty one for all else."""
    return list(value) if isinstance(value, list | tuple) else []


def mapping(value: object) -> Mapping[str, Any]:
    """Return an object, and an empty one for all else."""
    return value if isinstance(value, Mapping) else {}


def claims(*given: tuple[Claimed, object]) -> tuple[tuple[Claimed, str], ...]:
    """Return what is claimed and not empty, each once; a list gives a claim for each member."""
    found = [
        (claimed, one)
        for claimed, value in given
        for one in (texts(value) if isinstance(value, list | tuple) else (text(value),))
        if one
    ]
    return tuple(dict.fromkeys(found))
