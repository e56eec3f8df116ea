"""Going from node to node: the edges of one, what is around it, the way from one to another."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Literal, TypeAlias

from kg.model import DerivedEdge, Statement
from kg.serve.index import Curated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.serve.index import GraphIndex

Edge: TypeAlias = Statement | Curated | DerivedEdge
"""An edge that was read in a text, that a lexicon says, or that was derived."""

Origin: TypeAlias = Literal["read", "curated", "derived"]

_MOST_SEEN = 100_000
"""Nodes that are looked at for a way at most; it bounds the time, to some seconds."""

_ORIGINS: dict[type, Origin] = {Statement: "read", Curated: "curated", DerivedEdge: "derived"}


def origin(edge: Edge) -> Origin:
    """Return where an edge comes from."""
    return _ORIGINS[type(edge)]


def predicate(edge: Edge) -> str:
    """Return the local name of an edge's property ("usesBaseModel")."""
    return edge.relation.value if isinstance(edge, Statement) else edge.predicate


def ends(edge: Edge) -> tuple[str, str]:
    """Return the identifiers where an edge begins and ends."""
    return edge.paper if isinstance(edge, Statement) else edge.subject, edge.object


def edges_of(
    index: GraphIndex,
    identifier: str,
    relation: str | None = None,
    wanted: Origin | None = None,
) -> list[Edge]:
    """Return the edges of a paper or thing: read ones of the newest papers first, then the others.

    Args:
        index: the graph.
        identifier: of a paper or thing.
        relation: local name of the property of the edges to return; all by default.
        wanted: where the edges to return come from; all by default.
    """
    found: list[Edge] = []
    if record := index.papers.get(identifier):
        found += record.statements
    found += index.said_of(identifier)
    found += (*index.curated_from(identifier), *index.curated_to(identifier))
    found += (*index.derived_from(identifier), *index.derived_to(identifier))
    return [
        edge
        for edge in found
        if relation in (None, predicate(edge)) and wanted in (None, origin(edge))
    ]


def neighbourhood(index: GraphIndex, center: str, hops: int, most: int) -> dict[str, int]:
    """Return the nodes around one with their distance in edges, the center itself at 0.

    Args:
        index: the graph.
        center: identifier of a paper or thing.
        hops: how far away the furthest node may be.
        most: nodes at most; of those equally far the best connected stay.
    """
    kept, rim = {center: 0}, [center]
    for distance in range(1, hops + 1):
        near = {other for one in rim for other in index.neighbours(one)} - kept.keys()
        ranked = sorted(near, key=lambda one: (-index.degree[one], one))
        rim = ranked[: most - len(kept)]
        kept.update(dict.fromkeys(rim, distance))
    return kept


def edges_among(index: GraphIndex, nodes: Sequence[str]) -> list[Edge]:
    """Return the edges that begin and end at one of the nodes, each once."""
    inside = set(nodes)
    found: list[Edge] = []
    for node in nodes:
        record = index.papers.get(node)
        begun: list[Edge] = list(record.statements) if record else []
        begun += (*index.curated_from(node), *index.derived_from(node))
        found += [edge for edge in begun if ends(edge)[1] in inside]
    return found


def way(index: GraphIndex, start: str, end: str, longest: int) -> list[str] | None:
    """Return the nodes of a shortest way, whichever way its edges point.

    Breadth first from both ends at once, the smaller rim first.

    Args:
        index: the graph.
        start: identifier of a paper or thing.
        end: identifier of another, or the same.
        longest: edges of the way at most.

    Returns:
        None if there is none so short, or too many nodes would have to be looked at.
    """
    before: tuple[dict[str, str | None], dict[str, str | None]] = ({start: None}, {end: None})
    rims = [[start], [end]]
    if start == end:
        return [start]
    for _ in range(longest):
        side = 0 if len(rims[0]) <= len(rims[1]) else 1
        mine, other = before[side], before[1 - side]
        rim: list[str] = []
        for one in rims[side]:
            for near in index.neighbours(one):
                if near not in mine:
                    mine[near] = one
                    rim.append(near)
                    if near in other:
                        return _joined(before, near)
            if len(mine) + len(other) > _MOST_SEEN:
                return None
        rims[side] = rim
    return None


def _joined(before: tuple[dict[str, str | None], dict[str, str | None]], middle: str) -> list[str]:
    def back(steps: dict[str, str | None]) -> list[str]:
        found, one = [], steps[middle]
        while one is not None:
            found.append(one)
            one = steps[one]
        return found

    return [*reversed(back(before[0])), middle, *back(before[1])]


def edges_along(index: GraphIndex, nodes: Sequence[str]) -> list[Edge]:
    """Return the edges between each two nodes that follow each other on a way."""
    return [edge for pair in pairwise(nodes) for edge in edges_among(index, pair)]
