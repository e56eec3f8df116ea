"""Every command of the README does what it says (the two set-up commands are run by CI itself)."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.evaluate.gold import Slot

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)
COMMANDS = [
    line
    for kind, text in BLOCKS
    if kind == "bash"
    for line in text.splitlines()
    if line.startswith("kg ")
]
PROGRAMS = [text for kind, text in BLOCKS if kind == "python"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("readme")
    page = (ROOT / "schema/sample/daily-papers.txt").read_text(encoding="utf-8")
    (place / "page.txt").write_text(page, encoding="utf-8")
    (place / "feeds").mkdir()
    (place / "feeds/one.txt").write_text(page, encoding="utf-8")
    (place / "papers.csv").write_text("title,abstract\nFoo,We propose FooNet.\n", encoding="utf-8")
    slots: dict[str, list[str]] = {slot.value: [] for slot in Slot}
    annotated = {"title": "Foo", "abstract": "We propose FooNet.", "results": [], **slots}
    (place / "gold.jsonl").write_text(json.dumps(annotated), encoding="utf-8")
    return place


def test_the_readme_has_its_commands() -> None:
    assert len(COMMANDS) >= 8
    assert len(PROGRAMS) == 1


class _NoPapers(BaseHTTPRequestHandler):
    """A catalogue that has no papers on any day."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"[]")

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def catalogue() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _NoPapers) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_commands(folder: Path, monkeypatch: pytest.MonkeyPatch, catalogue: str) -> None:
    """In their order; fetches ask a catalogue of our own."""
    monkeypatch.chdir(folder)
    for command in COMMANDS:
        words = shlex.split(command)[1:]
        if words[0] == "serve":
            _serves(words)
            continue
        more = ["--base-url", catalogue] if words[0] == "fetch" else []
        done = CliRunner().invoke(main, [*words, *more])
        assert done.exit_code == 0, f"{command}: {done.output}"
        assert done.output.strip(), command


def _serves(words: list[str]) -> None:
    """A server starts, says where it is, and ends when it is told to."""
    command = [sys.executable, "-m", "kg", *words, "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        said = server.stderr.readline()
        server.terminate()
    assert re.match(r"serving exports/graph\.ttl \([\d,]+ triples\) at http://", said), said
    assert server.returncode == 0


def test_programs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for program in PROGRAMS:
        exec(compile(program, "README.md", "exec"), {"__name__": "readme"})


def test_links_of_the_readme_exist() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_ci_runs_the_test_command() -> None:
    run = (ROOT / ".ci/run").read_text(encoding="utf-8")
    for step in (
        "python3 -m venv .venv",
        "pip install -q -e . --group dev",
        ".venv/bin/pytest -n 2",
    ):
        assert step in README
        assert step in run
