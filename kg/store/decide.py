"""`kg fix`: from what a person types to corrections that are kept.

Things, papers and edges are named as in the graph that the store gives now, so that a name that
means nothing is refused here, with the nearest that do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from kg.correct.correction import Action, Correction
from kg.errors import CorrectionError, UnknownName
from kg.export.view import find_node
from kg.ids import reports_id, title_key
from kg.ingest.arxiv import arxiv_id
from kg.ingest.identifiers import recognised
from kg.model import Kind, KnowledgeGraph, PaperRecord, Relation, ReportedResult, Statement
from kg.store.build import build_store
from kg.store.corrections import insert_corrections
from kg.store.file import WAIT, writing
from kg.store.papers import Reader


def keep(
    path: Path, corrections: Iterable[Correction], *, wait: float = WAIT
) -> list[tuple[int, Correction]]:
    """Append corrections to a store's list; return those that are new with their numbers.

    Raises:
        StoreError: the store cannot be written.
    """
    kept = []
    with writing(path, wait=wait) as store:
        for one in corrections:
            kept += [(number, one) for number in insert_corrections(store, [one])]
    return kept


@dataclass(frozen=True)
class Desk:
    """Where one person decides about the graph of a store.

    Args:
        path: the store.
        by: who decides.
        day: when.
        why: the reason.
        reader: how texts are read that are not yet.

    Its methods return corrections, which `keep` keeps.

    Raises:
        UnknownName: a name means nothing in the graph.
        CorrectionError: the decision cannot be understood.
    """

    path: Path
    by: str
    day: date
    why: str | None = None
    reader: Reader = field(default_factory=Reader)

    @cached_property
    def graph(self) -> KnowledgeGraph:
        """The graph of the store as it is now."""
        return build_store(self.path, reader=self.reader).graph

    def merge(self, name: str, other: str) -> Correction:
        """Make two things one, under the first one's name."""
        thing, gone = self._thing(name), self._thing(other)
        if thing == gone:
            raise CorrectionError(f"{name!r} and {other!r} are one thing already ({thing})")
        return Correction(Action.MERGE, self.by, self.day, self.why, thing=thing, other=gone)

    def split(
        self, name: str, names: Sequence[str], papers: Sequence[str], called: str | None
    ) -> Correction:
        """Make what some names or papers mean a thing of its own."""
        keys = tuple(self._paper(paper).paper.key for paper in papers)
        thing = self._thing(name)
        if not (names or keys):
            forms = ", ".join(map(repr, self._forms(thing)))
            raise CorrectionError(
                f"split {thing}: say what means the other thing, with --name (papers call it "
                f"{forms}) or --paper"
            )
        return Correction(
            Action.SPLIT,
            self.by,
            self.day,
            self.why,
            thing=thing,
            name=called,
            names=tuple(names),
            papers=keys,
        )

    def retype(self, name: str, kind: str) -> Correction:
        """Say what kind of thing something is."""
        found = next((one for one in Kind if one.lower() == kind.lower()), None)
        if found is None:
            raise UnknownName("kind of thing", kind, list(Kind))
        thing = self._thing(name)
        return Correction(Action.RETYPE, self.by, self.day, self.why, thing=thing, kind=found)

    def alias(self, name: str, other: str) -> Correction:
        """Give a thing another name; what is called so is that thing from now on."""
        thing = self._thing(name)
        return Correction(Action.ALIAS, self.by, self.day, self.why, thing=thing, name=other)

    def remove(self, paper: str) -> Correction:
        """Leave a paper out."""
        key = self._paper(paper).paper.key
        return Correction(Action.REMOVE, self.by, self.day, self.why, paper=key)

    def apart(self, name: str, other: str) -> Correction:
        """Say that two things are not one."""
        thing, second = self._thing(name), self._thing(other)
        if thing == second:
            raise CorrectionError(f"{name!r} and {other!r} are one thing ({thing}); split it")
        return Correction(Action.APART, self.by, self.day, self.why, thing=thing, other=second)

    def drop(self, edge: Sequence[str]) -> Correction:
        """Take an edge, or a reported number, out."""
        return self.on_edge(Action.DROP, *self._edge(edge))

    def confirm(self, edge: Sequence[str]) -> Correction:
        """Say that an edge, or a reported number, is right."""
        return self.on_edge(Action.CONFIRM, *self._edge(edge))

    def measure(self, edge: Sequence[str], metric: str) -> Correction:
        """Say what a reported number measures."""
        record, number = self._edge(edge)
        if isinstance(number, Statement):
            raise CorrectionError(
                f"{number.id} is no reported number; give a kg:Result's identifier, or "
                "PAPER reports NUMBER"
            )
        return replace(
            self.on_edge(Action.CONFIRM, record, number), action=Action.MEASURE, metric=metric
        )

    def on_edge(
        self, action: Action, record: PaperRecord, statement: Statement | ReportedResult
    ) -> Correction:
        """Return the correction of one edge, or of one reported number, of a paper."""
        if isinstance(statement, ReportedResult):
            number, quote = statement.result.value_text, statement.result.evidence.quote
            same = [
                one.id
                for one in record.results
                if (one.result.value_text, one.result.evidence.quote) == (number, quote)
            ]
            return Correction(
                action,
                self.by,
                self.day,
                self.why,
                paper=record.paper.key,
                number=number,
                quote=quote,
                nth=same.index(statement.id) + 1,
            )
        return Correction(
            action,
            self.by,
            self.day,
            self.why,
            thing=statement.object,
            paper=record.paper.key,
            relation=statement.relation,
        )

    def _thing(self, name: str) -> str:
        found = find_node(self.graph, name.removeprefix(self.graph.base))
        if found not in self.graph.entities:
            raise CorrectionError(f"{name!r} is a paper ({found}), not a thing; name a thing")
        return found

    def _forms(self, thing: str) -> list[str]:
        entity = self.graph.entities[thing]
        return [entity.name, *entity.aliases]

    def _paper(self, name: str) -> PaperRecord:
        bare = name.removeprefix(self.graph.base)
        named = {bare, f"arxiv:{arxiv_id(bare)}", recognised(bare)}
        title = title_key(bare)
        for record in self.graph.papers:
            if not named.isdisjoint((record.id, record.paper.key, *record.paper.identifiers)):
                return record
        for record in self.graph.papers:
            if title and title == title_key(record.paper.title):
                return record
        raise UnknownName("paper", name, [record.paper.title for record in self.graph.papers])

    def _edge(self, words: Sequence[str]) -> tuple[PaperRecord, Statement | ReportedResult]:
        """Return the edge of an identifier, or of a paper, a relation and a thing or number."""
        match list(words):
            case [identifier]:
                wanted = identifier.removeprefix(self.graph.base)
                for record in self.graph.papers:
                    edges: list[Statement | ReportedResult] = [*record.statements, *record.results]
                    for one in edges:
                        if wanted in (one.id, reports_id(one.id)):
                            return record, one
                raise CorrectionError(
                    f"no edge is called {identifier!r}; give the identifier of a kg:Statement or "
                    "kg:Result, PAPER RELATION THING, or PAPER reports NUMBER"
                )
            case [paper, "reports", number]:
                record = self._paper(paper)
                return record, _number(record, number)
            case [paper, relation, thing]:
                record, end = self._paper(paper), self._thing(thing)
                if relation not in list(Relation):
                    raise UnknownName("relation", relation, list(Relation))
                for statement in record.statements:
                    if statement.relation == relation and statement.object == end:
                        return record, statement
                said = ", ".join(f"{s.relation} {s.object}" for s in record.statements)
                raise CorrectionError(
                    f"{record.paper.title!r} has no edge {relation} {end}; it has {said}"
                )
            case _:
                raise CorrectionError(
                    "an edge is one identifier, PAPER RELATION THING, or PAPER reports NUMBER"
                )


def _number(record: PaperRecord, number: str) -> ReportedResult:
    """Return the one result of a paper with a number, as the text or the graph writes it."""
    found = [
        one
        for one in record.results
        if number in (one.result.value_text, one.result.value, one.result.evidence.surface)
    ]
    if not found:
        said = ", ".join(one.result.value_text for one in record.results) or "none"
        raise CorrectionError(f"{record.paper.title!r} reports no {number}; its numbers: {said}")
    if len(found) > 1:
        which = ", ".join(one.id for one in found)
        raise CorrectionError(
            f"{record.paper.title!r} reports {number} more than once: say which ({which})"
        )
    return found[0]
