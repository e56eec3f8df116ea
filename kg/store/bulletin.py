"""News as text, Markdown, JSON or an Atom feed (RFC 4287); the same news give the same bytes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from xml.etree import ElementTree as ET

from kg.model import PaperRecord
from kg.store.news import News

_ATOM = "http://www.w3.org/2005/Atom"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&])")


def as_text(news: News) -> str:
    """Return the news for a terminal."""
    return "\n".join(_lines(news, str)) + "\n"


def as_markdown(news: News) -> str:
    """Return the news as Markdown; what comes from papers is escaped."""
    lines = []
    for line in _lines(news, _escaped):
        heading = not line.startswith(" ") and line.endswith(":")
        lines.append(f"\n## {line[:-1]}\n" if heading else re.sub(r"^( *)  (?=\S)", r"\1- ", line))
    return "\n".join(lines).strip("\n") + "\n"


def as_json(news: News) -> str:
    """Return the news as one JSON object: since, papers, things, edges."""
    said: dict[str, Any] = {
        "since": news.since.isoformat(),
        "papers": [
            {
                "id": news.base + record.id,
                "title": record.paper.title,
                "issued": record.paper.issued.isoformat() if record.paper.issued else None,
                "url": address(record),
            }
            for record in news.papers
        ],
        "things": [
            {
                "id": news.base + new.entity.id,
                "kind": new.entity.kind,
                "name": new.entity.name,
                "papers": [news.base + record.id for record in new.papers],
            }
            for new in news.things
        ],
        "edges": [
            {
                "paper": news.base + edge.paper.id,
                "relation": edge.statement.relation,
                "thing": news.base + edge.entity.id,
                "quote": edge.statement.evidence.quote,
                "confidence": edge.statement.confidence,
            }
            for edge in news.edges
        ],
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def as_atom(news: News) -> str:
    """Return the news as an Atom feed, an entry for each new paper and each followed edge."""
    feed = ET.Element("feed", {"xmlns": _ATOM})
    moment = news.since.isoformat()
    _child(feed, "id", f"{news.base}news")
    _child(feed, "title", "New in the graph of papers")
    _child(feed, "updated", moment)
    _child(ET.SubElement(feed, "author"), "name", "paperkg")
    for record in news.papers:
        made = [
            f"{new.entity.kind}: {new.entity.name}" for new in news.things if record in new.papers
        ]
        _entry(feed, news, record.id, record.paper.title, record, "\n".join(made))
    for edge in news.edges:
        said = f"{edge.statement.relation} {edge.entity.name}"
        title = f"{edge.paper.paper.title}: {said}"
        _entry(feed, news, edge.statement.id, title, edge.paper, edge.statement.evidence.quote)
    ET.indent(feed, " ")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, "unicode") + "\n"


def _entry(
    feed: ET.Element, news: News, identifier: str, title: str, record: PaperRecord, content: str
) -> None:
    entry = ET.SubElement(feed, "entry")
    _child(entry, "id", news.base + identifier)
    _child(entry, "title", title)
    day = record.paper.issued
    _child(entry, "updated", f"{day.isoformat()}T00:00:00+00:00" if day else news.since.isoformat())
    ET.SubElement(entry, "link", {"href": address(record) or news.base + record.id})
    _child(entry, "content", content or record.paper.abstract)


def _child(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text


FORMATS: dict[str, Callable[[News], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
    "atom": as_atom,
}


def address(record: PaperRecord) -> str | None:
    """Return where a paper can be read, if one of its identifiers says."""
    if record.paper.arxiv_id:
        return f"https://arxiv.org/abs/{record.paper.arxiv_id}"
    return f"https://doi.org/{record.paper.doi}" if record.paper.doi else None


def _lines(news: News, shown: Callable[[str], str]) -> Iterator[str]:
    """Yield headings that end in a colon and, indented, what stands below them."""
    day = news.since.date().isoformat()
    yield f"{len(news.papers)} new papers since {day}:"
    for record in news.papers:
        issued = f" ({record.paper.issued})" if record.paper.issued else ""
        where = address(record)
        yield f"  {shown(record.paper.title)}{issued}" + (f" {where}" if where else "")
    yield f"{len(news.things)} new things:"
    for new in news.things:
        makers = "; ".join(shown(record.paper.title) for record in new.papers)
        yield f"  {new.entity.kind} {shown(new.entity.name)}, introduced by: {makers}"
    yield f"{len(news.edges)} new edges on what is followed:"
    for edge in news.edges:
        what = f"{edge.statement.relation} {shown(edge.entity.name)}"
        yield f"  {what}: {shown(edge.paper.paper.title)}"
        yield f"    {shown(edge.statement.evidence.quote)}"


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))
