"""Decides which phrases are techniques that the paper uses or tasks that it addresses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeVar

from kg.extract.latex import tidy
from kg.extract.learned.alphabet import Alphabet
from kg.extract.learned.clusters import WordClusters
from kg.extract.learned.linear import LinearModel
from kg.extract.learned.phrase_features import (
    PhraseFeatures,
    PhraseGroup,
    PhraseView,
    Place,
    phrase_groups,
)
from kg.extract.learned.reference import OwnReference
from kg.extract.learned.view import View
from kg.model import Fact, Kind, Relation

_KINDS = {Relation.USES_TECHNIQUE: Kind.TECHNIQUE, Relation.ADDRESSES_TASK: Kind.TASK}

Scored = tuple[PhraseGroup, Sequence[int]]
Ranked = TypeVar("Ranked")


class PhraseScorer:
    """The models of phrases, which remember what words score.

    Args:
        model: decides what a phrase is to the paper.
        sieve: tells from the words alone which phrases have a chance; the others cost no more.
        clusters: which words stand in like places.
    """

    def __init__(self, model: LinearModel, sieve: LinearModel, clusters: WordClusters) -> None:
        alphabet = Alphabet((*model.features, *sieve.features))
        self._features = PhraseFeatures(alphabet, clusters)
        self._model = model.over(alphabet)
        self._sieve = sieve.over(alphabet)
        self._known: dict[tuple[str, tuple[str, ...]], Sequence[int] | None] = {}

    def scored(self, view: View, named: Collection[str]) -> list[Scored]:
        """Return the phrases of a paper that have a chance, with the score of each output."""
        groups = phrase_groups(view)
        alive = [(g, words) for g in groups if (words := self._of_words(g)) is not None]
        context = PhraseView(self._features, view, [group for group, _ in alive], named)
        return [
            (group, [first + second for first, second in zip(words, here, strict=True)])
            for group, words in alive
            for here in (self._model.sum(context.features(group)),)
        ]

    def _of_words(self, group: PhraseGroup) -> Sequence[int] | None:
        """Return what the words score, or None where they have no chance."""
        asked = (group.key, group.entry_names)
        if asked not in self._known:
            features = self._features.of_words(group)
            passes = self._sieve.score(features)[0] >= self._sieve.outputs[0].floor
            self._known[asked] = self._model.score(features) if passes else None
        return self._known[asked]


def phrase_facts(scored: Sequence[Scored], model: LinearModel, own: OwnReference) -> list[Fact]:
    """Return the facts of the phrases of one paper; of phrases inside each other the likeliest."""
    facts = []
    for place, output in enumerate(model.outputs):
        likely = [
            (probability, group)
            for group, scores in scored
            if (probability := output.scale.probability(scores[place])) >= output.threshold
        ]
        likely.sort(key=lambda pair: (-pair[0], pair[1].key))
        for probability, group in apart(likely, lambda pair: pair[1].key):
            at = _best(group.places, own)
            if at is not None:
                facts.append(_fact(group, at, Relation(output.label), probability))
    return facts


def apart(ranked: Iterable[Ranked], key_of: Callable[[Ranked], str]) -> list[Ranked]:
    """Return the phrases, best first, without those inside a better one or around it."""
    kept: list[Ranked] = []
    keys: list[str] = []
    for one in ranked:
        key = f"-{key_of(one)}-"
        if not any(key in other or other in key for other in keys):
            keys.append(key)
            kept.append(one)
    return kept


def _best(places: Sequence[Place], own: OwnReference) -> Place | None:
    """Return the place that states the edge: in the abstract before the title, the first first."""
    return min(
        (place for place in places if own.speaks(place.part, place.start)),
        key=lambda place: (place.part.section == "title", place.start),
        default=None,
    )


def _fact(group: PhraseGroup, at: Place, relation: Relation, probability: float) -> Fact:
    kind = _KINDS[relation]
    entry = next((e for e in group.entries.values() if e.kind is kind), None)
    evidence = at.part.evidence(at.start, at.end)
    forms = dict.fromkeys(tidy(p.part.text[p.start : p.end]) for p in group.places)
    name = entry.name if entry else tidy(evidence.surface)
    return Fact(
        relation=relation,
        name=name,
        kind=kind,
        evidence=evidence,
        confidence=round(probability, 2),
        entry=entry.name if entry else None,
        aliases=tuple(form for form in forms if form != name),
    )
