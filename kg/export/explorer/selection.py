"""Which nodes of a graph the page holds: all, or of a very large graph the best connected."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import KnowledgeGraph, PaperRecord

MOST_NODES = 50_000
"""Papers and things in one page at most; beyond it a browser without a GPU is no longer smooth."""


def selected(
    graph: KnowledgeGraph, most: int = MOST_NODES
) -> tuple[list[PaperRecord], list[str], int]:
    """Return papers (in the graph's order), things (sorted identifiers) and how many there are.

    A graph with more than `most` nodes gives its papers half of the room, those that name the most
    things first, and the rest to the things that these papers name, those named most often first.
    What a thing is a variant or part of comes along only if it is named often enough itself.
    """
    papers, total = list(graph.papers), len(graph.papers) + len(graph.entities)
    if total <= most:
        return papers, sorted(graph.entities), total
    if len(papers) > most // 2:
        weight = {record.id: len(record.statements) for record in papers}
        kept = set(_heaviest(weight, most // 2))
        papers = [record for record in papers if record.id in kept]
    return papers, sorted(_heaviest(_named(papers), most - len(papers))), total


def _named(papers: Iterable[PaperRecord]) -> Counter[str]:
    """Return how many papers name each thing."""
    named: Counter[str] = Counter()
    for record in papers:
        named.update({statement.object for statement in record.statements})
    return named


def _heaviest(weight: dict[str, int], most: int) -> list[str]:
    return sorted(weight, key=lambda name: (-weight[name], name))[:most]
