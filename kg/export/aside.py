"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BUFFER = 1 << 20
"""Bytes that writers gather before they write: a large graph is gigabytes of short lines."""


@contextmanager
def written_aside(folder: Path, names: Sequence[str]) -> Iterator[Path]:
    """Give a scratch folder to write the named files in; move them to `folder` when all are done.

    The scratch folder lies inside `folder`, hence on the same file system, where os.replace swaps
    a file in one step. Whatever is raised meanwhile, Ctrl-C too, leaves the old files as they were,
    nothing new behind, and no folder that was not there before.

    Raises:
        OutputError: the folder cannot be written, the disk is full, a name is taken by a folder.
    """
    made = [path for path in (folder, *folder.parents) if not path.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _refuse_folders(folder, names)
        with tempfile.TemporaryDirectory(prefix=".paperkg-", dir=folder) as scratch:
            yield Path(scratch)
            for name in names:
                os.replace(Path(scratch) / name, folder / name)
        made = []
    except OSError as error:
        reason = error.strerror or error
        message = f"{folder}: cannot be written ({reason}); free it or choose another folder"
        raise OutputError(message) from error
    finally:
        for path in made:
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()


def _refuse_folders(folder: Path, names: Sequence[str]) -> None:
    for name in names:
        if (folder / name).is_dir():
            raise OutputError(
                f"{folder / name}: is a folder, not a file; move it or write elsewhere"
            )
