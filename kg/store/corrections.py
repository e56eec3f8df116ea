"""The list of decisions that a store keeps, in the order in which they were made."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from kg.correct.correction import Correction
from kg.correct.file import codec


def insert_corrections(store: sqlite3.Connection, some: Iterable[Correction]) -> list[int]:
    """Append corrections that are not there yet and return their numbers."""
    known = set(corrections(store).values())
    numbers = []
    for one in some:
        if one in known:
            continue
        known.add(one)
        row = store.execute(
            "INSERT INTO correction (record) VALUES (?) RETURNING number",
            (codec().dump_json(one, exclude_defaults=True).decode(),),
        ).fetchone()
        numbers.append(int(row[0]))
    return numbers


def corrections(store: sqlite3.Connection) -> dict[int, Correction]:
    """Return the corrections by number, in their order."""
    rows = store.execute("SELECT number, record FROM correction ORDER BY number")
    return {number: codec().validate_json(record) for number, record in rows}


def delete_correction(store: sqlite3.Connection, number: int) -> bool:
    """Take a correction back and tell whether it was there."""
    return store.execute("DELETE FROM correction WHERE number = ?", (number,)).rowcount > 0
