"""The records that flow from stage to stage; this module imports nothing of the others.

    Source -> Paper -> extract -> Extraction -> resolve -> Entity, Statement, Reported -> graph

Records are frozen, hold only plain values and compare by value, so that they can be sent to
other processes and sorted. Offsets are characters (Unicode code points) of the section's text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

Section = Literal["title", "abstract"]


class Kind(StrEnum):
    """What a thing is; the value is the local name of its class in the ontology."""

    METHOD = "Method"
    MODEL = "Model"
    DATASET = "Dataset"
    BENCHMARK = "Benchmark"
    TECHNIQUE = "Technique"
    TASK = "Task"
    METRIC = "Metric"
    HARDWARE = "Hardware"


CONCEPTS = frozenset({Kind.TECHNIQUE, Kind.TASK, Kind.METRIC})
"""The kinds that phrases name; proper names are those of the others."""


class Relation(StrEnum):
    """What a paper says of a thing; the value is the local name of the edge in the ontology."""

    INTRODUCES = "introduces"
    EXTENDS = "extends"
    USES_BASE_MODEL = "usesBaseModel"
    EVALUATES_ON = "evaluatesOn"
    TRAINS_ON = "trainsOn"
    USES_TECHNIQUE = "usesTechnique"
    ADDRESSES_TASK = "addressesTask"
    COMPARES_WITH = "comparesWith"
    RUNS_ON = "runsOn"
    MENTIONS = "mentions"


class Lineage(StrEnum):
    """How one thing came from another, curated in a lexicon."""

    FINE_TUNED_FROM = "fineTunedFrom"
    QUANTIZED_FROM = "quantizedFrom"
    MERGED_FROM = "mergedFrom"
    ADAPTER_OF = "adapterOf"
    EXTENDS = "extends"


class Claimed(StrEnum):
    """What sources say of a paper beside its text; the value is the property's prefixed name.

    The first of them are also what a paper shows: there a claim keeps a value that another source
    gives differently.
    """

    TITLE = "dcterms:title"
    ABSTRACT = "dcterms:abstract"
    ISSUED = "dcterms:issued"
    AUTHORS = "dcterms:creator"
    CATEGORIES = "dcterms:subject"
    DOI = "bibo:doi"
    VENUE = "kg:venue"
    UPVOTES = "kg:upvoteCount"
    COMMENTS = "kg:commentCount"
    CITATIONS = "kg:citationCount"
    STARS = "kg:starCount"
    CODE = "schema:codeRepository"
    PROJECT_PAGE = "foaf:page"
    ORGANIZATION = "schema:sourceOrganization"
    KEYWORD = "schema:keywords"
    SUMMARY = "schema:description"
    AUTHOR_COMMENT = "rdfs:comment"
    CITATION = "dcterms:bibliographicCitation"
    LICENSE = "dcterms:license"
    STATUS = "schema:creativeWorkStatus"


@dataclass(frozen=True, slots=True, order=True)
class Listing:
    """A feed page or file that listed papers: its file name and the date written on it.

    `source` is who publishes the feed ("OpenAlex"), where that is known.
    """

    name: str
    issued: date | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What some listings say of a paper: never mixed with what its text states."""

    claimed: Claimed
    value: str
    listings: tuple[Listing, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper with its original text.

    `key` is its identity: "arxiv:...", "doi:..." or another identifier, else "title:...". `year`
    stands only where no day (`issued`) is known.
    """

    key: str
    title: str
    abstract: str
    arxiv_id: str | None = None
    issued: date | None = None
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    comment_count: int | None = None
    categories: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()
    year: int | None = None
    doi: str | None = None
    venue: str | None = None
    claims: tuple[Claim, ...] = ()

    def text(self, section: Section) -> str:
        """Return the original text of one section."""
        return self.title if section == "title" else self.abstract


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Where a text states something: paper.text(section)[start:end] == surface, inside quote."""

    section: Section
    start: int
    end: int
    surface: str
    quote: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One edge from a paper to a named thing, as read in its text.

    `name` is the short name inside this paper (an expanded one for "InternVL-2.0-4B/8B");
    `aliases` are the paper's other surface forms of it, of which `long_form` is the spelled-out
    one of an abbreviation; `entry` is the lexicon entry it was recognised as.
    """

    relation: Relation
    name: str
    kind: Kind
    evidence: Evidence
    confidence: float
    entry: str | None = None
    long_form: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One reported number; the things are names of facts of the same paper."""

    value_text: str
    value: str
    unit: str | None
    metric_text: str | None
    metric: str | None
    kind: Literal["absolute", "delta", "ratio"]
    direction: Literal["higher", "lower"] | None
    evidence: Evidence
    confidence: float
    subject: str | None = None
    baseline: str | None = None
    model: str | None = None
    benchmark: str | None = None
    hardware: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A URL of the text."""

    url: str
    kind: Literal["code", "project", "data", "model", "demo", "other"]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one extractor read in one paper."""

    paper: Paper
    facts: tuple[Fact, ...]
    results: tuple[Result, ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """One thing of the graph. Identifiers are paths below the base IRI ("model/llava-1.5-7b")."""

    id: str
    kind: Kind
    name: str
    aliases: tuple[str, ...] = ()
    variant_of: str | None = None
    broader: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    lineage: tuple[tuple[Lineage, str], ...] = ()
    close_match: tuple[str, ...] = ()
    direction: Literal["higher", "lower"] | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """One edge of the graph with its evidence: a paper (id), a relation, an entity (id)."""

    id: str
    paper: str
    relation: Relation
    object: str
    evidence: Evidence
    confidence: float


@dataclass(frozen=True, slots=True)
class ReportedResult:
    """A Result whose things are entities (ids)."""

    id: str
    paper: str
    result: Result
    metric: str | None = None
    subject: str | None = None
    baseline: str | None = None
    model: str | None = None
    benchmark: str | None = None
    hardware: str | None = None


@dataclass(frozen=True, slots=True)
class PaperLink:
    """A Link of a paper (id); `target` is the id of the link's node."""

    id: str
    paper: str
    target: str
    link: Link


@dataclass(frozen=True, slots=True, order=True)
class DerivedEdge:
    """An edge between two things, inferred from the edges of one paper (id) that introduces one."""

    subject: str
    predicate: str
    object: str
    paper: str


@dataclass(frozen=True, slots=True)
class PaperRecord:
    """Everything that the graph holds of one paper; the unit in which large graphs are written."""

    id: str
    paper: Paper
    statements: tuple[Statement, ...]
    results: tuple[ReportedResult, ...]
    links: tuple[PaperLink, ...]
    derived: tuple[DerivedEdge, ...]


@dataclass(frozen=True, slots=True)
class AppliedCorrection:
    """What a person decided and the graph follows; `targets` are the ids of what it changed."""

    id: str
    action: str
    text: str
    by: str
    day: date
    why: str | None
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KnowledgeGraph:
    """The whole graph: papers sorted by id, entities by id; a function of the extractions, and of
    what was decided by hand, alone."""

    base: str
    extractor: str
    papers: tuple[PaperRecord, ...]
    entities: dict[str, Entity]
    corrections: tuple[AppliedCorrection, ...] = ()
