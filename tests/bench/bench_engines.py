"""The store's work in three embedded engines: why papers.kg is SQLite.

    pip install duckdb
    python tests/bench/bench_engines.py

20,000 records of 6 kB with three signs each; then, each time in a fresh connection and on disk: one
commit of all, the records that share a sign with each of 50 new ones, a commit of 50, and whether
another process can read while a writer has the store open.
"""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

RECORDS, DAY, SIZE = 20_000, 50, 6_000


def records(first: int, count: int) -> list[tuple[int, str]]:
    """Return numbered records of hex digits, which no engine packs to nothing."""
    choose = random.Random(first)
    return [(first + place, choose.randbytes(SIZE // 2).hex()) for place in range(count)]


def signs(first: int, count: int) -> list[tuple[str, int]]:
    """Return three signs for each record; a tenth of them are shared."""
    return [
        (f"{scheme}:{number - number % 10 if number % 10 == 1 else number}", number)
        for number in range(first, first + count)
        for scheme in ("arxiv", "doi", "title")
    ]


def sqlite(path: Path) -> list[float]:
    """Return the seconds of the three steps in SQLite."""
    times: list[float] = []

    def step(work: Callable[[sqlite3.Connection], object]) -> None:
        started = time.perf_counter()
        store = sqlite3.connect(path, isolation_level=None)
        store.execute("PRAGMA journal_mode = WAL")
        store.execute("PRAGMA synchronous = FULL")
        store.execute("BEGIN IMMEDIATE")
        work(store)
        store.execute("COMMIT")
        store.close()
        times.append(time.perf_counter() - started)

    def fill(store: sqlite3.Connection) -> None:
        store.execute("CREATE TABLE entry (number INTEGER PRIMARY KEY, record TEXT)")
        store.execute("CREATE TABLE sign (sign TEXT, entry INT, PRIMARY KEY (sign, entry))")
        store.executemany("INSERT INTO entry VALUES (?, ?)", records(0, RECORDS))
        store.executemany("INSERT INTO sign VALUES (?, ?)", signs(0, RECORDS))

    def look(store: sqlite3.Connection) -> None:
        for sign, _ in signs(0, DAY):
            query = "SELECT record FROM sign JOIN entry ON number = entry WHERE sign = ?"
            store.execute(query, (sign,)).fetchall()

    def day(store: sqlite3.Connection) -> None:
        store.executemany("INSERT INTO entry VALUES (?, ?)", records(RECORDS, DAY))
        store.executemany("INSERT INTO sign VALUES (?, ?)", signs(RECORDS, DAY))

    for work in (fill, look, day):
        step(work)
    return times


def duck(path: Path) -> list[float]:
    """Return the seconds of the three steps in DuckDB; columns are its quickest way in."""
    import duckdb

    times = []

    def insert(store: duckdb.DuckDBPyConnection, first: int, count: int) -> None:
        for table, rows in (("entry", records(first, count)), ("sign", signs(first, count))):
            one, other = ([row[place] for row in rows] for place in (0, 1))
            store.execute(f"INSERT INTO {table} SELECT unnest(?), unnest(?)", [one, other])

    def fill(store: duckdb.DuckDBPyConnection) -> None:
        store.execute("CREATE TABLE entry (number BIGINT PRIMARY KEY, record TEXT)")
        store.execute("CREATE TABLE sign (sign TEXT, entry BIGINT, PRIMARY KEY (sign, entry))")
        insert(store, 0, RECORDS)

    def look(store: duckdb.DuckDBPyConnection) -> None:
        for sign, _ in signs(0, DAY):
            query = "SELECT record FROM sign JOIN entry ON number = entry WHERE sign = ?"
            store.execute(query, [sign]).fetchall()

    for work in (fill, look, lambda store: insert(store, RECORDS, DAY)):
        started = time.perf_counter()
        store = duckdb.connect(str(path))
        store.execute("BEGIN")
        work(store)
        store.execute("COMMIT")
        store.close()
        times.append(time.perf_counter() - started)
    return times


def oxigraph(path: Path) -> list[float]:
    """Return the seconds of the three steps in Oxigraph's store on disk."""
    import pyoxigraph as ox

    says, signed = ox.NamedNode("urn:says"), ox.NamedNode("urn:signed")

    def quads(first: int, count: int) -> list[ox.Quad]:
        found = [
            ox.Quad(ox.NamedNode(f"urn:e{number}"), says, ox.Literal(record))
            for number, record in records(first, count)
        ]
        return found + [
            ox.Quad(ox.NamedNode(f"urn:e{number}"), signed, ox.Literal(sign))
            for sign, number in signs(first, count)
        ]

    def look(store: ox.Store) -> None:
        for sign, _ in signs(0, DAY):
            for quad in store.quads_for_pattern(None, signed, ox.Literal(sign)):
                list(store.quads_for_pattern(quad.subject, says, None))

    def day(store: ox.Store) -> None:
        store.extend(quads(RECORDS, DAY))
        store.flush()

    times = []
    for work in (lambda store: store.bulk_extend(quads(0, RECORDS)), look, day):
        started = time.perf_counter()
        store = ox.Store(str(path))
        work(store)
        del store
        times.append(time.perf_counter() - started)
    return times


_READERS = {
    "SQLite": (
        "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM entry')"
    ),
    "DuckDB": "import duckdb, sys; duckdb.connect(sys.argv[1], read_only=True)",
    "Oxigraph": "import pyoxigraph, sys; pyoxigraph.Store.read_only(sys.argv[1])",
}


def can_read_beside(engine: str, path: Path) -> bool:
    """Tell whether another process opens the store while this one has it open for writing."""
    held: object
    if engine == "SQLite":
        held = sqlite3.connect(path, isolation_level=None)
        held.execute("BEGIN IMMEDIATE")
    elif engine == "DuckDB":
        import duckdb

        held = duckdb.connect(str(path))
    else:
        import pyoxigraph as ox

        held = ox.Store(str(path))
    command = [sys.executable, "-c", _READERS[engine], str(path)]
    run = subprocess.run(command, capture_output=True)
    del held
    return run.returncode == 0


def size(path: Path) -> float:
    """Return the megabytes of a file or folder."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_size for file in files) / 1e6


def main() -> None:
    """Measure and print a Markdown table."""
    print("| engine | all, s | look, ms | day, ms | MB | read beside a writer |")
    print("|---|--:|--:|--:|--:|---|")
    for engine, run in (("SQLite", sqlite), ("DuckDB", duck), ("Oxigraph", oxigraph)):
        with tempfile.TemporaryDirectory() as scratch:
            path = Path(scratch) / "store"
            fill, look, day = run(path)
            beside = "yes" if can_read_beside(engine, path) else "no"
            print(
                f"| {engine} | {fill:.1f} | {look * 1e3:.0f} | {day * 1e3:.0f} | {size(path):.0f} "
                f"| {beside} |"
            )


if __name__ == "__main__":
    main()
