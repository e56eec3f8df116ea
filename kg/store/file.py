"""papers.kg: one SQLite file, opened, locked, migrated and backed up.

A write-ahead log lets readers go on while one writes (https://www.sqlite.org/wal.html); with
`synchronous` FULL what was committed outlives a power cut. At rest the store is the one file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import StoreError
from kg.store.layout import APPLICATION_ID, MIGRATIONS

WAIT = 60.0
"""Seconds that a writer waits for another."""

_HEADER = b"SQLite format 3\0"


def is_store(path: Path) -> bool:
    """Tell whether a path is a file of SQLite, as every store is."""
    try:
        with path.open("rb") as file:
            return file.read(len(_HEADER)) == _HEADER
    except OSError:
        return False


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection that sees one moment of the store, whatever is written meanwhile.

    Raises:
        StoreError: there is no store, or it is of a newer version or cannot be read.
    """
    if not path.exists():
        raise StoreError(str(path), "does not exist", "make it with `kg add INPUT --store ...`")
    with _clear(path), closing(_connected(path, WAIT)) as connection:
        _prepared(connection, path)
        connection.execute("BEGIN")
        yield connection
        connection.rollback()


@contextmanager
def writing(
    path: Path, *, wait: float = WAIT, create: bool = False
) -> Iterator[sqlite3.Connection]:
    """Give the only writing connection: what is done with it takes effect as a whole, at the end.

    Whatever ends the process or is raised before leaves the store as it was.

    Args:
        path: the store.
        wait: seconds to wait for another writer.
        create: make the store if it is not there.

    Raises:
        StoreError: there is no store, another writer holds it, the disk is full ...
    """
    if not path.exists() and not create:
        raise StoreError(str(path), "does not exist", "make it with `kg add INPUT --store ...`")
    with _clear(path), closing(_connected(path, wait)) as connection:
        _prepared(connection, path)
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.commit()
        except BaseException:
            connection.rollback()
            raise


def back_up(path: Path, copy: Path) -> None:
    """Copy a store as it is at one moment, while others may write it.

    Raises:
        StoreError: the store cannot be read, or the copy is there already or cannot be written.
    """
    if copy.exists():
        raise StoreError(str(copy), "is there already", "name a new file")
    aside = copy.with_name(f"{copy.name}.part")
    with reading(path) as source:
        try:
            with _clear(aside), closing(sqlite3.connect(aside)) as target:
                source.backup(target)
            os.replace(aside, copy)
        finally:
            aside.unlink(missing_ok=True)


def version(connection: sqlite3.Connection) -> int:
    """Return the version of a store's layout."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _connected(path: Path, wait: float) -> sqlite3.Connection:
    _refuse_others(path)
    return sqlite3.connect(path, timeout=wait, isolation_level=None)


def _refuse_others(path: Path) -> None:
    if not path.is_file() or not path.stat().st_size:
        if path.is_dir():
            raise StoreError(str(path), "is a folder", "name the store's file")
        return
    with path.open("rb") as file:
        if file.read(len(_HEADER)) != _HEADER:
            raise StoreError(str(path), "is no store of paperkg", "name another file")


def _prepared(connection: sqlite3.Connection, path: Path) -> None:
    """Bring a store to the present layout; an older one is copied aside first."""
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA synchronous = FULL")
    found, wanted = version(connection), len(MIGRATIONS)
    if found > wanted:
        problem = f"is of version {found}, newer than this paperkg's {wanted}"
        raise StoreError(str(path), problem, "install a newer paperkg")
    kind = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = not connection.execute("SELECT 1 FROM sqlite_schema").fetchone()
    if kind != APPLICATION_ID and not empty:
        raise StoreError(str(path), "is a database of another program", "name another file")
    if found == wanted:
        return
    if not empty:
        day = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        with closing(sqlite3.connect(f"{path}.v{found}-{day}.backup")) as copy:
            connection.backup(copy)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    for step in MIGRATIONS[version(connection) : wanted]:
        for statement in step:
            connection.execute(statement)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {wanted}")
    connection.commit()


@contextmanager
def _clear(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours, with the mend."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(str(path), *_mend(error)) from error


def _mend(error: sqlite3.Error) -> tuple[str, str]:
    name = getattr(error, "sqlite_errorname", "")
    known = {
        "SQLITE_BUSY": ("another kg is writing to it", "let it end, or wait longer with --wait"),
        "SQLITE_FULL": ("the disk is full; nothing was changed", "free some space, then again"),
        "SQLITE_READONLY": ("cannot be written", "check its permissions and those of its folder"),
        "SQLITE_CANTOPEN": ("cannot be opened", "check the path and its permissions"),
        "SQLITE_CORRUPT": ("is damaged", "go back to a copy of `kg backup`"),
        "SQLITE_NOTADB": ("is no store of paperkg", "name another file"),
        "SQLITE_IOERR": ("cannot be read or written; nothing was changed", "check the disk"),
    }
    found = next((text for start, text in known.items() if name.startswith(start)), None)
    return found or (f"cannot be used ({error})", "run `kg check` on it")
