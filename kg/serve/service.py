"""What the endpoint says of itself: SPARQL 1.1 Service Description, at /sparql without a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
from starlette.responses import Response

from kg.serve.frames import Refused
from kg.serve.media import TRIPLES, negotiated
from kg.vocab import PREFIXES, iri

if TYPE_CHECKING:
    from starlette.requests import Request

    from kg.serve.workers import Contents

_SD = "http://www.w3.org/ns/sparql-service-description#"
_SHACL = "http://www.w3.org/ns/shacl#"
_FORMATS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD"),
)
_NOTE = (
    "Read only: neither SPARQL Update nor SERVICE. The prefixes declared here need no PREFIX in a "
    "query."
)


def service_description(request: Request, accept: str | None, contents: Contents) -> Response:
    """Return the description of the service at the request's URL, in a format that is accepted.

    Raises:
        Refused: 406, no RDF format is accepted; 400, the Host header makes no IRI.
    """
    media = negotiated(accept, TRIPLES)
    if not media:
        raise Refused(406, "the service description is RDF; accept text/turtle, or ask a query")
    try:
        endpoint = ox.NamedNode(str(request.url.replace(query="", fragment="")))
    except ValueError as error:
        raise Refused(400, "the Host header makes no IRI") from error
    form = getattr(ox.RdfFormat, TRIPLES[media])
    namespaces = {**PREFIXES, "sd": _SD, "sh": _SHACL, "formats": "http://www.w3.org/ns/formats/"}
    body = ox.serialize(_triples(endpoint, contents), format=form, prefixes=namespaces)
    return Response(body, media_type=media, headers={"vary": "Accept"})


def _triples(endpoint: ox.NamedNode, contents: Contents) -> list[ox.Triple]:
    service, dataset, default = ox.BlankNode(), ox.BlankNode(), ox.BlankNode()
    found: list[ox.Triple] = []

    def say(
        subject: ox.NamedNode | ox.BlankNode,
        name: str,
        value: ox.NamedNode | ox.BlankNode | ox.Literal,
    ) -> None:
        found.append(ox.Triple(subject, _named(name), value))

    say(service, "rdf:type", _named("sd:Service"))
    say(service, "sd:endpoint", endpoint)
    say(service, "sd:supportedLanguage", _named("sd:SPARQL11Query"))
    say(service, "rdfs:comment", ox.Literal(_NOTE, language="en"))
    for form in _FORMATS:
        say(service, "sd:resultFormat", ox.NamedNode(f"http://www.w3.org/ns/formats/{form}"))
    if contents.graphs:
        say(service, "sd:feature", _named("sd:UnionDefaultGraph"))
    say(service, "sd:defaultDataset", dataset)
    say(dataset, "rdf:type", _named("sd:Dataset"))
    say(dataset, "sd:defaultGraph", default)
    say(default, "rdf:type", _named("sd:Graph"))
    say(default, "void:triples", ox.Literal(contents.triples))
    for name in contents.graphs:
        graph = ox.BlankNode()
        say(dataset, "sd:namedGraph", graph)
        say(graph, "rdf:type", _named("sd:NamedGraph"))
        say(graph, "sd:name", ox.NamedNode(name))
    for prefix, namespace in PREFIXES.items():
        declaration = ox.BlankNode()
        say(service, "sh:declare", declaration)
        say(declaration, "sh:prefix", ox.Literal(prefix))
        any_uri = ox.NamedNode(iri("xsd:anyURI"))
        say(declaration, "sh:namespace", ox.Literal(namespace, datatype=any_uri))
    return found


def _named(name: str) -> ox.NamedNode:
    prefix, _, local = name.partition(":")
    namespace = {"sd": _SD, "sh": _SHACL}.get(prefix)
    return ox.NamedNode(namespace + local if namespace else iri(name))
