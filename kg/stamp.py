"""What tells that a file has changed, without reading it."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

Stamp: TypeAlias = tuple[int, int, int]
"""Number in its file system, bytes, time of its last change in nanoseconds."""


def stamp(path: Path) -> Stamp | None:
    """Return the stamp of a file as it is now; None if it is not there or cannot be looked at."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
