"""`kg build --store`: the store -> the graph, the same as of all its inputs at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kg.correct.correction import Correction
from kg.extract.reading import Readings
from kg.ingest.read import Reading
from kg.lexicon import lexicon_paths, load_lexicon
from kg.parallel import collector_paused
from kg.pipeline import Build, graph_of
from kg.store.corrections import corrections
from kg.store.extractions import missing
from kg.store.file import WAIT, reading, writing
from kg.store.papers import Reader, papers, read_missing, readings
from kg.vocab import BASE


@dataclass(frozen=True, slots=True)
class Held:
    """The papers of a store with their extractions, and what was decided by hand."""

    papers: Reading
    readings: Readings
    corrections: tuple[Correction, ...]


def build_store(
    path: Path,
    *,
    reader: Reader | None = None,
    base: str = BASE,
    min_confidence: float = 0.0,
    wait: float = WAIT,
) -> Build:
    """Return the checked graph of a store with its corrections applied.

    Texts that this reader has not read yet, after an update of paperkg for instance, are read and
    kept first.

    Args:
        path: the store.
        reader: how texts are read; by the learned extractor by default.
        base: base IRI of all instances.
        min_confidence: edges and results that are less sure are left out (0 to 1).
        wait: seconds to wait for another writer, where something has to be kept.

    Raises:
        StoreError: the store cannot be used.
        ShapeViolation: the graph breaks schema/shapes.ttl.
    """
    by = reader or Reader()
    held = held_at(path, by, wait=wait)
    return graph_of(
        held.papers,
        held.readings,
        load_lexicon(lexicon_paths(by.lexicons)),
        corrections=held.corrections,
        base=base,
        min_confidence=min_confidence,
        jobs=by.jobs,
    )


def held_at(
    path: Path, reader: Reader, *, before: datetime | None = None, wait: float = WAIT
) -> Held:
    """Return what a store holds at one moment, all of it extracted.

    Args:
        path: the store.
        reader: how texts are read that are not yet.
        before: leave out what was added then or later.
        wait: seconds to wait for another writer.

    Raises:
        StoreError: the store cannot be used.
    """
    while True:
        with reading(path) as store, collector_paused():
            found = papers(store, before)
            unread = missing(store, found.papers, reader.key)
            if not unread:
                extracted = readings(store, found.papers, reader)
                return Held(found, extracted, tuple(corrections(store).values()))
        with writing(path, wait=wait) as store:
            read_missing(store, unread, reader)
