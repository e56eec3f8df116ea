"""The papers of a store, and the extraction of each, read where it is not there yet."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kg.extract.reading import Choice, Readings, extractor_name, read_papers, reader_key
from kg.ingest.merge import merge
from kg.ingest.read import Reading, listed
from kg.lexicon import lexicon_paths, load_lexicon
from kg.model import Paper
from kg.store.entries import added_before, entries, related
from kg.store.extractions import extraction_of, insert_extractions, missing


@dataclass(frozen=True, slots=True)
class Reader:
    """How texts are read: the extractor, the user's lexicons, the processes to use."""

    extractor: Choice = "learned"
    lexicons: tuple[Path, ...] = ()
    jobs: int = 1

    @property
    def key(self) -> str:
        """Name for all that an extraction depends on beside the text."""
        return reader_key(self.extractor, lexicon_paths(self.lexicons))


def papers(store: sqlite3.Connection, before: datetime | None = None) -> Reading:
    """Return all papers of a store as if all its inputs had been read at once.

    Args:
        store: the store.
        before: leave out what was added then or later.
    """
    found = entries(store, added_before(store, before) if before else None)
    merged = merge(listed(found))
    return Reading(merged, len(found), len(found) - len(merged))


def touched(store: sqlite3.Connection, numbers: Sequence[int]) -> list[Paper]:
    """Return the papers of which these entries, by number, are a part."""
    return merge(listed(entries(store, related(store, numbers))))


def read_missing(store: sqlite3.Connection, some: Sequence[Paper], reader: Reader) -> int:
    """Extract the texts that the reader has not read yet, keep that, and return how many."""
    key = reader.key
    unread = missing(store, some, key)
    if unread:
        lexicon = load_lexicon(lexicon_paths(reader.lexicons))
        found = read_papers(unread, lexicon, reader.extractor, jobs=reader.jobs)
        insert_extractions(store, found.extractions, key)
    return len(unread)


def readings(store: sqlite3.Connection, some: Sequence[Paper], reader: Reader) -> Readings:
    """Return the extractions of papers, all of which are in the store."""
    key = reader.key
    found = [extraction_of(store, paper, key) for paper in some]
    return Readings([one for one in found if one], extractor_name(reader.extractor))
