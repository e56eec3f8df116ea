"""How programs find what is here: VoID and DCAT, the sitemap, robots.txt.

https://www.w3.org/TR/void/ (with its well-known address), https://www.w3.org/TR/vocab-dcat-3/ ,
https://www.sitemaps.org/protocol.html , RFC 9309.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pyoxigraph as ox

from kg.graph.rdf import Triple
from kg.serve.describe import DCAT, SYNTAXES
from kg.vocab import KG, PREFIXES, iri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.serve.site import Site

MOST_ADDRESSES = 50_000
"""Addresses in one sitemap at most, as its protocol says."""

_SITEMAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def void(site: Site) -> Iterator[Triple]:
    """Yield the description of the graph as a data set and of the ways to it."""
    index, base = site.index, site.index.graph.base
    here, root = f"{site.address}/.well-known/void", f"{site.address}/"
    dataset, sparql, api = f"{here}#dataset", f"{here}#sparql", f"{here}#api"
    yield _link(here, iri("rdf:type"), iri("void:DatasetDescription"))
    yield _link(here, iri("foaf:primaryTopic"), dataset)
    for kind in (iri("void:Dataset"), DCAT + "Dataset"):
        yield _link(dataset, iri("rdf:type"), kind)
    yield _text(dataset, iri("dcterms:title"), "Knowledge graph of papers")
    papers, things = len(index.papers), len(index.things)
    told = f"{papers} papers and {things} things, each edge with the sentence that states it."
    yield _text(dataset, iri("dcterms:description"), told)
    yield _link(dataset, iri("foaf:homepage"), root)
    yield _link(dataset, DCAT + "landingPage", root)
    yield _text(dataset, iri("void:uriSpace"), base)
    yield _link(dataset, iri("void:sparqlEndpoint"), f"{site.address}/sparql")
    yield _number(dataset, iri("void:entities"), papers + things)
    for syntax in SYNTAXES:
        yield _link(
            dataset, iri("void:feature"), f"http://www.w3.org/ns/formats/{_W3C[syntax.suffix]}"
        )
    spaces = (KG, *(PREFIXES[name] for name in ("dcterms", "prov", "schema", "skos", "fabio")))
    for space in spaces:
        yield _link(dataset, iri("void:vocabulary"), space)
    for example in [*list(index.papers)[:1], *list(index.things)[:1]]:
        yield _link(dataset, iri("void:exampleResource"), site.iri(example))
    yield from _partitions(site, dataset)
    for service, title, address in (
        (sparql, "SPARQL 1.1 endpoint", f"{site.address}/sparql"),
        (api, "JSON API", f"{site.address}/api"),
    ):
        yield _link(service, iri("rdf:type"), DCAT + "DataService")
        yield _text(service, iri("dcterms:title"), title)
        yield _link(service, DCAT + "endpointURL", address)
        yield _link(service, DCAT + "servesDataset", dataset)
    yield _link(api, DCAT + "endpointDescription", f"{site.address}/api/openapi.json")


_W3C = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF_XML"}


def _partitions(site: Site, dataset: str) -> Iterator[Triple]:
    """Yield how many there are of each class, and edges of each property."""
    index = site.index
    classes = Counter(thing.kind.value for thing in index.things.values())
    classes["Paper"] = len(index.papers)
    edges = Counter(
        relation
        for record in index.papers.values()
        for relation, _ in {(one.relation.value, one.object) for one in record.statements}
    )
    here = dataset.partition("#")[0]
    for name, count in sorted(classes.items()):
        part = f"{here}#class-{name}"
        yield _link(dataset, iri("void:classPartition"), part)
        yield _link(part, iri("void:class"), KG + name)
        yield _number(part, iri("void:entities"), count)
    for name, count in sorted(edges.items()):
        part = f"{here}#property-{name}"
        yield _link(dataset, iri("void:propertyPartition"), part)
        yield _link(part, iri("void:property"), KG + name)
        yield _number(part, iri("void:triples"), count)


def sitemap(site: Site) -> str:
    """Return the sitemap; of more than 50,000 addresses the index of its parts."""
    parts = parts_of_sitemap(site)
    if parts == 1:
        return sitemap_part(site, 1)
    places = "".join(
        f"<sitemap><loc>{escape(site.address)}/sitemap-{part}.xml</loc></sitemap>\n"
        for part in range(1, parts + 1)
    )
    return f'{_XML}<sitemapindex xmlns="{_SITEMAPS}">\n{places}</sitemapindex>\n'


_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


def parts_of_sitemap(site: Site) -> int:
    """Return into how many parts the sitemap has to be split."""
    total = len(site.index.papers) + len(site.index.things) + 1
    return -(-total // MOST_ADDRESSES)


def sitemap_part(site: Site, part: int) -> str:
    """Return one part of the sitemap, counted from 1: the start page, papers, things."""
    named = (site.page(one) for one in chain(site.index.papers, site.index.things))
    paths = chain([site.link("/")], named)
    some = islice(paths, (part - 1) * MOST_ADDRESSES, part * MOST_ADDRESSES)
    places = "".join(f"<url><loc>{escape(site.absolute(path))}</loc></url>\n" for path in some)
    return f'{_XML}<urlset xmlns="{_SITEMAPS}">\n{places}</urlset>\n'


def robots(site: Site) -> str:
    """Return robots.txt: pages may be read by all, what computes an answer by nobody."""
    closed = ("/sparql", "/query", "/explore", "/search", "/api/", "/mcp")
    lines = "".join(f"Disallow: {site.link(path)}\n" for path in closed)
    return f"User-agent: *\n{lines}\nSitemap: {site.address}/sitemap.xml\n"


def _link(subject: str, predicate: str, value: str) -> Triple:
    return (f"<{subject}>", f"<{predicate}>", f"<{value}>")


def _text(subject: str, predicate: str, value: str) -> Triple:
    return (f"<{subject}>", f"<{predicate}>", str(ox.Literal(value)))


def _number(subject: str, predicate: str, value: int) -> Triple:
    return (f"<{subject}>", f"<{predicate}>", str(ox.Literal(value)))
