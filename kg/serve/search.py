"""Finding names as people type them: in part, in another case, with typos; the best known first.

Two ways meet, both over names without case, accents, spaces and punctuation. Whole names are
compared as they are, by their beginning and by their similarity (the normalised Indel similarity
of rapidfuzz, 0 to 100), so that "flash atention" finds FlashAttention. Words are looked up in an
inverted index, misspelt ones by the most similar words of the vocabulary, so that titles are found
by some of their words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from heapq import nlargest
from itertools import groupby
from math import ceil, log2
from operator import itemgetter
from typing import TYPE_CHECKING

from kg.ids import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

_WORD = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")  # "LLaVA-1.5-7B" is llava, 1.5, 7, b
_SPACE = re.compile(r"[\W_]+")
_PART = re.compile(r"(?<=[a-z])[A-Z][a-z]{3,}|[A-Z][a-z]{3,}(?=[A-Z])")  # "FlashAttention" is two
_LONGEST = 300  # characters of a question that count: no name is longer, and time is bounded
_MOST_WORDS = 16
_MOST_CANDIDATES = 2_000  # of one way of finding; numbers go by degree, so the best stay
_ALIKE = 76  # of 100: below it, names share letters by chance
_SIMILAR_WORDS = 6
_SHORTEST_MISSPELT = 4
_COMMON = 3  # names that have a word, for it not to be a typing mistake
_ENOUGH_WORDS = 0.6  # of the words of a question that a name has to have
_OTHER_WORDS = 0.15  # what a name loses at most for words that the question does not have

_EXACT, _BEGINS, _HAS_WORDS, _SIMILAR, _SIMILAR_IN_WORDS = 100.0, 80.0, 72.0, 78.0, 70.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A node that was found, the name that fits, and how well (a higher score is better)."""

    id: str
    name: str
    score: float


