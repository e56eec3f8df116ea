"""CSL-JSON, as Zotero and other reference managers export it.

https://docs.citationstyles.org/en/stable/specification.html (appendix on variables): dates are
{"date-parts": [[2021, 3, 25]]}, names {"family": ..., "given": ...} or {"literal": ...}.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kg.ingest.arxiv import arxiv_id
from kg.ingest.catalogues.bibliography import described, markup_removed
from kg.ingest.dates import day_of, parse_date
from kg.ingest.entry import Entry, Head, Item, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.json_records import first_record, is_json, records
from kg.ingest.record import contents, entries, listed, mapping, text, title_of, year_of

_TELLING = frozenset(
    {"container-title", "DOI", "issued", "citation-key", "publisher-place", "collection-title"}
)


def recognises(head: Head, options: Options) -> bool:
    """Tell an item by its type and a variable that only CSL has."""
    first = first_record(head.text) if is_json(head) else {}
    if not {"type", "title"} <= first.keys():
        return False
    dated = "date-parts" in mapping(first.get("issued"))
    named = any({"family", "literal"} & mapping(one).keys() for one in listed(first.get("author")))
    return dated or named or bool((_TELLING - {"issued", "DOI"}) & first.keys())


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the entry of each item."""
    return entries(feed, contents(records(feed)), _entry)


def _entry(item: Mapping[str, Any]) -> Entry | None:
    if not item:
        return None
    issued, year = _date(mapping(item.get("issued")))
    urls = [text(item.get(key)) for key in ("URL", "number", "archive_location", "id")]
    return described(
        title=markup_removed(title_of(item.get("title"))),
        abstract=markup_removed(text(item.get("abstract"))),
        doi=text(item.get("DOI")),
        names=urls,
        arxiv=next(filter(None, map(arxiv_id, urls)), None),
        issued=issued,
        year=year,
        authors=[_person(mapping(one)) for one in listed(item.get("author"))],
        venue=text(item.get("container-title")) or text(item.get("event-title")),
    )


def _person(name: Mapping[str, Any]) -> str:
    if literal := text(name.get("literal")):
        return literal
    family = [text(name.get("non-dropping-particle")), text(name.get("family"))]
    given = [text(name.get("given")), text(name.get("dropping-particle"))]
    return " ".join(part for part in (*given, *family, text(name.get("suffix"))) if part)


def _date(issued: Mapping[str, Any]) -> tuple[date | None, int | None]:
    """Return the day, else the year; a month without a day is no day."""
    parts = [text(part) for part in listed(next(iter(listed(issued.get("date-parts"))), None))]
    numbers = [int(part) for part in parts if part.isascii() and part.isdigit()]
    if len(numbers) >= 3 and (day := day_of(numbers[0], numbers[1], numbers[2])):
        return day, None
    raw = text(issued.get("raw")) or text(issued.get("literal"))
    if not numbers and (day := parse_date(raw)):
        return day, None
    return None, year_of(parts[0] if parts else raw[:4])


SOURCE = Source("CSL-JSON", (".json",), recognises, read)
