"""Texts as they are stored: the original characters, on one line, all of them legal everywhere."""

from __future__ import annotations

import re

_LINE_BREAK = re.compile(r"[ \t]*[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]\s*")
_ILLEGAL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_OUTER = " \ufeff\u200b"


def clean(text: str) -> str:
    """Return the text without outer white space, its line breaks (with indent) as one space.

    Control characters, unpaired surrogates and the two non-characters that XML 1.0 (section 2.2)
    forbids become spaces. Nothing else changes, LaTeX least of all.

    >>> clean("  Calculation at\\n  LHC energies\\x00 ")
    'Calculation at LHC energies'
    """
    if text.isprintable():  # so is nearly every text, and then it has nothing to replace
        return text.strip().strip(_OUTER)
    flat = _LINE_BREAK.sub(" ", text.strip())
    return _ILLEGAL.sub(" ", flat).strip().strip(_OUTER)
