"""Which paragraph of a page is a title and which an abstract.

As a rule they alternate, but a title may lack its abstract, and an abstract may have two
paragraphs. Each paragraph gets the part, title or abstract or continuation, that makes the cheapest
reading of the whole page (Viterbi, IEEE Trans. Inf. Theory 13(2), 1967, over costs instead of
probabilities). The costs are set by hand: length and punctuation tell most, a break of the
alternation must be worth it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from kg.ingest.page_lines import Block, Mark, Paragraph, ends_in_url, ends_sentence

_URL = re.compile(r"https?://|www\.")
_INNER_SENTENCE = re.compile(r"[a-z)\]][.!?]\s+[A-Z]")
_SHORT, _MIDDLING, _LONG, _VERY_LONG = 60, 150, 250, 400


class Part(IntEnum):
    """What a paragraph is; UNTITLED is an abstract whose title is missing."""

    TITLE = 0
    ABSTRACT = 1
    CONTINUATION = 2
    UNTITLED = 3


_TITLE_ALONE = 3.0
_NEVER = 1e9
# From a part to the next one, without and with a mark between the two.
_STEP: dict[tuple[Part, Part], tuple[float, float]] = {
    (Part.TITLE, Part.TITLE): (_TITLE_ALONE, _TITLE_ALONE),
    (Part.TITLE, Part.ABSTRACT): (0.0, 5.0),
    (Part.TITLE, Part.CONTINUATION): (_NEVER, _NEVER),
    (Part.TITLE, Part.UNTITLED): (_NEVER, 4.0 + _TITLE_ALONE),
}
for _before in (Part.ABSTRACT, Part.CONTINUATION, Part.UNTITLED):
    _STEP[_before, Part.TITLE] = (0.0, 0.0)
    _STEP[_before, Part.ABSTRACT] = (_NEVER, _NEVER)
    _STEP[_before, Part.CONTINUATION] = (2.0, 6.0)
    _STEP[_before, Part.UNTITLED] = (4.0, 4.0)
_START = {Part.TITLE: 0.0, Part.UNTITLED: 4.0}


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a page, perhaps without a title or an abstract, and its mark."""

    title: Paragraph | None
    abstract: tuple[Paragraph, ...]
    mark: Mark

    @property
    def line(self) -> int:
        """The line it begins on."""
        return (self.title or self.abstract[0]).line


def entries(blocks: Sequence[Block]) -> Iterator[Listed]:
    """Yield the entries of a page in their order."""
    parts = iter(_parts(blocks))
    title: Paragraph | None = None
    abstract: list[Paragraph] = []
    mark = Mark()
    for block in blocks:
        if isinstance(block, Mark):
            mark = mark.joined(block)
            continue
        part = next(parts)
        if part in (Part.TITLE, Part.UNTITLED) and (title or abstract):
            yield Listed(title, tuple(abstract), mark)
            title, abstract, mark = None, [], Mark()
        if part is Part.TITLE:
            title = block
        else:
            abstract.append(block)
    if title or abstract:
        yield Listed(title, tuple(abstract), mark)


def _parts(blocks: Sequence[Block]) -> list[Part]:
    """Return the part of each paragraph in the cheapest reading."""
    best: dict[Part, float] = {}
    choices: list[dict[Part, Part | None]] = []
    marked = 0
    for block in blocks:
        if isinstance(block, Mark):
            marked = 1
            continue
        costs = _costs(block)
        now: dict[Part, float] = {}
        chosen: dict[Part, Part | None] = {}
        for part in Part:
            if not best:
                step, before = _START.get(part, _NEVER), None
            else:
                step, before = min((best[b] + _STEP[b, part][marked], b) for b in Part)
            now[part], chosen[part] = step + costs[part], before
        best, marked = now, 0
        choices.append(chosen)
    return _trace(best, choices)


def _trace(best: dict[Part, float], choices: list[dict[Part, Part | None]]) -> list[Part]:
    if not best:
        return []
    ends = {part: cost + (_TITLE_ALONE if part is Part.TITLE else 0) for part, cost in best.items()}
    part: Part | None = min(Part, key=lambda one: (ends[one], one))
    path: list[Part] = []
    for chosen in reversed(choices):
        assert part is not None  # only the first paragraph has none before it
        path.append(part)
        part = chosen[part]
    return path[::-1]


def _costs(paragraph: Paragraph) -> dict[Part, float]:
    text = paragraph.text
    size, url = len(text), bool(_URL.search(text))
    title = 4.0 * (size > _LONG) + 4.0 * (size > _VERY_LONG) + 3.0 * url
    title += 3.0 * text.endswith(".") + 2.0 * bool(_INNER_SENTENCE.search(text))
    body = 3.0 if size < _SHORT else 2.0 if size < _MIDDLING else 0.0
    body += 2.0 * (not ends_sentence(text) and not ends_in_url(text))
    return {
        Part.TITLE: title,
        Part.ABSTRACT: body,
        Part.CONTINUATION: body,
        Part.UNTITLED: body,
    }
