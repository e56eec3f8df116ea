"""A folder is watched: whole files come in, half ones wait, bad ones are told."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from kg.errors import KgError
from kg.store.add import Added
from kg.store.papers import Reader
from kg.store.status import status
from kg.store.watch import watch

Table = Callable[[Path, list[int]], Path]

PATIENCE = 30.0


class Watching:
    """A watch in a thread, with what it told."""

    def __init__(self, folder: Path, store: Path) -> None:
        self.stop, self.changed = threading.Event(), threading.Condition()
        self.told: list[tuple[str, Added | KgError]] = []
        self.thread = threading.Thread(
            target=watch,
            args=(folder, store),
            kwargs={
                "reader": Reader("rules"),
                "every": 0.02,
                "stop": self.stop,
                "told": self._told,
            },
        )

    def _told(self, file: Path, what: Added | KgError) -> None:
        with self.changed:
            self.told.append((file.name, what))
            self.changed.notify_all()

    def wait_for(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.told) >= count, PATIENCE), self.told

    def __enter__(self) -> Watching:
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join(PATIENCE)
        assert not self.thread.is_alive()


def test_files_come_in_once_and_again_when_they_change(tmp_path: Path, table: Table) -> None:
    folder, store = tmp_path / "feeds", tmp_path / "papers.kg"
    table(folder / "monday.jsonl", [0])
    (folder / ".hidden.jsonl").write_text("{}")
    (folder / "notes.pdf").write_text("no feed")
    with Watching(folder, store) as watching:
        watching.wait_for(1)
        table(folder / "deep" / "tuesday.jsonl", [1, 2])
        watching.wait_for(2)
        table(folder / "monday.jsonl", [0, 3])
        watching.wait_for(3)
    assert [name for name, _ in watching.told] == ["monday.jsonl", "tuesday.jsonl", "monday.jsonl"]
    assert status(store).entries == 4


def test_a_bad_file_is_told_and_the_watch_goes_on(tmp_path: Path, table: Table) -> None:
    folder, store = tmp_path / "feeds", tmp_path / "papers.kg"
    folder.mkdir()
    (folder / "bad.jsonl").write_bytes(b"\0\1\2")
    with Watching(folder, store) as watching:
        watching.wait_for(1)
        table(folder / "good.jsonl", [0])
        watching.wait_for(2)
    what = watching.told[0][1]
    assert isinstance(what, Added)
    assert "bad.jsonl" in str(what.skipped[0])
    assert status(store).entries == 1


def test_the_command_ends_at_sigterm(tmp_path: Path, table: Table) -> None:
    folder, store = tmp_path / "feeds", tmp_path / "papers.kg"
    table(folder / "monday.jsonl", [0])
    command = ["watch", str(folder), "--store", str(store), "--every", "0.1"]
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", *command, "--extractor", "rules"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert "1 entries read, 1 new" in process.stdout.readline()
    started = time.monotonic()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert time.monotonic() - started < PATIENCE
