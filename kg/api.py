"""The graph as users hold it: `kg.build`, `kg.load` and what a `kg.Graph` can do."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.model import KnowledgeGraph
from kg.vocab import BASE

if TYPE_CHECKING:
    import networkx
    import pyoxigraph as ox
    import rdflib

    from kg.correct.correction import Correction
    from kg.extract.llm import Settings
    from kg.extract.reading import Choice
    from kg.ingest.read import Reading
    from kg.query.engine import Result
    from kg.store.add import Added


class Graph:
    """A knowledge graph of papers.

    Attributes:
        records: its papers with their edges, and its things.
        reading: what was read for it; None for a graph that was loaded.
        missed: the corrections that met nothing.
    """

    def __init__(
        self,
        records: KnowledgeGraph,
        reading: Reading | None = None,
        missed: Sequence[Correction] = (),
    ) -> None:
        self.records = records
        self.reading = reading
        self.missed = tuple(missed)

    def __repr__(self) -> str:
        return (
            f"<Graph of {len(self.records.papers)} papers and {len(self.records.entities)} things>"
        )

    @cached_property
    def store(self) -> ox.Store:
        """The graph in an in-memory Oxigraph store; made at first use."""
        from kg.graph.rdf import to_store

        return to_store(self.records)

    def to_networkx(self) -> networkx.MultiDiGraph[Any]:
        """Return the graph for networkx; its attributes survive GraphML."""
        from kg.graph.network import to_networkx

        return to_networkx(self.records)

    def to_rdflib(self) -> rdflib.Graph:
        """Return the graph for rdflib, over the Oxigraph store (no copy)."""
        import rdflib
        from oxrdflib import OxigraphStore

        from kg.vocab import PREFIXES

        default = rdflib.graph.DATASET_DEFAULT_GRAPH_ID
        graph = rdflib.Graph(store=OxigraphStore(store=self.store), identifier=default)
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace)
        return graph

    def query(self, sparql: str | Path) -> Result:
        """Return the answer of a SPARQL query: a Table, Triples or a Boolean.

        Args:
            sparql: the query, in which our prefixes are declared, or a .rq file.

        Raises:
            QueryError: the query cannot be parsed or run.
        """
        from kg.query.engine import run

        return run(self.store, sparql)

    def ask(self, name: str, **arguments: str) -> Result:
        """Return the answer of a saved query, e.g. `graph.ask("papers-using", model="LLaVA")`.

        Raises:
            UnknownName: there is no such query, parameter or thing.
        """
        from kg.query.saved import run_saved

        return run_saved(self.store, name, {k.replace("_", "-"): v for k, v in arguments.items()})

    def write(
        self,
        folder: str | os.PathLike[str],
        formats: Sequence[str] | None = None,
        *,
        jobs: int = 1,
    ) -> list[Path]:
        """Write the graph into a folder, all files or none; return their paths.

        Args:
            folder: is made if it is not there.
            formats: names of kg.export.formats.EXPORTERS; the usual ones by default.
            jobs: processes to use; the bytes do not depend on it.

        Raises:
            UnknownName: a format does not exist.
            OutputError: the folder cannot be written.
        """
        from kg.export.formats import write_exports

        return write_exports(self.records, Path(folder), formats, jobs)


def build(
    inputs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]] = (),
    *,
    page_date: date | None = None,
    columns: Mapping[str, str] | None = None,
    lexicons: Sequence[str | os.PathLike[str]] = (),
    base: str = BASE,
    strict: bool = False,
    extractor: Choice | Settings = "learned",
    min_confidence: float = 0.0,
    corrections: str | os.PathLike[str] | None = None,
    jobs: int = 1,
) -> Graph:
    """Return the graph of the papers that the inputs list; of the sample page if there are none.

    Args and errors are those of kg.pipeline.build_graph; one path may stand alone, and corrections
    are a YAML file (kg.correct.file).
    """
    from kg.correct.file import read_corrections
    from kg.pipeline import build_graph

    if isinstance(inputs, str | os.PathLike):
        inputs = [inputs]
    built = build_graph(
        inputs,
        page_date=page_date,
        columns=columns,
        lexicons=[Path(path) for path in lexicons],
        base=base,
        strict=strict,
        extractor=extractor,
        min_confidence=min_confidence,
        corrections=read_corrections(Path(corrections)) if corrections else (),
        jobs=jobs,
    )
    return Graph(built.graph, built.reading, built.missed)


class Store:
    """A store of papers that grows (kg.store): one file.

    >>> store = kg.Store("papers.kg")       # doctest: +SKIP
    >>> store.add(["feeds/"])               # doctest: +SKIP
    >>> store.build().write("exports")      # doctest: +SKIP

    Args:
        path: the file; the first addition makes it.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    def add(
        self,
        inputs: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
        *,
        page_date: date | None = None,
        columns: Mapping[str, str] | None = None,
        strict: bool = False,
        extractor: Choice = "learned",
        lexicons: Sequence[str | os.PathLike[str]] = (),
        jobs: int = 1,
    ) -> Added:
        """Add what the inputs hold and return the counts; args are those of `build`.

        Raises:
            InputError: strict, and an entry or file cannot be read.
            StoreError: the store cannot be written; it is as it was.
        """
        from kg.store.add import add
        from kg.store.papers import Reader

        if isinstance(inputs, str | os.PathLike):
            inputs = [inputs]
        reader = Reader(extractor, tuple(map(Path, lexicons)), jobs)
        return add(
            self.path,
            inputs,
            page_date=page_date,
            columns=columns,
            strict=strict,
            reader=reader,
        )

    def build(
        self,
        *,
        extractor: Choice = "learned",
        lexicons: Sequence[str | os.PathLike[str]] = (),
        base: str = BASE,
        min_confidence: float = 0.0,
        jobs: int = 1,
    ) -> Graph:
        """Return the graph of all that was ever added, with the store's corrections applied.

        Raises:
            StoreError: the store cannot be used.
            ShapeViolation: the graph breaks schema/shapes.ttl.
        """
        from kg.store.build import build_store
        from kg.store.papers import Reader

        reader = Reader(extractor, tuple(map(Path, lexicons)), jobs)
        built = build_store(self.path, reader=reader, base=base, min_confidence=min_confidence)
        return Graph(built.graph, built.reading, built.missed)


def load(path: str | os.PathLike[str]) -> Graph:
    """Return the graph that `kg build` wrote into a folder or RDF file.

    Raises:
        InputError: there is no graph of paperkg.
    """
    from kg.graph.load import from_store
    from kg.query.store import load_store

    return Graph(from_store(load_store(Path(path))))
