"""A graph held for looking things up: by identifier, by what is said of a thing, by name.

A GraphIndex is made once of a KnowledgeGraph and never changes, so that any number of requests can
read it at once; a new build is a new index.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from kg.graph.rdf import claim_id, listing_id, listings, person_id
from kg.ids import slug
from kg.model import (
    AppliedCorrection,
    Claim,
    DerivedEdge,
    Entity,
    Listing,
    PaperLink,
    PaperRecord,
    ReportedResult,
    Statement,
)
from kg.serve.search import Hit, NameSearch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.model import KnowledgeGraph

_ENDS = ("metric", "subject", "baseline", "model", "benchmark", "hardware")


@dataclass(frozen=True, slots=True)
class Curated:
    """An edge between two things that a lexicon or a name says ("variantOf", "broader")."""

    subject: str
    predicate: str
    object: str


@dataclass(frozen=True, slots=True)
class Reading:
    """The kg:Statement that a paper reports a result."""

    id: str
    result: ReportedResult


@dataclass(frozen=True, slots=True)
class LinkTarget:
    """A URL that papers give."""

    id: str
    uses: tuple[PaperLink, ...]


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a listing says of a paper."""

    id: str
    record: PaperRecord
    claim: Claim


@dataclass(frozen=True, slots=True)
class Listed:
    """A listing with the papers that it lists."""

    id: str
    listing: Listing
    papers: tuple[PaperRecord, ...]


@dataclass(frozen=True, slots=True)
class Derived:
    """An edge between things that was derived, with the papers it was derived from."""

    id: str
    edges: tuple[DerivedEdge, ...]


@dataclass(frozen=True, slots=True)
class Agent:
    """Who or what made something: the program, a run of the extractor, a publisher of feeds,
    somebody who corrected the graph."""

    id: str
    name: str
    kind: Literal["program", "extraction", "source", "person"]


Node: TypeAlias = (
    PaperRecord
    | Entity
    | Statement
    | ReportedResult
    | PaperLink
    | Reading
    | LinkTarget
    | Claimed
    | Listed
    | Derived
    | Agent
    | AppliedCorrection
)
"""Whatever has an IRI in the graph."""


def day(record: PaperRecord) -> str:
    """Return when a paper appeared, "2024-03-11" or "2024", as far as it is known; "" if not.

    A listing's day stands in where the paper itself has none.
    """
    paper = record.paper
    if paper.issued:
        return paper.issued.isoformat()
    listed = [one.issued for one in paper.listings if one.issued]
    if paper.year is None and listed:
        return min(listed).isoformat()
    return f"{paper.year:04}" if paper.year is not None else ""


