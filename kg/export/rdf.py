"""graph.ttl, graph.nt and graph.trig: written paper by paper, in bounded memory.

The triples of a paper are made once and serialised into each format. TriG is the Turtle of the
papers again, sorted into one named graph for each listing, so it is copied from graph.ttl by
offsets. Large graphs are spread over processes by chunks of papers; the chunks come back in order,
so the bytes do not depend on the number of processes.
"""

from __future__ import annotations

import multiprocessing
from collections import defaultdict, deque
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox

from kg.graph.rdf import TripleWriter, listing_id, listings
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from kg.model import KnowledgeGraph, PaperRecord

TURTLE, NTRIPLES, TRIG = "graph.ttl", "graph.nt", "graph.trig"
PARALLEL_FROM = 2_000
"""Papers from which on more processes are worth their start."""

_CHUNK = 200
_SYNTAX = {TURTLE: ox.RdfFormat.TURTLE, NTRIPLES: ox.RdfFormat.N_TRIPLES}
_PREFIX_LINES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(PREFIXES.items()))

Block = tuple[bytes, ...]
"""The same triples in each of the asked syntaxes."""


class Place(NamedTuple):
    """Where a paper's triples stand in graph.ttl, in bytes."""

    start: int
    size: int


def write_rdf(graph: KnowledgeGraph, folder: Path, files: Collection[str], jobs: int) -> None:
    """Write those of graph.ttl, graph.nt and graph.trig that are asked for.

    In TriG each listing is a named graph, called like the listing, that holds the triples of the
    papers listed there (a paper in two listings stands in both); all else is in the default graph.
    graph.ttl is also written where only TriG is asked for, as its source.
    """
    syntaxes = tuple(
        name for name in _SYNTAX if name in files or (name == TURTLE and TRIG in files)
    )
    places: list[Place] = []
    with ExitStack() as stack:
        outputs = [stack.enter_context((folder / name).open("wb")) for name in syntaxes]
        for name, output in zip(syntaxes, outputs, strict=True):
            output.write(_PREFIX_LINES.encode() if name == TURTLE else b"")
        for block in _blocks(graph, syntaxes, jobs):
            places.append(Place(outputs[0].tell(), len(block[0])))
            for output, text in zip(outputs, block, strict=True):
                output.write(text)
    if TRIG in files:
        _write_trig(graph, folder, places)


def _blocks(graph: KnowledgeGraph, syntaxes: Sequence[str], jobs: int) -> Iterator[Block]:
    """Yield the block of all that is no paper, then one block for each paper."""
    writer = TripleWriter(graph.base, graph.extractor)
    shared = list(writer.header())
    for listing in listings(graph):
        shared += writer.listing(listing)
    for entity in graph.entities.values():
        shared += writer.entity(entity)
    yield _block(shared, syntaxes)
    chunks = (graph.papers[i : i + _CHUNK] for i in range(0, len(graph.papers), _CHUNK))
    serialise = partial(_serialise, graph.base, graph.extractor, tuple(syntaxes))
    if jobs > 1 and len(graph.papers) >= PARALLEL_FROM:
        yield from _spread(serialise, chunks, jobs)
    else:
        for chunk in chunks:
            yield from serialise(chunk)


def _spread(
    serialise: Callable[[Sequence[PaperRecord]], list[Block]],
    chunks: Iterator[Sequence[PaperRecord]],
    jobs: int,
) -> Iterator[Block]:
    """Yield the blocks of the chunks in order, with two chunks for each process under way."""
    pool = ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))
    under_way: deque[Future[list[Block]]] = deque()
    try:
        for chunk in chunks:
            under_way.append(pool.submit(serialise, chunk))
            if len(under_way) >= 2 * jobs:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _serialise(
    base: str, extractor: str, syntaxes: Sequence[str], papers: Sequence[PaperRecord]
) -> list[Block]:
    writer = TripleWriter(base, extractor)
    return [_block(list(writer.paper(record)), syntaxes) for record in papers]


def _block(triples: Sequence[ox.Triple], syntaxes: Sequence[str]) -> Block:
    return tuple(_turtle(triples) if name == TURTLE else _ntriples(triples) for name in syntaxes)


def _ntriples(triples: Sequence[ox.Triple]) -> bytes:
    return ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES) or b""


def _turtle(triples: Sequence[ox.Triple]) -> bytes:
    """Return Turtle without its prefix lines, which the serialiser puts first, one to a line."""
    text = ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=PREFIXES) or b""
    start = 0
    while text.startswith(b"@prefix ", start):
        start = text.index(b"\n", start) + 1
    return b"\n" + text[start:] if triples else b""


def _write_trig(graph: KnowledgeGraph, folder: Path, places: Sequence[Place]) -> None:
    shared, *of_papers = places
    default = [shared]
    named: defaultdict[str, list[Place]] = defaultdict(list)
    for record, place in zip(graph.papers, of_papers, strict=True):
        for listing in dict.fromkeys(record.paper.listings):
            named[listing_id(listing)].append(place)
        if not record.paper.listings:
            default.append(place)
    with (folder / TURTLE).open("rb") as source, (folder / TRIG).open("wb") as output:

        def copy(some: Sequence[Place]) -> None:
            for place in some:
                source.seek(place.start)
                output.write(source.read(place.size))

        output.write(_PREFIX_LINES.encode())
        copy(default)
        for name, some in sorted(named.items()):
            output.write(f"\n<{graph.base}{name}> {{\n".encode())
            copy(some)
            output.write(b"}\n")
