"""The ACL Anthology's own files: a collection of volumes, each with its papers, in XML.

https://github.com/acl-org/acl-anthology (data/xml, schema.rnc). Titles and abstracts hold inline
markup: <fixed-case>, <i>, <b>, <url>, and <tex-math>, which is LaTeX without its dollar signs. A
paper's identifier is made of those of its collection, its volume and its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from kg.errors import InputError
from kg.ingest.arxiv import arxiv_id
from kg.ingest.dates import day_of, month_number, parse_date
from kg.ingest.entry import Entry, Head, Item, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.identifiers import identifier
from kg.ingest.record import claims, entries, text, texts, title_of, year_of
from kg.ingest.xml_records import Found, has_root, inner_text, records
from kg.model import Claimed

PUBLISHER = "ACL Anthology"
_OLD_COLLECTION = re.compile(r"[A-Z]\d{2}")
_DAY = re.compile(r"(\d{1,2})")


@dataclass(frozen=True, slots=True)
class _Volume:
    """What the papers of one volume share."""

    venue: str = ""
    year: int | None = None
    month: str = ""


@dataclass(frozen=True, slots=True)
class _Paper:
    """One paper element, its identifier as far as it can be made, and its volume."""

    element: Element
    name: str
    volume: _Volume


def recognises(head: Head, options: Options) -> bool:
    """Tell a collection that holds volumes."""
    return has_root(head, ("collection",)) and "<volume" in head.text


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the entry of each paper; the front matter of a volume is none."""
    return entries(feed, _papers(feed), _entry)


def _papers(feed: Feed) -> Iterator[tuple[int, _Paper] | InputError]:
    volume = _Volume()
    for found in records(feed, ("meta", "paper")):
        if isinstance(found, InputError):
            yield found
        elif found.element.tag == "meta":
            volume = _volume(found.element)
        else:
            yield found.line, _Paper(found.element, _name(found), volume)


def _volume(meta: Element) -> _Volume:
    title = text(inner_text(meta.find("booktitle"))) or text(inner_text(meta.find("journal-title")))
    year = year_of(inner_text(meta.find("year")))
    return _Volume(title, year, text(inner_text(meta.find("month"))))


def _name(found: Found) -> str:
    """Return "2020.acl-main.7", or of old collections "P19-1007" ("W19-5007", "C18-1007")."""
    around = {name: attributes.get("id", "") for name, attributes in found.around}
    collection, volume = around.get("collection", ""), around.get("volume", "")
    own = found.element.get("id", "")
    if not _OLD_COLLECTION.fullmatch(collection) or not volume.isdigit() or not own.isdigit():
        return f"{collection}-{volume}.{own}"
    # Workshops have two digits for the volume and two for the paper.
    wide = collection[0] == "W" or collection == "C69" or (collection == "D19" and int(volume) > 4)
    return f"{collection}-{volume.zfill(2 if wide else 1)}{own.zfill(2 if wide else 3)}"


def _entry(paper: _Paper) -> Entry:
    element, volume = paper.element, paper.volume
    url = text(inner_text(element.find("url")))
    names = {
        identifier("acl", url) or identifier("acl", paper.name),
        identifier("doi", inner_text(element.find("doi"))),
    }
    issued = _day(volume)
    return Entry(
        title_of(_marked_up(element.find("title"))),
        text(_marked_up(element.find("abstract"))),
        arxiv_id=arxiv_id(url),
        issued=issued,
        year=None if issued else volume.year,
        authors=texts([_person(one) for one in element.findall("author")]),
        identifiers=tuple(sorted(one for one in names if one)),
        venue=volume.venue or None,
        claims=claims((Claimed.STATUS, _status(element))),
        source=PUBLISHER,
    )


def _status(element: Element) -> str:
    return "retracted" if element.find("retracted") is not None else ""


def _person(author: Element) -> str:
    return " ".join(text(inner_text(author.find(part))) for part in ("first", "last")).strip()


def _marked_up(element: Element | None) -> str:
    """Return the text of an element, its formulas between dollar signs."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        inner = _marked_up(child)
        parts += [f"${inner}$" if child.tag == "tex-math" and inner else inner, child.tail or ""]
    return "".join(parts)


def _day(volume: _Volume) -> date | None:
    """Return the day that a month such as "July 5" names; a month alone is no day."""
    number = _DAY.search(volume.month)
    if volume.year is None or not number or month_number(volume.month.split()[0]) is None:
        return parse_date(volume.month)
    month = month_number(volume.month.split()[0]) or 0
    return day_of(volume.year, month, int(number[1]))


SOURCE = Source("ACL Anthology XML", (".xml",), recognises, read)
