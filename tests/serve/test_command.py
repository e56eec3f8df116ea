"""`kg serve` as a command: what it says before it serves, and when it cannot."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import httpx

from .conftest import ROOT, Starting


def refused(*arguments: str) -> str:
    """Return the one line of a command that does not start."""
    done = subprocess.run(
        [sys.executable, "-m", "kg", "serve", "--port", "0", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=20,
    )
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("Error: ")
    return line


def test_graphs_that_cannot_be_served(tmp_path: Path) -> None:
    broken = tmp_path / "graph.ttl"
    broken.write_text("<urn:a> <urn:b>\n nonsense .")
    assert f"{broken}:2" in refused(str(broken))
    assert "no graph is there" in refused(str(tmp_path / "none.ttl"))
    (tmp_path / "empty").mkdir()
    assert "holds none of graph.ttl" in refused(str(tmp_path / "empty"))


def test_an_address_that_is_taken(quads_path: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        line = refused(quads_path, "--port", port)
    assert f"127.0.0.1:{port}" in line
    assert "--port" in line


def test_other_addresses_are_served_with_a_warning(starting: Starting, quads_path: str) -> None:
    for more, said in (((), "set PAPERKG_TOKEN"), (("--token", "x"), "who has the token")):
        server = starting(quads_path, "--host", "0.0.0.0", *more)
        assert httpx.get(f"http://127.0.0.1:{server.port}/health", trust_env=False).is_success
        server.stop()
        (note,) = [line for line in server.lines if line.startswith("note: ")]
        assert said in note


def test_the_loopback_needs_no_warning(starting: Starting, quads_path: str) -> None:
    server = starting(quads_path)
    server.stop()
    assert not [line for line in server.lines if line.startswith("note: ")]
    assert "6 triples" in server.lines[0]
    assert "127.0.0.1" in server.lines[0]
