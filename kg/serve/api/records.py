"""From the records of the graph to what the API and the tools of agents answer."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kg.model import DerivedEdge, Statement
from kg.serve.api import models
from kg.serve.index import day, derived_id
from kg.serve.walk import ends, origin, predicate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Entity, Evidence, PaperRecord, ReportedResult
    from kg.serve.index import Curated
    from kg.serve.search import Hit
    from kg.serve.site import Site
    from kg.serve.walk import Edge


def named(site: Site, identifier: str) -> models.Named:
    """Return what tells a paper or thing from others."""
    return models.Named(**_name(site, identifier))


def _name(site: Site, identifier: str) -> dict[str, str]:
    thing = site.index.things.get(identifier)
    return {
        "id": identifier,
        "iri": site.iri(identifier),
        "page": site.absolute(site.page(identifier)),
        "name": clean(site.index.name(identifier)),
        "kind": thing.kind.value if thing else "Paper",
    }


def found(site: Site, hit: Hit) -> models.Found:
    """Return a hit of a search."""
    return models.Found(
        **_name(site, hit.id),
        matched=clean(hit.name),
        score=hit.score,
        degree=site.index.degree[hit.id],
    )


def evidence(place: Evidence) -> models.Evidence:
    """Return where a text says something."""
    return models.Evidence(
        sentence=clean(place.quote),
        surface=clean(place.surface),
        section=place.section,
        start=place.start,
        end=place.end,
    )


def edge(site: Site, one: Edge) -> models.Edge:
    """Return an edge with what it rests on."""
    subject, end = ends(one)
    paper = one.paper if isinstance(one, Statement | DerivedEdge) else None
    read = one if isinstance(one, Statement) else None
    statement = derived_id(one) if isinstance(one, DerivedEdge) else read and read.id
    return models.Edge(
        subject=named(site, subject),
        relation=predicate(one),
        object=named(site, end),
        origin=origin(one),
        paper=named(site, paper) if paper else None,
        day=(day(site.index.papers[paper]) or None) if paper else None,
        statement=site.iri(statement) if statement else None,
        evidence=evidence(read.evidence) if read else None,
        confidence=read.confidence if read else None,
    )


def result(site: Site, one: ReportedResult) -> models.Result:
    """Return a reported number with what was measured."""

    def thing(identifier: str | None) -> models.Named | None:
        return named(site, identifier) if identifier else None

    said = one.result
    return models.Result(
        id=one.id,
        iri=site.iri(one.id),
        value_text=clean(said.value_text),
        value=said.value,
        unit=said.unit,
        kind=said.kind,
        direction=said.direction,
        metric_text=clean(said.metric_text) if said.metric_text else None,
        metric=thing(one.metric),
        subject=thing(one.subject),
        baseline=thing(one.baseline),
        model=thing(one.model),
        benchmark=thing(one.benchmark),
        hardware=thing(one.hardware),
        paper=named(site, one.paper),
        day=day(site.index.papers[one.paper]) or None,
        evidence=evidence(said.evidence),
        confidence=said.confidence,
    )


def thing(site: Site, one: Entity) -> models.Thing:
    """Return a thing with its names and its place among the others."""
    index = site.index
    relations = Counter(said.relation.value for said in index.said_of(one.id))
    return models.Thing(
        **_name(site, one.id),
        aliases=[clean(alias) for alias in one.aliases],
        direction=one.direction,
        unit=one.unit,
        lineage=[_lineage(site, edge, edge.object) for edge in index.curated_from(one.id)],
        descendants=[_lineage(site, edge, edge.subject) for edge in index.curated_to(one.id)],
        papers=dict(sorted(relations.items())),
        results=len(index.results_of(one.id)),
    )


def _lineage(site: Site, edge: Curated, other: str) -> models.Lineage:
    return models.Lineage(relation=edge.predicate, other=named(site, other))


def paper(site: Site, record: PaperRecord) -> models.Paper:
    """Return a paper with its text."""
    one = record.paper
    relations = Counter(said.relation.value for said in record.statements)
    return models.Paper(
        **_name(site, record.id),
        abstract=clean(one.abstract),
        day=day(record) or None,
        authors=_clean(one.authors),
        arxiv_id=one.arxiv_id,
        doi=one.doi,
        venue=one.venue,
        categories=_clean(one.categories),
        links=[
            models.Link(
                url=clean(link.link.url), kind=link.link.kind, evidence=evidence(link.link.evidence)
            )
            for link in record.links
        ],
        edges=dict(sorted(relations.items())),
        results=len(record.results),
    )


def _clean(texts: Iterable[str]) -> list[str]:
    return [clean(text) for text in texts]


def clean(text: str) -> str:
    """Return a text that UTF-8 can write: lone surrogates become question marks."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
