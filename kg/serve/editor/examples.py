"""The saved queries as SPARQL that runs on a graph as it stands, and the words to complete."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.ids import title_key
from kg.query.saved import saved_queries
from kg.resources import schema_root
from kg.serve.index import day
from kg.vocab import KG, PREFIXES, iri

if TYPE_CHECKING:
    from kg.query.saved import Parameter, SavedQuery
    from kg.serve.index import GraphIndex

_PLACEHOLDER = re.compile(r"\$([a-z_]+)")
_PARAMETER = re.compile(r"^# *@param.*\n", re.MULTILINE)
_IRI = re.compile(r"<[^>]*>")
_PREFIX = re.compile(r"\b([a-z][a-z0-9]*):(?=[A-Za-z])")
_CLASS_TYPES = (iri("owl:Class"), iri("rdfs:Class"))
_PROPERTY_TYPES = (iri("owl:ObjectProperty"), iri("owl:DatatypeProperty"), iri("rdf:Property"))

_REUSED = (
    "dcterms:title", "dcterms:abstract", "dcterms:issued", "dcterms:creator", "dcterms:subject",
    "skos:prefLabel", "skos:altLabel", "skos:broader", "rdf:type", "rdf:subject", "rdf:predicate",
    "rdf:object", "prov:wasDerivedFrom", "fabio:hasArXivId", "schema:url",
)  # fmt: skip

START = """\
SELECT ?title ?quote WHERE {
  ?statement a kg:Statement ;
    rdf:subject ?paper ;
    kg:quote ?quote .
  ?paper dcterms:title ?title .
}
LIMIT 20
"""
"""What a new tab of the editor begins with, without its prefixes."""


def declared(text: str) -> str:
    """Return a query with the prefixes that it uses declared; comments at its head stay there."""
    head, body = _parted(text)
    used = set(_PREFIX.findall(_IRI.sub("", body))) & PREFIXES.keys()
    return head + "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in sorted(used)) + body


def _parted(text: str) -> tuple[str, str]:
    """Return the comments at the head of a query, and the rest."""
    lines = text.splitlines(keepends=True)
    head = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    return "".join(lines[:head]), "".join(lines[head:])


def example(index: GraphIndex, query: SavedQuery) -> str:
    """Return a saved query with values for its parameters that this graph has, and its prefixes.

    A parameter gets its default, or the best connected thing of its kind; its description stays as
    a comment, so that a reader sees what to change.
    """
    seen: Counter[str] = Counter()
    values = {}
    for one in query.parameters:
        values[one.placeholder] = _value(index, one, seen[one.kind])
        seen[one.kind] += 1
    body = _PLACEHOLDER.sub(lambda found: values[found[1]], _PARAMETER.sub("", query.text))
    told = "".join(
        f"# {one.name}: {one.description} ({values[one.placeholder]})\n" for one in query.parameters
    )
    head, rest = _parted(body)
    return declared(head + told + rest)


def _value(index: GraphIndex, parameter: Parameter, place: int) -> str:
    """Return a term of SPARQL for a parameter: of all that would do the one at the place."""
    if parameter.kind == "Integer":
        return parameter.default or "1"
    if parameter.kind == "Date":
        days = sorted(written for one in index.papers.values() if len(written := day(one)) > 4)
        middle = days[len(days) // 2] if days else date(2025, 1, 1).isoformat()
        return str(ox.Literal(parameter.default or middle, datatype=ox.NamedNode(iri("xsd:date"))))
    if parameter.kind == "Paper":
        papers = list(index.papers)[: place + 1]
        return f"<{index.graph.base}{papers[-1] if papers else 'paper/none'}>"
    kinds = parameter.kind.split("|")
    things = [one for one, thing in index.things.items() if thing.kind.value in kinds]
    if parameter.default:
        key = title_key(parameter.default)
        named = [
            one
            for one in things
            if key in map(title_key, (index.things[one].name, *index.things[one].aliases))
        ]
        things = named or things
    best = min(
        things, key=lambda one: (-index.degree[one], one), default=f"{kinds[0].lower()}/none"
    )
    return f"<{index.graph.base}{best}>"


def data(index: GraphIndex) -> dict[str, object]:
    """Return what the editor loads: prefixes, classes and properties to complete, queries."""
    return {
        "base": index.graph.base,
        "prefixes": PREFIXES,
        **_vocabulary(),
        "start": declared(START),
        "queries": [
            {"name": query.name, "text": example(index, query)}
            for query in saved_queries().values()
        ],
    }


def _vocabulary() -> dict[str, list[str]]:
    """Return the IRIs of classes and properties that the graph uses, ours first."""
    store = ox.Store()
    store.load(path=schema_root() / "ontology.ttl", format=ox.RdfFormat.TURTLE)

    def of_types(types: tuple[str, ...]) -> list[str]:
        kind = ox.NamedNode(iri("rdf:type"))
        found = {
            quad.subject.value
            for name in types
            for quad in store.quads_for_pattern(None, kind, ox.NamedNode(name))
            if isinstance(quad.subject, ox.NamedNode)
        }
        return sorted(found, key=lambda one: (not one.startswith(KG), one))

    properties = dict.fromkeys([*of_types(_PROPERTY_TYPES), *map(iri, _REUSED)])
    return {"classes": of_types(_CLASS_TYPES), "properties": list(properties)}