class GraphIndex:
    """All that the pages and the API look up.

    Attributes:
        graph: the graph.
        papers: papers by identifier, the newest first.
        things: things by identifier.
        degree: how many edges of papers and of other things end or begin at a node.
    """

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.graph = graph
        self.things = graph.entities
        newest = sorted(graph.papers, key=lambda one: (_sortable(day(one)), one.id), reverse=True)
        self.papers = {record.id: record for record in newest}
        self._said: defaultdict[str, list[Statement]] = defaultdict(list)
        self._measured: defaultdict[str, list[ReportedResult]] = defaultdict(list)
        self._derived_from: defaultdict[str, list[DerivedEdge]] = defaultdict(list)
        self._derived_to: defaultdict[str, list[DerivedEdge]] = defaultdict(list)
        self._from: dict[str, tuple[Curated, ...]] = {}
        self._to: defaultdict[str, list[Curated]] = defaultdict(list)
        self._nodes: dict[str, Node] = {}
        self._uses: defaultdict[str, list[PaperLink]] = defaultdict(list)
        self._corrected: defaultdict[str, list[AppliedCorrection]] = defaultdict(list)
        for correction in graph.corrections:
            self._nodes[correction.id] = correction
            for corrected in (*correction.targets, person_id(correction.by)):
                self._corrected[corrected].append(correction)
        for record in newest:
            self._add_paper(record)
        for entity in graph.entities.values():
            self._from[entity.id] = edges = tuple(_curated(entity))
            for edge in edges:
                self._to[edge.object].append(edge)
        self.degree = {record.id: len(record.statements) for record in newest}
        for thing in graph.entities:
            self.degree[thing] = len(self._said.get(thing, ())) + len(self._to.get(thing, ()))

    def _add_paper(self, record: PaperRecord) -> None:
        for said in record.statements:
            self._said[said.object].append(said)
            self._nodes[said.id] = said
        for reported in record.results:
            self._nodes[reported.id] = reported
            for thing in {getattr(reported, end) for end in _ENDS} - {None}:
                self._measured[thing].append(reported)
        for link in record.links:
            self._nodes[link.id] = link
            self._uses[link.target].append(link)
        for edge in record.derived:
            self._derived_from[edge.subject].append(edge)
            self._derived_to[edge.object].append(edge)

    def node(self, identifier: str) -> Node | None:
        """Return what an identifier ("model/llava-1.5") names in the graph, or None."""
        found = self.papers.get(identifier) or self.things.get(identifier)
        return found or self._nodes.get(identifier) or self._rarer(identifier)

    def _rarer(self, identifier: str) -> Node | None:
        kind, _, rest = identifier.partition("/")
        if kind == "link" and identifier in self._uses:
            return LinkTarget(identifier, tuple(self._uses[identifier]))
        if kind == "result" and identifier.endswith("/reports"):
            result = self._nodes.get(identifier.removesuffix("/reports"))
            return Reading(identifier, result) if isinstance(result, ReportedResult) else None
        if kind == "listing":
            return self.listings.get(identifier)
        if kind == "claim":
            return self._claim(identifier, f"paper/{rest.partition('/')[0]}")
        if kind == "derived":
            found = [
                one for one in self._derived_from[_head(rest)] if derived_id(one) == identifier
            ]
            return Derived(identifier, tuple(found)) if found else None
        return self._agents.get(identifier)

    def _claim(self, identifier: str, paper: str) -> Claimed | None:
        record = self.papers.get(paper)
        for claim in record.paper.claims if record else ():
            if record and claim_id(record.id, claim) == identifier:
                return Claimed(identifier, record, claim)
        return None

    @cached_property
    def _agents(self) -> dict[str, Agent]:
        extractor = self.graph.extractor
        sources = sorted({one.listing.source for one in self.listings.values()} - {None}, key=str)
        found = [
            Agent("agent/paperkg", "paperkg", "program"),
            Agent(f"extraction/{slug(extractor)}", extractor, "extraction"),
            *(Agent(f"source/{slug(str(one).lower())}", str(one), "source") for one in sources),
            *(Agent(person_id(one.by), one.by, "person") for one in self.graph.corrections),
        ]
        return {agent.id: agent for agent in found}

    @cached_property
    def listings(self) -> dict[str, Listed]:
        """The feed pages and files that listed papers, by identifier."""
        papers: defaultdict[Listing, list[PaperRecord]] = defaultdict(list)
        for record in self.papers.values():
            for listing in dict.fromkeys(record.paper.listings):
                papers[listing].append(record)
        return {
            listing_id(one): Listed(listing_id(one), one, tuple(papers[one]))
            for one in listings(self.graph)
        }

    def name(self, identifier: str) -> str:
        """Return what a paper or thing is called; the identifier where it is neither."""
        if record := self.papers.get(identifier):
            return record.paper.title
        thing = self.things.get(identifier)
        return thing.name if thing else identifier

    def said_of(self, thing: str) -> tuple[Statement, ...]:
        """Return the edges from papers to a thing, those of the newest papers first."""
        return tuple(self._said.get(thing, ()))

    def results_of(self, identifier: str) -> tuple[ReportedResult, ...]:
        """Return the results that a paper reports, or that name a thing in any place."""
        if record := self.papers.get(identifier):
            return record.results
        return tuple(self._measured.get(identifier, ()))

    def curated_from(self, thing: str) -> tuple[Curated, ...]:
        """Return what a thing is a variant of, derived from, narrower than or part of."""
        return self._from.get(thing, ())

    def curated_to(self, thing: str) -> tuple[Curated, ...]:
        """Return the same edges where they end at the thing: its variants and successors."""
        return tuple(self._to.get(thing, ()))

    def derived_from(self, thing: str) -> tuple[DerivedEdge, ...]:
        """Return the derived edges that begin at a thing."""
        return tuple(self._derived_from.get(thing, ()))

    def derived_to(self, thing: str) -> tuple[DerivedEdge, ...]:
        """Return the derived edges that end at a thing."""
        return tuple(self._derived_to.get(thing, ()))

    def corrections_at(self, identifier: str) -> tuple[AppliedCorrection, ...]:
        """Return what was decided by hand on a node, or by a person."""
        return tuple(self._corrected.get(identifier, ()))

    def neighbours(self, identifier: str) -> list[str]:
        """Return the papers and things one edge away, each once, the best connected first."""
        if record := self.papers.get(identifier):
            found = {said.object for said in record.statements}
            found |= {one.metric for one in record.results if one.metric}
        else:
            found = {said.paper for said in self._said.get(identifier, ())}
            found |= {
                one.paper for one in self._measured.get(identifier, ()) if one.metric == identifier
            }
            found |= {edge.object for edge in self._from.get(identifier, ())}
            found |= {edge.subject for edge in self._to.get(identifier, ())}
            found |= {edge.object for edge in self._derived_from.get(identifier, ())}
            found |= {edge.subject for edge in self._derived_to.get(identifier, ())}
        known = (one for one in found if one != identifier and one in self.degree)
        return sorted(known, key=lambda one: (-self.degree[one], one))

    def search(self, text: str, limit: int = 10, kind: str | None = None) -> list[Hit]:
        """Return the papers and things that a text may mean, best first.

        Args:
            text: a name, alias, title or identifier, in part or with typos.
            limit: how many at most.
            kind: first segment of the identifiers to return ("model", "paper"); any by default.
        """
        found = self._search.find(text, limit, _of_kind(kind) if kind else None)
        exact = text.strip().strip("/")
        if exact in self.degree and (kind is None or exact.startswith(f"{kind}/")):
            first = Hit(exact, self.name(exact), 200.0)
            return [first, *(hit for hit in found if hit.id != exact)][:limit]
        return found

    @cached_property
    def _search(self) -> NameSearch:
        return NameSearch(self._names(), self.degree)

    def _names(self) -> Iterator[tuple[str, str]]:
        for record in self.papers.values():
            yield record.id, record.paper.title
            if record.paper.arxiv_id:
                yield record.id, record.paper.arxiv_id
        for thing in self.things.values():
            for name in {thing.name, *thing.aliases}:
                yield thing.id, name

    def ready(self) -> GraphIndex:
        """Make now what is otherwise made at first use, and return the index."""
        _ = self._search, self.listings, self._agents
        return self


def derived_id(edge: DerivedEdge) -> str:
    """Return the identifier of a derived edge."""
    return f"derived/{edge.subject}/{edge.predicate}/{edge.object}"


def _head(rest: str) -> str:
    """Return the subject's identifier of the rest of a derived edge's."""
    return "/".join(rest.split("/")[:2])


def _of_kind(kind: str) -> Callable[[str], bool]:
    return lambda identifier: identifier.startswith(f"{kind}/")


def _sortable(written: str) -> str:
    return written if len(written) > 4 or not written else f"{written}-00-00"


def _curated(entity: Entity) -> Iterator[Curated]:
    if entity.variant_of:
        yield Curated(entity.id, "variantOf", entity.variant_of)
    for other in entity.broader:
        yield Curated(entity.id, "broader", other)
    for other in entity.part_of:
        yield Curated(entity.id, "partOf", other)
    for relation, other in entity.lineage:
        yield Curated(entity.id, relation.value, other)
    for other in entity.close_match:
        yield Curated(entity.id, "closeMatch", other)
