"""The arXiv metadata snapshot that Kaggle serves: JSON Lines, one paper a line.

https://www.kaggle.com/datasets/Cornell-University/arxiv : dates in `versions` are of RFC 5322, the
first is the submission; `update_date` is when the record was touched, which dates no paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from kg.ingest.arxiv import arxiv_id
from kg.ingest.catalogues.arxiv import PUBLISHER, dois, person
from kg.ingest.dates import parse_date
from kg.ingest.entry import Entry, Head, Item, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.json_records import first_record, is_json, records
from kg.ingest.record import claims, contents, entries, listed, mapping, text, title_of
from kg.ingest.values import categories, people
from kg.model import Claimed

_VERSION = re.compile(r"v(\d{1,4})")


def recognises(head: Head, options: Options) -> bool:
    """Tell the snapshot by the parsed authors or the versions of its papers."""
    first = first_record(head.text) if is_json(head) else {}
    return {"id", "title", "categories"} <= first.keys() and bool(
        {"authors_parsed", "versions"} & first.keys()
    )


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the entry of each line."""
    return entries(feed, contents(records(feed)), _entry)


def _entry(record: Mapping[str, Any]) -> Entry:
    versions = [mapping(one) for one in listed(record.get("versions"))]
    numbers = [_VERSION.fullmatch(text(one.get("version"))) for one in versions]
    return Entry(
        title_of(record.get("title")),
        text(record.get("abstract")),
        arxiv_id=arxiv_id(text(record.get("id"))),
        issued=parse_date(text(versions[0].get("created"))) if versions else None,
        authors=_authors(record),
        categories=categories(text(record.get("categories"))),
        identifiers=dois(text(record.get("doi"))),
        claims=claims(
            (Claimed.AUTHOR_COMMENT, record.get("comments")),
            (Claimed.CITATION, record.get("journal-ref")),
            (Claimed.LICENSE, record.get("license")),
        ),
        version=max((int(number[1]) for number in numbers if number), default=None),
        source=PUBLISHER,
    )


def _authors(record: Mapping[str, Any]) -> tuple[str, ...]:
    parsed = (listed(one) for one in listed(record.get("authors_parsed")))
    names = (person([text(part) for part in one[:3]]) for one in parsed)
    return tuple(dict.fromkeys(name for name in names if name)) or people(
        text(record.get("authors"))
    )


SOURCE = Source("arXiv snapshot (Kaggle)", (".json", ".jsonl"), recognises, read)
