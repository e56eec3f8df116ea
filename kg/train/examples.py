"""The candidates of annotated papers with their features and labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.evaluate.gold import OPEN, AnnotatedPaper, Slot
from kg.extract.learned.bundle import Background
from kg.extract.learned.clusters import WordClusters
from kg.extract.learned.coined import all_things
from kg.extract.learned.metric_features import MetricView
from kg.extract.learned.metric_lookup import MetricFeatures
from kg.extract.learned.metrics import Asked, asked_of, earlier_of, usual_counts
from kg.extract.learned.name_features import NameFeatures, NameView
from kg.extract.learned.phrase_features import (
    PhraseFeatures,
    PhraseGroup,
    PhraseView,
    phrase_groups,
)
from kg.extract.learned.view import View, view_of
from kg.extract.results import results
from kg.extract.roles import contexts
from kg.extract.things import Thing
from kg.ids import phrase_key
from kg.lexicon import Lexicon
from kg.model import Paper
from kg.train.alphabet import GrowingAlphabet
from kg.train.fit import Features, Label
from kg.train.labels import metric_right, metric_words, name_labels, phrase_labels, reached


@dataclass(frozen=True, slots=True)
class Example:
    """One candidate: the features of its first look, all its features, and its labels."""

    first: Features
    features: Features
    labels: Mapping[str, Label]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One reported number: its candidates' features and names, and which of them are right.

    `right` is None where the annotators left the number open; all are wrong where the number
    itself is. `asked` and `counts` (of usual metrics) give the features again for another metric
    of the number before.
    """

    asked: Asked
    counts: Mapping[str, int]
    features: Sequence[Features]
    right: Sequence[bool] | None


@dataclass(frozen=True, slots=True)
class PaperExamples:
    """All examples of one annotated paper; `reached` says for each slot how many annotations count
    and of how many there is a candidate."""

    paper: AnnotatedPaper
    names: Sequence[Example]
    phrases: Sequence[Example]
    numbers: Sequence[Choice]
    reached: Mapping[Slot, tuple[int, int]]


def examples_of(
    annotated: AnnotatedPaper, lexicon: Lexicon, background: Background
) -> PaperExamples:
    """Return the examples of one annotated paper."""
    view = view_of(Paper("", annotated.title, annotated.abstract), lexicon)
    things = all_things(view)
    groups = phrase_groups(view)
    names = {form for thing in things for m in thing.mentions for form in (thing.name, m.surface)}
    phrases = {p.part.text[p.start : p.end] for group in groups for p in group.places}
    return PaperExamples(
        annotated,
        list(_names(view, things, annotated, background)),
        list(_phrases(view, things, groups, annotated, background.clusters)),
        list(_numbers(view, things, annotated, background)),
        {slot: reached(annotated, slot, phrases if slot in OPEN else names) for slot in Slot},
    )


def _names(
    view: View, things: Sequence[Thing], paper: AnnotatedPaper, background: Background
) -> Iterator[Example]:
    around = contexts(things)
    alphabet = GrowingAlphabet()
    names = NameView(NameFeatures(alphabet, background), view, things, around)
    for index, thing in enumerate(things):
        own = names.thing_features(index)
        every = own.union(*(names.mention_features(index, context) for context in around[index]))
        yield Example(alphabet.names(own), alphabet.names(every), name_labels(paper, thing))


def _phrases(
    view: View,
    things: Sequence[Thing],
    groups: Sequence[PhraseGroup],
    paper: AnnotatedPaper,
    clusters: WordClusters,
) -> Iterator[Example]:
    named = {phrase_key(thing.name) for thing in things if thing.entry is None}
    alphabet = GrowingAlphabet()
    features = PhraseFeatures(alphabet, clusters)
    context = PhraseView(features, view, groups, named)
    for group in groups:
        own = features.of_words(group)
        every = own | context.features(group)
        labels = phrase_labels(paper, group)
        yield Example(alphabet.names(own), alphabet.names(every), labels, group.key)


def _numbers(
    view: View, things: Sequence[Thing], paper: AnnotatedPaper, background: Background
) -> Iterator[Choice]:
    read = results(view.document, (), view.contribution)
    counts = usual_counts(view)
    before: Asked | None = None
    metric: str | None = None
    alphabet = GrowingAlphabet()
    lookup = MetricFeatures(alphabet, background)
    for result, asked in zip(read, asked_of(view, read, things), strict=True):
        earlier = earlier_of(asked, before, metric)
        numbers = MetricView(lookup, asked.number, asked.candidates, counts, earlier)
        wanted = metric_words(paper, result)
        right = (
            None
            if wanted is None
            else [metric_right(candidate.name, wanted) for candidate in asked.candidates]
        )
        numbered = [numbers.features(candidate) for candidate in asked.candidates]
        features = [alphabet.names(one) for one in numbered]
        yield Choice(asked, counts, features, right)
        before = asked
        chosen = zip(asked.candidates, right or (), strict=False)
        metric = next((candidate.name for candidate, is_right in chosen if is_right), None)
