"""Workers over one graph: a lane for short queries, one for long ones, and spares.

A query begins in the short lane, which has as many places as there are workers. One that runs for
longer than LONG_AFTER leaves it, is given the lowest priority and goes on in the long lane, so that
a few runaway queries never hold the places of the others. Its worker is not used again. A worker
that dies or is killed is replaced by a spare, which was forked before it was needed.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, deque
from typing import TYPE_CHECKING

from kg.serve.frames import Refused
from kg.serve.limits import LONG_AFTER, LONG_LANES, NICENESS, QUEUE
from kg.serve.turns import Turns

if TYPE_CHECKING:
    from kg.serve.limits import Limits
    from kg.serve.workers import Nursery, Worker

_WAIT = "no worker became free in time; try again soon"
_TOO_MANY_LONG = "too many long queries are running; ask for less, or try again soon"


class Lease:
    """A worker in the hands of one query."""

    def __init__(self, pool: Pool, worker: Worker, client: str) -> None:
        self.worker = worker
        self.client = client
        self.long = False
        self.outcast: Refused | None = None
        self._pool = pool
        later = asyncio.get_running_loop().call_later
        self._timers = [later(LONG_AFTER, pool.becomes_long, self)]
        for seconds, niceness in NICENESS:
            self._timers.append(later(seconds, worker.yield_to_others, niceness))

    def give_back(self) -> None:
        """Say that the worker has answered to the end."""
        self._stop_timers()
        self._pool.release(self, reusable=not self.long)

    def discard(self) -> None:
        """Kill the worker, whatever it does."""
        self._stop_timers()
        self.worker.kill()
        self._pool.release(self, reusable=False)

    def _stop_timers(self) -> None:
        for timer in self._timers:
            timer.cancel()


class Pool:
    """The workers of one nursery. Make it with start()."""

    def __init__(self, nursery: Nursery, limits: Limits) -> None:
        self.nursery = nursery
        self._limits = limits
        self._idle: deque[Worker] = deque()
        self._coming = 0
        self._short: set[Lease] = set()
        self._long: set[Lease] = set()
        self._turns: Turns[tuple[str, asyncio.Future[Lease]]] = Turns(QUEUE)
        self._forks: set[asyncio.Task[None]] = set()
        self._at_rest = asyncio.Event()
        self._at_rest.set()
        self._closing = False

    @classmethod
    async def start(cls, nursery: Nursery, limits: Limits) -> Pool:
        """Return a pool with its first worker ready and all the others on their way."""
        pool = cls(nursery, limits)
        pool._refill()
        await next(iter(pool._forks))
        return pool

    @property
    def short(self) -> int:
        """Queries in the short lane."""
        return len(self._short)

    @property
    def long(self) -> int:
        """Queries in the long lane."""
        return len(self._long)

    @property
    def waiting(self) -> int:
        """Queries that wait for a worker."""
        return len(self._turns)

    @property
    def alive(self) -> bool:
        """Whether its nursery still lives."""
        return not self.nursery.gone.is_set()

    async def lease(self, client: str) -> Lease:
        """Return a worker for a query of this client, as soon as it is its turn.

        Raises:
            Refused: too many wait, or none becomes free within the time limit of queries.
        """
        turn: asyncio.Future[Lease] = asyncio.get_running_loop().create_future()
        self._turns.put(client, (client, turn))
        self._at_rest.clear()
        self._serve()
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await turn
        except (TimeoutError, asyncio.CancelledError) as error:
            if turn.done() and not turn.cancelled():  # it came in the very moment
                turn.result().discard()
            if isinstance(error, TimeoutError):
                raise Refused(503, _WAIT, retry_after=1) from error
            raise

    def becomes_long(self, lease: Lease) -> None:
        """Move a query into the long lane; if that is full, the greediest client loses one."""
        self._short.discard(lease)
        self._long.add(lease)
        lease.long = True
        if len(self._long) > LONG_LANES * self._limits.workers:
            counts = Counter(one.client for one in self._long)
            most = max(counts.values())
            # of equals the newcomer, which loses least
            greedy = lease.client if counts[lease.client] == most else counts.most_common(1)[0][0]
            loser = lease if lease.client == greedy else _one_of(self._long, greedy)
            loser.outcast = Refused(503, _TOO_MANY_LONG, retry_after=1)
            loser.worker.kill()
        self._serve()

    def release(self, lease: Lease, *, reusable: bool) -> None:
        """Take a worker back; one that is not to be used again is let go."""
        self._short.discard(lease)
        self._long.discard(lease)
        if reusable and not self._closing:
            self._idle.append(lease.worker)
        else:
            lease.worker.dismiss()
        self._serve()
        if not (self._short or self._long or self._turns):
            self._at_rest.set()

    def _serve(self) -> None:
        while self._turns and self._idle and len(self._short) < self._limits.workers:
            worker = self._idle.popleft()
            if worker.ended.done():
                continue
            client, turn = self._turns.pop()
            if turn.done():  # the client left, or waited for too long
                self._idle.appendleft(worker)
                continue
            lease = Lease(self, worker, client)
            self._short.add(lease)
            turn.set_result(lease)
        self._refill()

    def _refill(self) -> None:
        """Fork until idle and short ones are the workers and a spare."""
        wanted = self._limits.workers + 1 - len(self._short) - len(self._idle) - self._coming
        if self._closing and not self._turns:
            return
        for _ in range(max(0, wanted) if self.alive else 0):
            self._coming += 1
            task = asyncio.create_task(self._fork())
            self._forks.add(task)
            task.add_done_callback(self._forks.discard)

    async def _fork(self) -> None:
        try:
            self._idle.append(await self.nursery.fork())
        except OSError:
            return  # the nursery is gone: who holds the pool replaces it
        finally:
            self._coming -= 1
        self._serve()

    async def close(self, grace: float) -> None:
        """Let all queries that run or wait finish, for so many seconds at most, then end."""
        self._closing = True
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await self._at_rest.wait()
        await asyncio.gather(*self._forks, return_exceptions=True)
        await self.nursery.close()


def _one_of(leases: set[Lease], client: str) -> Lease:
    return next(lease for lease in leases if lease.client == client)
