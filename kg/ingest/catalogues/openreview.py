"""Submissions of OpenReview: notes of its API, version 1 and version 2.

https://docs.openreview.net/reference : version 2 wraps each value of the content as {"value": ...}.
Reviews, comments and decisions are notes too; a note that replies to another is no paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kg.ingest.dates import parse_date
from kg.ingest.entry import Entry, Head, Item, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.identifiers import identifier
from kg.ingest.json_records import first_record, is_json, records
from kg.ingest.record import claims, contents, entries, mapping, text, texts, title_of
from kg.ingest.values import people
from kg.model import Claimed

PUBLISHER = "OpenReview"


def recognises(head: Head, options: Options) -> bool:
    """Tell a note by its content and the invitation that it answers."""
    first = first_record(head.text) if is_json(head) else {}
    named = {"forum", "invitation", "invitations"} & first.keys()
    return isinstance(first.get("content"), Mapping) and bool(named)


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the entry of each submission."""
    return entries(feed, contents(records(feed)), _entry)


def _entry(note: Mapping[str, Any]) -> Entry | None:
    content = {key: _plain(value) for key, value in mapping(note.get("content")).items()}
    if not content or note.get("replyto") or "title" not in content:
        return None
    name = identifier("openreview", text(note.get("forum")) or text(note.get("id")))
    authors = content.get("authors")
    return Entry(
        title_of(content["title"]),
        text(content.get("abstract")),
        issued=_day(note),
        authors=people(authors) if isinstance(authors, str) else texts(authors),
        identifiers=(name,) if name else (),
        venue=text(content.get("venue")) or None,
        claims=claims(
            (Claimed.KEYWORD, _keywords(content.get("keywords"))),
            (Claimed.SUMMARY, content.get("TL;DR") or content.get("TLDR")),
            (Claimed.CODE, content.get("code")),
        ),
        source=PUBLISHER,
    )


def _plain(value: object) -> object:
    return value.get("value") if isinstance(value, Mapping) else value


def _keywords(value: object) -> tuple[str, ...]:
    return texts(value.split(",")) if isinstance(value, str) else texts(value)


def _day(note: Mapping[str, Any]) -> date | None:
    """Return when the note was published, else when it was made (milliseconds since 1970)."""
    for key in ("pdate", "odate", "cdate", "tcdate"):
        if day := parse_date(note.get(key)):
            return day
    return None


SOURCE = Source("OpenReview", (".json", ".jsonl"), recognises, read)
