"""/sparql: the SPARQL 1.1 Protocol for queries, over HTTP as Starlette gives it."""

from __future__ import annotations

import asyncio
import zlib
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kg.serve.asking import Streamed, ask, remembered
from kg.serve.body import read_body
from kg.serve.cache import Kept
from kg.serve.frames import Refused
from kg.serve.media import takes_gzip
from kg.serve.protocol import asked
from kg.serve.service import service_description

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.types import Receive, Scope, Send

    from kg.serve.frames import Question
    from kg.serve.holding import Holding

METHODS = ("GET", "HEAD", "POST", "OPTIONS")
_ALLOWED = ", ".join(METHODS)
_PIECE = 1 << 18
_SMALLEST = 1024  # bytes of a body that is worth compressing
_IN_A_THREAD = 1 << 17  # bytes whose compression would keep others waiting


class SparqlEndpoint:
    """The ASGI application at /sparql.

    Args:
        holding: the graph that is served.
    """

    def __init__(self, holding: Holding) -> None:
        self._holding = holding

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope, receive)
        try:
            response = await self._respond(request, receive, send)
        except Refused as refused:
            response = refusal(refused)
        if response:
            await response(scope, receive, send)

    async def _respond(self, request: Request, receive: Receive, send: Send) -> Response | None:
        """Return a response, or None where it is sent already.

        Raises:
            Refused: nothing is sent yet.
        """
        if request.method not in METHODS:
            return PlainTextResponse("GET or POST a query\n", 405, {"allow": _ALLOWED})
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"allow": _ALLOWED})
        body = await read_body(receive)
        found = asked(
            request.method,
            request.scope["query_string"],
            request.headers.get("content-type", ""),
            body,
        )
        accept = ", ".join(request.headers.getlist("accept")) or None
        if found is None:
            return service_description(request, accept, self._holding.now.contents)
        request.state.query = found.query
        question = found.question(accept)
        answer = remembered(self._holding, question)
        if answer:
            await _send_whole(request, send, answer)
        else:
            await self._ask(request, receive, send, question)
        return None

    async def _ask(
        self, request: Request, receive: Receive, send: Send, question: Question
    ) -> None:
        client = request.client.host if request.client else ""
        work = asyncio.create_task(ask(self._holding, question, client))
        left = asyncio.create_task(_disconnected(receive))
        try:
            await asyncio.wait({work, left}, return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                return
            answer = work.result()
            if isinstance(answer, Kept):
                await _send_whole(request, send, answer)
            else:
                try:
                    await _send_streamed(request, send, answer, left)
                finally:
                    answer.close()
        finally:
            work.cancel()
            left.cancel()


def refusal(refused: Refused) -> Response:
    """Return the response that tells a client why it gets no answer, as plain text."""
    headers = {} if refused.retry_after is None else {"retry-after": str(refused.retry_after)}
    return PlainTextResponse(refused.problem + "\n", refused.status, headers)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _headers(media: str, zipped: bool) -> list[tuple[bytes, bytes]]:
    charset = "; charset=utf-8" if media.startswith("text/") else ""
    headers = [
        (b"content-type", (media + charset).encode("ascii")),
        (b"vary", b"Accept, Accept-Encoding"),
    ]
    if zipped:
        headers.append((b"content-encoding", b"gzip"))
    return headers


async def _send_whole(request: Request, send: Send, answer: Kept) -> None:
    body = answer.body
    zipped = len(body) >= _SMALLEST and takes_gzip(request.headers.get("accept-encoding", ""))
    if zipped:
        body = (
            await asyncio.to_thread(answer.squeezed)
            if len(body) > _IN_A_THREAD
            else answer.squeezed()
        )
    headers = [*_headers(answer.media, zipped), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if request.method == "HEAD":
        body = b""
    # in pieces, so that a client that does not read holds little memory
    for start in range(0, max(len(body), 1), _PIECE):
        piece = body[start : start + _PIECE]
        more = start + _PIECE < len(body)
        await send({"type": "http.response.body", "body": piece, "more_body": more})


async def _send_streamed(
    request: Request, send: Send, answer: Streamed, left: asyncio.Task[None]
) -> None:
    """Send an answer while it is worked out.

    Raises:
        BrokenOff: a limit is reached; the connection has to be closed without an end of the body.
    """
    zipped = takes_gzip(request.headers.get("accept-encoding", ""))
    headers = _headers(answer.media, zipped)
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    if request.method != "HEAD":
        pieces = _zipped(answer) if zipped else aiter(answer)
        try:
            async for piece in pieces:
                if left.done():
                    return
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        except Refused as refused:
            raise BrokenOff(refused.problem) from refused
    await send({"type": "http.response.body", "body": b"", "more_body": False})


class BrokenOff(Exception):
    """An answer that ends before its end: the client sees a body that is cut."""


async def _zipped(pieces: Streamed) -> AsyncIterator[bytes]:
    squeeze = zlib.compressobj(4, wbits=zlib.MAX_WBITS | 16)
    async for piece in pieces:
        if zipped := squeeze.compress(piece):
            yield zipped
    yield squeeze.flush()
