"""`kg diff`: what a graph has that an earlier one had not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kg.correct.correct import correct
from kg.export.view import find_node
from kg.graph.assemble import assemble
from kg.lexicon import lexicon_paths, load_lexicon
from kg.model import Entity, KnowledgeGraph, PaperRecord, Relation, Statement
from kg.store.build import Held, held_at
from kg.store.papers import Reader
from kg.vocab import BASE


@dataclass(frozen=True, slots=True)
class NewThing:
    """A thing that the earlier graph did not have, and the new papers that introduce it."""

    entity: Entity
    papers: tuple[PaperRecord, ...]


@dataclass(frozen=True, slots=True)
class NewEdge:
    """An edge on something followed: the paper, the statement, the thing that it leads to."""

    paper: PaperRecord
    statement: Statement
    entity: Entity


@dataclass(frozen=True, slots=True)
class News:
    """What came since a moment: papers by date, things that they introduce, followed edges."""

    since: datetime
    base: str
    papers: tuple[PaperRecord, ...]
    things: tuple[NewThing, ...]
    edges: tuple[NewEdge, ...]


def news(
    path: Path, since: datetime, followed: Sequence[str] = (), *, reader: Reader | None = None
) -> News:
    """Return what was added to a store since a moment.

    Args:
        path: the store.
        since: the moment; what was added then or later is new.
        followed: names of things whose new edges are wanted; their variants are followed as well.
        reader: how texts are read that are not yet; by the learned extractor by default.

    Raises:
        StoreError: the store cannot be used.
        UnknownName: nothing in the store is called as something followed.
    """
    by = reader or Reader()
    graph = _graph(held_at(path, by), by)
    earlier = _graph(held_at(path, by, before=since), by)
    return compared(earlier, graph, since, [find_node(graph, name) for name in followed])


def _graph(held: Held, reader: Reader) -> KnowledgeGraph:
    lexicon = load_lexicon(lexicon_paths(reader.lexicons))
    left = correct(held.readings.extractions, lexicon, held.corrections)
    return assemble(left.extractions, left.resolution, base=BASE, extractor=held.readings.extractor)


def compared(
    earlier: KnowledgeGraph, graph: KnowledgeGraph, since: datetime, followed: Iterable[str]
) -> News:
    """Return what a graph has that an earlier one of the same store had not.

    A paper that was there under its title alone, and by now is known by an identifier, is not new.
    """
    old = {name for record in earlier.papers for name in _names(record)}
    fresh = [record for record in graph.papers if old.isdisjoint(_names(record))]
    wanted = _with_variants(graph, followed)
    new = {record.id for record in fresh}
    there = {record.id for record in earlier.papers}
    said = {statement.id for record in earlier.papers for statement in record.statements}
    edges = [
        NewEdge(record, statement, graph.entities[statement.object])
        for record in graph.papers
        for statement in record.statements
        if statement.object in wanted
        and (record.id in new or (record.id in there and statement.id not in said))
    ]
    return News(
        since,
        graph.base,
        tuple(sorted(fresh, key=_latest_first)),
        tuple(_new_things(earlier, graph, fresh)),
        tuple(edges),
    )


def _names(record: PaperRecord) -> set[str]:
    return {record.id, record.paper.title, *record.paper.identifiers}


def _latest_first(record: PaperRecord) -> tuple[int, str]:
    return -(record.paper.issued.toordinal() if record.paper.issued else 0), record.id


def _new_things(
    earlier: KnowledgeGraph, graph: KnowledgeGraph, fresh: Iterable[PaperRecord]
) -> Iterable[NewThing]:
    makers: dict[str, list[PaperRecord]] = {}
    for record in fresh:
        for statement in record.statements:
            if statement.relation is Relation.INTRODUCES:
                makers.setdefault(statement.object, []).append(record)
    for thing in sorted(makers):
        if thing not in earlier.entities:
            yield NewThing(graph.entities[thing], tuple(makers[thing]))


def _with_variants(graph: KnowledgeGraph, followed: Iterable[str]) -> set[str]:
    wanted = set(followed)
    below = {
        entity.id: [end for end in (entity.variant_of, *entity.broader) if end]
        for entity in graph.entities.values()
    }
    while True:
        more = {one for one, above in below.items() if not wanted.isdisjoint(above)} - wanted
        if not more:
            return wanted
        wanted |= more
