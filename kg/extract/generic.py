"""Words that look like names and are none: classes, fields, units ("LLM", "GPU", "3D")."""

from __future__ import annotations

import re
from functools import lru_cache

from kg.extract.wordlists import word_list


@lru_cache(maxsize=65536)
def is_generic(word: str) -> bool:
    """Tell whether a word or phrase, or the head of a compound of classes, is generic.

    >>> is_generic("LLMs"), is_generic("CPU-GPU"), is_generic("LLaVA")
    (True, True, False)
    """
    known = word_list("generic")
    if word in known or word.removesuffix("s") in known:
        return True
    if re.fullmatch(
        r"(?:W\d+A\d+(?:KV\d+)?|(?:NV|MX)?(?:FP|INT|BF|int|fp)-?\d+|[QKV]\d|\d+[A-Za-z]?)", word
    ):
        return True
    pieces = re.split(r"[-–/ ]", word)
    return len(pieces) > 1 and all(
        p in known or p.removesuffix("s") in known or p.islower() or not p for p in pieces
    )
