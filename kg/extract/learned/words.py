"""A section as lower-case words and marks with their places, cut once for all models."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.latex import JOINER
from kg.extract.wordlists import word_list

_WORD = re.compile(r"[^\W_](?:[\w\u2060'’.+/@*\-–]*[\w+*@])?|[^\w\s\u2060]")

START, END = "^", "$"
"""What stands for the word before the first and behind the last one of a sentence."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a section in order, each with its first and last offset."""

    texts: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def before(self, offset: int, begin: int, most: int) -> tuple[str, ...]:
        """Return at most that many words that end at or before an offset, not before `begin`."""
        last = bisect_left(self.starts, offset)
        while last > 0 and self.ends[last - 1] > offset:
            last -= 1
        first = max(bisect_left(self.starts, begin, 0, last), last - most)
        return self.texts[first:last]

    def after(self, offset: int, end: int, most: int) -> tuple[str, ...]:
        """Return at most that many words that begin at or behind an offset, before `end`."""
        first = bisect_left(self.starts, offset)
        last = min(bisect_left(self.starts, end, first), first + most)
        return self.texts[first:last]

    def chunks(self) -> Iterator[list[Span]]:
        """Yield each longest run of words without a mark or break word among them.

        What may be a technical phrase, cheaper than parsing. The break words are the word list
        "phrase-breaks" and adverbs.
        """
        breaks = word_list("phrase-breaks")
        run: list[Span] = []
        for text, start, end in zip(self.texts, self.starts, self.ends, strict=True):
            if text in breaks or text.endswith("ly") or not text[0].isalnum():
                if run:
                    yield run
                    run = []
            else:
                run.append((start, end))
        if run:
            yield run


def words_of(text: str) -> Words:
    """Return the words of a text without LaTeX (`Part.plain`), or of a piece of it."""
    spans = [match.span() for match in _WORD.finditer(text)]
    lower = lower_case(text)
    texts = [lower[start:end] for start, end in spans]
    if JOINER in text:
        texts = [word.replace(JOINER, "") for word in texts]
    return Words(tuple(texts), tuple(start for start, _ in spans), tuple(end for _, end in spans))


def lower_case(text: str) -> str:
    """Return a text in lower case, of the same length: a letter whose lower case is longer stays."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def bucket(number: float, edges: Sequence[float]) -> int:
    """Return how many of the edges, which are sorted, a number exceeds."""
    return bisect_left(edges, number)
