"""The daily RSS of arXiv, as it is (RSS 2.0) and as it was until 2024 (RSS 1.0, with HTML inside).

https://info.arxiv.org/help/rss.html : the date is that of the announcement, so it dates the
listing and not the paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from xml.etree.ElementTree import Element

from kg.errors import InputError
from kg.ingest.arxiv import versioned
from kg.ingest.catalogues.arxiv import PUBLISHER, dois
from kg.ingest.dates import parse_date
from kg.ingest.entry import Entry, Head, Item, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.record import claims, entries, text, texts, title_of
from kg.ingest.values import people
from kg.ingest.xml_records import has_root, inner_text, records
from kg.model import Claimed

_ANNOUNCED = re.compile(
    r"\s*arXiv:(?P<id>\S+)\s+Announce Type:\s*(?P<type>\S+)\s*(?:Abstract:)?\s*(?P<abstract>.*)",
    re.DOTALL,
)
_OLD_TITLE = re.compile(
    r"(?P<title>.*?)\.?\s*\(arXiv:(?P<id>\S+)\s*\[(?P<category>[^\]]+)\].*\)", re.S
)
_HTML = re.compile(r"<[^<>]{0,500}>")


def recognises(head: Head, options: Options) -> bool:
    """Tell an RSS feed that speaks of arXiv."""
    return has_root(head, ("rss", "RDF")) and "arxiv.org" in head.text.lower()


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the entry of each item."""
    return entries(feed, _placed(feed), _entry)


def _placed(feed: Feed) -> Iterator[tuple[int, Element] | InputError]:
    for found in records(feed, ("item",)):
        yield found if isinstance(found, InputError) else (found.line, found.element)


def _entry(item: Element) -> Entry:
    title, description = inner_text(item.find("title")), inner_text(item.find("description"))
    old = _OLD_TITLE.fullmatch(title.strip())
    announced = _ANNOUNCED.fullmatch(description)
    names = [inner_text(item.find(tag)).strip() for tag in ("link", "guid")]
    names += [one["id"] for one in (announced, old) if one]
    known = [found for one in names if (found := versioned(one.removeprefix("oai:arXiv.org:")))]
    versions = [version for _, version in known if version]
    old_categories = [old["category"]] if old else []
    return Entry(
        title_of(old["title"] if old else title),
        text(announced["abstract"] if announced else _plain(description)),
        arxiv_id=known[0][0] if known else None,
        authors=people(_plain(inner_text(item.find("creator")))),
        categories=texts([inner_text(one) for one in item.findall("category")] or old_categories),
        identifiers=dois(inner_text(item.find("DOI"))),
        listed_on=parse_date(inner_text(item.find("pubDate")).strip()),
        claims=claims((Claimed.CITATION, inner_text(item.find("journal_reference")))),
        version=max(versions, default=None),
        source=PUBLISHER,
    )


def _plain(html: str) -> str:
    return text(unescape(_HTML.sub("", html)))


SOURCE = Source("arXiv RSS", (".xml", ".rss"), recognises, read)
