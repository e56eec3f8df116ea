"""papers.kg survives kills, full disks and other writers, and knows what it is."""

from __future__ import annotations

import os
import random
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import kg
import kg.store.file
from kg.errors import StoreError
from kg.store.add import add
from kg.store.file import back_up, reading, version, writing
from kg.store.layout import MIGRATIONS
from kg.store.papers import Reader
from kg.store.status import status
from kg.store.verify import verify

Table = Callable[[Path, list[int]], Path]
RULES = Reader("rules")
KILLS = 8


def adding(store: Path, *inputs: Path) -> list[str]:
    """Return the command that adds inputs to a store."""
    names = [str(one) for one in inputs]
    return [
        *(sys.executable, "-m", "kg", "add", *names),
        *("--store", str(store), "--extractor", "rules", "--jobs", "1"),
    ]


def test_a_killed_addition_leaves_the_store_as_before_or_after(
    feeds: list[Path], tmp_path: Path
) -> None:
    """The moments are spread over the run; tests/bench/kill_adds.py does it a hundred times."""
    undisturbed = tmp_path / "undisturbed.kg"
    add(undisturbed, feeds[:1], reader=RULES)
    began = time.perf_counter()
    subprocess.run(adding(undisturbed, *feeds[1:]), check=True, capture_output=True)
    took = time.perf_counter() - began
    store, copy = tmp_path / "papers.kg", tmp_path / "copy.kg"
    add(store, feeds[:1], reader=RULES)
    back_up(store, copy)
    before = status(store).entries
    choose = random.Random(7)
    killed = 0
    while killed < KILLS:
        process = subprocess.Popen(
            adding(store, *feeds[1:]), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(choose.uniform(0.3, 1.0) * took)
        process.send_signal(signal.SIGKILL)
        if process.wait() == -signal.SIGKILL:
            killed += 1
        else:
            took *= 0.8  # the machine has become quicker
        assert verify(store) == []
        assert status(store).entries in (before, 7)
        if status(store).entries == 7:
            shutil.copy(copy, store)
    add(store, feeds, reader=RULES)
    one, other = (kg.Store(path).build(extractor="rules") for path in (undisturbed, store))
    assert one.records == other.records


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Return the folder of a file system of 120 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", "size=120k", "tmpfs", str(place)]
    try:
        subprocess.run(mounting, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("mounting a file system wants root")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_changes_nothing_and_says_so(
    feeds: list[Path], table: Table, tmp_path: Path, small_disk: Path
) -> None:
    store = small_disk / "papers.kg"
    add(store, feeds[:1], reader=RULES)
    before = status(store)
    many = [table(tmp_path / "many" / f"{number}.jsonl", [0, 1, 2, 3, 4]) for number in range(99)]
    with pytest.raises(StoreError, match="the disk is full; nothing was changed; free some space"):
        add(store, many, reader=RULES)
    assert verify(store) == []
    assert status(store) == before


def test_a_file_that_may_not_grow_stays_as_it_was(feeds: list[Path], tmp_path: Path) -> None:
    """A limit on the size of files is a quota; it holds for the log of SQLite too."""
    store = tmp_path / "papers.kg"
    add(store, feeds[:1], reader=RULES)
    before = status(store)
    run = subprocess.run(
        adding(store, *feeds[1:]),
        capture_output=True,
        text=True,
        preexec_fn=lambda: (
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN),
            resource.setrlimit(resource.RLIMIT_FSIZE, (store.stat().st_size // 2,) * 2),
        ),
    )
    assert run.returncode == 1
    assert run.stderr.startswith(f"Error: {store}: ")
    assert run.stderr.count("\n") == 1
    assert "nothing was changed" in run.stderr
    assert verify(store) == []
    assert status(store) == before


def test_a_second_writer_waits_or_fails_clearly(feeds: list[Path], tmp_path: Path) -> None:
    store = tmp_path / "papers.kg"
    add(store, feeds[:1], reader=RULES)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with writing(store):
            held.set()
            done.wait(20)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(20)
    with pytest.raises(StoreError, match="another kg is writing to it; let it end"):
        add(store, feeds[1:], reader=RULES, wait=0.05)
    assert status(store).entries == 3
    threading.Timer(0.3, done.set).start()
    assert add(store, feeds[1:], reader=RULES, wait=20).new == 4
    holder.join()


def test_a_reader_sees_one_moment_while_another_writes(feeds: list[Path], tmp_path: Path) -> None:
    store = tmp_path / "papers.kg"
    add(store, feeds[:1], reader=RULES)
    count = "SELECT count(*) FROM entry"
    with reading(store) as connection:
        assert connection.execute(count).fetchone() == (3,)
        add(store, feeds[1:], reader=RULES)
        assert connection.execute(count).fetchone() == (3,)
    with reading(store) as connection:
        assert connection.execute(count).fetchone() == (7,)


def test_a_store_at_rest_is_one_file(feeds: list[Path], tmp_path: Path) -> None:
    store = tmp_path / "at rest" / "papers.kg"
    store.parent.mkdir()
    add(store, feeds, reader=RULES)
    kg.Store(store).build(extractor="rules")
    assert [path.name for path in store.parent.iterdir()] == ["papers.kg"]


def test_a_newer_store_is_refused(feeds: list[Path], tmp_path: Path) -> None:
    store = tmp_path / "papers.kg"
    add(store, feeds, reader=RULES)
    with sqlite3.connect(store) as connection:
        connection.execute("PRAGMA user_version = 99")
    for use in (status, verify, lambda path: add(path, feeds)):
        with pytest.raises(StoreError, match=r"is of version 99, newer than .* a newer paperkg"):
            use(store)


def test_an_older_store_is_migrated_with_a_backup(
    feeds: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "papers.kg"
    add(store, feeds, reader=RULES)
    step = ("ALTER TABLE addition ADD COLUMN remark TEXT", "UPDATE addition SET remark = 'old'")
    monkeypatch.setattr(kg.store.file, "MIGRATIONS", (*MIGRATIONS, step))
    assert status(store).version == len(MIGRATIONS) + 1
    with reading(store) as connection:
        assert connection.execute("SELECT remark FROM addition").fetchall() == [("old",)]
    monkeypatch.undo()
    (backup,) = tmp_path.glob(f"papers.kg.v{len(MIGRATIONS)}-*.backup")
    assert status(backup).version == len(MIGRATIONS)
    assert status(backup).entries == 7


def test_a_migration_that_fails_leaves_the_old_store(
    feeds: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "papers.kg"
    add(store, feeds, reader=RULES)
    step = ("CREATE TABLE fresh (one INT) STRICT", "SELECT no_such_function()")
    monkeypatch.setattr(kg.store.file, "MIGRATIONS", (*MIGRATIONS, step))
    with pytest.raises(StoreError, match="no_such_function"):
        status(store)
    monkeypatch.undo()
    assert status(store).version == len(MIGRATIONS)
    assert verify(store) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"title,abstract\nKites,We fly.\n", "is no store of paperkg"),
        (b"SQLite format 3\0" + b"\xff" * 600, "is no store of paperkg|is damaged"),
    ],
)
def test_another_file_is_refused_and_stays(tmp_path: Path, content: bytes, said: str) -> None:
    other = tmp_path / "other"
    other.write_bytes(content)
    for use in (status, lambda path: add(path, [])):
        with pytest.raises(StoreError, match=said):
            use(other)
    assert other.read_bytes() == content


def test_the_database_of_another_program_is_refused_and_stays(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE mine (one)")
    content = other.read_bytes()
    with pytest.raises(StoreError, match="a database of another program"):
        add(other, [])
    assert other.read_bytes() == content


def test_no_store_is_said_and_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"papers\.kg: does not exist; make it with `kg add"):
        status(tmp_path / "papers.kg")
    with pytest.raises(StoreError, match="is a folder"):
        add(tmp_path, [])
    with pytest.raises(StoreError, match="cannot be opened"):
        add(tmp_path / "missing" / "papers.kg", [])
    assert list(tmp_path.iterdir()) == []


def test_a_backup_is_the_store(feeds: list[Path], tmp_path: Path) -> None:
    store, copy = tmp_path / "papers.kg", tmp_path / "copy.kg"
    add(store, feeds, reader=RULES)
    with writing(store) as connection:
        connection.execute("DELETE FROM entry WHERE 0")
        back_up(store, copy)
    assert verify(copy) == []
    one, other = (kg.Store(path).build(extractor="rules") for path in (store, copy))
    assert one.records == other.records
    with pytest.raises(StoreError, match="is there already"):
        back_up(store, copy)


def test_two_first_additions_at_once_both_count(feeds: list[Path], tmp_path: Path) -> None:
    store = tmp_path / "papers.kg"
    running = [
        subprocess.Popen(adding(store, feed), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        for feed in feeds
    ]
    ended = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], ended
    assert status(store).entries == 7
    assert os.listdir(tmp_path).count("papers.kg") == 1


def test_the_file_says_what_it_is(feeds: list[Path], tmp_path: Path) -> None:
    store = tmp_path / "papers.kg"
    add(store, feeds, reader=RULES)
    assert store.read_bytes()[68:72] == b"pakg"
    with reading(store) as connection:
        assert version(connection) == len(MIGRATIONS)
