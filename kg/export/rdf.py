"""graph.ttl, graph.nt, graph.jsonld and graph.trig: written paper by paper, in bounded memory.

The triples of a paper are made once and serialised into each format. TriG is the Turtle of the
papers again, sorted into one named graph for each listing, so it is copied from graph.ttl by
offsets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from kg.export.aside import BUFFER
from kg.export.jsonld import json_ld
from kg.export.syntax import Syntax
from kg.export.turtle import PREFIX_LINES, turtle_syntax
from kg.graph.rdf import listing_id, ntriples, shared_rows, triple_writer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from kg.graph.rdf import Triple
    from kg.model import KnowledgeGraph

TURTLE, NTRIPLES, JSONLD, TRIG = "graph.ttl", "graph.nt", "graph.jsonld", "graph.trig"

_SYNTAXES: dict[str, Callable[[], Syntax]] = {
    TURTLE: turtle_syntax,
    NTRIPLES: lambda: Syntax(ntriples),
    JSONLD: json_ld,
}


class Place(NamedTuple):
    """Where a paper's triples stand in graph.ttl, in bytes."""

    start: int
    size: int


def write_rdf(graph: KnowledgeGraph, folder: Path, files: Collection[str]) -> None:
    """Write those of graph.ttl, graph.nt, graph.jsonld and graph.trig that are asked for.

    In TriG each listing is a named graph, called like the listing, that holds the triples of the
    papers listed there (a paper in two listings stands in both); all else is in the default graph.
    graph.ttl is also written where only TriG is asked for, as its source.

    Raises:
        OutputError: the JSON-LD context lacks a term that the graph needs.
    """
    asked = {*files, TURTLE} if TRIG in files else set(files)
    places: list[Place] = []
    with ExitStack() as stack:
        outputs = []
        for name, syntax in _SYNTAXES.items():
            if name in asked:
                file = stack.enter_context((folder / name).open("wb", buffering=BUFFER))
                outputs.append(_Output(file, syntax()))
        for block in _blocks(graph):
            written = [output.write(block) for output in outputs]
            places.append(written[0])
        for output in outputs:
            output.end()
    if TRIG in files:
        _write_trig(graph, folder, places)


class _Output:
    """A file of one syntax that grows block by block."""

    def __init__(self, file: BinaryIO, syntax: Syntax) -> None:
        self._file, self._syntax = file, syntax
        self._next = syntax.head

    def write(self, block: Sequence[Triple]) -> Place:
        """Append the triples of whole subjects and return where they stand."""
        self._file.write(self._next.encode())
        self._next = self._syntax.between
        start = self._file.tell()
        return Place(start, self._file.write(self._syntax.serialise(block).encode()))

    def end(self) -> None:
        """Append what ends the file."""
        self._file.write(self._syntax.foot.encode())


def _blocks(graph: KnowledgeGraph) -> Iterator[list[Triple]]:
    """Yield the triples of all that is no paper, then those of each paper."""
    yield list(shared_rows(graph))
    writer = triple_writer(graph)
    for record in graph.papers:
        yield list(writer.paper(record))


def _write_trig(graph: KnowledgeGraph, folder: Path, places: Sequence[Place]) -> None:
    shared, *of_papers = places
    default = [shared]
    named: defaultdict[str, list[Place]] = defaultdict(list)
    for record, place in zip(graph.papers, of_papers, strict=True):
        for listing in dict.fromkeys(record.paper.listings):
            named[listing_id(listing)].append(place)
        if not record.paper.listings:
            default.append(place)
    with (
        (folder / TURTLE).open("rb") as source,
        (folder / TRIG).open("wb", buffering=BUFFER) as output,
    ):

        def copy(some: Sequence[Place]) -> None:
            for place in some:
                source.seek(place.start)
                output.write(source.read(place.size))

        output.write(PREFIX_LINES.encode())
        copy(default)
        for name, some in sorted(named.items()):
            output.write(f"\n<{graph.base}{name}> {{\n".encode())
            copy(some)
            output.write(b"}\n")
