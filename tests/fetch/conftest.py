"""A server on the loopback that answers as it is told, in good and bad hours; a clock that waits
for nobody."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

pytest.importorskip("httpx", reason="needs paperkg[fetch]")

from kg.fetch.client import Clock
from kg.fetch.request import Plan, Request, Settings
from kg.fetch.run import Fetched, fetch


@dataclass(frozen=True)
class Answer:
    """What the server says: a status, a body and headers.

    `told` is the Content-Length that it claims, where that is a lie; with `drip`, seconds lie
    between two bytes; with `raw`, just these bytes are sent, whatever they mean.
    """

    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    told: int | None = None
    drip: float = 0.0
    raw: bytes | None = None


def as_json(value: Any, **headers: str) -> Answer:
    return Answer(body=json.dumps(value).encode(), headers=headers)


@dataclass(frozen=True)
class Asked:
    """What the server was asked."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes
    connection: int

    def param(self, name: str) -> str | None:
        return self.query.get(name, [None])[0]  # type: ignore[list-item]


@dataclass
class Scripted:
    """A running server: what it was asked, and what it says, by turns or as a function."""

    url: str
    asked: list[Asked] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    rule: Callable[[Asked], Answer] | None = None

    def says(self, *answers: Answer) -> None:
        """Answer so, in this order."""
        self.answers.extend(answers)

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if self.rule:
            return self.rule(asked)
        return self.answers.pop(0) if self.answers else Answer(500, b"asked too often")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    scripted: Scripted

    def do_GET(self) -> None:
        self._serve(b"")

    def do_POST(self) -> None:
        self._serve(self.rfile.read(int(self.headers["Content-Length"])))

    def _serve(self, body: bytes) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        connection = self.client_address[1]
        said = self.scripted.answer(
            Asked(self.command, parts.path, parse_qs(parts.query), headers, body, connection)
        )
        if said.raw is not None:
            self.wfile.write(said.raw)
            self.close_connection = True
            return
        self.send_response(said.status)
        for name, value in said.headers.items():
            self.send_header(name, value)
        told = said.told if said.told is not None else len(said.body)
        if said.status != 304:
            self.send_header("Content-Length", str(told))
        self.end_headers()
        if said.drip:
            for byte in said.body:
                self.wfile.write(bytes([byte]))
                time.sleep(said.drip)
        elif said.status != 304:
            self.wfile.write(said.body)
        self.close_connection = told != len(said.body)

    def log_message(self, *_: object) -> None:
        pass


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Clients leave in the middle; that is what is tested."""


@pytest.fixture
def server() -> Iterator[Scripted]:
    """Return a running server."""
    handler = type("Handler", (_Handler,), {})
    with _Quiet(("127.0.0.1", 0), handler) as running:
        scripted = Scripted(f"http://127.0.0.1:{running.server_port}")
        handler.scripted = scripted  # type: ignore[attr-defined]
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield scripted
        running.shutdown()


@dataclass
class Waiting:
    """A clock on which waiting takes no time; it remembers how long."""

    time: float = 1000.0
    waits: list[float] = field(default_factory=list)
    today: datetime = datetime(2026, 6, 12, 8, 0, tzinfo=UTC)

    async def sleep(self, seconds: float) -> None:
        self.waits.append(round(seconds, 3))
        self.time += seconds

    def clock(self) -> Clock:
        """Return the clock; its chance is always a half."""
        return Clock(lambda: self.time, self.sleep, lambda: 0.5, lambda: self.today)


@pytest.fixture
def waiting() -> Waiting:
    return Waiting()


Fetching = Callable[..., Fetched]


@pytest.fixture
def fetching(tmp_path: Path, waiting: Waiting) -> Fetching:
    """Return a function that carries out a plan or requests, into `feeds`."""

    def run(*wanted: Request | Plan, **settings: Any) -> Fetched:
        plan = wanted[0] if not isinstance(wanted[0], Request) else _each(*wanted)  # type: ignore[arg-type]
        return fetch(plan, Settings(tmp_path / "feeds", **settings), waiting.clock())

    return run


def _each(*requests: Request) -> Plan:
    return (request for request in requests)


Make = Callable[..., Request]


@pytest.fixture
def make(server: Scripted) -> Make:
    """Return a function that makes a request to the server."""

    def request(name: str = "a.json", path: str = "/a", **more: Any) -> Request:
        return Request(name, f"{server.url}{path}", **more)

    return request
