"""What a build says of itself when it is done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.graph.flat import edges, nodes

if TYPE_CHECKING:
    from kg.ingest.read import Reading
    from kg.model import KnowledgeGraph


def summary(
    graph: KnowledgeGraph, reading: Reading, written: Sequence[Path], seconds: float
) -> Iterator[str]:
    """Yield the lines: papers read, nodes and edges by type, files, time."""
    yield (
        f"papers   {reading.read} read, {len(reading.papers)} different, "
        f"{reading.duplicates} listed again, {len(reading.skipped)} skipped"
    )
    yield _counted("nodes", Counter(node.type for node in nodes(graph)))
    yield _counted("edges", Counter(edge.predicate for edge in edges(graph)))
    if written:
        names = ", ".join(f"{path.name} ({_size(path.stat().st_size)})" for path in written)
        yield f"written  {written[0].parent}/: {names}"
    yield f"time     {seconds:.1f} s"


def _counted(what: str, counts: Counter[str]) -> str:
    parts = ", ".join(
        f"{name} {n}" for name, n in sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    )
    return f"{what:8} {counts.total()}: {parts}"


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(count / 1e3, 0.1):.1f} kB"
