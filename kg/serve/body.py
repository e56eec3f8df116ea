"""The body of a request, within bounds of size and time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from kg.serve.frames import Refused
from kg.serve.limits import HEADER_SECONDS, LARGEST_QUERY, MB

if TYPE_CHECKING:
    from starlette.types import Receive

_LARGEST = 3 * LARGEST_QUERY + 4096
"""Percent-encoding makes three bytes of one; the query itself is measured after decoding."""


async def read_body(receive: Receive) -> bytes:
    """Return the whole body of a request.

    Raises:
        Refused: it is too large (413), too slow (408), or the client left.
    """
    body = bytearray()
    try:
        async with asyncio.timeout(HEADER_SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refused(400, "the request is not complete")
                body += message.get("body", b"")
                if len(body) > _LARGEST:
                    raise Refused(413, f"the request is larger than {_LARGEST // MB} MB")
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError as error:
        raise Refused(408, f"the request took longer than {HEADER_SECONDS:g} seconds") from error
