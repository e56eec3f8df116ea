"""One paper's text as the extractors see it: sections, sentences, tokens, lexicon hits."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from kg.extract.latex import JOINER, plain
from kg.extract.segment import sentences
from kg.extract.urls import url_spans
from kg.lexicon import Hit, Lexicon
from kg.lexicon.tokens import Tokens, tokens
from kg.model import Evidence, Paper, Section

_MARKS = "${}^ "
"""What closes markup and is no part of a symbol."""


@dataclass(frozen=True, slots=True)
class Part:
    """One section: its original text and, of the same length, the text without LaTeX."""

    section: Section
    text: str
    plain: str
    sentences: tuple[tuple[int, int], ...]
    tokens: Tokens
    hits: tuple[Hit, ...]

    def sentence_at(self, offset: int) -> tuple[int, int]:
        """Return (start, end) of the sentence that holds the offset."""
        return self.sentences[self.sentence_index(offset)]

    def sentence_index(self, offset: int) -> int:
        """Return the number of the sentence that holds the offset, from 0."""
        return max(0, bisect_right(self.sentences, (offset, len(self.text) + 1)) - 1)

    def evidence(self, start: int, end: int) -> Evidence:
        """Return the evidence that text[start:end] gives, with the sentence(s) it stands in.

        A symbol of LaTeX is never cut: of "46\\%" and "1.8times" the end is that of the symbol.
        """
        end = self._whole(end)
        begin, stop = self.sentence_at(start)
        if end > stop:
            stop = self.sentence_at(end - 1)[1]
        quote = self.text[min(begin, start) : max(stop, end)]
        return Evidence(self.section, start, end, self.text[start:end], quote)

    def _whole(self, end: int) -> int:
        """Return the end of the symbol whose first character stands before an offset."""
        stop = end
        while self.plain[stop : stop + 1] == JOINER:
            stop += 1
        while stop > end and self.text[stop - 1] in _MARKS:
            stop -= 1
        return stop


@dataclass(frozen=True, slots=True)
class Document:
    """A paper with its two sections prepared."""

    paper: Paper
    title: Part
    abstract: Part

    @property
    def parts(self) -> tuple[Part, Part]:
        """The title, then the abstract."""
        return self.title, self.abstract


def prepare(paper: Paper, lexicon: Lexicon) -> Document:
    """Return the paper's text cut into sentences and tokens, with its lexicon hits."""
    return Document(
        paper, _part("title", paper.title, lexicon), _part("abstract", paper.abstract, lexicon)
    )


def _part(section: Section, text: str, lexicon: Lexicon) -> Part:
    bare = plain(text)
    toks = tokens(bare)
    spans = ((0, len(text)),) if section == "title" else tuple(sentences(bare))
    links = url_spans(bare)
    hits = lexicon.match(bare, toks)
    if links:
        hits = [hit for hit in hits if not any(s < hit.end and hit.start < e for s, e in links)]
    return Part(section, text, bare, spans or ((0, len(text)),), toks, tuple(hits))
