"""`kg status`: what a store holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kg.store.corrections import corrections
from kg.store.entries import Addition, additions
from kg.store.file import reading, version
from kg.store.papers import papers


@dataclass(frozen=True, slots=True)
class Status:
    """Counts, the additions in their order, and how many papers each listing has."""

    version: int
    size: int
    entries: int
    papers: int
    corrections: int
    extractions: dict[str, int]
    listings: dict[str, int]
    additions: tuple[Addition, ...]


def status(path: Path) -> Status:
    """Return what a store holds; `size` in bytes, `extractions` by reader.

    Raises:
        StoreError: the store cannot be read.
    """
    with reading(path) as store:
        found = papers(store)
        readers = store.execute("SELECT extractor, count(*) FROM extraction GROUP BY 1 ORDER BY 1")
        listings = Counter(listing.name for paper in found.papers for listing in paper.listings)
        return Status(
            version(store),
            path.stat().st_size,
            found.read,
            len(found.papers),
            len(corrections(store)),
            dict(readers.fetchall()),
            dict(sorted(listings.items())),
            tuple(additions(store)),
        )
