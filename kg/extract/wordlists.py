"""The word lists of schema/lexicon/words/: one word or phrase a line, # begins a comment."""

from __future__ import annotations

from functools import cache

from kg.resources import schema_root


@cache
def word_list(name: str) -> frozenset[str]:
    """Return the words of the list of that name."""
    path = schema_root() / "lexicon" / "words" / f"{name}.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line.strip() and not line.startswith("#"))
