"""JSON as catalogues give it: what the first record looks like, and all of them in a stream.

Records stand on lines of their own, in an array, alone, or in the array of an answer such as
{"total": 9, "data": [...]}.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from kg.errors import InputError
from kg.ingest import json_document, json_lines
from kg.ingest.entry import Head, Options
from kg.ingest.feed import Feed
from kg.ingest.table import Record
from kg.ingest.text import read_head

ANSWERS = ("data", "results", "notes", "items", "papers")
"""The keys under which the answers of APIs hold their records."""

_DECODER = json.JSONDecoder(strict=False)
_SPACE = re.compile(r"[\s\ufeff]*")
_TO_FIRST = re.compile(r"[\s\ufeff]*(?:\[\s*(?:null\s*,\s*)*)?")
_DEEPEST_LOOK = 3


@lru_cache(maxsize=2)
def first_record(text: str) -> Mapping[str, Any]:
    """Return the members of the first record that the beginning of a file shows.

    The text may be cut off anywhere: of a cut object the members before the cut are returned.
    """
    opening = answer_opening(text)
    start = _TO_FIRST.match(text, opening or 0)
    return _members(text, start.end() if start else 0, _DEEPEST_LOOK)


def answer_opening(text: str) -> int | None:
    """Return where the array of an API's answer opens, or None if the text is no such answer."""
    at = _skip(text, 0)
    for key, value_at in _keys(text, at):
        if key in ANSWERS and text.startswith("[", value_at):
            return value_at
    return None


def records(feed: Feed) -> Iterator[Record | InputError]:
    """Yield the records of a JSON file of any of the shapes; a null is an empty record.

    Raises:
        InputError: an array breaks off.
    """
    head = read_head(feed.head)
    if answer_opening(head.text) is not None:
        return json_document.records(feed, answer_opening)
    if json_lines.recognises(head, Options()):
        return json_lines.records(feed)
    return json_document.records(feed)


def is_json(head: Head) -> bool:
    """Tell JSON from all else by its first character."""
    return head.text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _keys(text: str, at: int) -> Iterator[tuple[str, int]]:
    """Yield the keys of the object at the place with where their values begin, up to a cut."""
    if not text.startswith("{", at):
        return
    at = _skip(text, at + 1)
    while text.startswith('"', at):
        try:
            key, at = _DECODER.raw_decode(text, at)
            at = _skip(text, at)
            if not text.startswith(":", at):
                return
            at = _skip(text, at + 1)
            yield key, at
            _, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            return
        at = _skip(text, at)
        if not text.startswith(",", at):
            return
        at = _skip(text, at + 1)


def _members(text: str, at: int, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value_at in _keys(text, at):
        try:
            found[key], _ = _DECODER.raw_decode(text, value_at)
        except (ValueError, RecursionError):
            found[key] = _members(text, value_at, depth - 1) if depth else {}
    return found
