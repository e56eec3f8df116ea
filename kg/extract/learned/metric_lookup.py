"""Looks up the features of metrics; those that depend on few values are remembered by these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

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
        self.usual = remembered(self.number, _usual)
        self.sort = remembered(self.number, _of_sort)
        self.head = remembered(self.number, partial(_of_head, background.clusters))
        self.marks = remembered(self.number, _of_marks)
        self.outer = remembered(self.number, _of_outer)


def _of_usual(
    same: Lookup, like: Lookup, cluster: Callable[[str], str], word: str
) -> Mapping[str, tuple[int, ...]]:
    """Return for each usual metric the features of a word near the number."""
    of_word = cluster(word)
    return {name: tuple(known((same(f"{name}{word}"), like(f"{name}{of_word}")))) for name in USUAL}


def _usual(
    name: str,
    unit: str,
    known: int,
    stands: int,
    here: bool,
    adjacent: bool,
    near: int,
    topics: Iterable[str],
) -> Iterator[str]:
    """Yield the features of a usual metric but those of words."""
    yield f"usual={name}"
    yield f"usual,unit={name}{unit}"
    yield f"usual,known={known}"
    yield f"usual,known={name}{known}"
    yield f"usual,unit,known={name}{unit}{known}"
    yield f"usual,stands={stands}"
    yield f"usual,stands={name}{stands}"
    yield f"usual,here={name}{here}"
    yield f"usual,adjacent={adjacent}"
    yield f"usual,adjacent={name}{adjacent}"
    yield f"usual,near={near}"
    for topic in topics:
        yield f"usual,{topic}={name}{unit}"


def _of_sort(
    side: str,
    sort: str,
    distance: str,
    numbers: int,
    passed: int,
    known: int,
    share: int,
    beside: int,
    unit: str,
) -> Iterator[str]:
    """Yield the features of a phrase's sort, its distance and how metrics-like its head is."""
    yield f"sort={side}{sort}"
    yield f"distance={distance}"
    yield f"sort,distance={sort}{distance}"
    yield f"numbers={numbers}{side}"
    yield f"sort,numbers={sort}{numbers}{side}"
    yield f"passed={passed}{side}"
    yield f"sort,passed={sort}{passed}{side}"
    yield f"sort,known={sort}{known}{side}"
    yield f"share={share}{side}"
    yield f"beside={beside}"
    yield f"share,beside={share}{beside}"
    yield f"share,distance={share}{distance}"
    yield f"unit,share={unit}{share}{side}"
    yield f"unit,sort={unit}{sort}{side}"


def _of_head(clusters: WordClusters, head: str, side: str, unit: str) -> Iterator[str]:
    """Yield the features of a phrase's last word."""
    yield f"head={head}"
    yield f"head,side={head}{side}"
    yield f"end3={head[-3:]}"
    yield f"unit,head={unit}{head}"
    for cluster in clusters.both(head):
        yield f"head~{cluster}"
        yield f"head~,side={cluster}{side}"
        yield f"unit,head~={unit}{cluster}"


def _of_marks(side: str, sort: str, share: int, marks: Sequence[str]) -> Iterator[str]:
    """Yield the features of the skeleton of the words between a phrase and the number."""
    skeleton = " ".join(marks)
    yield f"marks={side}{skeleton}"
    yield f"sort,marks={sort}{side}{skeleton}"
    yield f"sort,marks-last={sort}{side}{' '.join(marks[-2:])}"
    yield f"sort,marks-first={sort}{side}{' '.join(marks[:2])}"
    yield f"share,marks={share}{side}{skeleton}"


def _of_outer(side: str, sort: str, ends: str) -> Iterator[str]:
    """Yield the features of what stands on a phrase's other side."""
    yield f"outer={side}{ends}"
    yield f"sort,outer={sort}{side}{ends}"


def _beside(where: str, side: str, sort: str, word: str) -> Iterator[str]:
    """Yield the features of a word beside the number."""
    yield f"{where}={side}{word}"
    yield f"sort,{where}={sort}{side}{word}"
