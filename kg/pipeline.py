"""The whole chain on one screen: read -> extract -> resolve -> graph -> check."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kg.extract.rules import RuleExtractor
from kg.extract.run import extract_all
from kg.graph.assemble import assemble
from kg.graph.check import check
from kg.ingest.read import Reading, read
from kg.lexicon import lexicon_paths, load_lexicon
from kg.model import KnowledgeGraph
from kg.parallel import collector_paused
from kg.resolve.resolve import resolve
from kg.resources import sample_page
from kg.vocab import BASE


@dataclass(frozen=True, slots=True)
class Build:
    """A built graph and what was read for it."""

    graph: KnowledgeGraph
    reading: Reading


def build_graph(
    inputs: Sequence[str | os.PathLike[str]] = (),
    *,
    page_date: date | None = None,
    columns: Mapping[str, str] | None = None,
    lexicons: Sequence[Path] = (),
    base: str = BASE,
    strict: bool = False,
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
        jobs: processes to use; the graph does not depend on it.

    Raises:
        InputError: strict, and an entry or file cannot be read.
        LexiconError: a lexicon file breaks its format.
        ShapeViolation: the graph breaks schema/shapes.ttl.
    """
    with collector_paused():
        lexicon = load_lexicon(lexicon_paths(lexicons))
        extractor = RuleExtractor(lexicon)
        reading = read(
            inputs or [sample_page()], page_date=page_date, columns=columns, strict=strict
        )
        extractions = extract_all(extractor, reading.papers, jobs=jobs)
        resolution = resolve(extractions, lexicon)
        graph = assemble(extractions, resolution, base=base, extractor=extractor.name)
        check(graph, jobs=jobs)
        return Build(graph, reading)
