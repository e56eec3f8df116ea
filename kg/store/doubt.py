"""`kg review`: the edges and numbers that are least sure, and the things that may be one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeAlias

from kg.lexicon import scheme
from kg.model import Entity, KnowledgeGraph, PaperRecord, Relation, ReportedResult, Statement

_DOUBTFUL = (0.35, 0.65)
_ALIKE = 0.87
_FEWEST_LETTERS = 5


@dataclass(frozen=True, slots=True)
class DoubtfulEdge:
    """An edge that is about as likely right as wrong."""

    record: PaperRecord
    statement: Statement
    entity: Entity


@dataclass(frozen=True, slots=True)
class DoubtfulNumber:
    """A reported number of which it is about as likely right as wrong what it measures."""

    record: PaperRecord
    reported: ReportedResult


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """Two things of one kind with names alike; `entity` is the one that more edges lead to."""

    entity: Entity
    other: Entity


Doubt: TypeAlias = DoubtfulEdge | DoubtfulNumber | PossibleDuplicate


def doubtful_edges(graph: KnowledgeGraph) -> list[DoubtfulEdge]:
    """Return the edges nearest to even odds, the most doubtful first; mere mentions left out."""
    low, high = _DOUBTFUL
    found = [
        DoubtfulEdge(record, statement, graph.entities[statement.object])
        for record in graph.papers
        for statement in record.statements
        if low <= statement.confidence <= high and statement.relation is not Relation.MENTIONS
    ]
    return sorted(found, key=lambda one: (abs(one.statement.confidence - 0.5), one.statement.id))


def doubtful_numbers(graph: KnowledgeGraph) -> list[DoubtfulNumber]:
    """Return the numbers nearest to even odds, the most doubtful first."""
    low, high = _DOUBTFUL
    found = [
        DoubtfulNumber(record, reported)
        for record in graph.papers
        for reported in record.results
        if low <= reported.result.confidence <= high
    ]
    return sorted(
        found, key=lambda one: (abs(one.reported.result.confidence - 0.5), one.reported.id)
    )


def possible_duplicates(graph: KnowledgeGraph) -> list[PossibleDuplicate]:
    """Return pairs of things whose names differ by a letter or two, none of them in a number.

    Names with different digits or plus signs are different versions or sizes, never asked about;
    nor is what somebody has said to be apart.
    """
    apart = {frozenset(one.targets) for one in graph.corrections if one.action == "apart"}
    degree = Counter(s.object for record in graph.papers for s in record.statements)
    found = []
    for one, other in _near(graph):
        first, second = sorted((one, other), key=lambda e: (-degree[e.id], e.id))
        if frozenset((one.id, other.id)) not in apart:
            found.append(PossibleDuplicate(first, second))
    return sorted(found, key=lambda pair: (-degree[pair.entity.id], pair.entity.id, pair.other.id))


def _near(graph: KnowledgeGraph) -> Iterator[tuple[Entity, Entity]]:
    blocks: defaultdict[tuple[str, str, str], list[Entity]] = defaultdict(list)
    for entity in graph.entities.values():
        name = entity.name.lower()
        version = "".join(c for c in name if c.isdigit() or c in "+*")
        if len(name) >= _FEWEST_LETTERS:
            blocks[scheme(entity.kind), name[:3], version].append(entity)
    for block in blocks.values():
        for place, one in enumerate(block):
            for other in block[place + 1 :]:
                if _related(one, other):
                    continue
                matcher = SequenceMatcher(None, one.name.lower(), other.name.lower())
                if matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE:
                    yield one, other


def _related(one: Entity, other: Entity) -> bool:
    """Tell whether the graph says already how the two differ."""
    return any(
        b.id in (a.variant_of, *a.broader, *a.part_of, *a.close_match)
        for a, b in ((one, other), (other, one))
    )
