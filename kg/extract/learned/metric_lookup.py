"""Looks up the features of metrics; those that depend on few values are remembered by these."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

from kg.extract.learned.alphabet import Alphabet, Lookup, Memo, known, remembered
from kg.extract.learned.bundle import Background
from kg.extract.learned.clusters import WordClusters, WordFeatures
from kg.extract.learned.metric_candidates import USUAL


class MetricFeatures:
    """Looks up the features of metrics.

    Args:
        alphabet: the features that are weighed.
        background: what many other papers tell of words.
    """

    def __init__(self, alphabet: Alphabet, background: Background) -> None:
        of = alphabet.of
        self.number = alphabet.number
        self.background = background
        coarse, fine = background.clusters.coarse, background.clusters.fine
        self.usual_left, self.usual_right, self.usual_before, self.usual_after = (
            Memo(partial(_of_usual, of(f"usual,{side}="), of(f"usual,{side}~="), cluster))
            for side, cluster in (
                ("left", fine), ("right", fine), ("before", coarse), ("after", coarse)
            )
        )  # fmt: skip
        self.before, self.after = (
            remembered(self.number, partial(_beside, side)) for side in ("before", "after")
        )
        self.has = WordFeatures(alphabet, background.clusters, ["has="], ["has~"]).of
        self.usual = remembered(self.number, UsualTraits.names)
        self.phrase = remembered(self.number, PhraseTraits.names)
        self.head = remembered(self.number, partial(_of_head, background.clusters))
        self.marks = remembered(self.number, _of_marks)
        self.outer = remembered(self.number, _of_outer)


def _of_usual(
    same: Lookup, like: Lookup, cluster: Callable[[str], str], word: str
) -> Mapping[str, tuple[int, ...]]:
    """Return for each usual metric the features of a word near the number."""
    of_word = cluster(word)
    return {name: tuple(known((same(f"{name}{word}"), like(f"{name}{of_word}")))) for name in USUAL}


class UsualTraits(NamedTuple):
    """What the features of a usual metric depend on, beside words."""

    name: str
    unit: str
    known: int
    stands: int
    here: bool
    adjacent: bool
    near: int
    topics: tuple[str, ...]

    def names(self) -> Iterator[str]:
        """Yield the features of a usual metric but those of words."""
        yield f"usual={self.name}"
        yield f"usual,unit={self.name}{self.unit}"
        yield f"usual,known={self.known}"
        yield f"usual,known={self.name}{self.known}"
        yield f"usual,unit,known={self.name}{self.unit}{self.known}"
        yield f"usual,stands={self.stands}"
        yield f"usual,stands={self.name}{self.stands}"
        yield f"usual,here={self.name}{self.here}"
        yield f"usual,adjacent={self.adjacent}"
        yield f"usual,adjacent={self.name}{self.adjacent}"
        yield f"usual,near={self.near}"
        for topic in self.topics:
            yield f"usual,{topic}={self.name}{self.unit}"


class PhraseTraits(NamedTuple):
    """What the features of a phrase that may be a metric depend on, beside words."""

    side: str
    sort: str
    distance: str
    numbers: int
    passed: int
    known: int
    share: int
    beside: int
    unit: str

    def names(self) -> Iterator[str]:
        """Yield the features of a phrase's sort, its distance and how metrics-like its head is."""
        yield f"sort={self.side}{self.sort}"
        yield f"distance={self.distance}"
        yield f"sort,distance={self.sort}{self.distance}"
        yield f"numbers={self.numbers}{self.side}"
        yield f"sort,numbers={self.sort}{self.numbers}{self.side}"
        yield f"passed={self.passed}{self.side}"
        yield f"sort,passed={self.sort}{self.passed}{self.side}"
        yield f"sort,known={self.sort}{self.known}{self.side}"
        yield f"share={self.share}{self.side}"
        yield f"beside={self.beside}"
        yield f"share,beside={self.share}{self.beside}"
        yield f"share,distance={self.share}{self.distance}"
        yield f"unit,share={self.unit}{self.share}{self.side}"
        yield f"unit,sort={self.unit}{self.sort}{self.side}"


def _of_head(clusters: WordClusters, key: tuple[str, str, str]) -> Iterator[str]:
    """Yield the features of a phrase's last word, on a side of a number of some unit."""
    head, side, unit = key
    yield f"head={head}"
    yield f"head,side={head}{side}"
    yield f"end3={head[-3:]}"
    yield f"unit,head={unit}{head}"
    for cluster in clusters.both(head):
        yield f"head~{cluster}"
        yield f"head~,side={cluster}{side}"
        yield f"unit,head~={unit}{cluster}"


def _of_marks(key: tuple[str, str, int, tuple[str, ...]]) -> Iterator[str]:
    """Yield the features of the skeleton of the words between a phrase and the number."""
    side, sort, share, marks = key
    skeleton = " ".join(marks)
    yield f"marks={side}{skeleton}"
    yield f"sort,marks={sort}{side}{skeleton}"
    yield f"sort,marks-last={sort}{side}{' '.join(marks[-2:])}"
    yield f"sort,marks-first={sort}{side}{' '.join(marks[:2])}"
    yield f"share,marks={share}{side}{skeleton}"


def _of_outer(key: tuple[str, str, str]) -> Iterator[str]:
    """Yield the features of what stands on a phrase's other side."""
    side, sort, ends = key
    yield f"outer={side}{ends}"
    yield f"sort,outer={sort}{side}{ends}"


def _beside(where: str, key: tuple[str, str, str]) -> Iterator[str]:
    """Yield the features of a word beside the number, for a sort of phrase on a side of it."""
    side, sort, word = key
    yield f"{where}={side}{word}"
    yield f"sort,{where}={sort}{side}{word}"
