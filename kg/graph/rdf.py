"""The RDF face: triples of a knowledge graph, in a fixed order, paper by paper.

The names are those of schema/ontology.ttl. Each edge read in a text is a triple and a kg:Statement
(plain RDF reification, so that it works in every store) that carries the evidence.

A triple is here three terms as N-Triples writes them (https://www.w3.org/TR/n-triples/): millions
of them are written, and strings are five times faster than a library's objects. Other people's
parsers read them back in the tests.
"""

from __future__ import annotations

from functools import cache, lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg import __version__
from kg.graph.same_as import same_as
from kg.ids import reports_id, slug
from kg.model import Claim, Entity, Evidence, Kind, KnowledgeGraph, Listing, PaperRecord
from kg.vocab import iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import AppliedCorrection, Link, ReportedResult, Statement

_LINK_PREDICATE = {"code": "schema:codeRepository", "project": "foaf:page"}


Triple = tuple[str, str, str]
"""Subject, predicate and object in the syntax of N-Triples."""

_ESCAPES = str.maketrans(
    {chr(code): f"\\u{code:04X}" for code in (*range(0x20), 0x7F)}
    | {"\t": "\\t", "\b": "\\b", "\n": "\\n", "\r": "\\r", "\f": "\\f", '"': '\\"', "\\": "\\\\"}
)


@cache
def _node(name: str) -> str:
    return f"<{iri(name)}>"


def _text(value: str) -> str:
    return f'"{_escaped(value)}"'


def _escaped(value: str) -> str:
    """Return a text escaped; most need it not, which is faster to find out."""
    if value.isprintable() and '"' not in value and "\\" not in value:
        return value
    return value.translate(_ESCAPES)


@cache
def _datatype(name: str) -> str:
    return f'"^^<{iri(name)}>'


@lru_cache(maxsize=1 << 14, typed=True)  # offsets and confidences come often
def _typed(value: object, datatype: str) -> str:
    return f'"{_escaped(str(value))}{_datatype(f"xsd:{datatype}")}'


def listing_id(listing: Listing) -> str:
    """Return the identifier of a listing: its name, and its date where it has one."""
    day = f"-{listing.issued.isoformat()}" if listing.issued else ""
    return f"listing/{slug(listing.name)}{day}"


def claim_id(paper: str, claim: Claim) -> str:
    """Return the identifier of a claim about a paper (id): what is claimed and a digest."""
    value = claim.value.encode("utf-8", "surrogatepass")
    local = claim.claimed.partition(":")[2]
    return f"claim/{paper.partition('/')[2]}/{local}-{sha256(value).hexdigest()[:10]}"


