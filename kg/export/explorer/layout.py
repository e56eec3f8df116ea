"""Places of the nodes of a whole graph: communities as discs that stand apart.

A force-directed picture of thousands of nodes is a hairball, and one that keeps communities
together (UMAP) needs a second for each thousand nodes. So the graph is cut into communities
(Leiden, Traag et al. 2019, by modularity), each community is laid out by itself and fills a disc,
the discs are placed by the edges among them and pushed apart, and each is turned towards what it is
tied to. A community that is still large is cut again in the same way. Parts without any tie to the
main one stand in rows below it. 10,000 nodes take a second, 50,000 five.
"""

from __future__ import annotations

import math
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Point = tuple[float, float]
_WHOLE = 90
"""Nodes up to which a part is laid out at once, not cut into communities."""
_SPACING = 2.9
"""Share of room to a node: the radius of a disc of n nodes is this many units times sqrt(n) / 2."""
_GAP = 3.2
"""Room between two discs, in the units of a node's radius."""
_WIDE = 1.35
"""How much wider than high the whole is, as screens are."""
_LEAST_ROW = 60.0
"""Width of a row of small parts below a main part that is small itself."""
_ROUNDS = 120
"""Rounds of drawing discs together and pushing them apart."""
_UNITS = 10
"""Whole numbers to one unit in the result: the last bits of a floating point do not show."""


@dataclass(frozen=True, slots=True)
class _Disc:
    """A part of the graph laid out around its own middle: points[i] is the place of nodes[i]."""

    nodes: list[int]
    points: list[Point]
    radius: float


