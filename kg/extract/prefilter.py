"""Tells which of many patterns can match a text at all, by the literals that they need.

The method of RE2's FilteredRE2 (https://github.com/google/re2/blob/main/re2/filtered_re2.h): each
pattern needs one of some literal strings, its atoms; one pass of Aho-Corasick finds the atoms of
all patterns in a text, and only the patterns that have theirs need be tried.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from re import _constants as op  # type: ignore[attr-defined]  # pattern trees have no public door
from re import _parser  # type: ignore[attr-defined]
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

_SHORTEST = 2


class Prefilter:
    """The atoms of some patterns.

    Args:
        patterns: compiled without IGNORECASE.
    """

    def __init__(self, patterns: Iterable[re.Pattern[str]]) -> None:
        self._always: set[int] = set()
        of_atom: defaultdict[str, set[int]] = defaultdict(set)
        for place, pattern in enumerate(patterns):
            needed = atoms(pattern)
            if not needed:
                self._always.add(place)
            for atom in needed:
                of_atom[atom].add(place)
        self._atoms = sorted(of_atom)
        self._places = [frozenset(of_atom[atom]) for atom in self._atoms]

    @cached_property
    def _automaton(self) -> AhoCorasick:
        from ahocorasick_rs import AhoCorasick

        return AhoCorasick(self._atoms)

    def candidates(self, text: str) -> list[int]:
        """Return the places of the patterns that may match somewhere in a text, in their order."""
        if not text.isascii():  # the automaton reads UTF-8, which holds no lone surrogate
            text = text.encode("utf-8", "replace").decode("utf-8")
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return sorted(self._always.union(*{self._places[atom] for atom, _, _ in found}))


def atoms(pattern: re.Pattern[str]) -> frozenset[str]:
    """Return strings of which each match of a pattern holds one; none where none are known."""
    return _needed(_parser.parse(pattern.pattern, pattern.flags))


def _needed(items: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """Return the atoms of a sequence: those of the item with the longest ones."""
    options: list[frozenset[str]] = []
    run = ""
    for kind, value in items:
        if kind is op.LITERAL:
            run += chr(value)
            continue
        options.append(frozenset([run]))
        run = ""
        if kind is op.SUBPATTERN:
            options.append(_needed(value[-1]))
        elif kind is op.BRANCH:
            options.append(_of_all(value[1]))
        elif kind in (op.MAX_REPEAT, op.MIN_REPEAT) and value[0] > 0:
            options.append(_needed(value[-1]))
    best = max([*options, frozenset([run])], key=_selective)
    return best if _selective(best)[0] >= _SHORTEST else frozenset()


def _of_all(branches: Sequence[Iterable[tuple[Any, Any]]]) -> frozenset[str]:
    """Return the atoms of alternatives, none where one of these has none."""
    found = [_needed(branch) for branch in branches]
    return frozenset[str]().union(*found) if all(found) else frozenset()


def _selective(some: frozenset[str]) -> tuple[int, int]:
    """Return how much atoms tell: the shortest one's length first, then how few they are."""
    return min(map(len, some), default=0), -len(some)
