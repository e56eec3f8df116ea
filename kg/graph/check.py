"""The gate: no graph leaves that breaks the shapes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from kg.errors import ShapeViolation
from kg.graph.rdf import rows, to_store
from kg.graph.screen import Screen
from kg.graph.shapes import Rule, Violation, compile_shapes, violations
from kg.model import Entity, KnowledgeGraph, PaperRecord
from kg.parallel import spread

_BATCH = 500
_SHOWN = 5


def check(graph: KnowledgeGraph, *, jobs: int = 1) -> None:
    """Hold the graph against schema/shapes.ttl, in batches of papers so that memory stays bounded.

    Raises:
        ShapeViolation: with the paper's title and the rule of the first findings.
    """
    starts = range(0, max(len(graph.papers), 1), _BATCH)
    workers = jobs if len(graph.papers) > _BATCH else 1
    threads = 1 if workers > 1 else None  # the processes have the cores already
    shared = graph, threads
    found = [finding for batch in spread(_check, shared, starts, workers) for finding in batch]
    if found:
        lines = [_line(finding) for finding in found[:_SHOWN]]
        more = f" (and {len(found) - _SHOWN} more)" if len(found) > _SHOWN else ""
        raise ShapeViolation("the graph breaks its shapes: " + "; ".join(lines) + more)


def _line(finding: Violation) -> str:
    where = f"paper {finding.paper_title!r}" if finding.paper_title else finding.focus
    value = f" ({finding.value})" if finding.value else ""
    return f"{where}: {finding.rule}{value}"


@cache
def _screen() -> Screen:
    return Screen()


@cache
def _rules() -> tuple[Rule, ...]:
    return compile_shapes()


def _check(shared: tuple[KnowledgeGraph, int | None], start: int) -> list[Violation]:
    graph, threads = shared
    batch = _batch(graph, start)
    if _screen().passes(rows(batch)):
        return []
    return violations(to_store(batch), _rules(), threads=threads)


def _batch(graph: KnowledgeGraph, start: int) -> KnowledgeGraph:
    """Return the papers from that one on, with all that they refer to."""
    papers = graph.papers[start : start + _BATCH]
    whole = len(graph.papers) <= _BATCH
    return replace(
        graph,
        papers=papers,
        entities=graph.entities if whole else _needed(papers, graph.entities),
    )


def _needed(papers: Sequence[PaperRecord], entities: dict[str, Entity]) -> dict[str, Entity]:
    """Return the things that the papers refer to, and all above and beside these."""
    waiting = [thing for record in papers for thing in _things(record)]
    found: dict[str, Entity] = {}
    while waiting:
        thing = waiting.pop()
        if thing not in found:
            entity = found[thing] = entities[thing]
            waiting.extend(_related(entity))
    return found


def _things(record: PaperRecord) -> Iterable[str]:
    yield from (statement.object for statement in record.statements)
    for reported in record.results:
        ends = (
            reported.metric,
            reported.subject,
            reported.baseline,
            reported.model,
            reported.benchmark,
            reported.hardware,
        )
        yield from (end for end in ends if end)


def _related(entity: Entity) -> Iterable[str]:
    yield from (entity.variant_of,) if entity.variant_of else ()
    yield from (*entity.broader, *entity.part_of, *entity.close_match)
    yield from (other for _, other in entity.lineage)