def places(count: int, pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the place of each of `count` nodes, of which `pairs` are the edges, as whole numbers.

    The same graph has the same places: igraph gets its random numbers from a seeded generator, and
    keeps Python's own one afterwards. Sums are exact (math.fsum): from Python 3.12 on the built-in
    one rounds otherwise.
    """
    import igraph

    igraph.set_random_number_generator(random.Random(0))
    network = igraph.Graph(n=count, edges=sorted({(min(p), max(p)) for p in pairs if p[0] != p[1]}))
    parts = sorted((sorted(part) for part in network.connected_components()), key=_largest_first)
    discs = [
        _laid_out(network.induced_subgraph(part), part, 1.0 if number else _WIDE)
        for number, part in enumerate(parts)
    ]
    igraph.set_random_number_generator(random)
    placed: list[tuple[int, int]] = [(0, 0)] * count
    for disc, (x, y) in zip(discs, _in_rows(discs), strict=True):
        for node, (dx, dy) in zip(disc.nodes, disc.points, strict=True):
            placed[node] = (round((x + dx) * _UNITS), round((y + dy) * _UNITS))
    return placed


def _largest_first(part: Sequence[int]) -> tuple[int, int]:
    return -len(part), part[0]


def _laid_out(network: Any, nodes: list[int], wide: float = 1.0) -> _Disc:
    """Return the disc of a connected part; nodes[i] is the number of its vertex i in the graph."""
    if len(nodes) <= _WHOLE:
        return _whole(network, nodes)
    found = network.community_leiden(objective_function="modularity", n_iterations=3)
    parts = sorted((sorted(part) for part in found), key=_largest_first)
    if len(parts) == 1 or len(parts[0]) > 0.9 * len(nodes):
        return _whole(network, nodes)
    inner = [_laid_out(network.induced_subgraph(part), part) for part in parts]
    centers = _centers(network, parts, [disc.radius for disc in inner], wide)
    turned = _turned(network, inner, centers)
    points: list[Point] = [(0.0, 0.0)] * len(nodes)
    for disc, (x, y) in zip(turned, centers, strict=True):
        for vertex, (dx, dy) in zip(disc.nodes, disc.points, strict=True):
            points[vertex] = (x + dx, y + dy)
    return _Disc(nodes, points, max(math.hypot(x, y) for x, y in points) + 1)


def _whole(network: Any, nodes: list[int]) -> _Disc:
    """Return the disc of a part that is laid out at once, spread evenly over its disc."""
    count = len(nodes)
    if count <= _WHOLE:
        found = network.layout_kamada_kawai(maxiter=20 * count)
    else:
        found = network.layout_fruchterman_reingold(niter=200)
    radius = _SPACING * math.sqrt(count) / 2 + (count > 1) * 0.5
    return _Disc(nodes, _even([(p[0], p[1]) for p in found], radius), radius)


def _even(points: Sequence[Point], radius: float) -> list[Point]:
    """Return the points with their angles around the middle, at distances that fill the disc."""
    count = len(points)
    mid_x = math.fsum(p[0] for p in points) / count
    mid_y = math.fsum(p[1] for p in points) / count
    polar = [
        (math.hypot(x - mid_x, y - mid_y), math.atan2(y - mid_y, x - mid_x)) for x, y in points
    ]
    furthest = max(distance for distance, _ in polar) or 1.0
    ranks = sorted(range(count), key=lambda i: (polar[i][0], i))
    even = [(0.0, 0.0)] * count
    for rank, i in enumerate(ranks):
        distance, angle = polar[i]
        share = 0.4 * distance / furthest + 0.6 * math.sqrt((rank + (rank > 0) * 0.5) / count)
        even[i] = (math.cos(angle) * share * radius, math.sin(angle) * share * radius)
    return even


def _centers(network: Any, parts: list[list[int]], radii: list[float], wide: float) -> list[Point]:
    """Return the middles of the discs of parts: near what edges tie them to, none over another."""
    import igraph

    of = [0] * network.vcount()
    for number, part in enumerate(parts):
        for vertex in part:
            of[vertex] = number
    ties: defaultdict[tuple[int, int], int] = defaultdict(int)
    for start, end in network.get_edgelist():
        one, other = of[start], of[end]
        if one != other:
            ties[min(one, other), max(one, other)] += 1
    quotient = igraph.Graph(n=len(parts), edges=list(ties))
    weights = [tie / math.sqrt(len(parts[a]) * len(parts[b])) for (a, b), tie in ties.items()]
    found = quotient.layout_fruchterman_reingold(weights=weights, niter=800)
    room = math.sqrt(math.fsum((radius + _GAP) ** 2 for radius in radii))
    spread = math.sqrt(math.fsum(x * x + y * y for x, y in found) / len(parts)) or 1.0
    start_at = [
        (x / spread * room * 0.45 * wide, y / spread * room * 0.45 / wide) for x, y in found
    ]
    return _packed(start_at, radii, wide)


def _packed(points: Sequence[Point], radii: Sequence[float], wide: float) -> list[Point]:
    """Return the middles of discs drawn towards the middle of all until they nearly touch."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    largest = max(radii) + _GAP
    for step in range(_ROUNDS):
        pull = 0.05 if step < 0.6 * _ROUNDS else 0.0
        xs = [x * (1 - pull / wide) for x in xs]
        ys = [y * (1 - pull * wide) for y in ys]
        if not _pushed(xs, ys, radii, largest) and not pull:
            break
    mid_x, mid_y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    return [(x - mid_x, y - mid_y) for x, y in zip(xs, ys, strict=True)]


def _pushed(xs: list[float], ys: list[float], radii: Sequence[float], largest: float) -> bool:
    """Push discs that are too near apart, the smaller one further; return whether any were."""
    moved = False
    order = sorted(range(len(xs)), key=lambda i: (xs[i], i))
    for place, i in enumerate(order):
        for j in reversed(order[:place]):
            dx = xs[i] - xs[j]
            if dx > radii[i] + largest:
                break
            dy = ys[i] - ys[j]
            need = radii[i] + radii[j] + _GAP
            square = dx * dx + dy * dy
            if square >= need * need:
                continue
            gap = math.sqrt(square) or 1e-3
            share = radii[j] ** 2 / (radii[i] ** 2 + radii[j] ** 2)
            push = (need - gap) / gap
            dx, dy = (dx or 1e-3) * push, dy * push
            xs[i], ys[i] = xs[i] + dx * share, ys[i] + dy * share
            xs[j], ys[j] = xs[j] - dx * (1 - share), ys[j] - dy * (1 - share)
            moved = True
    return moved


def _turned(network: Any, discs: list[_Disc], centers: list[Point]) -> list[_Disc]:
    """Return the discs, each turned so that its nodes face the discs that they are tied to."""
    home = {
        vertex: (number, point)
        for number, disc in enumerate(discs)
        for vertex, point in zip(disc.nodes, disc.points, strict=True)
    }
    along, across = [0.0] * len(discs), [0.0] * len(discs)
    for ends in network.get_edgelist():
        for vertex, other in (ends, ends[::-1]):
            (one, (x, y)), (two, _) = home[vertex], home[other]
            if one != two:
                dx, dy = centers[two][0] - centers[one][0], centers[two][1] - centers[one][1]
                far = math.hypot(dx, dy) or 1.0
                along[one] += (x * dx + y * dy) / far
                across[one] += (x * dy - y * dx) / far
    return [
        _Disc(disc.nodes, _rotated(disc.points, math.atan2(across[i], along[i])), disc.radius)
        for i, disc in enumerate(discs)
    ]


def _rotated(points: Iterable[Point], angle: float) -> list[Point]:
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x * cos - y * sin, x * sin + y * cos) for x, y in points]


def _in_rows(discs: Sequence[_Disc]) -> list[Point]:
    """Return the middles of the parts: the first on top, the others in centred rows below it."""
    if not discs:
        return []
    xs, ys = zip(*discs[0].points, strict=True)
    left, wide = min(xs), max(max(xs) - min(xs), _LEAST_ROW)
    middle, bottom = left + (max(xs) - left) / 2, min(ys)
    middles: list[Point] = [(0.0, 0.0)]
    while len(middles) < len(discs):
        row = _row([disc.radius for disc in discs[len(middles) :]], wide)
        bottom -= max(row) + 2 * _GAP
        at = middle - (2 * math.fsum(row) + (len(row) - 1) * _GAP) / 2
        for radius in row:
            middles.append((at + radius, bottom))
            at += 2 * radius + _GAP
        bottom -= max(row)
    return middles


def _row(radii: Sequence[float], wide: float) -> list[float]:
    """Return the first radii, as many as one row holds, at least one."""
    row: list[float] = []
    taken = 0.0
    for radius in radii:
        if row and taken + 2 * radius > wide:
            break
        row.append(radius)
        taken += 2 * radius + _GAP
    return row
