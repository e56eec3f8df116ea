"""The agent's server beside the other pages of `kg serve`, over the graph that is served now."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.mcp.server import mcp_app
from kg.mcp.worker import MOST_ROWS, text_of
from kg.serve.asking import Streamed, ask, remembered
from kg.serve.frames import Question, Refused
from kg.serve.media import JSON, TRIPLES

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from kg.mcp.server import Ask
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
    return await asyncio.to_thread(_read, answer.media, body)


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


def _read(media: str, body: bytes) -> dict[str, Any]:
    """Return an answer as an agent's table: columns, the first rows, how many there are."""
    if media in TRIPLES:
        triples = list(ox.parse(body, format=ox.RdfFormat.N_TRIPLES))
        found = [(one.subject, one.predicate, one.object) for one in triples[:MOST_ROWS]]
        rows = [[str(term) for term in triple] for triple in found]
        return {
            "columns": ["subject", "predicate", "object"],
            "rows": rows,
            "total": len(triples),
        }
    read = ox.parse_query_results(body, format=ox.QueryResultsFormat.JSON)
    if isinstance(read, ox.QueryBoolean):
        return {"columns": ["answer"], "rows": [[str(bool(read)).lower()]], "total": 1}
    solutions = list(read)
    cells = [[text_of(cell) for cell in solution] for solution in solutions[:MOST_ROWS]]
    columns = [variable.value for variable in read.variables]
    return {"columns": columns, "rows": cells, "total": len(solutions)}
