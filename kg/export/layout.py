"""Positions of the nodes of a picture: computed here, so that a browser need not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import product
from math import hypot
from typing import Any

Point = tuple[float, float]
_STEPS_APART = 60
_MARGIN = 14.0
_SPACING = 62.0
_UMAP_FROM = 80


def positions(pairs: Sequence[tuple[int, int]], radii: Sequence[float]) -> list[tuple[int, int]]:
    """Return the place of each node in pixels; node i has radii[i], pairs are the edges.

    Each connected component is laid out by itself (UMAP of igraph, which keeps communities together
    best; below 80 nodes, which UMAP lets collapse, Kamada-Kawai), its nodes are pushed apart, and
    the components are set in rows, the largest first. Seeded, and rounded to whole pixels, so that
    the last bits of a machine's floating point do not show.
    """
    import igraph

    network = igraph.Graph(n=len(radii), edges=pairs).simplify()
    parts = sorted((sorted(part) for part in network.connected_components()), key=_largest_first)
    boxes = []
    for part in parts:
        igraph.set_random_number_generator(random.Random(0))
        points = _spread(network.induced_subgraph(part))
        boxes.append(_apart(points, [radii[i] for i in part]))
    igraph.set_random_number_generator(random)
    placed: list[tuple[int, int]] = [(0, 0)] * len(radii)
    for part, points in zip(parts, _in_rows(boxes), strict=True):
        for node, (x, y) in zip(part, points, strict=True):
            placed[node] = (round(x), round(y))
    return placed


def _largest_first(part: Sequence[int]) -> tuple[int, int]:
    return -len(part), part[0]


def _spread(component: Any) -> list[Point]:
    """Return the points of one component, scaled to the room that its nodes need."""
    count = component.vcount()
    if count >= _UMAP_FROM:
        found = component.layout_umap(min_dist=0.6, epochs=600)
    else:
        found = component.layout_kamada_kawai()
    xs, ys = [p[0] for p in found], [p[1] for p in found]
    extent = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    room = _SPACING * (count**0.5 + min(count - 1, 4))
    return [(x / extent * room, y / extent * room) for x, y in found]


def _apart(points: Sequence[Point], radii: Sequence[float]) -> list[Point]:
    """Return the points moved so that no two discs touch, as far as a few rounds can."""
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    side = 2 * max(radii) + _MARGIN
    for _ in range(_STEPS_APART):
        moved = False
        cells: dict[tuple[int, int], list[int]] = {}
        for i, (x, y) in enumerate(zip(xs, ys, strict=True)):
            cells.setdefault((int(x // side), int(y // side)), []).append(i)
        for (column, row), inside in cells.items():
            near = [
                j
                for dx, dy in product((-1, 0, 1), repeat=2)
                for j in cells.get((column + dx, row + dy), ())
            ]
            for i, j in ((i, j) for i in inside for j in near if i < j):
                dx, dy = xs[j] - xs[i], ys[j] - ys[i]
                gap = hypot(dx, dy)
                lack = radii[i] + radii[j] + _MARGIN - gap
                if lack > 0.01:
                    if gap < 1e-6:
                        dx, dy, gap = 1.0, 0.5 * (j - i), hypot(1.0, 0.5 * (j - i))
                    push = lack / gap / 2
                    xs[i], ys[i] = xs[i] - dx * push, ys[i] - dy * push
                    xs[j], ys[j] = xs[j] + dx * push, ys[j] + dy * push
                    moved = True
        if not moved:
            break
    return list(zip(xs, ys, strict=True))


def _in_rows(boxes: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """Return the components side by side in rows about as wide as the first one."""
    placed: list[list[Point]] = []
    left = top = height = 0.0
    width = 0.0
    for points in boxes:
        low_x, low_y = min(x for x, _ in points), min(y for _, y in points)
        wide, high = (max(x for x, _ in points) - low_x, max(y for _, y in points) - low_y)
        width = width or max(wide, 10 * _SPACING)
        if placed and left + wide > width:
            left, top, height = 0.0, top + height + _SPACING, 0.0
        placed.append([(x - low_x + left, y - low_y + top) for x, y in points])
        left, height = left + wide + _SPACING, max(height, high)
    return placed
