"""JSON Lines: one object a line, each a paper."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from kg.errors import InputError
from kg.ingest.entry import Head, Item, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.table import Record, entries
from kg.ingest.text import lines

_OBJECT = re.compile(r"\s*\{\s*[\"'}]")
_MEND = "mend or delete it"


def recognises(head: Head, options: Options) -> bool:
    """Tell objects on lines of their own from an object that is laid out over several lines."""
    if not _OBJECT.match(head.text):
        return False
    first = head.text.lstrip().partition("\n")[0].rstrip()
    return not first.endswith(("{", "[", ","))


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the entry of each line."""
    return entries(feed, records(feed), options)


def records(feed: Feed) -> Iterator[Record | InputError]:
    """Yield the record of each line that is not blank."""
    for line in lines(feed):
        if line.error:
            yield line.error
        elif line.text.strip():
            yield _record(feed, line.number, line.text)


def _record(feed: Feed, number: int, text: str) -> Record | InputError:
    try:
        # Raw control characters inside strings are let in: they are cleaned away later.
        value = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        problem = f"the line is not JSON ({error.msg} at column {error.colno})"
        return feed.error(number, problem, _MEND)
    except (ValueError, RecursionError):
        return feed.error(number, "the line's JSON is nested too deep or has a huge number", _MEND)
    if not isinstance(value, dict):
        return feed.error(number, "the line is not a JSON object", _MEND)
    return Record(number, value)


SOURCE = Source("JSON Lines", (".jsonl", ".ndjson"), recognises, read)
