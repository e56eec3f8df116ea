"""Everything but /sparql, always of the graph that is served now."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Router

from kg.errors import KgError
from kg.graph.load import from_store
from kg.query.store import load_store
from kg.serve.index import GraphIndex
from kg.serve.routes import routes

if TYPE_CHECKING:
    from starlette.routing import BaseRoute
    from starlette.types import ASGIApp, Receive, Scope, Send

    from kg.serve.holding import Generation, Holding

PARTS = ("/", "/api", "/data", "/explore", "/id", "/query", "/search", "/static", "/.well-known")
"""What the paths begin with, for those who count requests."""

_log = logging.getLogger("kg.serve")
_RETRY_SECONDS = 2


def shown_routes(holding: Holding, base: str) -> list[BaseRoute]:
    """Return the routes of pages, pictures, API and editor.

    Args:
        holding: the graph, and each that comes after it.
        base: the address of the server; links and documents name it.
    """
    return [Mount("/", Shown(holding, base))]


class Shown:
    """An application whose pages are made of an index, which is made anew for each new graph.

    The index is made in a thread. Meanwhile the pages of the graph before answer; before the first
    one is done, and for a file that is no graph of paperkg, a plain line does.
    """

    def __init__(self, holding: Holding, base: str) -> None:
        self._holding = holding
        self._base = base
        self._app: ASGIApp = PlainTextResponse(
            "the graph is being read; come back in a moment\n",
            503,
            {"Retry-After": str(_RETRY_SECONDS)},
        )
        self._number = 0
        self._making = asyncio.create_task(self._make(holding.now))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the pages that are ready."""
        if self._making.done() and self._holding.now.number != self._number:
            self._making = asyncio.create_task(self._make(self._holding.now))
        await self._app(scope, receive, send)

    async def _make(self, generation: Generation) -> None:
        try:
            self._app = await asyncio.to_thread(self._pages, generation)
        except KgError as error:
            _log.warning("there are no pages of %s: %s", generation.file, error)
            self._app = PlainTextResponse("this graph has no pages; ask at /sparql\n", 404)
        self._number = generation.number

    def _pages(self, generation: Generation) -> ASGIApp:
        index = GraphIndex(from_store(load_store(generation.file))).ready()
        return Router(routes(index, self._base))
