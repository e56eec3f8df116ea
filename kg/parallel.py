"""Work spread over processes, its results in order, so that nothing depends on their number."""

from __future__ import annotations

import gc
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, TypeVar

Shared = TypeVar("Shared")
Part = TypeVar("Part")
Answer = TypeVar("Answer")

_shared: Any = None


def spread(
    work: Callable[[Shared, Part], Answer], shared: Shared, parts: Iterable[Part], jobs: int
) -> Iterator[Answer]:
    """Yield work(shared, part) for each part, in the parts' order.

    Args:
        work: a function of a module, so that other processes find it.
        shared: what every call needs; on Linux the processes inherit it, elsewhere it is pickled.
        parts: small picklable descriptions of the pieces of work.
        jobs: processes; with 1 the work is done in this one.
    """
    if jobs <= 1:
        for part in parts:
            yield work(shared, part)
        return
    context = get_context("fork" if sys.platform == "linux" else "spawn")
    pool = ProcessPoolExecutor(jobs, context, _hold, (shared,))
    under_way: deque[Future[Answer]] = deque()
    try:
        for part in parts:
            under_way.append(pool.submit(_call, work, part))
            if len(under_way) > 2 * jobs:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    finally:
        pool.shutdown(cancel_futures=True)


def _hold(shared: Any) -> None:
    global _shared
    _shared = shared
    gc.disable()


def _call(work: Callable[[Any, Part], Answer], part: Part) -> Answer:
    return work(_shared, part)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Switch off the cyclic garbage collector: our records hold no cycles, and with millions of
    them its searches take a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
