"""ZIP archives: each member is a file of its own, "archive.zip/member", read as a stream.

Nothing is unpacked to disk and an archive inside an archive is not opened. What all members unpack
to is bounded by the size of the archive itself, which no forged header changes
(https://www.bamsoftware.com/hacks/zipbomb/).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO, Any

from kg.errors import InputError
from kg.ingest.clean import clean
from kg.ingest.entry import Note
from kg.ingest.feed import Feed, unpacked

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
MEMBER_LIMIT = 10_000
RATIO_LIMIT = 200
"""How many times its size an archive may unpack to, beyond FREE_BYTES; text stays under 50."""
FREE_BYTES = 100_000_000
_OFFICE = "[Content_Types].xml"


def is_archive(feed: Feed) -> bool:
    """Tell a ZIP archive by its first bytes."""
    return feed.head.startswith(MAGIC)


def members(
    feed: Feed, wanted: Callable[[str], bool]
) -> Iterator[tuple[str, Feed | InputError | Note]]:
    """Yield the name and the opened feed of each member that is wanted, or why there is none.

    Args:
        feed: the archive.
        wanted: whether a member is read, by its name.
    """
    with feed.seekable() as file:
        try:
            with zipfile.ZipFile(file) as archive:
                yield from _opened(feed, archive, file.seek(0, io.SEEK_END), wanted)
        except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
            problem = f"is not a whole ZIP archive ({clean(str(error))[:80]})"
            yield "", InputError(feed.place, problem, "get it again")


def _opened(
    feed: Feed, archive: zipfile.ZipFile, size: int, wanted: Callable[[str], bool]
) -> Iterator[tuple[str, Feed | InputError | Note]]:
    listed = [one for one in archive.infolist() if not one.is_dir() and not _hidden(one.filename)]
    if any(one.filename == _OFFICE for one in listed):
        yield "", InputError(feed.place, "is an Office file (ZIP)", "export its table as CSV")
        return
    if len(listed) > MEMBER_LIMIT:
        problem = f"the ZIP archive has more than {MEMBER_LIMIT:,} members"
        yield "", InputError(feed.place, problem, "unpack it")
        return
    taken = [one for one in listed if wanted(one.filename)]
    if not taken:
        problem = "no member of the ZIP archive has the suffix of a known format"
        yield "", InputError(feed.place, problem, "unpack it and name the file itself")
    budget = _Budget(FREE_BYTES + RATIO_LIMIT * size)
    for one in sorted(listed, key=lambda member: (member.filename, member.header_offset)):
        name = clean(one.filename.replace("\\", "/"))
        place = f"{feed.place}/{name}"
        if one not in taken:
            yield name, Note(f"{place}: left out, its suffix is that of no known format")
            continue
        try:
            with archive.open(one) as stream:
                yield name, unpacked(place, io.BufferedReader(_Bounded(stream, budget)))
        except (RuntimeError, NotImplementedError) as error:
            yield name, InputError(place, f"cannot be unpacked ({error})", "unpack the archive")
        except (zipfile.BadZipFile, zlib.error) as error:
            yield name, InputError(place, f"is damaged ({error})", "get the archive again")


def _hidden(name: str) -> bool:
    """Tell what operating systems put into archives beside the files."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")


class _Budget:
    """How many bytes the members of one archive may still unpack to."""

    def __init__(self, size: int) -> None:
        self.left = size


class _Bounded(io.RawIOBase):
    """A member's bytes, as far as the budget goes; its faults are those of a damaged file."""

    def __init__(self, stream: IO[bytes], budget: _Budget) -> None:
        self._stream = stream
        self._budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            data = self._stream.read(len(buffer))
        except zipfile.BadZipFile as error:
            raise zlib.error(str(error)) from error
        self._budget.left -= len(data)
        if self._budget.left < 0:
            raise zlib.error(f"it unpacks to more than {RATIO_LIMIT} times the archive's size")
        buffer[: len(data)] = data
        return len(data)
