"""What a server gives to a query and to a client: one frozen record, and the fixed bounds."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

MB = 1 << 20
CHUNK = 1 << 16
"""Bytes of an answer that travel together, and that are held back until its status is sure."""

MOST_ANSWER_BYTES = 512 * MB
LARGEST_QUERY = MB
"""Bytes of a request's body, and of the query in it."""

LARGEST_HEADERS = 1 << 16
HEADER_SECONDS = 10.0
"""A client has so long for its request line and headers, and again for its body."""

SEND_SECONDS = 30.0
"""A client that takes no byte of its answer for so long is let go."""

MOST_CONNECTIONS = 512
LONG_AFTER = 0.25
"""A query that runs for more seconds is long: it goes on in another lane, behind the short ones."""

NICENESS = ((LONG_AFTER, 4), (2.0, 10))
"""From so many seconds on, a query is so nice to others: it gets less than half of the share of a
short one, then a tenth. (At 19, honest long queries starve on a machine that is busy otherwise.)"""

LONG_LANES = 8
"""So many long queries may run for each worker; all the others get 503."""

QUEUE = 256
"""So many queries may wait for a worker; half of them from one client."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query may take.

    Args:
        seconds: wall-clock time from its start to the last byte of its answer.
        memory: megabytes beyond the graph's own.
        results: rows or triples of its answer.
        workers: short queries that run at once.
        cache: megabytes of answers that are kept; 0 keeps none.
    """

    seconds: float = 10.0
    memory: int = 1024
    results: int = 1_000_000
    workers: int = field(default_factory=lambda: max(2, os.cpu_count() or 2))
    cache: int = 64
