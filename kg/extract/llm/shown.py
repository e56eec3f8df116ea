"""What a model is shown of a paper: numbered sentences without markup, and the way back.

The title is sentence 0, those of the abstract follow. Markup is taken out as the rules do, so
that "46\\\\%" is shown, asked for and found as "46%"; each shown character knows its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.document import Document, Part
from kg.extract.latex import JOINER, tidy
from kg.extract.segment import occurrences
from kg.model import Evidence


@dataclass(frozen=True, slots=True)
class Sentence:
    """One shown sentence; places[i] is the offset of text[i] in the section."""

    number: int
    part: Part
    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the offsets in the section of text[start:end], markup that is its last letter
        ("\\\\%" for "%") whole."""
        first, stop = self.places[start], self.places[end - 1] + 1
        if self.part.text[stop - 1] != self.part.plain[stop - 1]:
            while self.part.plain[stop : stop + 1] == JOINER:
                stop += 1
        return first, stop

    def holds(self, words: str) -> bool:
        """Tell whether the sentence has the words, whole, in their case."""
        return next(occurrences(words, self.text), None) is not None


@dataclass(frozen=True, slots=True)
class Place:
    """Where words of an answer stand: sentence.text[start:end]; `stated`: where it said they do."""

    sentence: Sentence
    start: int
    end: int
    stated: bool

    @property
    def span(self) -> tuple[int, int]:
        """The offsets in the section."""
        return self.sentence.span(self.start, self.end)

    @property
    def evidence(self) -> Evidence:
        """The evidence that the words give."""
        return self.sentence.part.evidence(*self.span)


def shown(document: Document) -> tuple[Sentence, ...]:
    """Return the paper's sentences as a model sees them."""
    spans = [
        (part, begin, end) for part in document.parts for begin, end in part.sentences if part.text
    ]
    first = 0 if document.title.text else 1
    return tuple(
        _sentence(number, part, begin, end)
        for number, (part, begin, end) in enumerate(spans, first)
    )


def _sentence(number: int, part: Part, begin: int, end: int) -> Sentence:
    letters: list[str] = []
    places: list[int] = []
    for place in range(begin, end):
        letter = part.plain[place]
        if part.text[place] == "^" and letters and letters[-1].isdigit():
            letter = "^"  # 10^5 is not 105
        if letter == JOINER or (letter.isspace() and letters[-1:] == [" "]):
            continue
        letters.append(" " if letter.isspace() else letter)
        places.append(place)
    return Sentence(number, part, "".join(letters), tuple(places))


def find(sentences: Sequence[Sentence], number: int, words: str) -> Place | None:
    """Return where the words of an answer stand, or None: then they are not the paper's.

    In the sentence that the answer gave, else in the nearest other: as they are written, else in
    another case if they stand there, and in the end in the whole paper, only once so.
    """
    wanted = tidy(words)
    if not wanted:
        return None
    for some in ([s for s in sentences if s.number == number], _nearest(sentences, number)):
        exact = [(s, at) for s in some for at in occurrences(wanted, s.text)]
        if exact:
            sentence, at = exact[0]
            return Place(sentence, at, at + len(wanted), sentence.number == number)
        folded = [(s, at) for s in some for at in _in_any_case(wanted, s.text)]
        if len(folded) == 1:
            sentence, at = folded[0]
            return Place(sentence, at, at + len(wanted), sentence.number == number)
    return None


def _nearest(sentences: Sequence[Sentence], number: int) -> list[Sentence]:
    return sorted(sentences, key=lambda s: (abs(s.number - number), s.number))


def _in_any_case(words: str, text: str) -> list[int]:
    lower = text.lower()
    if len(lower) != len(text) or len(words.lower()) != len(words):
        return []  # a letter whose lower case is longer would shift the offsets
    return list(occurrences(words.lower(), lower))
