"""One input as a stream of unpacked bytes, with its beginning at hand to tell the format by."""

from __future__ import annotations

import gzip
import io
import sys
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from kg.errors import InputError
from kg.ingest import zstandard

HEAD_BYTES = 1 << 16
_CHUNK_BYTES = 1 << 18
_GZIP_MAGIC = b"\x1f\x8b"


class Feed:
    """An opened input, to be read once.

    Args:
        place: how messages name it.
        stream: its bytes, unpacked.
        file: the file itself, where it can be sought in (not standard input, not packed).
    """

    def __init__(self, place: str, stream: IO[bytes], file: IO[bytes] | None = None) -> None:
        self.place = place
        self._stream = stream
        self._file = file
        self.failure: InputError | None = None  # why there are no more bytes than were read
        self.head = self._read_head()

    def error(self, line: int | str, problem: str, mend: str) -> InputError:
        """Return an error at a line (from 1) or another place of this input."""
        return InputError(f"{self.place}:{line}", problem, mend)

    def chunks(self) -> Iterator[bytes]:
        """Yield the bytes, in pieces of at most 256 kB.

        Raises:
            InputError: the file is cut off, damaged or cannot be read on.
        """
        yield self.head
        while self.failure is None and (chunk := self._read(_CHUNK_BYTES)):
            yield chunk
        if self.failure is not None:
            raise self.failure

    @contextmanager
    def seekable(self) -> Iterator[IO[bytes]]:
        """Give the bytes as a file that can be sought in: a temporary one where need be."""
        if self._file is not None:
            self._file.seek(0)
            yield self._file
            return
        with tempfile.TemporaryFile() as copy:
            copy.writelines(self.chunks())
            copy.seek(0)
            yield copy

    def _read_head(self) -> bytes:
        head = b""
        while len(head) < HEAD_BYTES and (chunk := self._read(HEAD_BYTES - len(head))):
            head += chunk
        return head

    def _read(self, size: int) -> bytes:
        """Return the next bytes; what came before a failure is still handed out."""
        try:
            # read1: one raw read, so that no byte before the place of a failure is lost.
            return cast("io.BufferedReader", self._stream).read1(size)
        except EOFError:
            self._fail("the compressed file is cut off", "get it again")
        except (zlib.error, gzip.BadGzipFile) as error:
            self._fail(f"the compressed file is damaged ({error})", "get it again")
        except OSError as error:
            self._fail(f"cannot be read ({error.strerror or error})", "check the file")
        return b""

    def _fail(self, problem: str, mend: str) -> None:
        self.failure = InputError(self.place, problem, mend)


class _Replay(io.RawIOBase):
    """A stream whose first bytes were already taken from it."""

    def __init__(self, start: bytes, rest: IO[bytes]) -> None:
        self._start = start
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._start or self._rest.read(len(buffer))
        taken = data[: len(buffer)]
        self._start = self._start[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


@contextmanager
def open_feed(place: str, path: Path | None) -> Iterator[Feed]:
    """Open a file (None: standard input), unpacking gzip and Zstandard, as its first bytes tell.

    Raises:
        InputError: it cannot be opened.
    """
    try:
        raw: IO[bytes] = sys.stdin.buffer if path is None else path.open("rb")
    except OSError as error:
        raise _unopened(place, error) from error
    try:
        yield unpacked(place, raw, by_name=path is not None)
    finally:
        if path is not None:
            raw.close()


def unpacked(place: str, raw: IO[bytes], *, by_name: bool = False) -> Feed:
    """Return the feed of an opened file, unpacked where its first bytes say that it is packed.

    Args:
        place: how messages name it.
        raw: its bytes.
        by_name: whether it may be sought in.

    Raises:
        InputError: it cannot be read, or what unpacks it is not installed.
    """
    try:
        start = raw.read(len(zstandard.MAGIC))
    except OSError as error:
        raise _unopened(place, error) from error
    stream: Any = io.BufferedReader(_Replay(start, raw), _CHUNK_BYTES)
    if start.startswith(_GZIP_MAGIC):
        return Feed(place, cast("IO[bytes]", gzip.GzipFile(fileobj=stream)))
    if start == zstandard.MAGIC:
        return Feed(place, zstandard.zstd_stream(place, stream))
    return Feed(place, stream, raw if by_name and raw.seekable() else None)


def _unopened(place: str, error: OSError) -> InputError:
    reason = error.strerror or str(error)
    return InputError(place, f"cannot be opened ({reason})", "check its name and permissions")
