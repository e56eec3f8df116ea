"""The table of products, and the one function that writes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UnknownName
from kg.export import gexf, graphml, jsonld, overview, rdf, tables
from kg.export.aside import written_aside

if TYPE_CHECKING:
    from kg.model import KnowledgeGraph

Writer = Callable[["KnowledgeGraph", Path, Collection[str], int], object]
"""Writes the named files of a graph into a folder, with so many processes."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """The files of a format and what writes them; formats of one writer are written together."""

    files: tuple[str, ...]
    write: Writer


def _alone(write: Callable[[KnowledgeGraph, Path], object]) -> Writer:
    """Return a Writer that always writes all its files in this process."""
    return lambda graph, folder, _files, _jobs: write(graph, folder)


EXPORTERS: dict[str, Exporter] = {
    "ttl": Exporter((rdf.TURTLE,), rdf.write_rdf),
    "nt": Exporter((rdf.NTRIPLES,), rdf.write_rdf),
    "trig": Exporter((rdf.TRIG,), rdf.write_rdf),
    "jsonld": Exporter((jsonld.FILE,), _alone(jsonld.write_jsonld)),
    "graphml": Exporter((graphml.FILE,), _alone(graphml.write_graphml)),
    "gexf": Exporter((gexf.FILE,), _alone(gexf.write_gexf)),
    "csv": Exporter((tables.NODES_FILE, tables.EDGES_FILE), _alone(tables.write_csv)),
    "html": Exporter((overview.FILE,), _alone(overview.write_overview)),
}


def write_exports(
    graph: KnowledgeGraph, folder: Path, formats: Sequence[str] | None = None, jobs: int = 1
) -> list[Path]:
    """Write the graph in the formats (None: all of EXPORTERS) and return the files.

    Either all files appear or none: a failure, or Ctrl-C, leaves the folder as it was.

    Raises:
        UnknownName: a format that is not in EXPORTERS.
        OutputError: the folder cannot be written.
    """
    chosen = list(dict.fromkeys(EXPORTERS if formats is None else formats))
    for name in chosen:
        if name not in EXPORTERS:
            raise UnknownName("format", name, EXPORTERS)
    of_writer: defaultdict[Writer, list[str]] = defaultdict(list)
    for name in chosen:
        of_writer[EXPORTERS[name].write].extend(EXPORTERS[name].files)
    files = [file for name in chosen for file in EXPORTERS[name].files]
    with written_aside(folder, files) as scratch:
        for write, some in of_writer.items():
            write(graph, scratch, some, jobs)
    return [folder / file for file in files]
