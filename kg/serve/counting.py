"""How many rows a piece of a serialized answer holds, without parsing it.

Answers are serialized in Rust, several times faster than row by row in Python; so the limit on
results is counted in what comes out, for each format by what can stand nowhere but between rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def row_counter(format: str) -> Callable[[bytes], int]:
    """Return a function that takes piece after piece of an answer and tells its rows so far.

    Args:
        format: "JSON", "XML", "CSV" or "TSV", as Oxigraph writes them. In JSON a row without any
            value is not counted, and an empty answer counts as one row.
    """
    in_piece, rows = _COUNTERS[format]
    count = in_piece()

    def add(piece: bytes) -> int:
        nonlocal rows
        rows += count(piece)
        return rows

    return add


def rows_of(format: str, pieces: Iterable[bytes]) -> int:
    """Return the number of rows of a whole answer.

    >>> rows_of("CSV", [b'x\\r\\n"two\\nlines"\\r\\n', b"one\\r\\n"])
    2
    """
    add = row_counter(format)
    return max((add(piece) for piece in pieces), default=0)


def _between_objects() -> Callable[[bytes], int]:
    """Count },{" before a name: in a string that quote would end it, and , or } would follow."""
    tail = b""

    def count(piece: bytes) -> int:
        nonlocal tail
        text = tail + piece
        tail = text[-4:]
        waiting = text.endswith(b'},{"')  # counted with the next piece, which shows what follows
        return text.count(b'},{"') - text.count(b'},{",') - text.count(b'},{"}') - waiting

    return count


def _elements() -> Callable[[bytes], int]:
    """Count <result>: text never holds a bare <."""
    tail = b""

    def count(piece: bytes) -> int:
        nonlocal tail
        text = tail + piece
        tail = text[-7:]
        return text.count(b"<result>")

    return count


def _lines() -> Callable[[bytes], int]:
    """Count line ends: those of values are escaped."""
    return lambda piece: piece.count(b"\n")


def _lines_outside_quotes() -> Callable[[bytes], int]:
    """Count line ends outside quotes; a quote in a value is doubled."""
    quoted = False

    def count(piece: bytes) -> int:
        nonlocal quoted
        parts = piece.split(b'"')
        rows = sum(part.count(b"\n") for part in parts[int(quoted) :: 2])
        quoted ^= len(parts) % 2 == 0
        return rows

    return count


# With the rows that are there before anything is counted: the first has nothing before it in
# JSON, and the first line names the columns in CSV and TSV.
_COUNTERS: dict[str, tuple[Callable[[], Callable[[bytes], int]], int]] = {
    "JSON": (_between_objects, 1),
    "XML": (_elements, 0),
    "CSV": (_lines_outside_quotes, -1),
    "TSV": (_lines, -1),
}
