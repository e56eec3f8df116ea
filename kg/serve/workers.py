"""The server's side of the nursery and of its workers."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import sys
from collections import deque
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from kg.errors import InputError, KgError
from kg.serve.frames import packed
from kg.serve.limits import CHUNK
from kg.serve.nursery import FORK, KILL, ORDER, YIELD

if TYPE_CHECKING:
    from pathlib import Path

    from kg.serve.frames import Question
    from kg.serve.limits import Limits

_LONGEST_NEWS = 1 << 22
_HUGE_PAGES = "glibc.malloc.hugetlb=1"


class UnreadableGraph(KgError):
    """A graph that the nursery could not load; the text is that of the InputError there."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What the graph holds: triples of the default graph, and the names of the named ones."""

    triples: int
    graphs: tuple[str, ...]


class Worker:
    """A process that answers one question at a time."""

    def __init__(self, nursery: Nursery) -> None:
        self._nursery = nursery
        self.pid = 0
        self.ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self.reader: asyncio.StreamReader
        self._writer: asyncio.StreamWriter

    async def connect(self, channel: socket.socket) -> None:
        """Take over this end of the worker's channel."""
        self.reader, self._writer = await asyncio.open_connection(sock=channel, limit=CHUNK * 2)

    def ask(self, question: Question) -> None:
        """Send a question; its frames are then read from `reader`."""
        self._writer.write(packed(b"Q", question.to_bytes()))

    def yield_to_others(self, niceness: int) -> None:
        """Let others go first, the more the nicer it is (to 19); this cannot be taken back."""
        self._nursery.order(YIELD, self.pid, niceness)

    def dismiss(self) -> None:
        """Let it end when it has nothing more to do."""
        self._writer.close()

    def kill(self) -> None:
        """End it at once."""
        self._nursery.order(KILL, self.pid)
        self._writer.close()

    async def signal(self) -> int:
        """Return the signal that ended it (0 for none), which has to be near."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2):
                return await asyncio.shield(self.ended)
        return 0


class Nursery:
    """A nursery process with one loaded graph. Make it with start()."""

    def __init__(self, process: asyncio.subprocess.Process, contents: Contents) -> None:
        self._process = process
        self.contents = contents
        self.gone = asyncio.Event()
        self._orders: socket.socket
        self._unborn: deque[tuple[Worker, asyncio.Future[None]]] = deque()
        self._workers: dict[int, Worker] = {}
        self._listening: asyncio.Task[None]

    @classmethod
    async def start(cls, graph: Path, limits: Limits) -> Nursery:
        """Return the nursery of a graph once it is loaded.

        Raises:
            UnreadableGraph: the graph is not there or cannot be parsed.
        """
        ours, theirs = socket.socketpair()
        with theirs:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-m", "kg.serve.nursery"),
                *(str(theirs.fileno()), str(graph), json.dumps(asdict(limits))),
                pass_fds=[theirs.fileno()],
                stdin=asyncio.subprocess.DEVNULL,
                env={**os.environ, "GLIBC_TUNABLES": _tunables()},
            )
        # Orders are sent through one descriptor, with sockets in them; news come through another.
        reader, writer = await asyncio.open_connection(sock=ours.dup(), limit=_LONGEST_NEWS)
        try:
            news = json.loads(await reader.readline() or b"{}")
        except BaseException:
            process.kill()
            raise
        if "triples" not in news:
            writer.close()
            ours.close()
            await process.wait()
            reason = news.get("failed")
            raise (
                UnreadableGraph(reason)
                if reason
                else InputError(
                    str(graph),
                    "the process that loads it has ended",
                    "is there memory enough for it?",
                )
            )
        nursery = cls(process, Contents(news["triples"], tuple(news["graphs"])))
        nursery._orders = ours
        nursery._listening = asyncio.create_task(nursery._listen(reader, writer))
        return nursery

    async def fork(self) -> Worker:
        """Return a new worker.

        Raises:
            OSError: the nursery is gone.
        """
        ours, theirs = socket.socketpair()
        worker = Worker(self)
        born: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        with theirs:
            self._unborn.append((worker, born))
            socket.send_fds(self._orders, [ORDER.pack(FORK, 0, 0)], [theirs.fileno()])
        await worker.connect(ours)
        await born
        return worker

    def order(self, what: bytes, pid: int, niceness: int = 0) -> None:
        """Tell the nursery what to do with a worker; one that has ended is left in peace."""
        with contextlib.suppress(OSError):
            self._orders.sendall(ORDER.pack(what, pid, niceness))

    async def _listen(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # One that is killed leaves half a line, or (with orders that it did not read) a reset.
        with contextlib.suppress(OSError, ValueError):
            while line := await reader.readline():
                self._hear(json.loads(line))
        writer.close()
        self.gone.set()
        for _, born in self._unborn:
            if not born.done():
                born.set_exception(OSError("the nursery is gone"))

    def _hear(self, news: dict[str, int]) -> None:
        if "born" in news:
            worker, born = self._unborn.popleft()
            worker.pid = news["born"]
            self._workers[worker.pid] = worker
            if not born.done():
                born.set_result(None)
        elif worker_ended := self._workers.pop(news["died"], None):
            worker_ended.ended.set_result(news["signal"])

    async def close(self) -> None:
        """End the nursery with all its workers."""
        with contextlib.suppress(OSError):
            self._orders.shutdown(socket.SHUT_RDWR)
        self._orders.close()
        await self._listening
        try:
            async with asyncio.timeout(5):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()


def _tunables() -> str:
    """Return the settings of glibc with large pages for the graph: with 3 million triples a fork
    takes 5 ms instead of 40, and a query over all of them a quarter less. Others ignore them."""
    return ":".join(filter(None, (os.environ.get("GLIBC_TUNABLES"), _HUGE_PAGES)))
