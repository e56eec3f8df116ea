"""A store as a folder that can be served: its graph is built there, again whenever it changes."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from kg.errors import KgError, StoreError
from kg.stamp import Stamp, stamp
from kg.store.file import is_store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_LOOK_SECONDS = 1.0
_log = logging.getLogger("kg.serve")
_Stamps: TypeAlias = tuple[Stamp, ...]


@contextlib.asynccontextmanager
async def served_from(path: Path) -> AsyncIterator[Path]:
    """Give what is served: the path itself, or a folder of its own with the graph of a store.

    A store is built in a process of its own, so that no request waits for it.

    Raises:
        StoreError: the store cannot be built.
    """
    if not is_store(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="paperkg-") as made:
        folder, seen = Path(made), _stamps(path)
        await _build(path, folder)
        following = asyncio.create_task(_following(path, folder, seen))
        try:
            yield folder
        finally:
            following.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await following


async def _following(path: Path, folder: Path, built: _Stamps) -> None:
    before = built
    while True:
        await asyncio.sleep(_LOOK_SECONDS)
        seen = _stamps(path)
        settled, before = seen == before, seen
        if not settled or seen == built or not seen:
            continue
        built = seen
        try:
            await _build(path, folder)
        except KgError as error:
            _log.error("the changed store is left out, and the old graph stays: %s", error)


async def _build(path: Path, folder: Path) -> None:
    words = ("build", "--store", str(path), "-o", str(folder), "--formats", "ttl")
    building = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "kg", *words),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, said = await building.communicate()
    except asyncio.CancelledError:
        building.kill()
        await building.wait()
        raise
    if building.returncode:
        last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise StoreError(str(path), f"cannot be built ({last})", "try `kg check`")


def _stamps(path: Path) -> _Stamps:
    """Return what tells that a store has changed: of itself and of its log of writes."""
    found = map(stamp, (path, path.with_name(f"{path.name}-wal")))
    return tuple(one for one in found if one and one[1])  # readers leave an empty log for a moment
