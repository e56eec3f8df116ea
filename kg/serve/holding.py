"""The graph that is served, and the one after it: a finished build is swapped in while all runs."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.errors import KgError
from kg.query.store import graph_file
from kg.serve.cache import Cache
from kg.serve.pool import Pool
from kg.serve.workers import Nursery
from kg.stamp import Stamp, stamp

if TYPE_CHECKING:
    from pathlib import Path

    from kg.serve.limits import Limits
    from kg.serve.workers import Contents

LOOK_SECONDS = 0.5
_log = logging.getLogger("kg.serve")


@dataclass(frozen=True, slots=True)
class Generation:
    """One graph with the workers that answer from it."""

    number: int
    pool: Pool
    file: Path
    seen: Stamp | None

    @property
    def contents(self) -> Contents:
        """What the graph holds."""
        return self.pool.nursery.contents


class Holding:
    """Holds the current generation. Make it with open(), end it with close().

    Whoever asks takes `now` once and stays with it: the old workers finish what they have begun.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self.limits = limits
        self.cache = Cache(limits.cache)
        self.now: Generation
        self.swaps = 0
        self._path = path
        self._numbers = itertools.count(1)
        self._leaving: set[asyncio.Task[None]] = set()
        self._watch: asyncio.Task[None]

    @classmethod
    async def open(cls, path: Path, limits: Limits) -> Holding:
        """Return the holding of a graph (a file, or a folder with one), loaded and watched.

        Raises:
            KgError: the graph is not there or cannot be parsed.
        """
        holding = cls(path, limits)
        holding.now = await holding._load()
        holding._watch = asyncio.create_task(holding._watching())
        return holding

    async def _load(self) -> Generation:
        file = graph_file(self._path)
        seen = stamp(file)  # before it is read: a change meanwhile will be seen
        pool = await Pool.start(await Nursery.start(file, self.limits), self.limits)
        return Generation(next(self._numbers), pool, file, seen)

    async def _watching(self) -> None:
        refused: tuple[Path, Stamp] | None = None
        before: tuple[Path, Stamp] | None = None
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                file = graph_file(self._path)
            except KgError:
                continue
            seen = stamp(file)
            if seen is None:
                continue  # it is being replaced, or gone: what is loaded stays
            found = (file, seen)
            settled = found == before  # two looks alike: nobody is writing it
            before = found
            changed = found != (self.now.file, self.now.seen) and found != refused
            if not self.now.pool.alive or (changed and settled):
                refused = None if await self._swap() else found

    async def _swap(self) -> bool:
        try:
            fresh = await self._load()
        except (KgError, OSError) as error:
            _log.error("the changed graph is left out, and the old one stays: %s", error)
            return False
        old, self.now = self.now, fresh
        self.cache.clear()
        self.swaps += 1
        _log.warning("graph %d is served now: %s", fresh.number, fresh.file)
        leaving = asyncio.create_task(old.pool.close(self._grace))
        self._leaving.add(leaving)
        leaving.add_done_callback(self._leaving.discard)
        return True

    @property
    def _grace(self) -> float:
        """Seconds after which no query can be running: it waits once, and runs once."""
        return 2 * self.limits.seconds + 1

    async def close(self) -> None:
        """End all workers; what runs has finished, or is ended."""
        self._watch.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._watch
        for leaving in self._leaving:
            leaving.cancel()
        await asyncio.gather(*self._leaving, return_exceptions=True)
        await self.now.pool.close(1.0)
