"""Views of what is neither paper, thing nor listing: statements, results, links, claims, agents,
corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.rdf import person_id
from kg.model import AppliedCorrection, PaperLink, ReportedResult, Statement
from kg.serve.index import Agent, Claimed, Derived, LinkTarget, Reading
from kg.serve.marks import sentence
from kg.serve.parts import Fact, Link, View, filled, named, web
from kg.serve.wording import DERIVED, FROM_PAPER

if TYPE_CHECKING:
    from kg.model import Evidence
    from kg.serve.index import Node
    from kg.serve.site import Site

ROLES = ("metric", "subject", "baseline", "model", "benchmark", "hardware")
"""The places of a result that things stand in."""

_AGENTS = {
    "program": "the program that made the graph",
    "extraction": "the extractor, with its version, that read the papers",
    "source": "a publisher of feeds of papers",
    "person": "somebody who corrected the graph",
}


def rarer(site: Site, node: Node) -> View:
    """Return the view of a node; its facts are few, so that it has no lists."""
    match node:
        case Statement():
            return _statement(site, node)
        case ReportedResult():
            return _result(site, node, node, "Result")
        case Reading():
            return _result(site, node, node.result, "Statement")
        case PaperLink():
            facts = [*_address(node), Fact("Link", (Link("its node", site.page(node.target)),))]
            title = f"Gives the link {node.link.url}"
            return _read(site, node, title, facts, node.paper, node.link.evidence)
        case LinkTarget():
            given = Fact("Given by", tuple(named(site, use.paper) for use in node.uses))
            return _view(node, "Link", node.uses[0].link.url, [*_address(node.uses[0]), given])
        case Claimed():
            return _claim(site, node)
        case Derived():
            return _derived(site, node)
        case Agent():
            facts = [Fact("What it is", (Link(_AGENTS[node.kind]),)), decided(site, node.id)]
            return _view(node, "Agent", node.name, facts)
        case AppliedCorrection():
            return _correction(site, node)
        case _:
            raise TypeError(f"{type(node).__name__} has a view of its own")


def decided(site: Site, identifier: str) -> Fact:
    """Return the corrections of a node, or by a person."""
    found = site.index.corrections_at(identifier)
    return Fact("Decided by hand", tuple(Link(one.text, site.page(one.id)) for one in found))


def _correction(site: Site, node: AppliedCorrection) -> View:
    facts = [
        Fact("By", (Link(node.by, site.page(person_id(node.by))),)),
        Fact("Date", (Link(node.day.isoformat()),)),
        Fact("Because", (Link(node.why),) if node.why else ()),
        Fact("Corrects", tuple(Link(_title(site, one), site.page(one)) for one in node.targets)),
    ]
    return _view(node, "Correction", node.text, facts)


def _title(site: Site, identifier: str) -> str:
    said = site.index.node(identifier)
    if not isinstance(said, Statement):
        return site.index.name(identifier)
    title, thing = site.index.name(said.paper), site.index.name(said.object)
    return f"{title}: {FROM_PAPER[said.relation].lower()} {thing}"


def _statement(site: Site, said: Statement) -> View:
    words, thing = FROM_PAPER[said.relation], named(site, said.object)
    facts = [
        Fact("Says", (Link(f"the paper {words.lower()}"), thing)),
        Fact("Confidence", (Link(f"{said.confidence:.2f}"),)),
        decided(site, said.id),
    ]
    return _read(site, said, f"{words} {thing.text}", facts, said.paper, said.evidence)


def _result(site: Site, node: Node, reported: ReportedResult, kind: str) -> View:
    result = reported.result
    things = [(role, getattr(reported, role)) for role in ROLES]
    facts = [
        Fact("Value", (Link(f"{result.value} {result.unit or ''}".strip()),)),
        Fact("Kind", (Link(result.kind),)),
        Fact("Metric in the text", (Link(result.metric_text),) if result.metric_text else ()),
        *(Fact(role.capitalize(), (named(site, thing),)) for role, thing in things if thing),
        Fact("Confidence", (Link(f"{result.confidence:.2f}"),)),
    ]
    title = f"Reports {result.value_text}"
    return _read(site, node, title, facts, reported.paper, result.evidence, kind)


def _claim(site: Site, node: Claimed) -> View:
    claim = node.claim
    facts = [
        Fact("Paper", (named(site, node.record.id),)),
        Fact("Property", (Link(claim.claimed.value),)),
        Fact("Value", (Link(claim.value),)),
        Fact("Said by", tuple(Link(one.name) for one in claim.listings)),
    ]
    return _view(node, "Claim", f"A claim of {claim.claimed.value}", facts)


def _derived(site: Site, node: Derived) -> View:
    edge = node.edges[0]
    label = DERIVED.get(edge.predicate, (edge.predicate, ""))[0]
    start, end = named(site, edge.subject), named(site, edge.object)
    facts = [
        Fact("From", (start,)),
        Fact(label, (end,)),
        Fact("Derived from", tuple(named(site, one.paper) for one in node.edges)),
    ]
    title = f"{start.text}: {label.lower()} {end.text}"
    return _view(node, "Derived statement", title, facts)


def _address(link: PaperLink) -> list[Fact]:
    return [Fact("Address", (web(link.link.url),)), Fact("Kind", (Link(link.link.kind),))]


def _view(node: Node, kind: str, title: str, facts: list[Fact]) -> View:
    return View(node, kind, title, title, filled(facts), ())


def _read(
    site: Site,
    node: Node,
    title: str,
    facts: list[Fact],
    paper: str,
    place: Evidence,
    kind: str = "Statement",
) -> View:
    """Return the view of what was read at a place of a paper's text."""
    where = f"{place.section}, characters {place.start} to {place.end}"
    facts = [*facts, Fact("Paper", (named(site, paper),)), Fact("Read in", (Link(where),))]
    text = sentence(site.index.papers[paper].paper, place)
    return View(node, kind, title, title, filled(facts), (), text, "Sentence")
