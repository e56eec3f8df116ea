"""Which part of a graph is drawn: papers and things, and the edges among them.

Results, links and listings are left out, and so are derived edges, which say again what the edges
of a paper say.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.graph.flat import edges, nodes
from kg.graph.network import legal
from kg.model import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from kg.graph.flat import FlatEdge, FlatNode
    from kg.model import KnowledgeGraph

OVERVIEW_NODES = 300
VIEW_NODES = 400
PAPER = "Paper"
_PICTURED = frozenset([PAPER, *(kind.value for kind in Kind)])

Neighbours = dict[str, set[str]]


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes and edges to draw, and how many papers and things the whole graph has."""

    nodes: tuple[FlatNode, ...]
    edges: tuple[FlatEdge, ...]
    of_nodes: int


def overview(graph: KnowledgeGraph, limit: int = OVERVIEW_NODES) -> Picture:
    """Return the most connected things and, as many again, the papers most connected with them.

    The nodes of highest degree alone would all be things, with no paper between them to show how
    they hang together. A node that has lost all its neighbours is left out too.
    """
    near = neighbours(graph)
    papers = [record.id for record in graph.papers]
    half = limit // 2
    room = max(half, limit - len(papers))
    things = set(_by_degree((i for i in near if i in graph.entities), near)[:room])
    of_things = {paper: near[paper] & things for paper in papers}
    best = _by_degree(papers, of_things)[: limit - len(things)]
    chosen = things.union(best)
    if len(chosen) < len(near):
        chosen = {node for node in chosen if near[node] & chosen}
    return draw(graph, chosen)


def around(graph: KnowledgeGraph, center: str, hops: int, limit: int = VIEW_NODES) -> Picture:
    """Return what is within so many hops of a node: the nearest first, then the best connected."""
    near = neighbours(graph)
    chosen, ring = {center}, {center}
    for _ in range(hops):
        ring = {other for node in ring for other in near[node]} - chosen
        chosen.update(_by_degree(ring, near)[: limit - len(chosen)])
        if not ring or len(chosen) == limit:
            break
    return draw(graph, chosen)


def draw(graph: KnowledgeGraph, chosen: Collection[str]) -> Picture:
    """Return the picture of the chosen nodes and the edges among them."""
    return Picture(
        tuple(legal(node) for node in nodes(graph) if node.id in chosen),
        tuple(
            legal(edge)
            for edge in _drawn(graph)
            if edge.subject in chosen and edge.object in chosen
        ),
        len(graph.papers) + len(graph.entities),
    )


def neighbours(graph: KnowledgeGraph) -> Neighbours:
    """Return the neighbours of each paper and thing, in both directions."""
    near: defaultdict[str, set[str]] = defaultdict(set)
    for identifier in [*graph.entities, *(record.id for record in graph.papers)]:
        near[identifier] = set()
    for edge in _drawn(graph):
        near[edge.subject].add(edge.object)
        near[edge.object].add(edge.subject)
    return dict(near)


def _drawn(graph: KnowledgeGraph) -> Iterator[FlatEdge]:
    papers = {record.id for record in graph.papers}
    for edge in edges(graph):
        known = edge.subject in papers or edge.subject in graph.entities
        if known and edge.source != "derived" and edge.object in graph.entities:
            yield edge


def _by_degree(identifiers: Iterable[str], near: Neighbours) -> list[str]:
    return sorted(identifiers, key=lambda i: (-len(near[i]), i))
