"""Our check and pyshacl find the same faults; the valid graph has none."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import pytest
import rdflib

from kg.graph.rdf import to_store
from kg.graph.shapes import compile_shapes, violations
from kg.model import Relation
from kg.resources import schema_root
from kg.vocab import PREFIXES

from .conftest import ID, TURTLE_PREFIXES, pyshacl_focus_nodes

if TYPE_CHECKING:
    from kg.model import KnowledgeGraph

FASTV, TINY = f"{ID}paper/2403.06764", f"{ID}paper/cs-0112017"
DECIDED = f"{ID}correction/0123456789ab"
CLAIM = f"{ID}claim/2403.06764/upvoteCount-6b51d431df"
SAID = f"{ID}statement/2403.06764/introduces/method-fast-v"
TINY_SAID = f"{ID}statement/cs-0112017/introduces/model-tiny-llava"
CUT = f"{ID}result/2403.06764/1"
DERIVED = f"{ID}derived/method/fast-v/outperforms/method/to-me"
TECHNIQUE = f"{ID}technique/token-pruning"
LLAVA = f"{ID}model/llava-1.5"
BENCH = f"{ID}benchmark/alpha-bench"
BLEU = f"{ID}metric/bleu"
MONDAY = f"{ID}listing/page-nov-20.txt-2024-11-20"
LINK = f"{ID}link/fast-v"


class Fault(NamedTuple):
    """A fault to plant: triples to take out (None stands for any object) and Turtle to put in."""

    name: str
    out: tuple[tuple[str, str, str | None], ...] = ()
    into: str = ""
    at: str = ""


FAULTS = (
    Fault("paper without title", ((FASTV, "dcterms:title", None),), at=FASTV),
    Fault("paper with two titles", into=f'<{TINY}> dcterms:title "Another" .', at=TINY),
    Fault("empty title", ((TINY, "dcterms:title", None),), f'<{TINY}> dcterms:title "" .', TINY),
    Fault(
        "title in a language",
        ((TINY, "dcterms:title", None),),
        f'<{TINY}> dcterms:title "Tiny"@en .',
        TINY,
    ),
    Fault("paper without abstract", ((FASTV, "dcterms:abstract", None),), at=FASTV),
    Fault("paper without listing", ((TINY, "kg:listedIn", None),), at=TINY),
    Fault("listing of the wrong class", into=f"<{TINY}> kg:listedIn <{LINK}> .", at=TINY),
    Fault("two dates", into=f'<{FASTV}> dcterms:issued "2024-03-12"^^xsd:date .', at=FASTV),
    Fault(
        "a day that does not exist",
        ((FASTV, "dcterms:issued", None),),
        f'<{FASTV}> dcterms:issued "2024-02-30"^^xsd:date .',
        FASTV,
    ),
    Fault(
        "arXiv identifier with version",
        ((FASTV, "fabio:hasArXivId", None),),
        f'<{FASTV}> fabio:hasArXivId "2403.06764v2" .',
        FASTV,
    ),
    Fault(
        "fewer than no authors",
        ((FASTV, "kg:authorCount", None),),
        f"<{FASTV}> kg:authorCount -1 .",
        FASTV,
    ),
    Fault(
        "edge without statement",
        into=f"<{TINY}> kg:usesTechnique <{ID}technique/compression> .",
        at=TINY,
    ),
    Fault("edge to the wrong class", ((TECHNIQUE, "rdf:type", None),), at=FASTV),
    Fault("statement without its edge", ((FASTV, "kg:introduces", None),), at=SAID),
    Fault("statement without quote", ((SAID, "kg:quote", None),), at=SAID),
    Fault("statement with two objects", into=f"<{SAID}> rdf:object <{LLAVA}> .", at=SAID),
    Fault(
        "unknown predicate",
        ((SAID, "rdf:predicate", None),),
        f"<{SAID}> rdf:predicate kg:admires .",
        SAID,
    ),
    Fault("section body", ((SAID, "kg:section", None),), f'<{SAID}> kg:section "body" .', SAID),
    Fault("start moved by one", ((SAID, "kg:start", None),), f"<{SAID}> kg:start 31 .", SAID),
    Fault("negative start", ((SAID, "kg:start", None),), f"<{SAID}> kg:start -3 .", SAID),
    Fault(
        "start that is no number",
        ((SAID, "kg:start", None),),
        f'<{SAID}> kg:start "ten" .',
        SAID,
    ),
    Fault("end before start", ((SAID, "kg:end", None),), f"<{SAID}> kg:end 2 .", SAID),
    Fault(
        "words that are not in the text",
        ((SAID, "kg:surfaceForm", None),),
        f'<{SAID}> kg:surfaceForm "SlowV" .',
        SAID,
    ),
    Fault(
        "quote that is not in the text",
        ((SAID, "kg:quote", None),),
        f'<{SAID}> kg:quote "FastV, we invent." .',
        SAID,
    ),
    Fault(
        "confidence of 1.2",
        ((SAID, "kg:confidence", None),),
        f"<{SAID}> kg:confidence 1.2 .",
        SAID,
    ),
    Fault(
        "confidence as a double",
        ((SAID, "kg:confidence", None),),
        f"<{SAID}> kg:confidence 0.5e0 .",
        SAID,
    ),
    Fault(
        "evidence of another paper",
        ((TINY_SAID, "prov:wasDerivedFrom", None),),
        f"<{TINY_SAID}> prov:wasDerivedFrom <{FASTV}> .",
        TINY_SAID,
    ),
    Fault("nobody read it", ((SAID, "prov:wasGeneratedBy", None),), at=SAID),
    Fault("result without value", ((CUT, "kg:value", None),), at=CUT),
    Fault(
        "value with a unit",
        ((CUT, "kg:value", None),),
        f'<{CUT}> kg:value "45%"^^xsd:decimal .',
        CUT,
    ),
    Fault("unknown kind", ((CUT, "kg:kind", None),), f'<{CUT}> kg:kind "guess" .', CUT),
    Fault(
        "sideways is better", ((CUT, "kg:direction", None),), f'<{CUT}> kg:direction "up" .', CUT
    ),
    Fault(
        "measured on a link",
        ((CUT, "kg:onBenchmark", None),),
        f"<{CUT}> kg:onBenchmark <{LINK}> .",
        CUT,
    ),
    Fault("result that no paper reports", ((FASTV, "kg:reports", CUT),), at=CUT),
    Fault(
        "derived statement without its edge",
        ((f"{ID}method/fast-v", "kg:outperforms", None),),
        at=DERIVED,
    ),
    Fault(
        "derived edge without its statement",
        ((DERIVED, "rdf:type", None),),
        at=f"{ID}method/fast-v",
    ),
    Fault("derived from nothing", ((DERIVED, "prov:wasDerivedFrom", None),), at=DERIVED),
    Fault("thing with two names", into=f'<{LLAVA}> skos:prefLabel "Lava" .', at=LLAVA),
    Fault("thing without name", ((LLAVA, "skos:prefLabel", None),), at=LLAVA),
    Fault("name said twice", into=f'<{LLAVA}> skos:altLabel "LLaVA-1.5" .', at=LLAVA),
    Fault("two levels up", into=f"<{LLAVA}> kg:variantOf <{ID}model/vicuna> .", at=LLAVA),
    Fault(
        "variant of itself",
        ((LLAVA, "kg:variantOf", None),),
        f"<{LLAVA}> kg:variantOf <{LLAVA}> .",
        LLAVA,
    ),
    Fault("broader than itself", into=f"<{TECHNIQUE}> skos:broader <{TECHNIQUE}> .", at=TECHNIQUE),
    Fault("variant of nothing known", into=f"<{BENCH}> kg:variantOf <{ID}model/gone> .", at=BENCH),
    Fault(
        "technique below a task", into=f"<{TECHNIQUE}> skos:broader <{ID}task/vqa> .", at=TECHNIQUE
    ),
    Fault("benchmark that is no dataset", ((BENCH, "rdf:type", "kg:Dataset"),), at=BENCH),
    Fault("metric without sense", into=f'<{BLEU}> kg:direction "lower" .', at=BLEU),
    Fault("listing without title", ((MONDAY, "dcterms:title", None),), at=MONDAY),
    Fault("link without URL", ((LINK, "schema:url", None),), at=LINK),
    Fault("link of unknown kind", into=f'<{LINK}> kg:linkKind "spam" .', at=LINK),
    Fault(
        "a month as a date",
        ((FASTV, "dcterms:issued", None),),
        f'<{FASTV}> dcterms:issued "2024-03"^^xsd:gYearMonth .',
        FASTV,
    ),
    Fault(
        "a year as text",
        ((FASTV, "dcterms:issued", None),),
        f'<{FASTV}> dcterms:issued "2024" .',
        FASTV,
    ),
    Fault(
        "a DOI as URL", ((FASTV, "bibo:doi", None),), f'<{FASTV}> bibo:doi "doi:10.1/a" .', FASTV
    ),
    Fault("a claim about nothing", ((CLAIM, "schema:about", None),), at=CLAIM),
    Fault("a claim of nobody", ((CLAIM, "prov:wasDerivedFrom", None),), at=CLAIM),
    Fault("a claim of two values", into=f'<{CLAIM}> kg:claimedValue "13" .', at=CLAIM),
    Fault("a correction by nobody", ((DECIDED, "prov:wasAssociatedWith", None),), at=DECIDED),
    Fault("an unheard-of action", into=f'<{DECIDED}> kg:action "guess" .', at=DECIDED),
)
EXPECTED_FAULTS = 58


def node(name: str) -> ox.NamedNode:
    """Return the node of an IRI or of a prefixed name."""
    prefix, _, local = name.partition(":")
    return ox.NamedNode(PREFIXES[prefix] + local if prefix in PREFIXES else name)


def planted(graph: KnowledgeGraph, fault: Fault) -> ox.Store:
    """Return the graph with the fault in it."""
    store = to_store(graph)
    for subject, predicate, obj in fault.out:
        found = list(
            store.quads_for_pattern(node(subject), node(predicate), node(obj) if obj else None)
        )
        assert found, f"{fault.name}: nothing to take out"
        for quad in found:
            store.remove(quad)
    size = len(store)
    store.load((TURTLE_PREFIXES + fault.into).encode(), format=ox.RdfFormat.TURTLE)
    assert len(store) > size or not fault.into, f"{fault.name}: nothing put in"
    return store


@pytest.fixture(scope="module")
def shacl_graph() -> rdflib.Graph:
    return rdflib.Graph().parse(schema_root() / "shapes.ttl")


def our_focus_nodes(store: ox.Store) -> set[str]:
    return {found.focus for found in violations(store, compile_shapes(), limit=1000)}


def test_the_valid_graph_has_no_violation(
    small_graph: KnowledgeGraph, shacl_graph: rdflib.Graph
) -> None:
    store = to_store(small_graph)
    assert violations(store, compile_shapes()) == []
    assert pyshacl_focus_nodes(store, shacl_graph) == set()


def test_the_number_of_faults() -> None:
    assert len(FAULTS) == len({fault.name for fault in FAULTS}) == EXPECTED_FAULTS


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_pyshacl_and_we_find_the_same(
    small_graph: KnowledgeGraph, shacl_graph: rdflib.Graph, fault: Fault
) -> None:
    store = planted(small_graph, fault)
    ours = our_focus_nodes(store)
    assert fault.at in ours
    assert ours == pyshacl_focus_nodes(store, shacl_graph)


def test_every_shape_is_broken_by_some_fault(small_graph: KnowledgeGraph) -> None:
    rules = compile_shapes()
    broken = {
        found.rule
        for fault in FAULTS
        for found in violations(planted(small_graph, fault), rules, limit=1000)
    }
    shapes = {rule.shape for rule in rules}
    assert {rule.shape for rule in rules if rule.message in broken} == shapes


EDGES = [(FASTV, f"kg:{relation}") for relation in Relation]
EDGES += [(FASTV, "kg:reports"), (FASTV, "kg:listedIn")]
EDGES += [(CUT, f"kg:{end}") for end in ("metric", "subject", "baseline")]
EDGES += [(CUT, f"kg:{end}") for end in ("onModel", "onBenchmark", "onHardware")]
EDGES += [(LLAVA, f"kg:{edge}") for edge in ("appliedTo", "evaluatedOn", "outperforms")]


@pytest.mark.parametrize(("subject", "edge"), EDGES)
def test_no_edge_leads_to_a_link(small_graph: KnowledgeGraph, subject: str, edge: str) -> None:
    store = to_store(small_graph)
    store.add(ox.Quad(ox.NamedNode(subject), node(edge), ox.NamedNode(LINK)))
    found = violations(store, compile_shapes())
    assert any(one.focus == subject and edge in one.rule and one.value == LINK for one in found)


def test_a_violation_says_paper_rule_and_value(small_graph: KnowledgeGraph) -> None:
    fault = next(fault for fault in FAULTS if fault.name == "section body")
    first = violations(planted(small_graph, fault), compile_shapes())[0]
    assert first.focus == SAID
    assert first.paper_title == small_graph.papers[0].paper.title
    assert first.rule.startswith("evidence has exactly one section")
    assert first.value == "body"


def test_violations_are_sorted_and_limited(small_graph: KnowledgeGraph) -> None:
    store, rules = to_store(small_graph), compile_shapes()
    for quad in list(store.quads_for_pattern(None, node("kg:quote"), None)):
        store.remove(quad)
    found = violations(store, rules, limit=1000)
    assert found == sorted(found, key=lambda one: (one.focus, one.rule, one.value or ""))
    assert len(found) > 5
    assert violations(store, tuple(reversed(rules)), limit=5) == found[:5]


def test_a_batch_of_one_paper_needs_no_other_paper(small_graph: KnowledgeGraph) -> None:
    rules = compile_shapes()
    for record in small_graph.papers:
        assert violations(to_store(replace(small_graph, papers=(record,))), rules) == []


def test_an_exponent_is_no_decimal(small_graph: KnowledgeGraph) -> None:
    """XML Schema forbids it; rdflib, and so pyshacl, lets it pass."""
    store = to_store(small_graph)
    exponent = ox.Literal("1e9", datatype=node("xsd:decimal"))
    store.add(ox.Quad(ox.NamedNode(CUT), node("kg:value"), exponent))
    assert "1e9" in {found.value for found in violations(store, compile_shapes())}
