"""From extractions and resolved things to the knowledge graph."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256

from kg.ids import paper_id, reports_id, result_id, slug, statement_id
from kg.model import (
    AppliedCorrection,
    DerivedEdge,
    Entity,
    Extraction,
    Kind,
    KnowledgeGraph,
    Link,
    PaperLink,
    PaperRecord,
    Relation,
    ReportedResult,
    Result,
    Statement,
)
from kg.resolve.kinds import ALLOWED, fitting
from kg.resolve.resolve import Resolution

_OF_OTHERS = frozenset(
    {
        Relation.EXTENDS,
        Relation.USES_BASE_MODEL,
        Relation.USES_TECHNIQUE,
        Relation.COMPARES_WITH,
    }
)
"""What a paper does with the things of others only."""

_DERIVED = {
    Relation.USES_BASE_MODEL: "appliedTo",
    Relation.EVALUATES_ON: "evaluatedOn",
    Relation.USES_TECHNIQUE: "usesTechnique",
    Relation.ADDRESSES_TASK: "addressesTask",
    Relation.EXTENDS: "extends",
}


def assemble(
    extractions: Iterable[Extraction],
    resolution: Resolution,
    *,
    base: str,
    extractor: str,
    corrections: Sequence[AppliedCorrection] = (),
) -> KnowledgeGraph:
    """Return the graph of the papers, sorted by identifier.

    Args:
        extractions: one for each paper, in any order.
        resolution: the things that their names mean.
        base: base IRI of all instances.
        extractor: name and version of what read the papers.
        corrections: what was decided by hand.
    """
    records = [_record(extraction, resolution) for extraction in extractions]
    records.sort(key=lambda record: record.id)
    kept = tuple(_of_what_is_there(one, records, resolution.entities) for one in corrections)
    return KnowledgeGraph(base, extractor, tuple(records), resolution.entities, kept)


def _of_what_is_there(
    correction: AppliedCorrection, records: Sequence[PaperRecord], entities: Mapping[str, Entity]
) -> AppliedCorrection:
    """Return a correction without targets that another one took away."""
    edges = {
        edge
        for record in records
        for edge in (
            *(s.id for s in record.statements),
            *(reports_id(r.id) for r in record.results),
        )
        if edge in correction.targets
    }
    there = tuple(one for one in correction.targets if one in entities or one in edges)
    return replace(correction, targets=there)


def _record(extraction: Extraction, resolution: Resolution) -> PaperRecord:
    paper = extraction.paper
    identifier = paper_id(paper.key, paper.title)
    local = identifier.partition("/")[2]
    statements = _statements(identifier, extraction, resolution)
    return PaperRecord(
        identifier,
        paper,
        statements,
        tuple(_result(identifier, result, extraction, resolution) for result in extraction.results),
        tuple(_link(identifier, local, link) for link in extraction.links),
        _derived(identifier, extraction, statements, resolution),
    )


def _statements(
    paper: str, extraction: Extraction, resolution: Resolution
) -> tuple[Statement, ...]:
    """Return one statement for each edge: the surest of those that say the same.

    What a paper introduces it does not also build on, use or compare itself with; it may test and
    train on it. A mention says no more than any other edge.
    """
    best: dict[tuple[Relation, str], Statement] = {}
    for fact in extraction.facts:
        thing = resolution.of(extraction.paper.key, fact.kind, fact.name)
        relation, confidence = fitting(fact, resolution.entities[thing])
        statement = Statement(
            statement_id(paper, relation, thing),
            paper,
            relation,
            thing,
            fact.evidence,
            confidence,
        )
        known = best.get((relation, thing))
        if known is None or _rank(statement) < _rank(known):
            best[relation, thing] = statement
    made = {thing for relation, thing in best if relation is Relation.INTRODUCES}
    told = {thing for relation, thing in best if relation is not Relation.MENTIONS}
    kept = [
        s
        for (relation, thing), s in best.items()
        if not (relation in _OF_OTHERS and thing in made)
        and (relation is not Relation.MENTIONS or thing not in told)
    ]
    return tuple(sorted(kept, key=lambda s: s.id))


def _rank(statement: Statement) -> tuple[float, str, int]:
    return -statement.confidence, statement.evidence.section, statement.evidence.start


def _result(
    paper: str, result: Result, extraction: Extraction, resolution: Resolution
) -> ReportedResult:
    evidence = result.evidence

    def thing(name: str | None, relation: Relation) -> str | None:
        fact = next(
            (f for f in extraction.facts if f.name == name and f.relation is relation), None
        )
        if fact is None:
            return None
        found = resolution.of(extraction.paper.key, fact.kind, fact.name)
        return found if resolution.entities[found].kind in ALLOWED[relation] else None

    return ReportedResult(
        result_id(paper, evidence.section, evidence.start),
        paper,
        result,
        metric=resolution.metrics.get(result.metric) if result.metric else None,
        subject=thing(result.subject, Relation.INTRODUCES),
        baseline=thing(result.baseline, Relation.COMPARES_WITH),
        model=thing(result.model, Relation.USES_BASE_MODEL),
        benchmark=thing(result.benchmark, Relation.EVALUATES_ON),
        hardware=thing(result.hardware, Relation.RUNS_ON),
    )


def _link(paper: str, local: str, link: Link) -> PaperLink:
    digest = sha256(link.url.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    host = slug(link.url.split("/")[2].lower())
    target = f"link/{host}-{digest}"
    return PaperLink(f"statement/{local}/{target}", paper, target, link)


def _derived(
    paper: str,
    extraction: Extraction,
    statements: tuple[Statement, ...],
    resolution: Resolution,
) -> tuple[DerivedEdge, ...]:
    """Return the edges of the thing that the paper is about: the one that its title introduces,
    else the only one that it introduces. Of several parts no text says which uses what."""
    made = [s for s in statements if s.relation is Relation.INTRODUCES]
    titled = [s for s in made if s.evidence.section == "title"]
    main = titled or made
    if len(main) != 1 or resolution.entities[main[0].object].kind not in (Kind.METHOD, Kind.MODEL):
        return ()
    subject = main[0].object
    edges = {
        DerivedEdge(subject, _DERIVED[s.relation], s.object, paper)
        for s in statements
        if s.relation in _DERIVED and s.object != subject
    }
    outdone = {
        DerivedEdge(subject, "outperforms", s.object, paper)
        for s in statements
        if s.relation is Relation.COMPARES_WITH and s.object != subject and _says_better(s)
    }
    return tuple(sorted(edges | outdone))


def _says_better(statement: Statement) -> bool:
    evidence = statement.evidence
    at = evidence.quote.find(evidence.surface)
    before = evidence.quote[:at]
    return bool(
        re.search(
            r"\b(?:outperform\w*|surpass\w*|exceed\w*|beats?|superior to|better than|faster than)\b"
            r"(?![^.;]*\b(?:while|but|although|not)\b)[^.;]{0,90}$",
            before,
            re.IGNORECASE,
        )
    )
