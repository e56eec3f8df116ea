"""Real servers in processes of their own, on free ports of the loopback, over small graphs."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[2]

# Data sets are chosen by graphs; every graph has a subject of its own, and a number of triples.
QUADS = """\
@prefix : <http://example.org/> .
:zero :p :o .
GRAPH :one { :a :p "one" }
GRAPH :two { :b :p "two" . :b :q "zwei"@de }
GRAPH :three { :c :p 3 , 3.5 }
"""


@dataclass
class Server:
    """A running server, what it writes, and a client for it."""

    process: subprocess.Popen[str]
    url: str
    lines: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def log(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in list(self.lines) if line.startswith("{")]

    def get(self, query: str, **more: object) -> httpx.Response:
        headers = dict(more.pop("headers", None) or {})  # type: ignore[call-overload]
        if accept := more.pop("accept", None):
            headers["Accept"] = str(accept)
        with httpx.Client(trust_env=False) as client:
            return client.get(
                f"{self.url}/sparql",
                params={"query": query, **more},  # type: ignore[dict-item]
                headers=headers,
                timeout=20,
            )

    def answers(self) -> bool:
        """Whether it is up and answers a query with the right answer."""
        return self.get("ASK { ?s ?p ?o }").json()["boolean"] is True

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


def start(*arguments: str, environment: dict[str, str] | None = None) -> Server:
    """Return a server that is ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", "--port", "0", *arguments],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **(environment or {})},
    )
    assert process.stderr
    lines: list[str] = []
    for line in process.stderr:
        lines.append(line)
        if found := re.search(r"at (http://\S+)/sparql", line):
            break
    else:
        raise AssertionError(f"no server: {lines}")
    server = Server(process, found[1], lines)
    threading.Thread(target=_drain, args=(server,), daemon=True).start()
    return server


def _drain(server: Server) -> None:
    assert server.process.stderr
    with suppress(ValueError), server.process.stderr as stream:
        server.lines.extend(stream)


Starting = Callable[..., Server]


@pytest.fixture(scope="session")
def quads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with a default graph and three named ones."""
    path = tmp_path_factory.mktemp("quads") / "graph.trig"
    path.write_text(QUADS, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def quads_path(quads: Path) -> str:
    """Return the path of the quads for a command line."""
    return str(quads)


@pytest.fixture(scope="session")
def server(quads: Path) -> Iterator[Server]:
    """Return a server of the quads, with a time limit that tests can wait for."""
    running = start(str(quads), "--timeout", "2", "--workers", "2", "--memory", "300")
    yield running
    assert running.answers()  # whatever the tests did to it
    assert running.stop() == 0


@pytest.fixture
def starting() -> Iterator[Starting]:
    """Return a function that starts a server, which is stopped after the test."""
    running: list[Server] = []

    def begin(*arguments: str, environment: dict[str, str] | None = None) -> Server:
        running.append(start(*arguments, environment=environment))
        return running[-1]

    yield begin
    for one in running:
        one.stop()
