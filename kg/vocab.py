"""The IRIs of the vocabulary; a test compares them with schema/ontology.ttl."""

from __future__ import annotations

from typing import Final

KG: Final = "https://w3id.org/paperkg/ontology#"
BASE: Final = "https://w3id.org/paperkg/id/"

PREFIXES: Final[dict[str, str]] = {
    "bibo": "http://purl.org/ontology/bibo/",
    "cito": "http://purl.org/spar/cito/",
    "dcterms": "http://purl.org/dc/terms/",
    "fabio": "http://purl.org/spar/fabio/",
    "fair4ml": "https://w3id.org/fair4ml#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "kg": KG,
    "lpwc": "https://linkedpaperswithcode.com/class/",
    "mls": "http://www.w3.org/ns/mls#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def iri(name: str) -> str:
    """Return the IRI of a prefixed name.

    >>> iri("kg:Paper")
    'https://w3id.org/paperkg/ontology#Paper'
    """
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
