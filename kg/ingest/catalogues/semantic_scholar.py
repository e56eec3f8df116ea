"""Papers of Semantic Scholar: answers of its Graph API (search, batch, paper) and its bulk files.

https://api.semanticscholar.org/api-docs/graph : every field but paperId may be null; a batch holds
null for each identifier that was not found. Bulk files write the same keys in lower case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.ingest.arxiv import arxiv_id
from kg.ingest.dates import parse_date
from kg.ingest.entry import Entry, Head, Item, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.identifiers import identifier
from kg.ingest.json_records import first_record, is_json, records
from kg.ingest.record import (
    claims,
    contents,
    count,
    entries,
    mapping,
    text,
    texts,
    title_of,
    year_of,
)
from kg.model import Claimed

PUBLISHER = "Semantic Scholar"
_SCHEMES = (("doi", "doi"), ("corpusid", "corpusid"), ("acl", "acl"), ("dblp", "dblp"))


def recognises(head: Head, options: Options) -> bool:
    """Tell a paper by its paperId, or by a corpusid with what bulk files say of it."""
    first = first_record(head.text) if is_json(head) else {}
    if "paperId" in first:
        return bool({"title", "externalIds", "abstract", "corpusId"} & first.keys())
    return "corpusid" in first and "title" in first


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the entry of each paper that was found."""
    return entries(feed, contents(records(feed)), _entry)


def _entry(record: Mapping[str, Any]) -> Entry | None:
    if not record:
        return None
    paper = {key.lower(): value for key, value in record.items()}
    external = {key.lower(): value for key, value in mapping(paper.get("externalids")).items()}
    external.setdefault("corpusid", paper.get("corpusid"))
    named = [identifier(scheme, external.get(key)) for scheme, key in _SCHEMES]
    named.append(identifier("s2", paper.get("paperid")))
    arxiv = text(external.get("arxiv"))
    issued = parse_date(text(paper.get("publicationdate")))
    venue = text(mapping(paper.get("publicationvenue")).get("name")) or text(paper.get("venue"))
    return Entry(
        title_of(paper.get("title")),
        text(paper.get("abstract")),
        arxiv_id=arxiv_id(arxiv) or arxiv_id(f"doi:{text(external.get('doi'))}"),
        issued=issued,
        year=None if issued else year_of(paper.get("year")),
        authors=texts(paper.get("authors"), "name"),
        categories=texts(paper.get("fieldsofstudy")),
        identifiers=tuple(sorted(one for one in named if one)),
        venue=venue or None,
        claims=claims(
            (Claimed.CITATIONS, count(paper.get("citationcount"))),
            (Claimed.SUMMARY, mapping(paper.get("tldr")).get("text")),
        ),
        source=PUBLISHER,
    )


SOURCE = Source("Semantic Scholar", (".json", ".jsonl"), recognises, read)
