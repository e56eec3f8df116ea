"""The property-graph face: nodes and edges with flat attributes, for formats that know no RDF.

Every attribute is a string, an integer or a float and never missing (an absent text is ""), because
GraphML and GEXF declare one type for each attribute and spreadsheets want whole columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from kg.graph.rdf import listing_id, listings
from kg.ids import reports_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Evidence, KnowledgeGraph, Paper, PaperRecord


class FlatNode(NamedTuple):
    """One node: a paper, a listing, a thing, a result or a link.

    `aliases` are the other names of a thing, and the identifiers of a paper ("doi:10.1000/abc").
    """

    id: str
    type: str
    label: str
    aliases: str = ""
    date: str = ""
    url: str = ""
    abstract: str = ""
    value: str = ""
    metric: str = ""
    quote: str = ""


class FlatEdge(NamedTuple):
    """One edge; `source` says where it comes from: "text", "derived", "lexicon" or "feed"."""

    id: str
    subject: str
    predicate: str
    object: str
    source: str
    section: str = ""
    start: int = -1
    end: int = -1
    surface: str = ""
    quote: str = ""
    confidence: float = 1.0


def nodes(graph: KnowledgeGraph) -> Iterator[FlatNode]:
    """Yield every node once: listings, things, then papers each with its results and links."""
    for listing in listings(graph):
        day = listing.issued.isoformat() if listing.issued else ""
        yield FlatNode(listing_id(listing), "Listing", listing.name, date=day)
    for entity in graph.entities.values():
        yield FlatNode(
            entity.id, entity.kind.value, entity.name, aliases=" | ".join(entity.aliases)
        )
    seen_links: set[str] = set()
    for record in graph.papers:
        paper = record.paper
        yield FlatNode(
            record.id,
            "Paper",
            paper.title,
            aliases=" | ".join(paper.identifiers),
            date=paper.issued.isoformat() if paper.issued else str(paper.year or ""),
            url=_page(paper),
            abstract=paper.abstract,
        )
        for reported in record.results:
            result = reported.result
            yield FlatNode(
                reported.id,
                "Result",
                f"{result.value_text} {result.metric_text or ''}".strip(),
                value=result.value_text,
                metric=result.metric_text or "",
                quote=result.evidence.quote,
            )
        for link in record.links:
            if link.target not in seen_links:
                seen_links.add(link.target)
                yield FlatNode(link.target, "Link", link.link.url, url=link.link.url)


def _page(paper: Paper) -> str:
    """Return where one reads of a paper: at arXiv, else where its DOI leads."""
    if paper.arxiv_id:
        return f"https://arxiv.org/abs/{paper.arxiv_id}"
    return f"https://doi.org/{quote(paper.doi, safe='/')}" if paper.doi else ""


def edges(graph: KnowledgeGraph) -> Iterator[FlatEdge]:
    """Yield every edge once: among things (curated), then of each paper."""
    for entity in graph.entities.values():
        ends = [("broader", other) for other in entity.broader]
        ends += [("partOf", other) for other in entity.part_of]
        ends += [("closeMatch", other) for other in entity.close_match]
        ends += [(relation.value, other) for relation, other in entity.lineage]
        if entity.variant_of:
            ends.append(("variantOf", entity.variant_of))
        for predicate, other in ends:
            identifier = f"lexicon/{entity.id}/{predicate}/{other}"
            yield FlatEdge(identifier, entity.id, predicate, other, "lexicon")
    derived: set[str] = set()
    for record in graph.papers:
        yield from _edges_of(record, derived)


def _edges_of(record: PaperRecord, derived: set[str]) -> Iterator[FlatEdge]:
    for listing in record.paper.listings:
        other = listing_id(listing)
        yield FlatEdge(f"feed/{record.id}/{other}", record.id, "listedIn", other, "feed")
    for statement in record.statements:
        yield _read(
            statement.id,
            record.id,
            statement.relation.value,
            statement.object,
            statement.evidence,
            statement.confidence,
        )
    for link in record.links:
        yield _read(link.id, record.id, "link", link.target, link.link.evidence, 1.0)
    for reported in record.results:
        result = reported.result
        ends = (
            ("metric", reported.metric),
            ("subject", reported.subject),
            ("baseline", reported.baseline),
            ("onModel", reported.model),
            ("onBenchmark", reported.benchmark),
            ("onHardware", reported.hardware),
        )
        yield _read(
            reports_id(reported.id),
            record.id,
            "reports",
            reported.id,
            result.evidence,
            result.confidence,
        )
        for predicate, end in ends:
            if end:
                yield _read(
                    f"{reported.id}/{predicate}",
                    reported.id,
                    predicate,
                    end,
                    result.evidence,
                    result.confidence,
                )
    for edge in record.derived:
        identifier = f"derived/{edge.subject}/{edge.predicate}/{edge.object}"
        if identifier not in derived:
            derived.add(identifier)
            yield FlatEdge(identifier, edge.subject, edge.predicate, edge.object, "derived")


def _read(
    identifier: str, subject: str, predicate: str, obj: str, evidence: Evidence, confidence: float
) -> FlatEdge:
    return FlatEdge(
        identifier,
        subject,
        predicate,
        obj,
        "text",
        evidence.section,
        evidence.start,
        evidence.end,
        evidence.surface,
        evidence.quote,
        round(confidence, 2),
    )
