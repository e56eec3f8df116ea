"""Answers of the arXiv API: an Atom feed.

https://info.arxiv.org/help/api/user-manual.html : two dialects are about, which differ in namespace
prefixes, the order of elements and the form of dates. An error arrives as a feed of one entry whose
title is "Error" and whose summary says what was wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from kg.errors import InputError
from kg.ingest.arxiv import versioned
from kg.ingest.catalogues.arxiv import PUBLISHER, dois
from kg.ingest.dates import parse_date
from kg.ingest.entry import Entry, Head, Item, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.record import claims, entries, text, texts, title_of
from kg.ingest.xml_records import Found, has_root, inner_text, records
from kg.model import Claimed


def recognises(head: Head, options: Options) -> bool:
    """Tell an Atom feed, or an entry alone, that speaks of arXiv."""
    return has_root(head, ("feed", "entry")) and "arxiv.org" in head.text.lower()


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the entry of each paper.

    Raises:
        InputError: the feed is the API's way to say that the query was wrong.
    """
    return entries(feed, _placed(feed), _entry)


def _placed(feed: Feed) -> Iterator[tuple[int, Element] | InputError]:
    for found in records(feed, ("entry",)):
        if isinstance(found, Found) and _is_error(found.element):
            reason = text(inner_text(found.element.find("summary"))) or "no reason given"
            raise feed.error(found.line, f"arXiv answered with an error ({reason})", "ask again")
        yield found if isinstance(found, InputError) else (found.line, found.element)


def _is_error(entry: Element) -> bool:
    named = inner_text(entry.find("id"))
    return "/api/errors" in named or (
        inner_text(entry.find("title")).strip() == "Error" and versioned(named) is None
    )


def _entry(entry: Element) -> Entry:
    known = versioned(inner_text(entry.find("id")))
    terms = [text(one.get("term")) for one in entry.findall("category")]
    primary = [text(one.get("term")) for one in entry.findall("primary_category")]
    return Entry(
        title_of(inner_text(entry.find("title"))),
        text(inner_text(entry.find("summary"))),
        arxiv_id=known[0] if known else None,
        issued=parse_date(inner_text(entry.find("published")).strip()),
        authors=texts([inner_text(one.find("name")) for one in entry.findall("author")]),
        categories=texts([*primary, *terms]),
        identifiers=dois(inner_text(entry.find("doi"))),
        claims=claims(
            (Claimed.AUTHOR_COMMENT, inner_text(entry.find("comment"))),
            (Claimed.CITATION, inner_text(entry.find("journal_ref"))),
        ),
        version=known[1] if known else None,
        source=PUBLISHER,
    )


SOURCE = Source("arXiv Atom", (".xml", ".atom"), recognises, read)
