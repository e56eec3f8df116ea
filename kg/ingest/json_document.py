"""A JSON array of records, or records over several lines each, never held whole in memory."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

from kg.errors import InputError
from kg.ingest.entry import Head, Item, Options, Source
from kg.ingest.feed import HEAD_BYTES, Feed
from kg.ingest.table import Record, entries
from kg.ingest.text import not_utf8, texts

RECORD_LIMIT = 10_000_000
_GAP = re.compile(r"[\s,\[\]\ufeff]*")
_GAP_INSIDE = re.compile(r"[\s,]*")
_START = re.compile(r"\s*(?:\[\s*(?:[{\]]|$)|\{\s*[\"'}])")
_NEXT = re.compile(r"[,}]\s*(?=\{)")
_OVERLAP = 100
_LONGEST_TOKEN = 20  # "-Infinity", "\\ud83d\\ude00"; numbers end anywhere
_MEND = "mend or delete the record"


def recognises(head: Head, options: Options) -> bool:
    """Tell an array of objects, or an object, from a page whose first title begins with "["."""
    return bool(_START.match(head.text))


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the entry of each record.

    Raises:
        InputError: the array breaks off.
    """
    return entries(feed, records(feed), options)


class Window:
    """A piece of the text, the place reached in it, and the line of that place."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self.text = ""
        self.at = 0
        self.line = 1

    def left(self) -> int:
        """Return how many characters are at hand behind the place."""
        return len(self.text) - self.at

    def grow(self) -> bool:
        """Read as much again as there is; return False at the end of the text."""
        parts, size, wanted = [""], 0, max(1, self.left())
        while size < wanted and (piece := next(self._pieces, "")):
            parts.append(piece)
            size += len(piece)
        if size:
            parts[0] = self.text[self.at :]
            self.text, self.at = "".join(parts), 0
        return size > 0

    def move(self, to: int) -> str:
        """Go on to a later place; return what lies between."""
        gone = self.text[self.at : to]
        self.line += gone.count("\n")
        self.at = to
        return gone


def records(
    feed: Feed, opening: Callable[[str], int | None] | None = None
) -> Iterator[Record | InputError]:
    """Yield the records; a null in their place is an empty record.

    Args:
        feed: the input.
        opening: finds, in the beginning of the text, the bracket of the array to read; what stands
            before and behind that array is passed over.

    Raises:
        InputError: the array breaks off.
    """
    window, decoder = Window(texts(feed)), json.JSONDecoder(strict=False)
    bracket = ""
    try:
        if opening is not None:
            _open(window, opening)
            bracket = "["
        while True:
            between = window.move(_end_of_gap(window, _GAP if opening is None else _GAP_INSIDE))
            bracket = next((c for c in reversed(between) if c in "[]"), bracket)
            if opening is not None and window.text.startswith("]", window.at):
                return
            if window.left():
                found, whole = _value(feed, window, decoder)
                yield found
                if not whole and not _resume(window):
                    return
            elif not window.grow():
                break
    except InputError as error:
        raise feed.error(window.line, error.problem, error.mend) from error
    if bracket == "[":
        raise feed.error(window.line, "the array has no end", "get the whole file")


def _open(window: Window, opening: Callable[[str], int | None]) -> None:
    while window.left() < HEAD_BYTES and window.grow():
        pass
    window.move((opening(window.text) or 0) + len("["))


def _end_of_gap(window: Window, gap: re.Pattern[str]) -> int:
    match = gap.match(window.text, window.at)
    return match.end() if match else window.at


def _value(
    feed: Feed, window: Window, decoder: json.JSONDecoder
) -> tuple[Record | InputError, bool]:
    """Return the record at the place, or why there is none, and whether its end was found.

    The place moves on behind a value whose end was found.
    """
    while True:
        try:
            value, end = decoder.raw_decode(window.text, window.at)
            break
        except (ValueError, RecursionError) as error:
            cut = _may_be_cut(window, error)
            if cut and window.left() > RECORD_LIMIT:
                problem = f"no end of the record within {RECORD_LIMIT:,} characters"
                return feed.error(window.line, problem, _MEND), False
            if not cut or not window.grow():
                return _broken(feed, window, error), False
    line = window.line
    if foreign := not_utf8(feed, line, window.move(end), "record"):
        return foreign, True
    if value is None:
        return Record(line, {}), True
    if not isinstance(value, dict):
        return feed.error(line, "the value is not a JSON object", _MEND), True
    return Record(line, value), True


def _may_be_cut(window: Window, error: Exception) -> bool:
    """Tell whether the value may only have been cut off by the end of the window."""
    return isinstance(error, json.JSONDecodeError) and (
        error.msg.startswith("Unterminated string") or error.pos > len(window.text) - _LONGEST_TOKEN
    )


def _broken(feed: Feed, window: Window, error: Exception) -> InputError:
    if isinstance(error, json.JSONDecodeError):
        lines_on = window.text.count("\n", window.at, error.pos)
        return feed.error(window.line + lines_on, f"the record is not JSON ({error.msg})", _MEND)
    problem = "the record is nested too deep or has a huge number"
    return feed.error(window.line, problem, _MEND)


def _resume(window: Window) -> bool:
    """Move on to what looks like the beginning of the next record; return False if none does."""
    while not (match := _NEXT.search(window.text, window.at)):
        window.move(max(window.at, len(window.text) - _OVERLAP))
        if not window.grow():
            return False
    window.move(match.end())
    return True


SOURCE = Source("JSON", (".json",), recognises, read)
