"""When a predicted name, phrase or number is the annotated one.

These are the rules of the project's yardstick (docs/QUALITY.md tells them in prose). They are
looser than those by which the graph joins names (kg/ids.py), because here the paper is the same
and only the spelling can differ, and they stay as they are when those grow: a yardstick that
changes with what it measures is none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

Alike = Callable[[str, str], bool]

_MARKUP = str.maketrans("", "", "$\\{}^_")
_WORD = re.compile(r"[a-z0-9.+]+|[^\W\da-z]+")
_HEADS = frozenset(
    {"benchmark", "dataset", "model", "framework", "method", "gpu", "cpu", "task", "suite"}
    | {"series", "family", "architecture", "corpus", "the", "nvidia", "intel", "apple"}
)
"""Words that a name carries or leaves off without becoming another name; plurals count as well."""
_PLURAL_HEADS = frozenset({f"{head}s" for head in ("benchmark", "dataset", "model", "task")})
_SHORT = 3
_SPARE_WORDS = 2
_NUMBER = re.compile(r"-?(\d[\d,]*\.?\d*)")
_TIMES = re.compile(r"\dx|x\d|\d x")


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().translate(_MARKUP)


def _singular(word: str) -> str:
    plural = len(word) > _SHORT and word.endswith("s") and not word.endswith("ss")
    return word[:-1] if plural else word


@lru_cache(maxsize=1 << 17)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text: lower case, singular, without LaTeX marks and hyphens."""
    stripped = (word.strip(".") for word in _WORD.findall(_folded(text)))
    return tuple(_singular(word) for word in stripped if word)


def _is_head(word: str) -> bool:
    return word in _HEADS or word in _PLURAL_HEADS or f"{word}s" in _HEADS


@lru_cache(maxsize=1 << 17)
def name_of(text: str) -> str:
    """Return what stays the same in every spelling of a name.

    >>> name_of("the ImageNet-1k dataset") == name_of("Imagenet 1K")
    True
    """
    every = words(text)
    telling = [word for word in every if not _is_head(word)]
    return "".join(telling or every).replace(".", "")


def same_name(one: str, other: str) -> bool:
    """Tell whether two proper names are one."""
    return name_of(one) == name_of(other)


def same_phrase(one: str, other: str) -> bool:
    """Tell whether two phrases are one, or one holds the other's words in a row.

    The shorter has to have two words or more, the longer at most two besides.

    >>> same_phrase("token pruning", "visual token pruning")
    True
    """
    if same_name(one, other):
        return True
    short, long = sorted((words(one), words(other)), key=len)
    spare = len(long) - len(short)
    if len(short) < 2 or spare > _SPARE_WORDS:
        return False
    return any(long[at : at + len(short)] == short for at in range(spare + 1))


@lru_cache(maxsize=1 << 15)
def number_of(value: str) -> str:
    """Return the first number of a value without sign, and its unit where that is % or x.

    >>> number_of("-11.97 percent"), number_of("1.8times"), number_of("2,000 fps")
    ('11.97%', '1.8x', '2000')
    """
    text = _folded(value).replace("times", "x").replace("×", "x").replace("percent", "%")
    found = _NUMBER.search(text)
    if found is None:
        return text
    number = found[1].replace(",", "").lstrip("0") or "0"
    if "%" in text:
        return number + "%"
    return number + ("x" if _TIMES.search(text) else "")


@lru_cache(maxsize=1 << 15)
def title_of(title: str) -> str:
    """Return what stays the same in every spelling of a paper's title."""
    return re.sub(r"\W+", "", _folded(title))
