"""Texts with the words marked that were read; everything else in them is escaped."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.model import Evidence, Paper


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Words of a text, from start to end in characters, and where they link to."""

    start: int
    end: int
    link: str
    title: str


def marked(text: str, marks: Iterable[Mark]) -> Markup:
    """Return a text in which each mark is a link; of overlapping marks the first and longest stays.

    >>> marked("a <b> c", [Mark(2, 5, "/id/x", "x")])
    Markup('a <a class="mark" href="/id/x" title="x">&lt;b&gt;</a> c')
    """
    parts, done = [], 0
    for mark in sorted(marks, key=lambda one: (one.start, -one.end, one.link)):
        if done <= mark.start < mark.end <= len(text):
            words = text[mark.start : mark.end]
            parts.append(escape(text[done : mark.start]))
            parts.append(
                Markup('<a class="mark" href="{}" title="{}">{}</a>').format(
                    mark.link, mark.title, words
                )
            )
            done = mark.end
    return Markup("").join([*parts, escape(text[done:])])


def sentence(paper: Paper, evidence: Evidence) -> Markup:
    """Return the sentence of an evidence with its words in <mark>."""
    quote, text = evidence.quote, paper.text(evidence.section)
    before = max(0, evidence.end - len(quote))
    place = text.find(quote, before, evidence.start + len(quote))
    start = evidence.start - place if place >= 0 else quote.find(evidence.surface)
    if start < 0 or not evidence.surface:
        return escape(quote)
    end = start + len(evidence.surface)
    return Markup("{}<mark>{}</mark>{}").format(quote[:start], quote[start:end], quote[end:])
