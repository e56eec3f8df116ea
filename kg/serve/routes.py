"""All that is looked at of a graph: one table of the routes, to be mounted by a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.serve import explore, pages
from kg.serve.api import app as api
from kg.serve.editor import page as editor

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.routing import BaseRoute

    from kg.serve.index import GraphIndex

ROUTES: tuple[Callable[[GraphIndex, str], list[BaseRoute]], ...] = (
    explore.routes,
    pages.routes,
    api.routes,
    editor.routes,
)
"""Start page and pictures, pages with their data, JSON API, query editor."""


def routes(index: GraphIndex, base: str) -> list[BaseRoute]:
    """Return the routes of everything, of one graph.

    Args:
        index: the graph.
        base: the address at which the routes are mounted; links and documents name it.
    """
    return [route for some in ROUTES for route in some(index, base)]
