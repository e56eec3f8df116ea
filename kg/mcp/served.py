"""The agent's server beside the other pages of `kg serve`, over the graph that is served now."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.mcp.rows import rows_of
from kg.mcp.server import mcp_app
from kg.query.engine import Triples, result_of
from kg.serve.asking import Streamed, ask, remembered
from kg.serve.frames import Question, Refused
from kg.serve.media import JSON, TRIPLES

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from kg.mcp.server import Ask
    from kg.query.engine import Result
    from kg.serve.holding import Holding
    from kg.serve.run import Served

_NTRIPLES = "application/n-triples"
_LARGEST = 16 << 20  # bytes of an answer that is turned into a table
_CLIENT = "agents"  # among whom queries take turns


def agents(served: Served) -> Starlette:
    """Return the agent's server as an application; its queries are bounded as those of others."""
    loop = asyncio.get_running_loop()
    return mcp_app(served.index, _asking(served.holding, loop), served.hosts)


def _asking(holding: Holding, loop: asyncio.AbstractEventLoop) -> Ask:
    """Return what asks the workers from the thread of a tool."""

    def asked(query: str) -> dict[str, Any]:
        return asyncio.run_coroutine_threadsafe(_table(holding, query), loop).result()

    return asked


async def _table(holding: Holding, query: str) -> dict[str, Any]:
    question = Question(query, solutions=JSON, boolean=JSON, triples=_NTRIPLES)
    try:
        answer = remembered(holding, question) or await ask(holding, question, _CLIENT)
        body = await _whole(answer) if isinstance(answer, Streamed) else answer.body
    except Refused as refused:
        raise QueryError(f"query: {refused}") from refused
    return rows_of(await asyncio.to_thread(_read, answer.media, body))


async def _whole(answer: Streamed) -> bytes:
    body = bytearray()
    try:
        async for piece in answer:
            body += piece
            if len(body) > _LARGEST:
                raise QueryError("query: its answer is too large; add a LIMIT")
    finally:
        answer.close()
    return bytes(body)


def _read(media: str, body: bytes) -> Result:
    if media in TRIPLES:
        found = (quad.triple for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
        return Triples(tuple(found))
    return result_of(ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON))
