"""What was read in a text, kept so that it is read once.

An extraction depends on the paper's text, on the extractor and on the known names, and on nothing
else: the key is a hash of the first and a name for the others.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable
from functools import cache
from hashlib import sha256

from pydantic import TypeAdapter

from kg.model import Extraction, Fact, Link, Paper, Result

_Read = tuple[tuple[Fact, ...], tuple[Result, ...], tuple[Link, ...]]
"""An extraction without its paper, which changes with every listing."""

_QUICKLY = 1


@cache
def _codec() -> TypeAdapter[_Read]:
    return TypeAdapter(_Read)


def text_digest(paper: Paper) -> bytes:
    """Return the hash of a paper's title and abstract."""
    return sha256(f"{paper.title}\0{paper.abstract}".encode()).digest()


def missing(store: sqlite3.Connection, papers: Iterable[Paper], reader: str) -> list[Paper]:
    """Return one paper for each text that this reader has not read yet."""
    unread = {
        digest: paper for paper in papers if not _has(store, digest := text_digest(paper), reader)
    }
    return list(unread.values())


def _has(store: sqlite3.Connection, digest: bytes, reader: str) -> bool:
    query = "SELECT 1 FROM extraction WHERE text = ? AND extractor = ?"
    return store.execute(query, (digest, reader)).fetchone() is not None


def insert_extractions(
    store: sqlite3.Connection, extractions: Iterable[Extraction], reader: str
) -> None:
    """Keep what a reader read; what is there already stays."""
    store.executemany(
        "INSERT INTO extraction (text, extractor, record) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (
            (text_digest(one.paper), reader, _packed((one.facts, one.results, one.links)))
            for one in extractions
        ),
    )


def extraction_of(store: sqlite3.Connection, paper: Paper, reader: str) -> Extraction | None:
    """Return what a reader read in a paper's text, or None if it has not read it."""
    row = store.execute(
        "SELECT record FROM extraction WHERE text = ? AND extractor = ?",
        (text_digest(paper), reader),
    ).fetchone()
    return Extraction(paper, *unpacked(row[0])) if row else None


def extractions_of_text(store: sqlite3.Connection, digest: bytes) -> list[tuple[str, bytes]]:
    """Return the readers of a text, by its hash, with what each read as it is stored."""
    query = "SELECT extractor, record FROM extraction WHERE text = ? ORDER BY extractor"
    return store.execute(query, (digest,)).fetchall()


def _packed(read: _Read) -> bytes:
    return zlib.compress(_codec().dump_json(read, exclude_defaults=True), _QUICKLY)


def unpacked(record: bytes) -> _Read:
    """Return the facts, results and links of a stored record.

    Raises:
        ValueError, zlib.error: it is damaged.
    """
    return _codec().validate_json(zlib.decompress(record))
