"""`kg add`: inputs -> entries, new texts -> extractions; all of it or nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from kg.errors import InputError
from kg.ingest.read import read_entries
from kg.store.entries import insert_addition, insert_entries
from kg.store.file import WAIT, writing
from kg.store.papers import Reader, read_missing, touched


@dataclass(frozen=True, slots=True)
class Added:
    """What an addition did: entries read and new, papers touched, texts extracted, and the log."""

    read: int
    new: int
    papers: int
    extracted: int
    skipped: tuple[InputError, ...]
    notes: tuple[str, ...]


def add(
    path: Path,
    inputs: Sequence[str | os.PathLike[str]],
    *,
    page_date: date | None = None,
    columns: Mapping[str, str] | None = None,
    strict: bool = False,
    reader: Reader | None = None,
    wait: float = WAIT,
    at: datetime | None = None,
) -> Added:
    """Add what the inputs hold to a store, which is made if it is not there.

    Adding the same again changes nothing but the log.

    Args:
        path: the store.
        inputs, page_date, columns, strict: as in kg.ingest.read.read.
        reader: how new texts are read; by the learned extractor by default.
        wait: seconds to wait for another writer.
        at: the moment to note (now, by default).

    Raises:
        InputError: strict, and an entry or file cannot be read.
        StoreError: the store cannot be written; it is as it was.
    """
    found = read_entries(inputs, page_date=page_date, columns=columns, strict=strict)
    moment = at or datetime.now(UTC)
    with writing(path, wait=wait, create=True) as store:
        given = [os.fspath(one) for one in inputs]
        number = insert_addition(store, moment, given, len(found.skipped))
        fresh = insert_entries(store, found.found, number)
        changed = touched(store, fresh)
        extracted = read_missing(store, changed, reader or Reader())
    return Added(
        len(found.found),
        len(fresh),
        len(changed),
        extracted,
        tuple(found.skipped),
        tuple(found.notes),
    )
