"""Works of OpenAlex: a work, an answer with a list of them, or the JSON Lines of a snapshot.

https://docs.openalex.org/api-entities/works/work-object : identifiers are URLs, the abstract is an
inverted index (word -> places). OpenAlex writes the first of January where its own sources give
only a year; such a date is read as the year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kg.ingest.arxiv import arxiv_id
from kg.ingest.clean import clean
from kg.ingest.dates import parse_date
from kg.ingest.entry import Entry, Head, Item, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.identifiers import identifier, recognised
from kg.ingest.json_records import first_record, is_json, records
from kg.ingest.record import (
    claims,
    contents,
    count,
    entries,
    listed,
    mapping,
    text,
    texts,
    title_of,
    year_of,
)
from kg.model import Claimed

PUBLISHER = "OpenAlex"
_LONGEST_ABSTRACT = 100_000  # words; a place beyond it is no place in an abstract


def recognises(head: Head, options: Options) -> bool:
    """Tell a work by its identifier, or by its inverted index where that was not selected."""
    first = first_record(head.text) if is_json(head) else {}
    is_work = (recognised(text(first.get("id"))) or "").startswith("openalex:")
    return is_work or ("abstract_inverted_index" in first and "id" in first)


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the entry of each work."""
    return entries(feed, contents(records(feed)), _entry)


def abstract_of(index: object) -> str:
    """Return the text that an inverted index was made of, with single spaces.

    >>> abstract_of({"to": [1], "be": [2], "Not": [0]})
    'Not to be'
    """
    at: dict[int, str] = {}
    for word, places in sorted(mapping(index).items()):
        for place in listed(places):
            if isinstance(place, int) and 0 <= place < _LONGEST_ABSTRACT:
                at.setdefault(place, word)
    return clean(" ".join(at[place] for place in sorted(at)))


def _entry(record: Mapping[str, Any]) -> Entry | None:
    if not record:
        return None
    ids = mapping(record.get("ids"))
    urls = [text(one) for one in (record.get("id"), record.get("doi"), *ids.values())]
    locations = [mapping(record.get("primary_location")), *map(mapping, _locations(record))]
    pages = [text(one.get("landing_page_url")) for one in locations]
    names = {recognised(one) for one in urls} | {identifier("doi", record.get("doi"))}
    issued, year = _date(record)
    venue = text(mapping(locations[0].get("source")).get("display_name"))
    return Entry(
        title_of(record.get("title") or record.get("display_name")),
        abstract_of(record.get("abstract_inverted_index")),
        arxiv_id=next(filter(None, map(arxiv_id, (*urls, *pages))), None),
        issued=issued,
        year=year,
        authors=_authors(record),
        identifiers=tuple(sorted(one for one in names if one)),
        venue=venue or None,
        claims=claims(
            (Claimed.CITATIONS, count(record.get("cited_by_count"))),
            (Claimed.KEYWORD, texts(record.get("keywords"), "display_name")),
            (Claimed.STATUS, "retracted" if record.get("is_retracted") is True else ""),
        ),
        source=PUBLISHER,
    )


def _locations(record: Mapping[str, Any]) -> list[Any]:
    return listed(record.get("locations"))


def _authors(record: Mapping[str, Any]) -> tuple[str, ...]:
    authorships = [mapping(one) for one in listed(record.get("authorships"))]
    return texts([one.get("author") for one in authorships], "display_name")


def _date(record: Mapping[str, Any]) -> tuple[date | None, int | None]:
    day = parse_date(text(record.get("publication_date")))
    year = year_of(record.get("publication_year"))
    if day is None or (day.month, day.day) == (1, 1):
        return None, year or (day.year if day else None)
    return day, None


SOURCE = Source("OpenAlex", (".json", ".jsonl"), recognises, read)
