"""`kg check`: whether a store is sound, from the file up to the spans of its texts."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from pathlib import Path

from kg.ingest.read import Origin
from kg.model import Extraction, Paper
from kg.store.corrections import corrections
from kg.store.entries import entry_codec, entry_digest, signs
from kg.store.extractions import extractions_of_text, text_digest, unpacked
from kg.store.file import reading
from kg.store.papers import papers


def verify(path: Path) -> list[str]:
    """Return what is wrong with a store, a line each; nothing if it is sound.

    It asks SQLite for its own check and for broken references, reads every record, compares the
    hashes, and holds the span of every extracted edge and number against its paper's text.

    Raises:
        StoreError: the store cannot be opened at all.
    """
    with reading(path) as store:
        found = [*_database(store), *_entries(store), *_corrections(store)]
        return found or list(_extractions(store))


def _database(store: sqlite3.Connection) -> Iterator[str]:
    for (said,) in store.execute("PRAGMA integrity_check"):
        if said != "ok":
            yield f"database: {said}"
    for table, row, parent, _ in store.execute("PRAGMA foreign_key_check"):
        yield f"{table} {row}: refers to a row of {parent} that is not there"


def _entries(store: sqlite3.Connection) -> Iterator[str]:
    query = "SELECT number, digest, path, member, record FROM entry"
    for number, digest, path, member, record in store.execute(query):
        if entry_digest(Origin(path, member), record) != digest:
            yield f"entry {number}: its hash is not that of its text"
            continue
        try:
            entry = entry_codec().validate_json(record)
        except ValueError as error:
            yield f"entry {number}: cannot be read ({' '.join(str(error).split())[:80]})"
            continue
        held = {
            sign for (sign,) in store.execute("SELECT sign FROM sign WHERE entry = ?", (number,))
        }
        if held != signs(entry):
            yield f"entry {number}: the signs of its paper are not those of its text"


def _corrections(store: sqlite3.Connection) -> Iterator[str]:
    try:
        corrections(store)
    except ValueError as error:
        yield f"correction: cannot be read ({' '.join(str(error).split())[:80]})"


def _extractions(store: sqlite3.Connection) -> Iterator[str]:
    for paper in papers(store).papers:
        readers = 0
        for reader, record in extractions_of_text(store, text_digest(paper)):
            readers += 1
            try:
                extraction = Extraction(paper, *unpacked(record))
            except (ValueError, zlib.error):
                yield f"{paper.key}: what {reader} read there is damaged"
                continue
            yield from _spans(paper, extraction)
        if not readers:
            yield f"{paper.key}: its text was never extracted"


def _spans(paper: Paper, extraction: Extraction) -> Iterator[str]:
    places = [fact.evidence for fact in extraction.facts]
    places += [result.evidence for result in extraction.results]
    places += [link.evidence for link in extraction.links]
    for place in places:
        if paper.text(place.section)[place.start : place.end] != place.surface:
            yield f"{paper.key}: {place.surface!r} is not at {place.section} {place.start}"
