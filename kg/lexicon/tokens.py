"""Folded tokens, with their places in the text: what names are compared by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.ids import fold, singular

_TOKEN = re.compile(r"[vV]\.?\u2060*(?=\d)|\d+(?:\.\d+)*|[^\W\d_]+?(?=[vV]\d)|[^\W\d_]+|\++")


@dataclass(frozen=True, slots=True)
class Token:
    """A folded token (lower case, singular) and where it stands in the text."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=262144)
def _folded(word: str) -> str:
    return singular(fold(word)).removesuffix(".0")


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text as the lexicons know them: "LLaVA-v1.5s" -> llava, 1.5.

    Words and numbers are apart whatever joins them, version marks ("v") vanish.
    """
    return [
        Token(_folded(m.group()), m.start(), m.end())
        for m in _TOKEN.finditer(text)
        if m.group()[0] not in "vV" or m.group() not in ("v", "V", "v.", "V.") or not _is_mark(m)
    ]


def _is_mark(match: re.Match[str]) -> bool:
    return match.string[match.end() : match.end() + 1].isdigit()
