"""The errors worth reading: what was said surely and is wrong, and what was missed, each quoted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.evaluate.gold import AnnotatedPaper
from kg.evaluate.score import VALUE, VALUE_AND_METRIC, PaperScore
from kg.extract.segment import occurrences, sentences


@dataclass(frozen=True, slots=True)
class Spurious:
    """A prediction that no annotation bears out, with the sentence it cites."""

    title: str
    surface: str
    confidence: float
    quote: str


@dataclass(frozen=True, slots=True)
class Missed:
    """An annotation that no prediction names, with the first sentence in which it stands."""

    title: str
    name: str
    quote: str


def spurious(scores: Iterable[PaperScore], row: str) -> list[Spurious]:
    """Return the wrong predictions of a row, the surest first."""
    found = [
        Spurious(one.paper.title, surface, confidence, quote)
        for one in scores
        for surface, confidence, quote in _wrong(one, row)
    ]
    return sorted(found, key=lambda error: (-error.confidence, error.title, error.surface))


def missed(scores: Sequence[PaperScore], row: str) -> list[Missed]:
    """Return the missed annotations of a row, in the order of the papers."""
    return [
        Missed(one.paper.title, name, sentence_of(one.paper, spellings))
        for one in scores
        for name, spellings in _missed(one, row)
    ]


def sentence_of(paper: AnnotatedPaper, spellings: Sequence[str]) -> str:
    """Return the first sentence of title and abstract that has a spelling, the first by rank.

    Whole words in the given case go before whole words in any case; "" if it stands nowhere.
    """
    texts = (paper.title, paper.abstract)
    for spelling in spellings:
        for text in texts:
            for words, where in ((spelling, text), (spelling.lower(), text.lower())):
                at = next(occurrences(words, where), None) if len(where) == len(text) else None
                if at is not None:
                    return _around(text, at)
    return ""


def _around(text: str, at: int) -> str:
    return next((text[start:end] for start, end in sentences(text) if start <= at < end), text)


def _wrong(one: PaperScore, row: str) -> Iterator[tuple[str, float, str]]:
    if row in (VALUE, VALUE_AND_METRIC):
        for number in one.numbers.wrong:
            yield f"{number.value} {number.metric}".rstrip(), number.confidence, number.quote
        return
    for matching in one.matching(row):
        for edge in matching.wrong:
            yield " / ".join(sorted(edge.surfaces)), edge.confidence, edge.quote


def _missed(one: PaperScore, row: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    if row in (VALUE, VALUE_AND_METRIC):
        for result in one.numbers.missed:
            yield f"{result.value} {result.metric}".rstrip(), (result.evidence, result.value)
        return
    for matching in one.matching(row):
        for annotation in matching.missed:
            yield annotation.name, annotation.spellings
