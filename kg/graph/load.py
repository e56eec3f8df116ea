"""From RDF back to the records: what kg/graph/rdf.py writes, read again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, cast

import pyoxigraph as ox

from kg.errors import InputError
from kg.ids import paper_id
from kg.ingest.identifiers import folded_title, paper_key
from kg.model import (
    AppliedCorrection,
    Claim,
    Claimed,
    DerivedEdge,
    Entity,
    Evidence,
    Kind,
    KnowledgeGraph,
    Lineage,
    Link,
    Listing,
    Paper,
    PaperLink,
    PaperRecord,
    Relation,
    ReportedResult,
    Result,
    Section,
    Statement,
)
from kg.vocab import PREFIXES, iri

_KG = PREFIXES["kg"]
_LINEAGE = {
    (iri("fair4ml:fineTunedFrom") if line == "fineTunedFrom" else _KG + line): line
    for line in Lineage
}

_CLAIMED = {iri(claimed): claimed for claimed in Claimed}
_YEAR_DIGITS = 4


def from_store(store: ox.Store) -> KnowledgeGraph:
    """Return the knowledge graph that a store holds in its default graph.

    Raises:
        InputError: the store holds no graph of paperkg.
    """
    return _Reader(store).graph()


class _Node:
    """The properties of one subject: values by predicate, each sorted."""

    def __init__(self) -> None:
        self.values: dict[str, list[str]] = defaultdict(list)

    def all(self, name: str) -> list[str]:
        return self.values.get(iri(name), [])

    def one(self, name: str) -> str | None:
        found = self.all(name)
        return found[0] if found else None

    def need(self, name: str) -> str:
        found = self.one(name)
        if found is None:
            raise InputError(
                "graph", f"a node lacks {name}", "build the graph again with `kg build`"
            )
        return found


class _Reader:
    def __init__(self, store: ox.Store) -> None:
        self._nodes: dict[str, _Node] = defaultdict(_Node)
        self._of_class: dict[str, list[str]] = defaultdict(list)
        self._claims: dict[str, list[str]] = defaultdict(list)
        for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
            subject, value = cast(Any, quad.subject).value, cast(Any, quad.object).value
            self._nodes[subject].values[quad.predicate.value].append(value)
            if quad.predicate.value == iri("rdf:type"):
                self._of_class[value].append(subject)
        for node in self._nodes.values():
            for values in node.values.values():
                values.sort()
        activities = self._of_class[iri("prov:Activity")]
        if not activities:
            raise InputError("graph", "no graph of paperkg", "make one with `kg build`")
        self._base = activities[0].rpartition("extraction/")[0]
        self._extractor = self._nodes[activities[0]].need("rdfs:label")

    def graph(self) -> KnowledgeGraph:
        """Return the records, sorted as they are built."""
        entities = [
            self._entity(subject, kind)
            for kind in Kind
            for subject in self._of_class[_KG + kind]
            if not (
                kind is Kind.DATASET and iri("kg:Benchmark") in self._nodes[subject].all("rdf:type")
            )
        ]
        for claim in self._of_class[iri("kg:Claim")]:
            self._claims[self._nodes[claim].need("schema:about")].append(claim)
        parts = self._parts()
        papers = [self._record(subject, parts) for subject in self._of_class[iri("kg:Paper")]]
        return KnowledgeGraph(
            self._base,
            self._extractor,
            tuple(sorted(papers, key=lambda record: record.id)),
            {entity.id: entity for entity in sorted(entities, key=lambda e: e.id)},
            tuple(map(self._correction, sorted(self._of_class[iri("kg:Correction")]))),
        )

    def _correction(self, subject: str) -> AppliedCorrection:
        node = self._nodes[subject]
        return AppliedCorrection(
            self._id(subject),
            node.need("kg:action"),
            node.need("rdfs:label"),
            self._nodes[node.need("prov:wasAssociatedWith")].need("rdfs:label"),
            date.fromisoformat(node.need("dcterms:issued")),
            node.one("rdfs:comment"),
            self._ids(node.all("kg:corrects")),
        )

    def _id(self, subject: str) -> str:
        return subject.removeprefix(self._base)

    def _ids(self, subjects: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._id(subject) for subject in subjects)

    def _entity(self, subject: str, kind: Kind) -> Entity:
        node = self._nodes[subject]
        parent = node.one("kg:variantOf")
        lineage = [
            (line, self._id(other))
            for predicate, line in _LINEAGE.items()
            for other in node.values.get(predicate, [])
            if not self._is_derived(subject, line, other)
        ]
        return Entity(
            id=self._id(subject),
            kind=kind,
            name=node.need("skos:prefLabel"),
            aliases=tuple(node.all("skos:altLabel")),
            variant_of=self._id(parent) if parent else None,
            broader=self._ids(node.all("skos:broader")),
            part_of=self._ids(node.all("kg:partOf")),
            lineage=tuple(sorted(lineage)),
            close_match=self._ids(node.all("skos:closeMatch")),
            direction=cast(Any, node.one("kg:direction")),
            unit=node.one("kg:unit"),
        )

    def _is_derived(self, subject: str, predicate: str, other: str) -> bool:
        return (
            f"{self._base}derived/{self._id(subject)}/{predicate}/{self._id(other)}" in self._nodes
        )

    def _parts(self) -> dict[str, list[str]]:
        """Return the statements, results and derived statements of each paper."""
        found: dict[str, list[str]] = defaultdict(list)
        for name in ("kg:Statement", "kg:Result", "kg:DerivedStatement"):
            for subject in self._of_class[iri(name)]:
                for paper in self._nodes[subject].all("prov:wasDerivedFrom"):
                    found[paper].append(subject)
        return found

    def _record(self, subject: str, parts: dict[str, list[str]]) -> PaperRecord:
        paper = self._id(subject)
        statements, results, links, derived = [], [], [], []
        for part in sorted(parts[subject]):
            node = self._nodes[part]
            kinds = node.all("rdf:type")
            if iri("kg:Result") in kinds:
                results.append(self._result(part, paper))
            elif iri("kg:DerivedStatement") in kinds:
                predicate = node.need("rdf:predicate").removeprefix(_KG)
                derived.append(
                    DerivedEdge(
                        self._id(node.need("rdf:subject")),
                        predicate,
                        self._id(node.need("rdf:object")),
                        paper,
                    )
                )
            elif self._id(node.need("rdf:object")).startswith("link/"):
                links.append(self._link(part, paper))
            elif node.need("rdf:predicate") != iri("kg:reports"):
                statements.append(self._statement(part, paper))
        order = {"title": 0, "abstract": 1}
        results.sort(key=lambda r: (order[r.result.evidence.section], r.result.evidence.start))
        links.sort(key=lambda li: (order[li.link.evidence.section], li.link.evidence.start))
        return PaperRecord(
            paper,
            self._paper(subject),
            tuple(statements),
            tuple(results),
            tuple(links),
            tuple(sorted(derived)),
        )

    def _paper(self, subject: str) -> Paper:
        node = self._nodes[subject]
        title, arxiv = node.need("dcterms:title"), node.one("fabio:hasArXivId")
        issued, authors = node.one("dcterms:issued") or "", node.one("kg:authorCount")
        comments, only_year = node.one("kg:commentCount"), len(issued) == _YEAR_DIGITS
        identifiers = tuple(node.all("dcterms:identifier"))
        return Paper(
            key=self._key(subject, arxiv, identifiers, title),
            title=title,
            abstract=node.need("dcterms:abstract"),
            arxiv_id=arxiv,
            issued=date.fromisoformat(issued) if issued and not only_year else None,
            authors=tuple(node.all("dcterms:creator")),
            author_count=int(authors) if authors else None,
            comment_count=int(comments) if comments else None,
            categories=tuple(node.all("dcterms:subject")),
            identifiers=identifiers,
            listings=self._listings(node.all("kg:listedIn")),
            year=int(issued) if only_year else None,
            doi=node.one("bibo:doi"),
            venue=node.one("kg:venue"),
            claims=tuple(
                sorted(map(self._claim, self._claims[subject]), key=lambda c: (c.claimed, c.value))
            ),
        )

    def _key(self, subject: str, arxiv: str | None, identifiers: Iterable[str], title: str) -> str:
        """Return the key that the paper's identifier was made of."""
        keys = (paper_key(arxiv, identifiers, title), f"title:{folded_title(title)}")
        return next((key for key in keys if paper_id(key, title) == self._id(subject)), keys[0])

    def _claim(self, subject: str) -> Claim:
        node = self._nodes[subject]
        return Claim(
            _CLAIMED[node.need("kg:claimedProperty")],
            node.need("kg:claimedValue"),
            self._listings(node.all("prov:wasDerivedFrom")),
        )

    def _listings(self, subjects: Iterable[str]) -> tuple[Listing, ...]:
        found = map(self._listing, subjects)
        return tuple(
            sorted(found, key=lambda one: (one.name, one.issued or date.min, one.source or ""))
        )

    def _listing(self, subject: str) -> Listing:
        node = self._nodes[subject]
        issued, source = node.one("dcterms:issued"), node.one("prov:wasAttributedTo")
        return Listing(
            node.need("dcterms:title"),
            date.fromisoformat(issued) if issued else None,
            self._nodes[source].need("rdfs:label") if source else None,
        )

    def _evidence(self, node: _Node) -> Evidence:
        return Evidence(
            cast(Section, node.need("kg:section")),
            int(node.need("kg:start")),
            int(node.need("kg:end")),
            node.need("kg:surfaceForm"),
            node.need("kg:quote"),
        )

    def _statement(self, subject: str, paper: str) -> Statement:
        node = self._nodes[subject]
        return Statement(
            self._id(subject),
            paper,
            Relation(node.need("rdf:predicate").removeprefix(_KG)),
            self._id(node.need("rdf:object")),
            self._evidence(node),
            float(node.need("kg:confidence")),
        )

    def _link(self, subject: str, paper: str) -> PaperLink:
        node = self._nodes[subject]
        target = node.need("rdf:object")
        link = self._nodes[target]
        url, kind = link.need("schema:url"), cast(Any, link.need("kg:linkKind"))
        return PaperLink(
            self._id(subject), paper, self._id(target), Link(url, kind, self._evidence(node))
        )

    def _result(self, subject: str, paper: str) -> ReportedResult:
        node = self._nodes[subject]
        ends = {
            name: node.one(f"kg:{edge}")
            for name, edge in (
                ("metric", "metric"),
                ("subject", "subject"),
                ("baseline", "baseline"),
                ("model", "onModel"),
                ("benchmark", "onBenchmark"),
                ("hardware", "onHardware"),
            )
        }
        result = Result(
            value_text=node.need("kg:valueText"),
            value=node.need("kg:value"),
            unit=node.one("kg:unit"),
            metric_text=node.one("kg:metricText"),
            metric=None,
            kind=cast(Any, node.need("kg:kind")),
            direction=cast(Any, node.one("kg:direction")),
            evidence=self._evidence(node),
            confidence=float(node.need("kg:confidence")),
        )
        return ReportedResult(
            self._id(subject), paper, result, **{k: self._id(v) for k, v in ends.items() if v}
        )