class NameSearch:
    """All names of a graph, ready for typing.

    Args:
        names: (identifier, name) of every name of every node.
        degree: how well connected a node is; of names that fit alike the better connected is first.
    """

    def __init__(self, names: Iterable[tuple[str, str]], degree: Mapping[str, int]) -> None:
        # The number of a name is its place here: a lower number is better connected.
        self._names = sorted(names, key=lambda one: (-degree.get(one[0], 0), one))
        self._bonus = [min(9.0, log2(1 + degree.get(node, 0))) for node, _ in self._names]
        by_key: defaultdict[str, list[int]] = defaultdict(list)
        by_word: defaultdict[str, list[int]] = defaultdict(list)
        self._sizes: list[int] = []
        for number, (_, name) in enumerate(self._names):
            folded = fold(name)
            words = _WORD.findall(folded)
            by_key[_SPACE.sub("", folded)].append(number)
            self._sizes.append(len(words))
            for word in {*words, *map(str.lower, _PART.findall(name))}:
                by_word[word].append(number)
        by_key.pop("", None)
        self._by_key, self._by_word = dict(by_key), dict(by_word)
        self._keys, self._vocabulary = sorted(by_key), sorted(by_word)
        self._keys_long = _by_length(self._keys)
        self._words_long = {
            first: _by_length(words) for first, words in groupby(self._vocabulary, itemgetter(0))
        }

    def find(
        self, text: str, limit: int = 10, among: Callable[[str], bool] | None = None
    ) -> list[Hit]:
        """Return the nodes whose names fit best, each once, best first.

        Args:
            text: what somebody typed.
            limit: how many to return at most.
            among: says of an identifier whether it may be returned; all may by default.
        """
        text = text[:_LONGEST]
        scores: dict[int, float] = {}

        def add(numbers: Sequence[int], score: float) -> None:
            for number in numbers[:_MOST_CANDIDATES]:
                scores[number] = max(scores.get(number, 0.0), score + self._bonus[number])

        folded = fold(text)
        wanted, words = _SPACE.sub("", folded), _WORD.findall(folded)[:_MOST_WORDS]
        if wanted:
            add(self._by_key.get(wanted, ()), _EXACT)
            add(self._beginning(wanted), _BEGINS)
        add(self._with_words(words), _HAS_WORDS)
        best = self._best(scores, limit, among)
        if len(best) < limit:
            for key, similarity in _similar(wanted, self._keys_long, _MOST_CANDIDATES):
                add(self._by_key[key], similarity * _SIMILAR)
            for number, share in self._with_similar_words(words).items():
                add((number,), share * _SIMILAR_IN_WORDS)
            best = self._best(scores, limit, among)
        return best

    def _best(
        self, scores: dict[int, float], limit: int, among: Callable[[str], bool] | None
    ) -> list[Hit]:
        found: dict[str, Hit] = {}
        for number in sorted(scores, key=lambda one: (-scores[one], one)):
            node, name = self._names[number]
            if node not in found and (among is None or among(node)):
                found[node] = Hit(node, name, round(scores[number], 1))
                if len(found) == limit:
                    break
        return list(found.values())

    def _beginning(self, wanted: str) -> list[int]:
        keys = _span(self._keys, wanted)
        return sorted(number for key in keys for number in self._by_key[key])

    def _with_words(self, words: Sequence[str]) -> list[int]:
        """Return the names that have all the words, the last of which may be unfinished."""
        if not words:
            return []
        *whole, last = words
        if not all(word in self._by_word for word in whole):
            return []
        unfinished = _span(self._vocabulary, last)
        found = {number for word in unfinished for number in self._by_word[word]}
        for word in whole:
            found.intersection_update(self._by_word[word])
        return sorted(found)

    def _with_similar_words(self, words: Sequence[str]) -> dict[int, float]:
        """Return the names that have most of the words, or similar ones, and what share of them."""
        shares: defaultdict[int, float] = defaultdict(float)
        for word in words:
            best: dict[int, float] = {}
            for other, similarity in self._spelt_like(word):
                for number in self._by_word[other][:_MOST_CANDIDATES]:
                    best[number] = max(best.get(number, 0.0), similarity)
            for number, similarity in best.items():
                shares[number] += similarity / len(words)
        return {
            number: share * (1 - _OTHER_WORDS + _OTHER_WORDS * len(words) / self._sizes[number])
            if self._sizes[number] > len(words)
            else share
            for number, share in shares.items()
            if share >= _ENOUGH_WORDS
        }

    def _spelt_like(self, word: str) -> list[tuple[str, float]]:
        """Return the words that a word may stand for: itself if it is common, or similar ones.

        The first letter is seldom wrong, and what begins alike is found fifteen times as fast.
        """
        if len(word) < _SHORTEST_MISSPELT or word[0].isdigit():
            return [(word, 1.0)] if word in self._by_word else []
        if len(self._by_word.get(word, ())) >= _COMMON:
            return [(word, 1.0)]
        return _similar(word, self._words_long.get(word[0], {}), _SIMILAR_WORDS)


def _by_length(choices: Iterable[str]) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for choice in choices:
        found[len(choice)].append(choice)
    return dict(found)


def _similar(
    wanted: str, by_length: Mapping[int, Sequence[str]], most: int
) -> list[tuple[str, float]]:
    """Return the choices that are alike, with the similarity from 0 to 1, best first.

    Texts can only be alike if their lengths are: 2 * shorter / (shorter + longer) bounds it.
    """
    from rapidfuzz import fuzz, process

    size, share = len(wanted), _ALIKE / (200 - _ALIKE)
    found = [
        (choice, similarity / 100)
        for length in range(ceil(size * share), int(size / share) + 1)
        for choice, similarity, _ in process.extract(
            wanted,
            by_length.get(length, ()),
            scorer=fuzz.ratio,
            score_cutoff=_ALIKE,
            limit=most,
        )
    ]
    return nlargest(most, found, key=itemgetter(1))


def _span(ordered: Sequence[str], beginning: str) -> Sequence[str]:
    """Return the part of a sorted list that begins so."""
    start = bisect_left(ordered, beginning)
    return ordered[start : bisect_left(ordered, beginning + "\U0010ffff", start)]
