"""One paper as the models see it: its document with what all their features need."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.extract.document import Document, Part, prepare
from kg.extract.learned.words import Span, Words, lower_case, words_of
from kg.extract.rules import contribution_start
from kg.lexicon import Lexicon
from kg.model import Paper

_WE = re.compile(r"\b(?:we|our)\b")


@dataclass(frozen=True, slots=True)
class View:
    """A prepared paper.

    Attributes:
        contribution: index of the abstract's first sentence on the paper's own work.
        words: the words of each section, by its name.
        chunks: the runs of content words of each section, by its name.
        first_we: where the first "we" or "our" of each sentence of the abstract ends, if any.
    """

    document: Document
    contribution: int
    words: Mapping[str, Words]
    chunks: Mapping[str, list[list[Span]]]
    first_we: Sequence[int | None]

    def place(self, part: Part, offset: int) -> int:
        """Return how many sentences an offset of the abstract lies behind the first own one."""
        return part.sentence_index(offset) - self.contribution


def view_of(paper: Paper, lexicon: Lexicon) -> View:
    """Return a paper prepared for the models."""
    document = prepare(paper, lexicon)
    words: dict[str, Words] = {part.section: words_of(part.plain) for part in document.parts}
    chunks: dict[str, list[list[Span]]] = {
        section: list(some.chunks()) for section, some in words.items()
    }
    abstract = document.abstract
    lower = lower_case(abstract.plain)
    first_we = [_WE.search(lower, *span) for span in abstract.sentences]
    return View(
        document,
        contribution_start(document),
        words,
        chunks,
        [match.end() if match else None for match in first_we],
    )
