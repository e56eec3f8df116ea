"""The ontology declares what the program writes, and nothing else; vocab.py agrees with it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS
from rdflib.collection import Collection

import kg.graph.rdf
from kg.graph.rdf import triples
from kg.model import Claimed, Kind, Lineage, Relation
from kg.resources import schema_root
from kg.vocab import KG, PREFIXES

if TYPE_CHECKING:
    from kg.model import KnowledgeGraph

RANGES = {
    Relation.INTRODUCES: "Method Model Dataset Benchmark Metric",
    Relation.EXTENDS: "Method Model Dataset Technique",
    Relation.USES_BASE_MODEL: "Model Method",
    Relation.EVALUATES_ON: "Benchmark Dataset",
    Relation.TRAINS_ON: "Dataset",
    Relation.USES_TECHNIQUE: "Technique Method",
    Relation.ADDRESSES_TASK: "Task",
    Relation.COMPARES_WITH: "Method Model Technique",
    Relation.RUNS_ON: "Hardware",
    Relation.MENTIONS: "Method Model Dataset Benchmark Technique Task Metric Hardware",
}
DERIVED = {"appliedTo", "evaluatedOn", "usesTechnique", "addressesTask", "outperforms"}


@pytest.fixture(scope="module")
def ontology() -> rdflib.Graph:
    return rdflib.Graph().parse(schema_root() / "ontology.ttl")


def declared(ontology: rdflib.Graph) -> set[str]:
    """Return the local names of all terms of the kg: namespace that the ontology types."""
    found = {str(term) for term in ontology.subjects(RDF.type) if str(term).startswith(KG)}
    return {term.removeprefix(KG) for term in found}


def classes(ontology: rdflib.Graph, term: rdflib.URIRef, side: rdflib.URIRef) -> set[str]:
    """Return the IRIs of a domain or range; several are an owl:unionOf, as in RDF they would mean
    an intersection."""
    (one,) = ontology.objects(term, side)
    union = ontology.value(one, OWL.unionOf)
    return {str(one)} if union is None else {str(each) for each in Collection(ontology, union)}


def test_rdflib_and_oxigraph_read_the_same_number_of_triples(ontology: rdflib.Graph) -> None:
    path = schema_root() / "ontology.ttl"
    assert len(list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))) == len(ontology) > 200


def test_the_prefixes_are_those_of_vocab() -> None:
    text = (schema_root() / "ontology.ttl").read_text(encoding="utf-8")
    written = dict(re.findall(r"^@prefix (\w+): <(.+)> \.$", text, re.MULTILINE))
    assert PREFIXES.items() <= written.items()


def test_the_header_says_version_licence_and_prefix(ontology: rdflib.Graph) -> None:
    (header,) = ontology.subjects(RDF.type, OWL.Ontology)
    said = {str(predicate) for predicate in ontology.predicates(header)}
    for name in ("dcterms:description", "dcterms:license", "owl:versionInfo"):
        prefix, _, local = name.partition(":")
        assert PREFIXES[prefix] + local in said
    assert (header, rdflib.VANN.preferredNamespacePrefix, rdflib.Literal("kg")) in ontology


def test_every_term_is_described_and_has_standard_kin(ontology: rdflib.Graph) -> None:
    kin = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)
    for name in declared(ontology):
        term = rdflib.URIRef(KG + name)
        assert len(list(ontology.objects(term, RDFS.label))) == 1, name
        assert len(list(ontology.objects(term, RDFS.comment))) == 1, name
        assert any((term, edge, None) in ontology for edge in kin), name


def test_every_property_has_a_domain_and_a_range_of_known_classes(ontology: rdflib.Graph) -> None:
    properties = [
        term
        for kind in (OWL.ObjectProperty, OWL.DatatypeProperty)
        for term in ontology.subjects(RDF.type, kind)
    ]
    known = {str(term) for term in ontology.subjects(RDF.type, OWL.Class)}
    assert len(properties) > 40
    for term in properties:
        assert isinstance(term, rdflib.URIRef)
        assert classes(ontology, term, RDFS.domain) <= known, term
        datatypes = {one for one in classes(ontology, term, RDFS.range) if one not in known}
        is_data = (term, RDF.type, OWL.DatatypeProperty) in ontology
        assert bool(datatypes) == is_data, term
        assert all(one.startswith(PREFIXES["xsd"]) for one in datatypes), term


def test_the_terms_are_those_that_the_program_can_write(ontology: rdflib.Graph) -> None:
    source = Path(kg.graph.rdf.__file__).read_text(encoding="utf-8")
    written = set(re.findall(r'"kg:(\w+)"', source))
    written |= {one.removeprefix("kg:") for one in Claimed if one.startswith("kg:")}
    written |= {*Kind, *Relation, *DERIVED} | (set(Lineage) - {Lineage.FINE_TUNED_FROM})
    assert written == declared(ontology)


def test_every_term_of_a_graph_is_declared(
    ontology: rdflib.Graph, small_graph: KnowledgeGraph
) -> None:
    used = {
        term.value.removeprefix(KG)
        for triple in triples(small_graph)
        for term in (triple.predicate, triple.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(KG)
    }
    assert used <= declared(ontology)
    assert len(used) > 40


@pytest.mark.parametrize("relation", Relation)
def test_a_paper_s_edges_lead_where_the_contract_says(
    ontology: rdflib.Graph, relation: Relation
) -> None:
    term = rdflib.URIRef(KG + relation)
    assert KG + "Paper" in classes(ontology, term, RDFS.domain)
    assert classes(ontology, term, RDFS.range) == {KG + kind for kind in RANGES[relation].split()}


@pytest.mark.parametrize("lineage", Lineage)
def test_lineage_is_provenance(ontology: rdflib.Graph, lineage: Lineage) -> None:
    prefix = PREFIXES["fair4ml"] if lineage is Lineage.FINE_TUNED_FROM else KG
    term = rdflib.URIRef(prefix + lineage)
    assert (term, RDFS.subPropertyOf, rdflib.PROV.wasDerivedFrom) in ontology


def test_the_two_sorts_of_statement_are_apart(ontology: rdflib.Graph) -> None:
    derived, read = rdflib.URIRef(KG + "DerivedStatement"), rdflib.URIRef(KG + "Statement")
    assert (derived, RDFS.subClassOf, RDF.Statement) in ontology
    assert (read, RDFS.subClassOf, RDF.Statement) in ontology
    assert read not in set(ontology.transitive_objects(derived, RDFS.subClassOf))


def test_a_benchmark_is_a_dataset(ontology: rdflib.Graph) -> None:
    benchmark, dataset = rdflib.URIRef(KG + Kind.BENCHMARK), rdflib.URIRef(KG + Kind.DATASET)
    assert (benchmark, RDFS.subClassOf, dataset) in ontology


def test_shapes_speak_of_declared_terms_only(ontology: rdflib.Graph) -> None:
    text = (schema_root() / "shapes.ttl").read_text(encoding="utf-8")
    assert set(re.findall(r"\bkg:(\w+)", text)) <= declared(ontology)


def test_every_term_has_a_short_name_in_the_json_ld_context(ontology: rdflib.Graph) -> None:
    text = (schema_root() / "context.jsonld").read_text(encoding="utf-8")
    assert set(re.findall(r'"kg:(\w+)"', text)) == declared(ontology)
