"""The wire between the server and its workers: a kind, a length, and so many bytes.

A question is one frame; its answer is a HEAD, any number of BODY and an END, or a REFUSED at any
place. Both ends are our own processes, so that a broken frame is a bug and not an attack.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio
    import socket

HEAD, BODY, END, REFUSED = b"H", b"B", b"E", b"R"
_HEADER = struct.Struct("!cI")


@dataclass(frozen=True, slots=True)
class Question:
    """A query with all that its answer depends on, but the graph.

    Args:
        query: SPARQL text.
        solutions, boolean, triples: the media type for each sort of answer; "" if the client
            takes none that we write.
        default_graphs, named_graphs: IRIs of the data set; None is what the query or store says.
    """

    query: str
    solutions: str
    boolean: str
    triples: str
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None

    def to_bytes(self) -> bytes:
        """Return it for the wire."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Question:
        """Return the question of to_bytes()."""
        return cls(**json.loads(data))


class Refused(Exception):
    """A question that gets no answer.

    Args:
        status: of HTTP.
        problem: one or more lines for the client.
        retry_after: seconds after which the same question may be answered; None for never.
    """

    def __init__(self, status: int, problem: str, retry_after: int | None = None) -> None:
        super().__init__(problem)
        self.status = status
        self.problem = problem
        self.retry_after = retry_after

    def to_bytes(self) -> bytes:
        """Return it for the wire."""
        return json.dumps([self.status, self.problem]).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Refused:
        """Return the refusal of to_bytes()."""
        status, problem = json.loads(data)
        return cls(status, problem)


def packed(kind: bytes, data: bytes = b"") -> bytes:
    """Return a frame."""
    return _HEADER.pack(kind, len(data)) + data


def receive(channel: socket.socket) -> bytes | None:
    """Return the data of the next frame of a blocking socket; None when the other end is gone."""
    header = _exactly(channel, _HEADER.size)
    if header is None:
        return None
    _kind, length = _HEADER.unpack(header)
    return _exactly(channel, length)


def _exactly(channel: socket.socket, length: int) -> bytes | None:
    data = bytearray()
    while len(data) < length:
        part = channel.recv(min(length - len(data), 1 << 20))
        if not part:
            return None
        data += part
    return bytes(data)


async def next_frame(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Return kind and data of the next frame.

    Raises:
        EOFError: the other end is gone (asyncio.IncompleteReadError).
        OSError: the channel broke.
    """
    kind, length = _HEADER.unpack(await reader.readexactly(_HEADER.size))
    return kind, await reader.readexactly(length)
