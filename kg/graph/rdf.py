"""The RDF face: triples of a knowledge graph, in a fixed order, paper by paper.

The names are those of schema/ontology.ttl. Each edge read in a text is a triple and a kg:Statement
(plain RDF reification, so that it works in every store) that carries the evidence.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import __version__
from kg.ids import slug
from kg.model import Entity, Evidence, Kind, KnowledgeGraph, Listing, PaperRecord
from kg.vocab import iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.model import Link, ReportedResult, Statement

_LINK_PREDICATE = {"code": "schema:codeRepository", "project": "foaf:page"}


@cache
def _node(name: str) -> ox.NamedNode:
    return ox.NamedNode(iri(name))


def _typed(value: object, datatype: str) -> ox.Literal:
    return ox.Literal(str(value), datatype=_node(f"xsd:{datatype}"))


def listing_id(listing: Listing) -> str:
    """Return the identifier of a listing: its name, and its date where it has one."""
    day = f"-{listing.issued.isoformat()}" if listing.issued else ""
    return f"listing/{slug(listing.name)}{day}"


class TripleWriter:
    """Turns the records of one knowledge graph into triples.

    Args:
        base: base IRI of all instances.
        extractor: identifier of the extractor and its version ("rules-0.1.0").
    """

    def __init__(self, base: str, extractor: str) -> None:
        self._base = base
        self._activity = self._iri(f"extraction/{slug(extractor)}")
        self._extractor = extractor

    def _iri(self, identifier: str) -> ox.NamedNode:
        return ox.NamedNode(self._base + identifier)

    def header(self) -> Iterator[ox.Triple]:
        """Yield what describes the run: the extraction, its agent and the data set itself."""
        agent = self._iri("agent/paperkg")
        yield ox.Triple(self._activity, _node("rdf:type"), _node("prov:Activity"))
        yield ox.Triple(self._activity, _node("rdfs:label"), ox.Literal(self._extractor))
        yield ox.Triple(self._activity, _node("prov:wasAssociatedWith"), agent)
        yield ox.Triple(agent, _node("rdf:type"), _node("prov:SoftwareAgent"))
        yield ox.Triple(agent, _node("rdfs:label"), ox.Literal("paperkg"))
        yield ox.Triple(agent, _node("schema:softwareVersion"), ox.Literal(__version__))

    def listing(self, listing: Listing) -> Iterator[ox.Triple]:
        """Yield the triples of a feed page or file."""
        node = self._iri(listing_id(listing))
        yield ox.Triple(node, _node("rdf:type"), _node("kg:Listing"))
        yield ox.Triple(node, _node("dcterms:title"), ox.Literal(listing.name))
        if listing.issued:
            yield ox.Triple(node, _node("dcterms:issued"), _typed(listing.issued, "date"))

    def entity(self, entity: Entity) -> Iterator[ox.Triple]:
        """Yield the triples of one thing and of its place among the others."""
        node = self._iri(entity.id)
        yield ox.Triple(node, _node("rdf:type"), _node(f"kg:{entity.kind}"))
        if entity.kind is Kind.BENCHMARK:
            yield ox.Triple(node, _node("rdf:type"), _node("kg:Dataset"))
        yield ox.Triple(node, _node("skos:prefLabel"), ox.Literal(entity.name))
        for alias in entity.aliases:
            yield ox.Triple(node, _node("skos:altLabel"), ox.Literal(alias))
        if entity.variant_of:
            yield ox.Triple(node, _node("kg:variantOf"), self._iri(entity.variant_of))
        for other in entity.broader:
            yield ox.Triple(node, _node("skos:broader"), self._iri(other))
        for other in entity.part_of:
            yield ox.Triple(node, _node("kg:partOf"), self._iri(other))
        for relation, other in entity.lineage:
            prefix = "fair4ml" if relation == "fineTunedFrom" else "kg"
            yield ox.Triple(node, _node(f"{prefix}:{relation}"), self._iri(other))
        for other in entity.close_match:
            yield ox.Triple(node, _node("skos:closeMatch"), self._iri(other))
        if entity.direction:
            yield ox.Triple(node, _node("kg:direction"), ox.Literal(entity.direction))
        if entity.unit:
            yield ox.Triple(node, _node("kg:unit"), ox.Literal(entity.unit))

    def paper(self, record: PaperRecord) -> Iterator[ox.Triple]:
        """Yield the triples of one paper: its description, edges, statements, results and links."""
        node, paper = self._iri(record.id), record.paper
        yield ox.Triple(node, _node("rdf:type"), _node("kg:Paper"))
        yield ox.Triple(node, _node("dcterms:title"), ox.Literal(paper.title))
        yield ox.Triple(node, _node("dcterms:abstract"), ox.Literal(paper.abstract))
        if paper.issued:
            yield ox.Triple(node, _node("dcterms:issued"), _typed(paper.issued, "date"))
        if paper.arxiv_id:
            yield ox.Triple(node, _node("fabio:hasArXivId"), ox.Literal(paper.arxiv_id))
        for name, values in (
            ("dcterms:creator", paper.authors),
            ("dcterms:identifier", paper.identifiers),
            ("dcterms:subject", paper.categories),
        ):
            for value in dict.fromkeys(values):
                yield ox.Triple(node, _node(name), ox.Literal(value))
        if paper.author_count is not None:
            yield ox.Triple(node, _node("kg:authorCount"), _typed(paper.author_count, "integer"))
        if paper.comment_count is not None:
            yield ox.Triple(node, _node("kg:commentCount"), _typed(paper.comment_count, "integer"))
        for listing in paper.listings:
            yield ox.Triple(node, _node("kg:listedIn"), self._iri(listing_id(listing)))
        for statement in record.statements:
            edge = _node(f"kg:{statement.relation}")
            yield ox.Triple(node, edge, self._iri(statement.object))
        for reported in record.results:
            yield ox.Triple(node, _node("kg:reports"), self._iri(reported.id))
        for link in record.links:
            yield ox.Triple(node, _link_edge(link.link), self._iri(link.target))
        for statement in record.statements:
            yield from self._statement(statement)
        for reported in record.results:
            yield from self._result(reported)
        for link in record.links:
            yield from self._link(link.target, link.link)
            yield from self._evidenced(
                link.id, record.id, _link_edge(link.link), link.target, link.link.evidence, 1.0
            )
        for derived in record.derived:
            yield from self._derived(derived.subject, derived.predicate, derived.object, node)

    def _statement(self, statement: Statement) -> Iterator[ox.Triple]:
        return self._evidenced(
            statement.id,
            statement.paper,
            _node(f"kg:{statement.relation}"),
            statement.object,
            statement.evidence,
            statement.confidence,
        )

    def _evidenced(
        self,
        identifier: str,
        subject: str,
        predicate: ox.NamedNode,
        obj: str,
        evidence: Evidence,
        confidence: float,
    ) -> Iterator[ox.Triple]:
        node = self._iri(identifier)
        yield ox.Triple(node, _node("rdf:type"), _node("kg:Statement"))
        yield ox.Triple(node, _node("rdf:subject"), self._iri(subject))
        yield ox.Triple(node, _node("rdf:predicate"), predicate)
        yield ox.Triple(node, _node("rdf:object"), self._iri(obj))
        yield from self._read_at(node, evidence, confidence)
        yield ox.Triple(node, _node("prov:wasDerivedFrom"), self._iri(subject))
        yield ox.Triple(node, _node("prov:wasGeneratedBy"), self._activity)

    def _read_at(
        self, node: ox.NamedNode, evidence: Evidence, confidence: float
    ) -> Iterator[ox.Triple]:
        yield ox.Triple(node, _node("kg:surfaceForm"), ox.Literal(evidence.surface))
        yield ox.Triple(node, _node("kg:quote"), ox.Literal(evidence.quote))
        yield ox.Triple(node, _node("kg:section"), ox.Literal(evidence.section))
        yield ox.Triple(node, _node("kg:start"), _typed(evidence.start, "integer"))
        yield ox.Triple(node, _node("kg:end"), _typed(evidence.end, "integer"))
        yield ox.Triple(node, _node("kg:confidence"), _typed(f"{confidence:.2f}", "decimal"))

    def _result(self, reported: ReportedResult) -> Iterator[ox.Triple]:
        node, result = self._iri(reported.id), reported.result
        yield ox.Triple(node, _node("rdf:type"), _node("kg:Result"))
        yield ox.Triple(node, _node("kg:valueText"), ox.Literal(result.value_text))
        yield ox.Triple(node, _node("kg:value"), _typed(result.value, "decimal"))
        yield ox.Triple(node, _node("kg:kind"), ox.Literal(result.kind))
        for name, text in (
            ("kg:unit", result.unit),
            ("kg:metricText", result.metric_text),
            ("kg:direction", result.direction),
        ):
            if text:
                yield ox.Triple(node, _node(name), ox.Literal(text))
        for name, other in (
            ("kg:metric", reported.metric),
            ("kg:subject", reported.subject),
            ("kg:baseline", reported.baseline),
            ("kg:onModel", reported.model),
            ("kg:onBenchmark", reported.benchmark),
            ("kg:onHardware", reported.hardware),
        ):
            if other:
                yield ox.Triple(node, _node(name), self._iri(other))
        yield from self._read_at(node, result.evidence, result.confidence)
        yield ox.Triple(node, _node("prov:wasDerivedFrom"), self._iri(reported.paper))
        yield ox.Triple(node, _node("prov:wasGeneratedBy"), self._activity)

    def _link(self, target: str, link: Link) -> Iterator[ox.Triple]:
        node = self._iri(target)
        yield ox.Triple(node, _node("rdf:type"), _node("kg:Link"))
        yield ox.Triple(node, _node("schema:url"), _typed(link.url, "anyURI"))
        yield ox.Triple(node, _node("kg:linkKind"), ox.Literal(link.kind))

    def _derived(
        self, subject: str, predicate: str, obj: str, paper: ox.NamedNode
    ) -> Iterator[ox.Triple]:
        edge = _node(f"kg:{predicate}")
        yield ox.Triple(self._iri(subject), edge, self._iri(obj))
        node = self._iri(f"derived/{subject}/{predicate}/{obj}")
        yield ox.Triple(node, _node("rdf:type"), _node("kg:DerivedStatement"))
        yield ox.Triple(node, _node("rdf:subject"), self._iri(subject))
        yield ox.Triple(node, _node("rdf:predicate"), edge)
        yield ox.Triple(node, _node("rdf:object"), self._iri(obj))
        yield ox.Triple(node, _node("prov:wasDerivedFrom"), paper)


def _link_edge(link: Link) -> ox.NamedNode:
    return _node(_LINK_PREDICATE.get(link.kind, "kg:link"))


def listings(graph: KnowledgeGraph) -> list[Listing]:
    """Return every listing of the graph once, sorted by identifier."""
    found = {listing for record in graph.papers for listing in record.paper.listings}
    return sorted(found, key=listing_id)


def triples(graph: KnowledgeGraph) -> Iterator[ox.Triple]:
    """Yield every triple of the graph: run, listings, things, papers."""
    writer = TripleWriter(graph.base, graph.extractor)
    yield from writer.header()
    for listing in listings(graph):
        yield from writer.listing(listing)
    for entity in graph.entities.values():
        yield from writer.entity(entity)
    for record in graph.papers:
        yield from writer.paper(record)


def to_store(graph: KnowledgeGraph) -> ox.Store:
    """Return an in-memory Oxigraph store that holds the graph in its default graph."""
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in triples(graph))
    return store
