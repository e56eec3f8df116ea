"""Sentences, with their places in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|etc|al|vs|cf|resp|approx|Fig|Figs|Eq|Eqs|Sec|Tab|No|Dr|Prof|St|w\.r\.t|a\.k\.a)"
    r"|\b[A-Z])\.$"
)
_BOUNDARY = re.compile(r"[.!?][\"'”’)\]}\u2060]*\s+(?=[\"'“‘(\[$\\\u2060]*[A-Z\d\u2060a-z])")


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the (start, end) of each sentence, outer white space left out.

    A full stop ends a sentence when white space and a capital, a digit or a quotation follows and
    no abbreviation precedes it; before a small letter only if the word before is longer than four
    letters (names such as "vLLM" begin sentences too).
    """
    spans = []
    start = 0
    for match in _BOUNDARY.finditer(text):
        head = text[max(start, match.start() - 12) : match.start() + 1]
        after = text[match.end() : match.end() + 1]
        if text[match.start()] == ".":
            if _ABBREVIATION.search(head):
                continue
            if after.islower() and not re.search(r"(?:[A-Za-z]{4,}|[)%\]])\.$", head):
                continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    stripped = []
    for begin, end in spans:
        piece = text[begin:end]
        lead = len(piece) - len(piece.lstrip())
        if piece.strip():
            stripped.append((begin + lead, begin + len(piece.rstrip())))
    return stripped


def occurrences(words: str, text: str, start: int = 0, end: int | None = None) -> Iterator[int]:
    """Yield where the words stand whole in text[start:end], as offsets of the text."""
    stop = len(text) if end is None else end
    at = text.find(words, start, stop) if words else -1
    while at >= 0:
        after = at + len(words)
        before = text[at - 1] if at else " "
        behind = text[after] if after < len(text) else " "
        if not (before.isalnum() or before == "_" or behind.isalnum() or behind == "_"):
            yield at
        at = text.find(words, at + 1, stop)
