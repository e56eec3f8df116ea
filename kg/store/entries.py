"""Entries in and out of a store, and which of them belong together.

What makes two entries one paper is a common identifier or title (kg.ingest.identity): the signs.
So the papers of some entries depend on no others than those reached from them by common signs,
and an addition costs in proportion to what it touches.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256

from pydantic import TypeAdapter

from kg.ingest.entry import Entry
from kg.ingest.identifiers import folded_title, known
from kg.ingest.inputs import STDIN
from kg.ingest.read import Origin

Found = tuple[Origin, Entry]
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Addition:
    """One `kg add`: its number, the moment (UTC), the inputs as given, how many were skipped."""

    number: int
    at: datetime
    inputs: tuple[str, ...]
    skipped: int


@cache
def entry_codec() -> TypeAdapter[Entry]:
    """Return what turns entries into JSON and back; a field that is new has its default."""
    return TypeAdapter(Entry)


def signs(entry: Entry) -> set[str]:
    """Return all by which an entry may be the same paper as another."""
    found = {f"{scheme}:{value}" for scheme, value in known(entry.identifiers)}
    if entry.arxiv_id:
        found.add(f"arxiv:{entry.arxiv_id}")
    return found | {f"title:{folded_title(entry.title)}"}


def insert_addition(
    store: sqlite3.Connection, at: datetime, inputs: Sequence[str], skipped: int
) -> int:
    """Note that something is added and return the addition's number."""
    row = store.execute(
        "INSERT INTO addition (at, inputs, skipped) VALUES (?, ?, ?) RETURNING number",
        (at.astimezone(UTC).isoformat(timespec="seconds"), "\n".join(inputs), skipped),
    ).fetchone()
    return int(row[0])


def additions(store: sqlite3.Connection) -> list[Addition]:
    """Return all additions in their order."""
    rows = store.execute("SELECT number, at, inputs, skipped FROM addition ORDER BY number")
    return [
        Addition(number, datetime.fromisoformat(at), tuple(inputs.split("\n")), skipped)
        for number, at, inputs, skipped in rows
    ]


def insert_entries(store: sqlite3.Connection, found: Iterable[Found], addition: int) -> list[int]:
    """Insert the entries that the store does not hold yet and return their numbers."""
    numbers = []
    folder = _folder(store)
    for where, entry in found:
        origin = Origin(_seen_from(folder, where.path), where.member)
        record = entry_codec().dump_json(entry, exclude_defaults=True).decode()
        row = store.execute(
            "INSERT INTO entry (digest, path, member, record, addition) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING RETURNING number",
            (entry_digest(origin, record), origin.path, origin.member, record, addition),
        ).fetchone()
        if row is None:
            continue
        numbers.append(int(row[0]))
        store.executemany(
            "INSERT INTO sign (sign, entry) VALUES (?, ?)",
            [(sign, row[0]) for sign in signs(entry)],
        )
    return numbers


def _folder(store: sqlite3.Connection) -> str:
    """Return the folder of a store's file."""
    file = store.execute("PRAGMA database_list").fetchone()[2]
    return os.path.dirname(os.path.realpath(file)) if file else os.getcwd()


def _seen_from(folder: str, path: str) -> str:
    """Return a path as it is kept: seen from the store, so that both can be moved together."""
    if path == STDIN:
        return path
    try:
        return os.path.relpath(path, folder)
    except ValueError:  # another drive
        return path


def entry_digest(origin: Origin, record: str) -> bytes:
    """Return what tells an entry from all others: where it stood and what it says."""
    return sha256("\0".join((origin.path, origin.member, record)).encode()).digest()


def entries(store: sqlite3.Connection, numbers: Iterable[int] | None = None) -> list[Found]:
    """Return the entries of these numbers, or all, in the order of their origins and titles."""
    folder = _folder(store)
    found = []
    for chunk in _chunks(store, numbers):
        for path, member, record in chunk:
            place = path if path == STDIN else os.path.normpath(os.path.join(folder, path))
            found.append((Origin(place, member), entry_codec().validate_json(record)))
    return sorted(found, key=lambda one: (one[0], one[1].title))


def _chunks(
    store: sqlite3.Connection, numbers: Iterable[int] | None
) -> Iterator[Iterable[tuple[str, str, str]]]:
    columns = "SELECT path, member, record FROM entry"
    if numbers is None:
        yield store.execute(columns)
        return
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        yield store.execute(f"{columns} WHERE number IN ({','.join('?' * len(some))})", some)


def added_before(store: sqlite3.Connection, moment: datetime) -> list[int]:
    """Return the numbers of the entries that were added before a moment."""
    rows = store.execute(
        "SELECT entry.number FROM entry JOIN addition ON addition.number = entry.addition"
        " WHERE addition.at < ?",
        (moment.astimezone(UTC).isoformat(timespec="seconds"),),
    )
    return [int(row[0]) for row in rows]


def related(store: sqlite3.Connection, numbers: Iterable[int]) -> set[int]:
    """Return the entries that may be of the same papers as these, themselves among them."""
    reached = set(numbers)
    waiting = list(reached)
    while waiting:
        one = waiting.pop()
        beside = store.execute(
            "SELECT DISTINCT other.entry FROM sign AS own"
            " JOIN sign AS other ON own.sign = other.sign WHERE own.entry = ?",
            (one,),
        )
        fresh = {int(row[0]) for row in beside} - reached
        reached |= fresh
        waiting.extend(fresh)
    return reached
