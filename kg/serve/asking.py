"""From a question to the bytes of its answer: the cache, a worker, the limits."""

from __future__ import annotations

import asyncio
import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kg.serve.cache import Kept
from kg.serve.frames import BODY, END, HEAD, Question, Refused, next_frame
from kg.serve.limits import CHUNK, MB

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from kg.serve.holding import Generation, Holding
    from kg.serve.pool import Lease

_PIECES = 16 * MB // CHUNK
"""Pieces of a streamed answer that wait for a slow client; then the query waits for it, too."""

_Pieces: TypeAlias = "asyncio.Queue[bytes | Refused | None]"


@dataclass(frozen=True, slots=True)
class Streamed:
    """An answer that is still being worked out, whose first bytes are there.

    Whoever does not read it to the end has to close() it, which ends the query.
    """

    media: str
    _begun: tuple[bytes, ...]
    _pieces: _Pieces
    _work: asyncio.Task[None]

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the body.

        Raises:
            Refused: a limit is reached or the worker died; what came so far is no whole answer.
        """
        for piece in self._begun:
            yield piece
        while (piece_or_end := await _next(self._pieces)) is not None:
            yield piece_or_end

    def close(self) -> None:
        """End the query if it still runs."""
        self._work.cancel()


def remembered(holding: Holding, question: Question) -> Kept | None:
    """Return the answer that the graph of now gave to the same question before."""
    return holding.cache.get(holding.now.number, question) if holding.limits.cache else None


async def ask(holding: Holding, question: Question, client: str) -> Kept | Streamed:
    """Return the answer to a question, whole if it is short.

    Args:
        holding: the graph that is served.
        question: the query, with the media types for its answer.
        client: who asks; queries of different clients take turns.

    Raises:
        Refused: the query is wrong, or a limit is reached before much of the answer is there.
    """
    generation = holding.now
    pieces: _Pieces = asyncio.Queue(_PIECES)
    work = asyncio.create_task(_work(holding, generation, question, client, pieces))
    try:
        media = (await _next(pieces) or b"").decode()
        first = await _next(pieces)
        second = None if first is None else await _next(pieces)
    except BaseException:
        work.cancel()
        raise
    if first is None or second is None:
        return Kept(media, first or b"")
    return Streamed(media, (first, second), pieces, work)


async def _next(pieces: _Pieces) -> bytes | None:
    piece = await pieces.get()
    if isinstance(piece, Refused):
        raise piece
    return piece


async def _work(
    holding: Holding, generation: Generation, question: Question, client: str, pieces: _Pieces
) -> None:
    """Put the media type, the pieces of the body, and None or a refusal as the last."""
    try:
        lease = await generation.pool.lease(client)
    except Refused as refused:
        await pieces.put(refused)
        return
    try:
        async with asyncio.timeout(holding.limits.seconds):
            whole = await _ask_worker(lease, question, pieces, holding.cache.largest)
    except Refused as refused:
        lease.give_back()
        await pieces.put(refused)
    except TimeoutError:
        lease.discard()
        seconds = f"{holding.limits.seconds:g}"
        await pieces.put(Refused(504, f"the query took longer than {seconds} seconds"))
    except (EOFError, OSError):
        reason = lease.outcast or _died(await lease.worker.signal(), holding.limits.memory)
        lease.discard()
        await pieces.put(reason)
    except BaseException:
        lease.discard()
        raise
    else:
        lease.give_back()
        if whole is not None:
            holding.cache.put(generation.number, question, whole)
        await pieces.put(None)


async def _ask_worker(
    lease: Lease, question: Question, pieces: _Pieces, largest: int
) -> Kept | None:
    """Pass an answer on, and return it whole if it has at most so many bytes.

    Raises:
        Refused: the worker refuses the query.
        EOFError, OSError: the worker died.
    """
    lease.worker.ask(question)
    media, whole = "", bytearray()
    complete = True
    while True:
        kind, data = await next_frame(lease.worker.reader)
        if kind == END:
            return Kept(media, bytes(whole)) if complete else None
        if kind == HEAD:
            media = data.decode()
        elif kind == BODY:
            complete = complete and len(whole) + len(data) <= largest
            if complete:
                whole += data
            else:
                whole.clear()
        else:
            raise Refused.from_bytes(data)
        await pieces.put(data)


def _died(ended_by: int, memory: int) -> Refused:
    """Return what to tell of a worker that died: the engine aborts when memory is refused."""
    if ended_by == signal.SIGABRT:
        return Refused(503, f"the query needs more than {memory} MB of memory")
    if ended_by == signal.SIGSEGV:
        return Refused(400, "the query is nested too deep, or too long, for the engine")
    return Refused(503, "the query was ended from outside; try again", retry_after=1)
