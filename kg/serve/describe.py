"""The RDF of one node: what the graph says of it, and what says something of it.

The description of a thing has its own triples, the edges that end at it and the names at their
other ends (a symmetric concise bounded description, without the reified statements, which have
IRIs of their own); that of a paper is all that was read in it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.graph.rdf import ntriples, triple_writer
from kg.model import (
    AppliedCorrection,
    Entity,
    PaperLink,
    PaperRecord,
    ReportedResult,
    Statement,
)
from kg.serve.index import Agent, Claimed, Derived, LinkTarget, Listed, Reading
from kg.vocab import PREFIXES, iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.graph.rdf import Triple, TripleWriter
    from kg.serve.index import GraphIndex, Node
    from kg.serve.site import Site


DCAT = "http://www.w3.org/ns/dcat#"


@dataclass(frozen=True, slots=True)
class Syntax:
    """A syntax of RDF: the suffix of its files, its media type and what people call it."""

    suffix: str
    media: str
    name: str
    format: ox.RdfFormat


SYNTAXES = (
    Syntax("ttl", "text/turtle", "Turtle", ox.RdfFormat.TURTLE),
    Syntax("jsonld", "application/ld+json", "JSON-LD", ox.RdfFormat.JSON_LD),
    Syntax("nt", "application/n-triples", "N-Triples", ox.RdfFormat.N_TRIPLES),
    Syntax("rdf", "application/rdf+xml", "RDF/XML", ox.RdfFormat.RDF_XML),
)
"""What a node's description can be had as; the first is preferred."""


def document(site: Site, node: Node, syntax: Syntax) -> bytes:
    """Return the description of a node as a document that names itself and its topic."""
    here = f"<{site.absolute(site.data(node.id, syntax.suffix))}>"
    about = [
        (here, f"<{iri('rdf:type')}>", f"<{iri('foaf:Document')}>"),
        (here, f"<{iri('foaf:primaryTopic')}>", f"<{site.iri(node.id)}>"),
        (here, f"<{iri('void:inDataset')}>", f"<{site.address}/.well-known/void#dataset>"),
    ]
    return serialised([*about, *description(site.index, node)], syntax)


def serialised(some: Iterable[Triple], syntax: Syntax) -> bytes:
    """Return triples in a syntax, in UTF-8: each once, those of one subject together."""
    by_subject: defaultdict[str, dict[Triple, None]] = defaultdict(dict)
    for triple in some:
        by_subject[triple[0]][triple] = None
    text = ntriples(triple for said in by_subject.values() for triple in said)
    quads = ox.parse(input=text.encode("utf-8", "replace"), format=ox.RdfFormat.N_TRIPLES)
    triples = (quad.triple for quad in quads)
    spaces = {"dcat": DCAT, **PREFIXES}
    used = {name: space for name, space in sorted(spaces.items()) if f"<{space}" in text}
    return ox.serialize(triples, format=syntax.format, prefixes=used) or b""


def description(index: GraphIndex, node: Node) -> Iterator[Triple]:
    """Yield the triples that describe a node; some may come twice."""
    writer = triple_writer(index.graph)
    here = _ref(index, node.id)
    match node:
        case PaperRecord():
            yield from writer.paper(node)
            for said in node.statements:
                yield from _named(index, said.object)
        case Entity():
            yield from writer.entity(node)
            yield from _edges_at(index, writer, node)
        case Statement() | ReportedResult() | PaperLink():
            yield from _about(here, writer.paper(index.papers[node.paper]))
        case Reading():
            yield from _about(here, writer.paper(index.papers[node.result.paper]))
        case LinkTarget():
            for paper in dict.fromkeys(use.paper for use in node.uses):
                yield from _about(here, writer.paper(index.papers[paper]))
        case Claimed():
            yield from _about(here, writer.paper(node.record))
        case Derived():
            for paper in dict.fromkeys(edge.paper for edge in node.edges):
                yield from _about(here, writer.paper(index.papers[paper]))
        case Listed():
            yield from writer.listing(node.listing)
            for record in node.papers:
                yield (_ref(index, record.id), f"<{iri('kg:listedIn')}>", here)
        case AppliedCorrection():
            yield from writer.correction(node)
            yield from writer.decider(node.by)
        case Agent(kind="source"):
            yield from writer.source(node.name)
        case Agent(kind="person"):
            yield from writer.decider(node.name)
            for correction in index.corrections_at(node.id):
                yield from _about(here, writer.correction(correction))
        case Agent():
            yield from _about(here, writer.header())


def _edges_at(index: GraphIndex, writer: TripleWriter, thing: Entity) -> Iterator[Triple]:
    here = _ref(index, thing.id)
    for said in index.said_of(thing.id):
        yield (_ref(index, said.paper), f"<{iri(f'kg:{said.relation}')}>", here)
        yield from _named(index, said.paper)
    for edge in index.curated_to(thing.id):
        yield from (one for one in writer.entity(index.things[edge.subject]) if one[2] == here)
        yield from _named(index, edge.subject)
    for edge in index.curated_from(thing.id):
        yield from _named(index, edge.object)
    for derived in (*index.derived_from(thing.id), *index.derived_to(thing.id)):
        ends = _ref(index, derived.subject), _ref(index, derived.object)
        yield (ends[0], f"<{iri(f'kg:{derived.predicate}')}>", ends[1])
        other = derived.object if derived.subject == thing.id else derived.subject
        yield from _named(index, other)


def _about(here: str, some: Iterable[Triple]) -> Iterator[Triple]:
    """Yield the triples that have the node as subject or object."""
    return (one for one in some if here in (one[0], one[2]))


def _named(index: GraphIndex, identifier: str) -> Iterator[Triple]:
    """Yield the triple that says what a paper or thing is called."""
    name = "dcterms:title" if identifier in index.papers else "skos:prefLabel"
    text = str(ox.Literal(index.name(identifier).encode("utf-8", "replace").decode()))
    yield (_ref(index, identifier), f"<{iri(name)}>", text)


def _ref(index: GraphIndex, identifier: str) -> str:
    return f"<{index.graph.base}{identifier}>"
