"""`kg watch`: files that come into a folder are added to a store, each when it is whole."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import KgError
from kg.ingest.sources import has_known_suffix
from kg.store.add import Added, add
from kg.store.papers import Reader


@dataclass(frozen=True, slots=True)
class _State:
    """What tells that a file is the same as before; `modified` in nanoseconds."""

    size: int
    modified: int


def watch(
    folder: Path,
    path: Path,
    *,
    reader: Reader | None = None,
    every: float = 2.0,
    stop: threading.Event,
    told: Callable[[Path, Added | KgError], None],
) -> None:
    """Add the files of a folder, and those that come or change, until told to stop.

    A file is whole when two looks in a row find it unchanged; what cannot be added is told and
    tried again when the file changes. Looking works on every file system, network ones too.

    Args:
        folder: is looked through with all folders below it.
        path: the store.
        reader: how new texts are read; by the learned extractor by default.
        every: seconds between two looks.
        stop: ends the watch; an addition under way is finished.
        told: is called with each file and what was added of it, or why it could not be.
    """
    seen: dict[Path, _State] = {}
    done: dict[Path, _State] = {}
    while not stop.is_set():
        states = dict(_states(folder))
        for file, state in sorted(states.items()):
            if stop.is_set():
                return
            if seen.get(file) == state and done.get(file) != state:
                done[file] = state
                told(file, _added(path, file, reader))
        seen = states
        stop.wait(every)


def _states(folder: Path) -> Iterator[tuple[Path, _State]]:
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.startswith(".") or not has_known_suffix(name):
                continue
            file = Path(root) / name
            try:
                about = file.stat()
            except FileNotFoundError:
                continue  # it was moved away between the two looks
            yield file, _State(about.st_size, about.st_mtime_ns)


def _added(path: Path, file: Path, reader: Reader | None) -> Added | KgError:
    try:
        return add(path, [file], reader=reader)
    except KgError as error:
        return error
