"""Folded tokens, with their places in the text: what names are compared by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from kg.ids import fold, singular

_TOKEN = re.compile(r"(?P<mark>[vV]\.?\u2060*(?=\d))|\d+(?:\.\d+)*|[^\W\d_]+(?!(?<=[vV])\d)|\++")


class Tokens(NamedTuple):
    """The folded tokens of a text (lower case, singular), and where each stands in the text."""

    texts: Sequence[str]
    spans: Sequence[tuple[int, int]]


@lru_cache(maxsize=262144)
def _folded(word: str) -> str:
    return singular(fold(word)).removesuffix(".0")


def tokens(text: str) -> Tokens:
    """Return the tokens of a text as the lexicons know them: "LLaVA-v1.5s" -> llava, 1.5.

    Words and numbers are apart whatever joins them, version marks ("v") vanish.
    """
    found = [match for match in _TOKEN.finditer(text) if match.lastgroup is None]
    return Tokens([_folded(match[0]) for match in found], [match.span() for match in found])
