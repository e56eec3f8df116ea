"""The explorer over a served graph: all of a graph that one page can hold, else what is around."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, lru_cache
from heapq import nlargest
from typing import TYPE_CHECKING

from starlette.routing import Route

from kg.export.explorer.page import render
from kg.model import Kind
from kg.serve.answers import page, tagged, whole_number
from kg.serve.pages import missing
from kg.serve.parts import Link, named
from kg.serve.site import Site
from kg.serve.walk import neighbourhood

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from kg.model import KnowledgeGraph
    from kg.serve.index import GraphIndex

WHOLE = 10_000
"""Papers and things of a graph at most that is served as one page, some 10 MB of markup."""

AROUND = 2_000
"""Papers and things in the page of a neighbourhood at most."""

_MOST_HOPS = 2
_KEPT = 16  # pages of neighbourhoods that are kept
_LISTED = 10
# The page brings its own policy for scripts and styles, by their digests; this adds to it.
_FRAMES = {"Content-Security-Policy": "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"}


def routes(index: GraphIndex, base: str, whole: int = WHOLE) -> list[BaseRoute]:
    """Return the routes of the start page and of the pictures.

    Args:
        index: the graph.
        base: the address at which the routes are mounted.
        whole: up to so many papers and things the start page is the explorer of the whole graph.
    """
    site = Site(index, base)

    @lru_cache(maxsize=_KEPT)
    def picture(center: str | None, hops: int) -> bytes:
        graph = index.graph if center is None else around(index, center, hops)
        return render(replace(graph, base=f"{site.address}/id/")).encode("utf-8", "replace")

    @cache
    def most() -> list[tuple[str, list[Link]]]:
        return _most(site)

    newest = [named(site, one) for one in list(index.papers)[:_LISTED]]

    def start(request: Request) -> Response:
        if len(index.degree) <= whole:
            return tagged(request, picture(None, 0), "text/html", _FRAMES)
        return page(request, "start.html", site=site, most=most(), newest=newest)

    def explore(request: Request) -> Response:
        center = request.query_params.get("around", "")
        hops = whole_number(request.query_params.get("hops"), 1, _MOST_HOPS)
        if center not in index.degree or hops is None:
            return missing(site, request, center)
        return tagged(request, picture(center, hops), "text/html", _FRAMES)

    return [Route("/", start), Route("/explore", explore)]


def around(index: GraphIndex, center: str, hops: int, most: int = AROUND) -> KnowledgeGraph:
    """Return the graph of a node's neighbourhood, with all that its papers say among each other.

    Args:
        index: the whole graph.
        center: identifier of a paper or thing of it.
        hops: how far away the furthest node may be, in edges.
        most: nodes at most; of those equally far the best connected stay.
    """
    kept = neighbourhood(index, center, hops, most)
    graph = index.graph
    return replace(
        graph,
        papers=tuple(record for record in graph.papers if record.id in kept),
        entities={name: one for name, one in graph.entities.items() if name in kept},
    )


def _most(site: Site) -> list[tuple[str, list[Link]]]:
    """Return, by kind, the things that are named most often."""
    index, found = site.index, []
    for kind in Kind:
        things = (one for one, thing in index.things.items() if thing.kind is kind)
        top = nlargest(_LISTED, things, key=lambda one: (index.degree[one], one))
        if top:
            found.append((kind.value, [named(site, one) for one in top]))
    return found
