"""schema.org markup of papers and things, as search engines read it inside pages.

https://schema.org/ScholarlyArticle, /Dataset, /SoftwareApplication, /DefinedTerm and the like.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from kg.graph.same_as import same_as
from kg.model import Entity, Kind, PaperRecord
from kg.serve.index import Listed, day

if TYPE_CHECKING:
    from kg.serve.index import GraphIndex, Node
    from kg.serve.site import Site

_TYPES = {
    Kind.METHOD: "CreativeWork",
    Kind.MODEL: "SoftwareApplication",
    Kind.DATASET: "Dataset",
    Kind.BENCHMARK: "Dataset",
    Kind.TECHNIQUE: "DefinedTerm",
    Kind.TASK: "DefinedTerm",
    Kind.METRIC: "DefinedTerm",
    Kind.HARDWARE: "Product",
}
_ESCAPES = {ord(one): f"\\u{ord(one):04x}" for one in "<>&\u2028\u2029"}
_MOST_MENTIONS = 100


def script(site: Site, node: Node) -> Markup:
    """Return a script element with the markup of a node; empty for what schema.org has no type for.

    What could end the element or open a comment in it (<, >, &) is written as an escape of JSON.
    """
    described = _described(site, node)
    if described is None:
        return Markup("")
    data = {"@context": "https://schema.org", **described}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return Markup(f'<script type="application/ld+json">{text}</script>')


def _described(site: Site, node: Node) -> dict[str, Any] | None:
    match node:
        case PaperRecord():
            return _paper(site, node)
        case Entity():
            return _thing(site, node)
        case Listed():
            return {
                "@type": "CollectionPage",
                "@id": site.iri(node.id),
                "name": node.listing.name,
                "numberOfItems": len(node.papers),
            }
        case _:
            return None


def _paper(site: Site, record: PaperRecord) -> dict[str, Any]:
    paper, index = record.paper, site.index
    mentioned = list(dict.fromkeys(said.object for said in record.statements))[:_MOST_MENTIONS]
    described: dict[str, Any] = {
        "@type": "ScholarlyArticle",
        "@id": site.iri(record.id),
        "url": site.absolute(site.page(record.id)),
        "headline": paper.title,
        "name": paper.title,
        "abstract": paper.abstract,
        "author": [{"@type": "Person", "name": name} for name in paper.authors],
        "datePublished": day(record),
        "identifier": list(dict.fromkeys(paper.identifiers)),
        "isPartOf": {"@type": "PublicationVolume", "name": paper.venue} if paper.venue else None,
        "sameAs": [other for _, other in same_as(paper)],
        "mentions": [_short(site, index, thing) for thing in mentioned],
    }
    return {key: value for key, value in described.items() if value}


def _thing(site: Site, thing: Entity) -> dict[str, Any]:
    said = site.index.said_of(thing.id)
    papers = len({one.paper for one in said})
    kind = thing.kind.value.lower()
    described: dict[str, Any] = {
        **_short(site, site.index, thing.id),
        "url": site.absolute(site.page(thing.id)),
        "alternateName": list(thing.aliases),
        "description": f"{thing.name}: a {kind} that {papers} papers of this graph name.",
        "subjectOf": [
            {"@type": "ScholarlyArticle", "@id": site.iri(paper), "name": site.index.name(paper)}
            for paper in list(dict.fromkeys(one.paper for one in said))[:_MOST_MENTIONS]
        ],
        "isBasedOn": [
            _short(site, site.index, edge.object)
            for edge in site.index.curated_from(thing.id)
            if edge.predicate not in ("broader", "closeMatch")
            and _TYPES[thing.kind] in ("CreativeWork", "SoftwareApplication", "Dataset")
        ],
    }
    return {key: value for key, value in described.items() if value}


def _short(site: Site, index: GraphIndex, identifier: str) -> dict[str, Any]:
    thing = index.things.get(identifier)
    kind = _TYPES[thing.kind] if thing else "Thing"
    return {"@type": kind, "@id": site.iri(identifier), "name": index.name(identifier)}
