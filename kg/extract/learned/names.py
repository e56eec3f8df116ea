"""Decides what each named thing is to the paper, by the model of names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from kg.extract.latex import tidy
from kg.extract.learned.alphabet import Alphabet
from kg.extract.learned.bundle import Background
from kg.extract.learned.linear import LinearModel, Scorer
from kg.extract.learned.name_features import NameFeatures, NameView
from kg.extract.learned.reference import OwnReference, denied
from kg.extract.learned.view import View
from kg.extract.roles import Context, contexts, kind_of
from kg.extract.things import Mention, Thing
from kg.model import CONCEPTS, Fact, Kind, Relation

_OF_CONCEPTS = frozenset({Relation.COMPARES_WITH, Relation.EXTENDS})
"""What names may say of known techniques; that they are used, phrases say."""

NAMED = "named"
"""The label of the output that says whether something is a name at all."""


@dataclass(frozen=True, slots=True)
class ScoredThing:
    """A thing that may be named: the probability of each output and the features of its mentions."""

    thing: Thing
    contexts: Sequence[Context]
    probabilities: Sequence[float]
    mentions: Sequence[set[int]]

    def likely(self, model: Scorer) -> Iterator[int]:
        """Yield the places of the outputs that are likely enough."""
        for place, (output, p) in enumerate(zip(model.outputs, self.probabilities, strict=True)):
            if p >= output.threshold:
                yield place


@dataclass(frozen=True, slots=True)
class Decision:
    """A relation of the paper to a thing, its probability and the mention that speaks most for it."""

    relation: Relation
    probability: float
    mention: Mention


class NameScorer:
    """The models of names.

    Args:
        model: decides what a thing is to the paper.
        sieve: tells from a thing as a whole whether it has a chance.
        background: what other papers tell of words.
    """

    def __init__(self, model: LinearModel, sieve: LinearModel, background: Background) -> None:
        alphabet = Alphabet((*model.features, *sieve.features))
        self._features = NameFeatures(alphabet, background)
        self._sieve = sieve.over(alphabet)
        self.model = model.over(alphabet)

    def scored(self, view: View, things: Sequence[Thing]) -> list[ScoredThing]:
        """Return the things of a paper that have a chance, with the probability of each output."""
        around = contexts(things)
        names = NameView(self._features, view, things, around)
        floor = self._sieve.outputs[0].floor
        found = []
        for index, thing in enumerate(things):
            features = names.thing_features(index)
            if self._sieve.score(features)[0] < floor:
                continue
            own = self.model.score(features)
            mentions = [names.mention_features(index, c) for c in around[index]]
            here = self.model.sum(set().union(*mentions))
            probabilities = [
                output.scale.probability(first + second)
                for output, first, second in zip(self.model.outputs, own, here, strict=True)
            ]
            found.append(ScoredThing(thing, around[index], probabilities, mentions))
        return found


def introduced(scored: Sequence[ScoredThing], model: Scorer) -> list[Thing]:
    """Return the things that the paper seems to introduce."""
    place = _place(model, Relation.INTRODUCES)
    return [one.thing for one in scored if place in one.likely(model)]


def name_facts(scored: Sequence[ScoredThing], model: Scorer, own: OwnReference) -> list[Fact]:
    """Return the facts of the named things of one paper."""
    facts: list[Fact] = []
    for one in scored:
        decisions = _decide(one, model, own)
        if decisions:
            scores = {d.relation: (d.probability, d.mention) for d in decisions}
            kind = kind_of(one.thing, one.contexts, scores)
            facts.extend(_fact(one.thing, decision, kind) for decision in decisions)
    return facts


def _decide(one: ScoredThing, model: Scorer, own: OwnReference) -> list[Decision]:
    """Return the relations that are likely enough; a mention where it is but a name; or nothing."""
    likely = list(one.likely(model))
    if not likely:
        return []
    named = _place(model, NAMED)
    gains = [model.sum(features) for features in one.mentions]
    speaking = [i for i, c in enumerate(one.contexts) if own.speaks(c.mention.part, c.start)]
    concept = one.thing.entry is not None and one.thing.entry.kind in CONCEPTS
    found = []
    for place in likely:
        if place == named:
            continue
        relation = Relation(model.outputs[place].label)
        if concept and relation not in _OF_CONCEPTS:
            continue
        stating = [i for i in speaking if not denied(relation, one.contexts[i].before)]
        if stating:
            best = max(stating, key=partial(_gain, gains, place))
            found.append(Decision(relation, one.probabilities[place], one.contexts[best].mention))
    if found or concept:
        return found
    first = max(range(len(gains)), key=partial(_gain, gains, named))
    return [Decision(Relation.MENTIONS, one.probabilities[named], one.contexts[first].mention)]


def _gain(gains: Sequence[Sequence[int]], place: int, mention: int) -> int:
    """Return what a mention's words add to the score of an output."""
    return gains[mention][place]


def _place(model: Scorer, label: str) -> int:
    return next(i for i, output in enumerate(model.outputs) if output.label == label)


def _fact(thing: Thing, decision: Decision, kind: Kind) -> Fact:
    mention = decision.mention
    return Fact(
        relation=decision.relation,
        name=thing.name,
        kind=kind,
        evidence=mention.part.evidence(mention.start, mention.end),
        confidence=round(decision.probability, 2),
        entry=thing.entry.name if thing.entry else None,
        long_form=tidy(thing.long_form) if thing.long_form else None,
        aliases=thing.aliases,
    )