class TripleWriter:
    """Turns the records of one knowledge graph into triples.

    Args:
        base: base IRI of all instances.
        extractor: identifier of the extractor and its version ("rules-0.1.0").
        corrections: what was decided by hand; who did is said of what it changed.
    """

    def __init__(
        self, base: str, extractor: str, corrections: Sequence[AppliedCorrection] = ()
    ) -> None:
        self._base = base
        self._deciders: dict[str, set[str]] = {}
        for one in corrections:
            for target in one.targets:
                self._deciders.setdefault(target, set()).add(one.by)
        self._activity = self._iri(f"extraction/{slug(extractor)}")
        self._extractor = extractor

    def _iri(self, identifier: str) -> str:
        return f"<{self._base}{identifier}>"

    def header(self) -> Iterator[Triple]:
        """Yield what describes the run: the extraction, its agent and the data set itself."""
        agent = self._iri("agent/paperkg")
        yield (self._activity, _node("rdf:type"), _node("prov:Activity"))
        yield (self._activity, _node("rdfs:label"), _text(self._extractor))
        yield (self._activity, _node("prov:wasAssociatedWith"), agent)
        yield (agent, _node("rdf:type"), _node("prov:SoftwareAgent"))
        yield (agent, _node("rdfs:label"), _text("paperkg"))
        yield (agent, _node("schema:softwareVersion"), _text(__version__))

    def decider(self, name: str) -> Iterator[Triple]:
        """Yield the triples of somebody who corrected the graph."""
        node = self._decider(name)
        yield (node, _node("rdf:type"), _node("prov:Agent"))
        yield (node, _node("rdfs:label"), _text(name))

    def _decider(self, name: str) -> str:
        return self._iri(person_id(name))

    def correction(self, correction: AppliedCorrection) -> Iterator[Triple]:
        """Yield the triples of what was decided by hand."""
        node = self._iri(correction.id)
        yield (node, _node("rdf:type"), _node("kg:Correction"))
        yield (node, _node("rdfs:label"), _text(correction.text))
        yield (node, _node("kg:action"), _text(correction.action))
        yield (node, _node("dcterms:issued"), _typed(correction.day, "date"))
        yield (node, _node("prov:wasAssociatedWith"), self._decider(correction.by))
        if correction.why:
            yield (node, _node("rdfs:comment"), _text(correction.why))
        for target in correction.targets:
            yield (node, _node("kg:corrects"), self._iri(target))

    def _attributed(self, node: str, identifier: str) -> Iterator[Triple]:
        """Yield who decided on a thing or an edge."""
        for name in sorted(self._deciders.get(identifier, ())):
            yield (node, _node("prov:wasAttributedTo"), self._decider(name))

    def listing(self, listing: Listing) -> Iterator[Triple]:
        """Yield the triples of a feed page or file."""
        node = self._iri(listing_id(listing))
        yield (node, _node("rdf:type"), _node("kg:Listing"))
        yield (node, _node("dcterms:title"), _text(listing.name))
        if listing.issued:
            yield (node, _node("dcterms:issued"), _typed(listing.issued, "date"))
        if listing.source:
            yield (node, _node("prov:wasAttributedTo"), self._source(listing.source))

    def source(self, name: str) -> Iterator[Triple]:
        """Yield the triples of a publisher of feeds."""
        node = self._source(name)
        yield (node, _node("rdf:type"), _node("prov:Agent"))
        yield (node, _node("rdfs:label"), _text(name))

    def _source(self, name: str) -> str:
        return self._iri(f"source/{slug(name.lower())}")

    def entity(self, entity: Entity) -> Iterator[Triple]:
        """Yield the triples of one thing and of its place among the others."""
        node = self._iri(entity.id)
        yield (node, _node("rdf:type"), _node(f"kg:{entity.kind}"))
        if entity.kind is Kind.BENCHMARK:
            yield (node, _node("rdf:type"), _node("kg:Dataset"))
        yield (node, _node("skos:prefLabel"), _text(entity.name))
        for alias in entity.aliases:
            yield (node, _node("skos:altLabel"), _text(alias))
        if entity.variant_of:
            yield (node, _node("kg:variantOf"), self._iri(entity.variant_of))
        for other in entity.broader:
            yield (node, _node("skos:broader"), self._iri(other))
        for other in entity.part_of:
            yield (node, _node("kg:partOf"), self._iri(other))
        for relation, other in entity.lineage:
            prefix = "fair4ml" if relation == "fineTunedFrom" else "kg"
            yield (node, _node(f"{prefix}:{relation}"), self._iri(other))
        for other in entity.close_match:
            yield (node, _node("skos:closeMatch"), self._iri(other))
        if entity.direction:
            yield (node, _node("kg:direction"), _text(entity.direction))
        if entity.unit:
            yield (node, _node("kg:unit"), _text(entity.unit))
        yield from self._attributed(node, entity.id)

    def paper(self, record: PaperRecord) -> Iterator[Triple]:
        """Yield the triples of one paper: its description, edges, statements, results and links."""
        node, paper = self._iri(record.id), record.paper
        yield (node, _node("rdf:type"), _node("kg:Paper"))
        yield (node, _node("dcterms:title"), _text(paper.title))
        yield (node, _node("dcterms:abstract"), _text(paper.abstract))
        if paper.issued:
            yield (node, _node("dcterms:issued"), _typed(paper.issued, "date"))
        elif paper.year is not None:
            yield (node, _node("dcterms:issued"), _typed(f"{paper.year:04}", "gYear"))
        for name, known in (
            ("fabio:hasArXivId", paper.arxiv_id),
            ("bibo:doi", paper.doi),
            ("kg:venue", paper.venue),
        ):
            if known:
                yield (node, _node(name), _text(known))
        for name, values in (
            ("dcterms:creator", paper.authors),
            ("dcterms:identifier", paper.identifiers),
            ("dcterms:subject", paper.categories),
        ):
            for value in dict.fromkeys(values):
                yield (node, _node(name), _text(value))
        if paper.author_count is not None:
            yield (node, _node("kg:authorCount"), _typed(paper.author_count, "integer"))
        if paper.comment_count is not None:
            yield (node, _node("kg:commentCount"), _typed(paper.comment_count, "integer"))
        for listing in paper.listings:
            yield (node, _node("kg:listedIn"), self._iri(listing_id(listing)))
        for predicate, other in same_as(paper):
            yield (node, _node(predicate), f"<{other}>")
        for statement in record.statements:
            edge = _node(f"kg:{statement.relation}")
            yield (node, edge, self._iri(statement.object))
        for reported in record.results:
            yield (node, _node("kg:reports"), self._iri(reported.id))
        for link in record.links:
            yield (node, _link_edge(link.link), self._iri(link.target))
        for statement in record.statements:
            yield from self._statement(statement)
        for reported in record.results:
            yield from self._result(reported)
            result = reported.result
            yield from self._evidenced(
                reports_id(reported.id),
                record.id,
                _node("kg:reports"),
                reported.id,
                result.evidence,
                result.confidence,
            )
        for link in record.links:
            yield from self._link(link.target, link.link)
            yield from self._evidenced(
                link.id, record.id, _link_edge(link.link), link.target, link.link.evidence, 1.0
            )
        for derived in record.derived:
            yield from self._derived(derived.subject, derived.predicate, derived.object, node)
        for claim in paper.claims:
            yield from self._claim(record.id, claim)

    def _statement(self, statement: Statement) -> Iterator[Triple]:
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
        predicate: str,
        obj: str,
        evidence: Evidence,
        confidence: float,
    ) -> Iterator[Triple]:
        node = self._iri(identifier)
        yield (node, _node("rdf:type"), _node("kg:Statement"))
        yield (node, _node("rdf:subject"), self._iri(subject))
        yield (node, _node("rdf:predicate"), predicate)
        yield (node, _node("rdf:object"), self._iri(obj))
        yield from self._read_at(node, evidence, confidence)
        yield (node, _node("prov:wasDerivedFrom"), self._iri(subject))
        yield (node, _node("prov:wasGeneratedBy"), self._activity)
        yield from self._attributed(node, identifier)

    def _read_at(self, node: str, evidence: Evidence, confidence: float) -> Iterator[Triple]:
        yield (node, _node("kg:surfaceForm"), _text(evidence.surface))
        yield (node, _node("kg:quote"), _text(evidence.quote))
        yield (node, _node("kg:section"), _text(evidence.section))
        yield (node, _node("kg:start"), _typed(evidence.start, "integer"))
        yield (node, _node("kg:end"), _typed(evidence.end, "integer"))
        yield (node, _node("kg:confidence"), _typed(f"{confidence:.2f}", "decimal"))

    def _result(self, reported: ReportedResult) -> Iterator[Triple]:
        node, result = self._iri(reported.id), reported.result
        yield (node, _node("rdf:type"), _node("kg:Result"))
        yield (node, _node("kg:valueText"), _text(result.value_text))
        yield (node, _node("kg:value"), _typed(result.value, "decimal"))
        yield (node, _node("kg:kind"), _text(result.kind))
        for name, text in (
            ("kg:unit", result.unit),
            ("kg:metricText", result.metric_text),
            ("kg:direction", result.direction),
        ):
            if text:
                yield (node, _node(name), _text(text))
        for name, other in (
            ("kg:metric", reported.metric),
            ("kg:subject", reported.subject),
            ("kg:baseline", reported.baseline),
            ("kg:onModel", reported.model),
            ("kg:onBenchmark", reported.benchmark),
            ("kg:onHardware", reported.hardware),
        ):
            if other:
                yield (node, _node(name), self._iri(other))
        yield from self._read_at(node, result.evidence, result.confidence)
        yield (node, _node("prov:wasDerivedFrom"), self._iri(reported.paper))
        yield (node, _node("prov:wasGeneratedBy"), self._activity)

    def _link(self, target: str, link: Link) -> Iterator[Triple]:
        node = self._iri(target)
        yield (node, _node("rdf:type"), _node("kg:Link"))
        yield (node, _node("schema:url"), _typed(link.url, "anyURI"))
        yield (node, _node("kg:linkKind"), _text(link.kind))

    def _claim(self, paper: str, claim: Claim) -> Iterator[Triple]:
        node = self._iri(claim_id(paper, claim))
        yield (node, _node("rdf:type"), _node("kg:Claim"))
        yield (node, _node("schema:about"), self._iri(paper))
        yield (node, _node("kg:claimedProperty"), _node(claim.claimed))
        yield (node, _node("kg:claimedValue"), _text(claim.value))
        for listing in claim.listings:
            yield (node, _node("prov:wasDerivedFrom"), self._iri(listing_id(listing)))
        for source in sorted({one.source for one in claim.listings if one.source}):
            yield (node, _node("prov:wasAttributedTo"), self._source(source))

    def _derived(self, subject: str, predicate: str, obj: str, paper: str) -> Iterator[Triple]:
        edge = _node(f"kg:{predicate}")
        yield (self._iri(subject), edge, self._iri(obj))
        node = self._iri(f"derived/{subject}/{predicate}/{obj}")
        yield (node, _node("rdf:type"), _node("kg:DerivedStatement"))
        yield (node, _node("rdf:subject"), self._iri(subject))
        yield (node, _node("rdf:predicate"), edge)
        yield (node, _node("rdf:object"), self._iri(obj))
        yield (node, _node("prov:wasDerivedFrom"), paper)


