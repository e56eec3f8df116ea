"""The table of products, and the one function that writes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import UnknownName
from kg.export import gexf, graphml, overview, rdf, reifiers, tables
from kg.export.aside import written_aside
from kg.export.explorer import page as explorer
from kg.parallel import collector_paused, spread

if TYPE_CHECKING:
    from kg.model import KnowledgeGraph

Writer = Callable[["KnowledgeGraph", Path, Collection[str]], object]
"""Writes the named files of a graph into a folder."""

_WORTH_SPREADING = 600
"""Papers from which on several processes are worth their start."""


@dataclass(frozen=True, slots=True)
class Exporter:
    """The files of a format and what writes them; formats of one writer are written together.

    One that is not `usual` is written only where it is asked for. `work` is how long it takes
    beside the others.
    """

    files: tuple[str, ...]
    write: Writer
    usual: bool = True
    work: float = 1.0


def _alone(write: Callable[[KnowledgeGraph, Path], object]) -> Writer:
    """Return a Writer that always writes all its files."""
    return lambda graph, folder, _files: write(graph, folder)


EXPORTERS: dict[str, Exporter] = {
    "ttl": Exporter((rdf.TURTLE,), rdf.write_rdf, work=2.6),
    "nt": Exporter((rdf.NTRIPLES,), rdf.write_rdf, work=2.6),
    "trig": Exporter((rdf.TRIG,), rdf.write_rdf, work=2.6),
    "jsonld": Exporter((rdf.JSONLD,), rdf.write_rdf, work=2.6),
    "graphml": Exporter((graphml.FILE,), _alone(graphml.write_graphml)),
    "gexf": Exporter((gexf.FILE,), _alone(gexf.write_gexf)),
    "csv": Exporter((tables.NODES_FILE, tables.EDGES_FILE), _alone(tables.write_csv)),
    "rdf12": Exporter((reifiers.FILE,), _alone(reifiers.write_reifiers), usual=False),
    "html": Exporter((explorer.FILE,), _alone(explorer.write_explorer), work=2.0),
    "overview": Exporter((overview.FILE,), _alone(overview.write_overview), usual=False),
}


def write_exports(
    graph: KnowledgeGraph, folder: Path, formats: Sequence[str] | None = None, jobs: int = 1
) -> list[Path]:
    """Write the graph in the formats (None: the usual ones of EXPORTERS) and return the files.

    Formats are written side by side where `jobs` allows it; the bytes do not depend on that.
    Either all files appear or none: a failure, or Ctrl-C, leaves the folder as it was.

    Raises:
        UnknownName: a format that is not in EXPORTERS.
        OutputError: the folder cannot be written.
    """
    usual = (name for name, exporter in EXPORTERS.items() if exporter.usual)
    chosen = list(dict.fromkeys(usual if formats is None else formats))
    for name in chosen:
        if name not in EXPORTERS:
            raise UnknownName("format", name, EXPORTERS)
    tasks = _tasks(chosen)
    workers = jobs if len(graph.papers) >= _WORTH_SPREADING else 1
    with written_aside(folder, [file for _, files in tasks for file in files]) as scratch:
        for _ in spread(_write, (graph, scratch), tasks, workers):
            pass
    return [folder / file for name in chosen for file in EXPORTERS[name].files]


def _tasks(formats: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return what is written at once: a format and the files of all that share its writer.

    The longest work comes first, so that no process is left alone with it.
    """
    of_writer: defaultdict[Writer, list[str]] = defaultdict(list)
    for name in formats:
        of_writer[EXPORTERS[name].write].append(name)
    longest_first = sorted(of_writer.values(), key=lambda names: -EXPORTERS[names[0]].work)
    return [
        (names[0], tuple(file for name in names for file in EXPORTERS[name].files))
        for names in longest_first
    ]


def _write(shared: tuple[KnowledgeGraph, Path], task: tuple[str, tuple[str, ...]]) -> None:
    graph, folder = shared
    name, files = task
    with collector_paused():
        EXPORTERS[name].write(graph, folder, files)
