"""From an answer to an extraction: only what stands in the text, in our own names and evidence.

The model says which relation a sentence states. Where the words stand, what they are called, what
the lexicon knows of them and of which kind they are is decided by the same code as for the rules.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from kg.extract.document import Document
from kg.extract.generic import is_generic
from kg.extract.latex import tidy
from kg.extract.links import links
from kg.extract.llm.answer import Answer, Named
from kg.extract.llm.measured import measured
from kg.extract.llm.shown import Place, Sentence, find, shown
from kg.extract.names import NAMED, Found
from kg.extract.roles import contexts, roles
from kg.extract.rules import contribution_start
from kg.extract.things import Mention, Thing, things
from kg.ids import name_key
from kg.lexicon import Entry, Lexicon
from kg.model import Evidence, Extraction, Fact, Kind, Relation

SLOTS: dict[str, Relation] = {
    "introduces": Relation.INTRODUCES,
    "extends": Relation.EXTENDS,
    "base_models": Relation.USES_BASE_MODEL,
    "benchmarks": Relation.EVALUATES_ON,
    "train_data": Relation.TRAINS_ON,
    "baselines": Relation.COMPARES_WITH,
    "hardware": Relation.RUNS_ON,
    "mentions": Relation.MENTIONS,
}
"""The slots of an answer that hold proper names, and their relations."""

CONCEPT_SLOTS: dict[str, tuple[Relation, Kind]] = {
    "techniques": (Relation.USES_TECHNIQUE, Kind.TECHNIQUE),
    "tasks": (Relation.ADDRESSES_TASK, Kind.TASK),
}
"""The slots that hold phrases."""

STATED, ELSEWHERE = 0.7, 0.5
"""Confidence of what stands in the sentence that the answer gave, and of what stands in another.
Not calibrated: no model is, before `kg eval` has measured it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """How much of the answers was kept, how much stands in no text, and how much names a class."""

    kept: int = 0
    invented: int = 0
    generic: int = 0

    def __add__(self, other: Checked) -> Checked:
        return Checked(
            self.kept + other.kept, self.invented + other.invented, self.generic + other.generic
        )

    def __str__(self) -> str:
        return (
            f"{self.kept} spans kept, {self.invented} dropped that are not in the text, "
            f"{self.generic} dropped that are no names"
        )


@dataclass(frozen=True, slots=True)
class _Text:
    """A paper as it is shown, with what the rules see in it."""

    document: Document
    lexicon: Lexicon
    sentences: tuple[Sentence, ...]
    things: dict[str, Thing]
    start: int

    def thing(self, name: str, place: Place | None) -> Thing | None:
        """Return the thing that the rules see under that name, or at that place alone.

        Without a place, it is one whose name stands only inside a longer span ("Foo-4B/8B").
        """
        known = self.things.get(name_key(tidy(name)))
        if place is None:
            return known if known and "/" in known.mentions[0].surface else None
        if known:
            return known
        part, span = place.sentence.part, place.span
        there = [
            thing
            for thing in self.things.values()
            if any(m.part is part and (m.start, m.end) == span for m in thing.mentions)
        ]
        return there[0] if len(there) == 1 else None


def ground(document: Document, lexicon: Lexicon, answer: Answer) -> tuple[Extraction, Checked]:
    """Return what an answer says of a paper as far as it can be verified, and the count.

    Args:
        document: the paper.
        lexicon: the known names.
        answer: what a model said of it.
    """
    named = {name_key(thing.name): thing for thing in things(document)}
    text = _Text(document, lexicon, shown(document), named, contribution_start(document))
    facts: dict[tuple[Relation, Kind, str], Fact] = {}
    checked = Checked()
    for fact in (*_named_facts(text, answer), *_concept_facts(text, answer)):
        if isinstance(fact, Checked):
            checked += fact
            continue
        checked += Checked(kept=1)
        facts.setdefault((fact.relation, fact.kind, name_key(fact.name)), fact)
    ordered = sorted(
        facts.values(),
        key=lambda f: (f.evidence.section == "abstract", f.evidence.start, f.relation, f.name),
    )
    results = measured(text.sentences, lexicon, ordered, answer.results)
    checked += Checked(kept=len(results.found), invented=results.invented)
    extraction = Extraction(document.paper, tuple(ordered), results.found, links(document))
    return extraction, checked