def _link_edge(link: Link) -> str:
    return _node(_LINK_PREDICATE.get(link.kind, "kg:link"))


def listings(graph: KnowledgeGraph) -> list[Listing]:
    """Return every listing of the graph once, sorted by identifier."""
    found = {listing for record in graph.papers for listing in record.paper.listings}
    return sorted(found, key=listing_id)


def person_id(name: str) -> str:
    """Return the identifier of somebody who corrected the graph."""
    return f"person/{slug(name)}"


def triple_writer(graph: KnowledgeGraph) -> TripleWriter:
    """Return what writes the papers of a graph."""
    return TripleWriter(graph.base, graph.extractor, graph.corrections)


def rows(graph: KnowledgeGraph) -> Iterator[Triple]:
    """Yield every triple of the graph as text: run, listings, things, papers."""
    writer = triple_writer(graph)
    yield from shared_rows(graph)
    for record in graph.papers:
        yield from writer.paper(record)


def shared_rows(graph: KnowledgeGraph) -> Iterator[Triple]:
    """Yield the triples of all that is no paper: run, listings, things."""
    writer = triple_writer(graph)
    yield from writer.header()
    for name in sorted({correction.by for correction in graph.corrections}):
        yield from writer.decider(name)
    for correction in graph.corrections:
        yield from writer.correction(correction)
    found = listings(graph)
    for source in sorted({listing.source for listing in found if listing.source}):
        yield from writer.source(source)
    for listing in found:
        yield from writer.listing(listing)
    for entity in graph.entities.values():
        yield from writer.entity(entity)


def ntriples(some: Iterable[Triple]) -> str:
    """Return triples as an N-Triples document."""
    return "".join([f"{subject} {predicate} {value} .\n" for subject, predicate, value in some])


def triples(graph: KnowledgeGraph) -> Iterator[ox.Triple]:
    """Yield every triple of the graph for pyoxigraph."""
    text = ntriples(rows(graph)).encode()
    return (quad.triple for quad in ox.parse(input=text, format=ox.RdfFormat.N_TRIPLES))


def to_store(graph: KnowledgeGraph) -> ox.Store:
    """Return an in-memory Oxigraph store that holds the graph in its default graph."""
    store = ox.Store()
    store.bulk_load(input=ntriples(rows(graph)).encode(), format=ox.RdfFormat.N_TRIPLES)
    return store
