"""The whole chain on one screen: read -> extract -> resolve, correct -> graph -> check."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kg.correct.correct import correct
from kg.correct.correction import Correction
from kg.extract.reading import Choice, Readings, read_papers
from kg.graph.assemble import assemble
from kg.graph.check import check
from kg.ingest.read import Reading, read
from kg.lexicon import Lexicon, lexicon_paths, load_lexicon
from kg.model import KnowledgeGraph
from kg.parallel import collector_paused
from kg.resources import sample_page
from kg.vocab import BASE

if TYPE_CHECKING:
    from kg.extract.llm import Settings


@dataclass(frozen=True, slots=True)
class Build:
    """A built graph, what was read for it, and the corrections that met nothing."""

    graph: KnowledgeGraph
    reading: Reading
    missed: tuple[Correction, ...] = ()


def build_graph(
    inputs: Sequence[str | os.PathLike[str]] = (),
    *,
    page_date: date | None = None,
    columns: Mapping[str, str] | None = None,
    lexicons: Sequence[Path] = (),
    base: str = BASE,
    strict: bool = False,
    extractor: Choice | Settings = "learned",
    min_confidence: float = 0.0,
    corrections: Sequence[Correction] = (),
    jobs: int = 1,
) -> Build:
    """Return the checked graph of the papers that the inputs list; of the sample page if none.

    Args:
        inputs: files, folders, globs, or "-" for standard input.
        page_date: the day on which pages were copied, for dates without a year.
        columns: names of a table's columns where they are not the usual ones.
        lexicons: lexicon files beside those that ship with paperkg.
        base: base IRI of all instances.
        strict: stop at the first entry that cannot be read.
        extractor: "learned", "rules", or the settings of a language model (kg.extract.llm).
        min_confidence: edges and results that are less sure are left out (0 to 1).
        corrections: what was decided by hand, in its order.
        jobs: processes to use; the graph does not depend on it.

    Raises:
        InputError: strict, and an entry or file cannot be read.
        LexiconError: a lexicon file breaks its format.
        EndpointError: a language model was asked for and its endpoint cannot be used.
        SpendRefused: it would cost more than allowed.
        ShapeViolation: the graph breaks schema/shapes.ttl.
    """
    with collector_paused():
        lexicon = load_lexicon(lexicon_paths(lexicons))
        reading = read(
            inputs or [sample_page()], page_date=page_date, columns=columns, strict=strict
        )
    found = read_papers(reading.papers, lexicon, extractor, jobs=jobs)
    return graph_of(
        reading,
        found,
        lexicon,
        corrections=corrections,
        base=base,
        min_confidence=min_confidence,
        jobs=jobs,
    )


def graph_of(
    reading: Reading,
    found: Readings,
    lexicon: Lexicon,
    *,
    corrections: Sequence[Correction] = (),
    base: str = BASE,
    min_confidence: float = 0.0,
    jobs: int = 1,
) -> Build:
    """Return the checked graph of papers that are read and extracted; args as in build_graph.

    Raises:
        ShapeViolation: the graph breaks schema/shapes.ttl.
    """
    with collector_paused():
        left = correct(found.extractions, lexicon, corrections, min_confidence=min_confidence)
        graph = assemble(
            left.extractions,
            left.resolution,
            base=base,
            extractor=found.extractor,
            corrections=left.applied,
        )
        check(graph, jobs=jobs)
        return Build(graph, reading, left.missed)
