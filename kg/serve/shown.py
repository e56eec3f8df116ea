"""Everything but /sparql, always of the graph that is served now."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from starlette.responses import PlainTextResponse
from starlette.routing import Router

from kg.errors import InputError, KgError
from kg.graph.load import from_store
from kg.query.store import load_store
from kg.serve.index import GraphIndex
from kg.serve.routes import routes

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from kg.serve.holding import Generation, Holding

PARTS = (
    *("/", "/api", "/data", "/explore", "/id", "/mcp", "/query", "/search", "/static"),
    "/.well-known",
)
"""What the paths begin with, for those who count requests."""

_log = logging.getLogger("kg.serve")
_RETRY_SECONDS = 2


class Shown:
    """An application whose pages are made of an index, which is made anew for each new graph.

    The index is made in a thread. Meanwhile the pages of the graph before answer; before the first
    one is done, and for a file that is no graph of paperkg, a plain line does.

    Args:
        holding: the graph, and each that comes after it.
        base: the address of the server; links and documents name it.
    """

    def __init__(self, holding: Holding, base: str) -> None:
        self._holding = holding
        self._base = base
        self._app: ASGIApp = PlainTextResponse(
            "the graph is being read; come back in a moment\n",
            503,
            {"Retry-After": str(_RETRY_SECONDS)},
        )
        self._index: GraphIndex | None = None
        self._number = 0
        self._making = asyncio.create_task(self._make(holding.now))

    def index(self) -> GraphIndex:
        """Return the index that pages are made of now.

        Raises:
            InputError: the first one is not ready, or the graph is none of paperkg.
        """
        if self._index is None:
            place = str(self._holding.now.file)
            raise InputError(place, "there is nothing to look at yet", "ask again in a moment")
        return self._index

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the pages that are ready."""
        if self._making.done() and self._holding.now.number != self._number:
            self._making = asyncio.create_task(self._make(self._holding.now))
        await self._app(scope, receive, send)

    async def _make(self, generation: Generation) -> None:
        try:
            self._index = await asyncio.to_thread(_index, generation)
            self._app = Router(routes(self._index, self._base))
        except KgError as error:
            _log.warning("there are no pages of %s: %s", generation.file, error)
            self._app = PlainTextResponse("this graph has no pages; ask at /sparql\n", 404)
        self._number = generation.number


def _index(generation: Generation) -> GraphIndex:
    return GraphIndex(from_store(load_store(generation.file))).ready()
