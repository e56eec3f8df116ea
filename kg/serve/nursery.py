"""The nursery: a process that holds the graph in memory and forks the workers off itself.

    python -m kg.serve.nursery SOCKET GRAPH LIMITS

It is a process of its own because a fork needs a parent without threads, connections or a running
event loop. A worker costs a copy of page tables (50 ms for a gigabyte), not a second load, and the
graph is there once however many workers there are. Measured against workers that open Oxigraph's
store on disk: queries in memory are three to four times faster.

Orders come as what, a process id and a niceness; news go out as lines of JSON:
F with a socket forks a worker on it ({"born": pid}); K kills a worker; L gives it the niceness.
{"died": pid, "signal": n} follows each end. The end of the socket ends the nursery and its workers.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import selectors
import signal
import socket
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kg.errors import KgError
from kg.serve.limits import Limits

if TYPE_CHECKING:
    import pyoxigraph as ox

ORDER = struct.Struct("!cii")
FORK, KILL, YIELD = b"F", b"K", b"L"
_MOST_GRAPHS = 1000


def main(arguments: list[str]) -> int:
    """Load the graph, then obey until the server is gone; 1 if it cannot be loaded."""
    descriptor, path, limits = arguments
    orders = socket.socket(fileno=int(descriptor))
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)  # the server decides; what runs may finish
    from kg.query.store import load_store

    try:
        store = load_store(Path(path))
    except KgError as error:
        _tell(orders, failed=str(error))
        return 1
    _tell(orders, triples=_triples(store), graphs=_named(store))
    gc.collect()
    gc.freeze()  # the collector shall not write into pages that the workers share
    _Nursery(orders, store, Limits(**json.loads(limits))).obey()
    return 0


def _triples(store: ox.Store) -> int:
    from pyoxigraph import DefaultGraph

    if not _named(store):
        return len(store)
    return sum(1 for _ in store.quads_for_pattern(None, None, None, DefaultGraph()))


def _named(store: ox.Store) -> list[str]:
    names = (str(name.value) for name in store.named_graphs())
    return sorted(name for name, _ in zip(names, range(_MOST_GRAPHS), strict=False))


def _tell(orders: socket.socket, **news: object) -> None:
    with contextlib.suppress(OSError):  # the server is gone, which the next order will show
        orders.sendall(json.dumps(news).encode() + b"\n")


class _Nursery:
    def __init__(self, orders: socket.socket, store: ox.Store, limits: Limits) -> None:
        self._orders = orders
        self._store = store
        self._limits = limits
        self._children: set[int] = set()

    def obey(self) -> None:
        woken, waking = socket.socketpair()
        for end in (woken, waking):
            end.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waking.fileno(), warn_on_full_buffer=False)
        with selectors.DefaultSelector() as selector:
            selector.register(self._orders, selectors.EVENT_READ)
            selector.register(woken, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in selector.select()}
                if woken in ready:
                    woken.recv(4096)
                    self._bury()
                if self._orders in ready and not self._order([selector, woken, waking]):
                    break
        signal.set_wakeup_fd(-1)
        for child in self._children:
            os.kill(child, signal.SIGKILL)

    def _order(self, mine: list[selectors.BaseSelector | socket.socket]) -> bool:
        data, descriptors, _, _ = socket.recv_fds(self._orders, ORDER.size, 1)
        if len(data) < ORDER.size:
            return False
        what, child, niceness = ORDER.unpack(data)
        if what == FORK:
            self._fork(socket.socket(fileno=descriptors[0]), mine)
        elif child in self._children:  # not yet waited for, so that the id is still its own
            if what == KILL:
                os.kill(child, signal.SIGKILL)
            elif what == YIELD:
                os.setpriority(os.PRIO_PROCESS, child, niceness)
        return True

    def _fork(
        self, channel: socket.socket, mine: list[selectors.BaseSelector | socket.socket]
    ) -> None:
        child = os.fork()
        if child == 0:
            self._be_worker(channel, mine)
        channel.close()
        self._children.add(child)
        _tell(self._orders, born=child)

    def _be_worker(
        self, channel: socket.socket, mine: list[selectors.BaseSelector | socket.socket]
    ) -> NoReturn:
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            for inherited in (*mine, self._orders):
                inherited.close()
            from kg.serve.worker import work

            work(self._store, channel, self._limits)
            status = 0
        except OSError:
            status = 0  # the server let go of this worker
        finally:
            os._exit(status)

    def _bury(self) -> None:
        while self._children:
            try:
                child, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if child == 0:
                return
            self._children.discard(child)
            _tell(self._orders, died=child, signal=os.WTERMSIG(status))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