def _named_facts(text: _Text, answer: Answer) -> list[Fact | Checked]:
    return [
        _named(text, item, relation)
        for slot, relation in SLOTS.items()
        for item in getattr(answer, slot)
    ]


def _concept_facts(text: _Text, answer: Answer) -> list[Fact | Checked]:
    return [
        _concept(text, item, relation, kind)
        for slot, (relation, kind) in CONCEPT_SLOTS.items()
        for item in getattr(answer, slot)
    ]


def _named(text: _Text, item: Named, relation: Relation) -> Fact | Checked:
    place = find(text.sentences, item.sentence, item.name)
    thing = text.thing(item.name, place)
    if place is None and thing is None:
        return Checked(invented=1)
    if thing is None:
        assert place is not None
        thing = _new_thing(place)
    if _is_class(thing, relation):
        return Checked(generic=1)
    kind = Kind.HARDWARE if relation is Relation.RUNS_ON else _kind(text, thing)
    entry = thing.entry if thing.entry and thing.entry.kind is kind else None
    return Fact(
        relation=relation,
        name=thing.name,
        kind=kind,
        evidence=place.evidence if place else _first(thing),
        confidence=STATED if place and place.stated else ELSEWHERE,
        entry=entry.name if entry else None,
        long_form=tidy(thing.long_form) if thing.long_form else None,
        aliases=thing.aliases,
    )


def _is_class(thing: Thing, relation: Relation) -> bool:
    """Tell whether the name is that of a class; a paper may coin its own name of plain words."""
    if thing.entry:
        return thing.entry.generic
    coined = relation is Relation.INTRODUCES and " " in thing.name
    return is_generic(thing.name) and not coined


def _new_thing(place: Place) -> Thing:
    """Return a thing for words in which the rules see none."""
    part, (start, end) = place.sentence.part, place.span
    entry = _known_at(place, NAMED)
    mention = Mention(part, start, end, part.sentence_index(start))
    return Thing(tidy(mention.surface), {Found.CUE}, entry, None, [mention])


def _kind(text: _Text, thing: Thing) -> Kind:
    return roles(thing, contexts([thing])[0], text.start)[0].kind


def _first(thing: Thing) -> Evidence:
    mention = thing.mentions[0]
    return mention.part.evidence(mention.start, mention.end)


def _concept(text: _Text, item: Named, relation: Relation, kind: Kind) -> Fact | Checked:
    place = find(text.sentences, item.sentence, item.name)
    if place is None:
        return Checked(invented=1)
    evidence = place.evidence
    surface = tidy(evidence.surface)
    kinds: Set[Kind] = {kind, Kind.METHOD} if kind is Kind.TECHNIQUE else {kind}
    entry = _known_at(place, kinds) or text.lexicon.find(kind, surface)
    if entry and entry.generic:
        return Checked(generic=1)
    return Fact(
        relation=relation,
        name=entry.name if entry else surface,
        kind=entry.kind if entry else kind,
        evidence=evidence,
        confidence=STATED if place.stated else ELSEWHERE,
        entry=entry.name if entry else None,
        aliases=(surface,) if entry and surface != entry.name else (),
    )


def _known_at(place: Place, kinds: Set[Kind]) -> Entry | None:
    """Return the lexicon's entry of one of the kinds that stands exactly there."""
    start, end = place.span
    hits = place.sentence.part.hits
    here = [h.entry for h in hits if (h.start, h.end) == (start, end) and h.entry.kind in kinds]
    return here[0] if here else None
