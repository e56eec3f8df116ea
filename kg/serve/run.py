"""`kg serve`: a server process from its first line to its last."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import logging
import signal
import socket
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import uvicorn
from starlette.routing import Mount

from kg.errors import InputError
from kg.serve.app import make_app
from kg.serve.connection import PatientConnection
from kg.serve.holding import Holding
from kg.serve.limits import LARGEST_HEADERS, MOST_CONNECTIONS
from kg.serve.observed import JsonLines
from kg.serve.shown import Shown
from kg.serve.stored import served_from

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from starlette.applications import Starlette
    from starlette.routing import BaseRoute

    from kg.serve.index import GraphIndex
    from kg.serve.limits import Limits

_BACKLOG = 1024
_ENDING = (signal.SIGINT, signal.SIGTERM)
_KEEP_ALIVE = 15  # seconds that an idle connection stays


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen, and for whom. Port 0 is any that is free; `public` is the address that
    links and documents name, where a proxy or a name stands before the server."""

    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    public: str | None = None


@dataclass(frozen=True, slots=True)
class Served:
    """What is served, for an application beside the pages.

    Attributes:
        holding: the graph, and each that comes after it.
        index: returns the index of the graph that is served now; raises InputError before that.
        hosts: names and ports at which the server is asked; None if others reach it.
    """

    holding: Holding
    index: Callable[[], GraphIndex]
    hosts: tuple[str, ...] | None


Beside: TypeAlias = "Callable[[Served], Starlette]"
"""Makes a further application, whose lifespan is that of the server."""


def serve(
    path: Path,
    address: Address,
    limits: Limits,
    *,
    log_queries: bool = False,
    beside: Beside | None = None,
) -> None:
    """Serve a graph until SIGTERM or SIGINT; what runs then may finish, within its limits.

    Args:
        path: a graph's file, a folder with one, or a store, which is built first.
        address: where, and with which token.
        limits: what one query may take.
        log_queries: write queries into the access log.
        beside: makes a further application.

    Raises:
        KgError: the address is taken, or the graph cannot be loaded.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], level=logging.WARNING)
    with _listening(address) as listener, contextlib.suppress(asyncio.CancelledError):
        asyncio.run(_serve(path, listener, address, limits, log_queries, beside))


async def _serve(
    path: Path,
    listener: socket.socket,
    address: Address,
    limits: Limits,
    log_queries: bool,
    beside: Beside | None,
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        _end_by_signal()
        graph = await stack.enter_async_context(served_from(path))
        holding = await Holding.open(graph, limits)
        stack.push_async_callback(holding.close)
        url = _url(listener)
        shown = Shown(holding, address.public or url)
        routes: list[BaseRoute] = [Mount("/", shown)]
        if beside:
            further = beside(Served(holding, shown.index, _hosts(listener)))
            routes = [*further.routes, *routes]
            await stack.enter_async_context(further.router.lifespan_context(further))
        app = make_app(holding, token=address.token, log_queries=log_queries, extra=routes)
        config = uvicorn.Config(
            app,
            http=PatientConnection,
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            h11_max_incomplete_event_size=LARGEST_HEADERS,
            limit_concurrency=MOST_CONNECTIONS,
            backlog=_BACKLOG,
            timeout_keep_alive=_KEEP_ALIVE,
            timeout_graceful_shutdown=int(2 * limits.seconds) + 2,
        )
        triples = f"{holding.now.contents.triples:,} triples"
        name = holding.now.file if graph == path else path
        print(f"serving {name} ({triples}) at {url}/sparql", file=sys.stderr)
        if not _is_loopback(listener):
            print(_open_note(url, address.token), file=sys.stderr)
        await _Server(config).serve(sockets=[listener])


def _end_by_signal() -> None:
    """Let a signal that comes before the server is up undo all that was begun."""
    task = asyncio.current_task()
    assert task
    for number in _ENDING:
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)


class _Server(uvicorn.Server):
    """uvicorn's, which would raise the signal again before our workers are ended."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop at the first signal, and do not wait any longer at the second."""
        loop = asyncio.get_running_loop()
        for number in _ENDING:
            loop.add_signal_handler(number, self._stop)
        try:
            yield
        finally:
            for number in _ENDING:
                loop.remove_signal_handler(number)

    def _stop(self) -> None:
        self.force_exit = self.should_exit
        self.should_exit = True


def _listening(address: Address) -> socket.socket:
    """Return a socket that listens.

    Raises:
        InputError: the address is taken, or none of this machine.
    """
    place = f"{address.host}:{address.port}"
    try:
        family, *_ = socket.getaddrinfo(address.host, address.port, type=socket.SOCK_STREAM)[0]
        return socket.create_server((address.host, address.port), family=family, backlog=_BACKLOG)
    except (OSError, OverflowError) as error:
        problem = (getattr(error, "strerror", None) or str(error)).lower()
        raise InputError(place, problem, "choose another --host or --port") from error


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _hosts(listener: socket.socket) -> tuple[str, ...] | None:
    """Return the names of the loopback with the port; None where others reach the server."""
    if not _is_loopback(listener):
        return None
    port = listener.getsockname()[1]
    return tuple(f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]"))


def _is_loopback(listener: socket.socket) -> bool:
    return ipaddress.ip_address(listener.getsockname()[0]).is_loopback


def _open_note(url: str, token: str | None) -> str:
    who = "who has the token" if token else "who reaches this machine"
    more = "" if token else "; set PAPERKG_TOKEN to ask for a token"
    return (
        f"note: {url} is not the loopback address: everyone {who} can read the whole graph and "
        f"keep its processors busy, and all travels unencrypted{more}"
    )
