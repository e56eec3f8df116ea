"""Harvests of arXiv over OAI-PMH, in its formats arXivRaw, arXiv and oai_dc.

https://info.arxiv.org/help/oa/index.html , http://www.openarchives.org/OAI/openarchivesprotocol.html
The datestamp of a record dates its last change, not the paper. An answer may be an error, which
"noRecordsMatch" is not: nothing was new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from xml.etree.ElementTree import Element

from kg.errors import InputError
from kg.ingest.arxiv import arxiv_id
from kg.ingest.catalogues.arxiv import PUBLISHER, dois, person
from kg.ingest.dates import parse_date
from kg.ingest.entry import Entry, Head, Item, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.record import claims, entries, text, texts, title_of
from kg.ingest.row import Unreadable
from kg.ingest.values import people
from kg.ingest.xml_records import Found, has_root, inner_text, records
from kg.model import Claimed


def recognises(head: Head, options: Options) -> bool:
    """Tell an answer of OAI-PMH, or a list of its records, that speaks of arXiv."""
    roots = ("OAI-PMH", "ListRecords", "GetRecord", "record")
    return has_root(head, roots) and "arxiv" in head.text.lower()


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the entry of each record.

    Raises:
        InputError: the answer is an error.
    """
    return entries(feed, _placed(feed), _entry)


def _placed(feed: Feed) -> Iterator[tuple[int, Element] | InputError]:
    for found in records(feed, ("record", "error")):
        if isinstance(found, Found) and found.element.tag == "error":
            code = text(found.element.get("code"))
            reason = ": ".join(one for one in (code, text(inner_text(found.element))) if one)
            raise feed.error(found.line, f"arXiv answered with an error ({reason})", "ask again")
        yield found if isinstance(found, InputError) else (found.line, found.element)


def _entry(record: Element) -> Entry | None:
    header = record.find("header")
    if header is not None and header.get("status") == "deleted":
        return None
    body = next(iter(record.find("metadata") or ()), None)
    if body is None or body.tag not in _READERS:
        raise Unreadable("the record is in none of the formats arXivRaw, arXiv and oai_dc")
    return _READERS[body.tag](body)


def _of_raw(body: Element) -> Entry:
    versions = body.findall("version")
    authors = people(inner_text(body.find("authors")))
    first = parse_date(inner_text(versions[0].find("date")).strip()) if versions else None
    return _of_fields(body, authors, first, len(versions) or None)


def _of_arxiv(body: Element) -> Entry:
    named = [
        person([text(inner_text(one.find(part))) for part in ("keyname", "forenames", "suffix")])
        for one in body.iterfind("authors/author")
    ]
    return _of_fields(
        body, texts(named), parse_date(inner_text(body.find("created")).strip()), None
    )


def _of_fields(
    body: Element, authors: tuple[str, ...], issued: date | None, version: int | None
) -> Entry:
    def said(name: str) -> str:
        return text(inner_text(body.find(name)))

    return Entry(
        title_of(said("title")),
        said("abstract"),
        arxiv_id=arxiv_id(said("id")),
        issued=issued,
        authors=authors,
        categories=texts(said("categories").split()),
        identifiers=dois(said("doi")),
        claims=claims(
            (Claimed.AUTHOR_COMMENT, said("comments")),
            (Claimed.CITATION, said("journal-ref")),
            (Claimed.LICENSE, said("license")),
        ),
        version=version,
        source=PUBLISHER,
    )


def _of_dublin_core(body: Element) -> Entry:
    """Return the entry of a record in oai_dc, where the first date is the submission."""

    def said(name: str) -> list[str]:
        return [text(inner_text(one)) for one in body.findall(name)]

    notes = [one for one in said("description") if one.startswith("Comment:")]
    texts_ = [one for one in said("description") if not one.startswith("Comment:")]
    names = said("identifier")
    return Entry(
        title_of(next(iter(said("title")), "")),
        max(texts_, key=len, default=""),
        arxiv_id=next(filter(None, map(arxiv_id, names)), None),
        issued=min(filter(None, map(parse_date, said("date"))), default=None),
        authors=texts([person([text(p) for p in one.split(",", 2)]) for one in said("creator")]),
        identifiers=tuple(sorted({found for one in names for found in dois(one)})),
        claims=claims(
            *((Claimed.AUTHOR_COMMENT, one.removeprefix("Comment:").strip()) for one in notes)
        ),
        source=PUBLISHER,
    )


_READERS: dict[str, Callable[[Element], Entry]] = {
    "arXivRaw": _of_raw,
    "arXiv": _of_arxiv,
    "dc": _of_dublin_core,
}

SOURCE = Source("arXiv OAI-PMH", (".xml",), recognises, read)
