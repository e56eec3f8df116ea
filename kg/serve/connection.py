"""A connection that does not wait for ever: uvicorn's HTTP/1.1 with deadlines.

uvicorn lets an idle connection go after a response, but would wait without end for the first
request, for the rest of a head, and for a client that does not read.
"""

from __future__ import annotations

import asyncio
import socket

from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.serve.limits import HEADER_SECONDS, SEND_SECONDS


class PatientConnection(H11Protocol):
    """Closes what sends no whole head in HEADER_SECONDS, or reads nothing for SEND_SECONDS."""

    _head_due: asyncio.TimerHandle | None = None
    _read_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a head; what is written goes out at once."""
        super().connection_made(transport)
        # asyncio does this only for sockets that name their protocol, which accepted ones do not;
        # without it a body waits 40 ms for the acknowledgement of its head (Nagle's algorithm)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._head_due = self.loop.call_later(HEADER_SECONDS, self._give_up)

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        for timer in (self._head_due, self._read_due):
            if timer:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Wait for a head from its first byte until it is whole."""
        between = self.cycle is None or self.cycle.response_complete
        before = self.cycle
        if between and self._head_due is None:
            self._head_due = self.loop.call_later(HEADER_SECONDS, self._give_up)
        super().data_received(data)
        if self.cycle is not before and self._head_due:
            self._head_due.cancel()
            self._head_due = None

    def _give_up(self) -> None:
        self._head_due = None
        self.transport.close()

    def pause_writing(self) -> None:
        """Begin to wait for the client to read."""
        super().pause_writing()
        self._watch_reading(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """Wait no more: it reads."""
        if self._read_due:
            self._read_due.cancel()
            self._read_due = None
        super().resume_writing()

    def _watch_reading(self, unread: int) -> None:
        self._read_due = self.loop.call_later(SEND_SECONDS, self._check_reading, unread)

    def _check_reading(self, unread: int) -> None:
        now = self.transport.get_write_buffer_size()
        if now < unread:
            self._watch_reading(now)
        else:
            self.transport.abort()
