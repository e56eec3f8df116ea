"""graph.ttl, graph.nt and graph.trig: written paper by paper, in bounded memory.

The triples of a paper are made once and serialised into each format. TriG is the Turtle of the
papers again, sorted into one named graph for each listing, so it is copied from graph.ttl by
offsets.
"""

from __future__ import annotations

from collections import defaultdict
from contextlib import ExitStack
from typing import TYPE_CHECKING, NamedTuple

from kg.export.aside import BUFFER
from kg.export.turtle import PREFIX_LINES, turtle
from kg.graph.rdf import listing_id, ntriples, shared_rows, triple_writer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from pathlib import Path

    from kg.graph.rdf import Triple
    from kg.model import KnowledgeGraph

TURTLE, NTRIPLES, TRIG = "graph.ttl", "graph.nt", "graph.trig"

Block = tuple[bytes, ...]
"""The same triples in each of the asked syntaxes."""


class Place(NamedTuple):
    """Where a paper's triples stand in graph.ttl, in bytes."""

    start: int
    size: int


def write_rdf(graph: KnowledgeGraph, folder: Path, files: Collection[str]) -> None:
    """Write those of graph.ttl, graph.nt and graph.trig that are asked for.

    In TriG each listing is a named graph, called like the listing, that holds the triples of the
    papers listed there (a paper in two listings stands in both); all else is in the default graph.
    graph.ttl is also written where only TriG is asked for, as its source.
    """
    syntaxes = tuple(
        name for name in (TURTLE, NTRIPLES) if name in files or (name == TURTLE and TRIG in files)
    )
    places: list[Place] = []
    with ExitStack() as stack:
        outputs = [
            stack.enter_context((folder / name).open("wb", buffering=BUFFER)) for name in syntaxes
        ]
        for name, output in zip(syntaxes, outputs, strict=True):
            output.write(PREFIX_LINES.encode() if name == TURTLE else b"")
        for block in _blocks(graph, syntaxes):
            places.append(Place(outputs[0].tell(), len(block[0])))
            for output, text in zip(outputs, block, strict=True):
                output.write(text)
    if TRIG in files:
        _write_trig(graph, folder, places)


def _blocks(graph: KnowledgeGraph, syntaxes: Sequence[str]) -> Iterator[Block]:
    """Yield the block of all that is no paper, then one block for each paper."""
    yield _block(list(shared_rows(graph)), syntaxes)
    writer = triple_writer(graph)
    for record in graph.papers:
        yield _block(list(writer.paper(record)), syntaxes)


def _block(some: Sequence[Triple], syntaxes: Sequence[str]) -> Block:
    return tuple((turtle(some) if name == TURTLE else ntriples(some)).encode() for name in syntaxes)


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
