"""Zstandard (RFC 8878) as a stream, through the library of that name (an extra)."""

from __future__ import annotations

import io
import zlib
from typing import IO, Any

from kg.errors import InputError

MAGIC = b"\x28\xb5\x2f\xfd"
# A block of a few bytes unpacks to 128 kB, so that little is taken at once.
_PIECE_BYTES = 1 << 10


def zstd_stream(place: str, packed: IO[bytes]) -> IO[bytes]:
    """Return the unpacked bytes of a file that begins with MAGIC.

    Reading raises EOFError where the file is cut off and zlib.error where it is damaged, as gzip's
    reader does.

    Raises:
        InputError: the library is not installed.
    """
    try:
        import zstandard
    except ImportError as error:
        problem = "is compressed by Zstandard, and zstandard is not installed"
        raise InputError(place, problem, "pip install 'paperkg[zstd]'") from error
    return io.BufferedReader(_Frames(zstandard, packed))


class _Frames(io.RawIOBase):
    """The frames of a file, one behind the other."""

    def __init__(self, library: Any, packed: IO[bytes]) -> None:
        self._library = library
        self._packed = packed
        self._frame: Any = None
        self._rest = b""
        self._ready = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready and self._unpack():
            pass
        size = min(len(buffer), len(self._ready))
        buffer[:size] = self._ready[:size]
        self._ready = self._ready[size:]
        return size

    def _unpack(self) -> bool:
        """Unpack the next piece; return False at the end of the last frame."""
        piece = self._rest or self._packed.read(_PIECE_BYTES)
        self._rest = b""
        if not piece:
            if self._frame is not None:
                raise EOFError
            return False
        if self._frame is None:
            self._frame = self._library.ZstdDecompressor().decompressobj()
        try:
            self._ready = memoryview(self._frame.decompress(piece))
        except self._library.ZstdError as error:
            raise zlib.error(str(error)) from error
        if self._frame.eof:
            self._rest, self._frame = self._frame.unused_data, None
        return True
