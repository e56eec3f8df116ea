"""Bytes as text: UTF-8 (with or without a byte order mark), UTF-16 or UTF-32 with one.

Memory stays bounded: a line that grows over LINE_LIMIT is dropped up to its end and reported.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import InputError
from kg.ingest.entry import Head
from kg.ingest.feed import Feed

LINE_LIMIT = 10_000_000
_UTF8 = "utf-8-sig"
# UTF-32's mark begins with that of UTF-16, so it goes first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The bytes that are not UTF-8 come out of the decoder as these (PEP 383).
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_ALLOWED_CONTROLS = frozenset("\t\n\r\f")
# A binary file has more than a few, and more than these shares; text in another encoding than
# UTF-8 has fewer.
_FEW = 4
_CONTROLS = 0.02
_FOREIGN = 0.3


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its end; `error` says why its text cannot be trusted."""

    number: int
    text: str
    error: InputError | None = None


def encoding(head: bytes) -> str:
    """Return the encoding that a file with this beginning is read in."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), _UTF8)


def read_head(raw: bytes) -> Head:
    """Return the beginning of a file as bytes and as text; the text of a binary file is ""."""
    text = raw.decode(encoding(raw), "replace")
    controls = sum(c < " " and c not in _ALLOWED_CONTROLS for c in text)
    foreign = text.count("\ufffd")
    binary = controls > _FEW + _CONTROLS * len(text) or foreign > _FEW + _FOREIGN * len(text)
    return Head(raw, "" if binary else text)


def texts(feed: Feed) -> Iterator[str]:
    """Yield the text in pieces, line ends as "\\n", bytes that are not UTF-8 as "\\udcXX".

    Raises:
        InputError: the file breaks off, or is not the UTF-16 or UTF-32 that its mark says.
    """
    name = encoding(feed.head)
    decoder = codecs.getincrementaldecoder(name)("surrogateescape")
    # universal newlines: "\r\n" may be cut in two by the end of a piece
    newlines = io.IncrementalNewlineDecoder(decoder, translate=True)
    offset = 0
    try:
        for chunk in feed.chunks():
            if text := newlines.decode(chunk):
                yield text
            offset += len(chunk)
        if text := newlines.decode(b"", final=True):
            yield text
    except UnicodeDecodeError as error:
        problem = f"is not {name.upper()} at about byte {offset + error.start}"
        raise InputError(feed.place, problem, "save it as UTF-8") from error


def lines(feed: Feed) -> Iterator[Line]:
    """Yield every line, the empty ones too.

    Raises:
        InputError: as `texts`, with the line reached.
    """
    number, rest, skipping = 1, "", False
    try:
        for text in texts(feed):
            *whole, rest = (rest + text).split("\n")
            for one in whole:
                yield _too_long(feed, number) if skipping else _line(feed, number, one)
                number, skipping = number + 1, False
            if skipping or len(rest) > LINE_LIMIT:
                rest, skipping = "", True
    except InputError as error:
        raise InputError(f"{feed.place}:{number}", error.problem, error.mend) from error
    if skipping:
        yield _too_long(feed, number)
    elif rest:
        yield _line(feed, number, rest)


def not_utf8(feed: Feed, line: int, text: str, what: str = "line") -> InputError | None:
    """Return an error that names the first byte of the text that is not UTF-8, if there is one.

    Args:
        feed: the input.
        line: the line on which the text begins.
        text: a piece of what `texts` gives.
        what: what the text is, in which the byte is counted.
    """
    if text.isascii() or not (match := _ESCAPED_BYTE.search(text)):
        return None
    byte = ord(match.group()) - 0xDC00
    offset = len(text[: match.start()].encode()) + 1
    problem = f"byte {offset} of the {what} (0x{byte:02X}) is not UTF-8"
    return feed.error(line, problem, "save the file as UTF-8")


def _line(feed: Feed, number: int, text: str) -> Line:
    if len(text) > LINE_LIMIT:
        return _too_long(feed, number)
    return Line(number, text, not_utf8(feed, number, text))


def _too_long(feed: Feed, number: int) -> Line:
    problem = f"the line is longer than {LINE_LIMIT:,} characters"
    return Line(number, "", feed.error(number, problem, "put each paper on a line of its own"))
