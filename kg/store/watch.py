"""`kg watch`: files that come into a folder are added to a store, each when it is whole."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.errors import KgError
from kg.ingest.sources import has_known_suffix
from kg.stamp import Stamp, stamp
from kg.store.add import Added, add
from kg.store.papers import Reader


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
    seen: dict[Path, Stamp] = {}
    done: dict[Path, Stamp] = {}
    while not stop.is_set():
        stamps = dict(_stamps(folder))
        for file, now in sorted(stamps.items()):
            if stop.is_set():
                return
            if seen.get(file) == now and done.get(file) != now:
                done[file] = now
                told(file, _added(path, file, reader))
        seen = stamps
        stop.wait(every)


def _stamps(folder: Path) -> Iterator[tuple[Path, Stamp]]:
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if name.startswith(".") or not has_known_suffix(name):
                continue
            file = Path(root) / name
            if now := stamp(file):  # else it was moved away between the two looks
                yield file, now


def _added(path: Path, file: Path, reader: Reader | None) -> Added | KgError:
    try:
        return add(path, [file], reader=reader)
    except KgError as error:
        return error
