"""Clusters of words that stand in like places of many papers: what is known of a word that no
annotated paper holds (Miller, Guinness and Zamanian 2004)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.extract.learned.alphabet import Alphabet, Memo, known

_UNKNOWN = ("?", "?")


@dataclass(frozen=True, slots=True)
class WordClusters:
    """Words in lower case, each with its coarse and its fine cluster ("c12", "f345")."""

    of_word: Mapping[str, tuple[str, str]] = field(default_factory=dict, repr=False)

    def coarse(self, word: str) -> str:
        """Return the coarse cluster of a word, "?" if it has none."""
        return self.of_word.get(word, _UNKNOWN)[0]

    def fine(self, word: str) -> str:
        """Return the fine cluster of a word, "?" if it has none."""
        return self.of_word.get(word, _UNKNOWN)[1]

    def both(self, word: str) -> tuple[str, ...]:
        """Return the coarse and the fine cluster of a word, ("?",) if it has none."""
        return self.of_word.get(word, _UNKNOWN[:1])

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield each word, sorted, with its clusters as they are written in a file."""
        for word in sorted(self.of_word):
            yield word, " ".join(self.of_word[word])


class WordFeatures:
    """The features of single words at some place, remembered: the words, their clusters, their ends.

    Args:
        alphabet: the features that are weighed.
        clusters: which words stand in like places.
        words: the templates of a word itself, such as "left=".
        like: the templates of its clusters, such as "left~".
        ends: the templates of its last three letters, its last four ...
    """

    def __init__(
        self,
        alphabet: Alphabet,
        clusters: WordClusters,
        words: Iterable[str],
        like: Iterable[str],
        ends: Iterable[str] = (),
    ) -> None:
        self._words = [alphabet.of(template) for template in words]
        self._like = [alphabet.of(template) for template in like]
        self._ends = [alphabet.of(template) for template in ends]
        self._clusters = clusters
        self.of: Memo[str, tuple[int, ...]] = Memo(self._features)

    def _features(self, word: str) -> tuple[int, ...]:
        clusters = self._clusters.both(word)
        return tuple(
            known(
                [
                    *(lookup(word) for lookup in self._words),
                    *(lookup(cluster) for lookup in self._like for cluster in clusters),
                    *(lookup(word[-n:]) for n, lookup in enumerate(self._ends, start=3)),
                ]
            )
        )


def beside(
    alphabet: Alphabet, clusters: WordClusters, side: str, kind: str
) -> Memo[str, tuple[int, ...]]:
    """Return the features of the words beside candidates of a kind: those of all kinds and its own.

    Args:
        alphabet: the features that are weighed.
        clusters: which words stand in like places.
        side: what the features' names begin with, such as "left".
        kind: the kind.
    """
    own = f",{kind}="
    words, like = (f"{side}=", f"{side}{own}"), (f"{side}~", f"{side}~{own}")
    return WordFeatures(alphabet, clusters, words, like).of


def clusters_from(pairs: Mapping[str, str]) -> WordClusters:
    """Return the clusters that `pairs` wrote; raises ValueError where they are broken."""
    split = {word: written.split(" ") for word, written in pairs.items()}
    return WordClusters({word: (coarse, fine) for word, (coarse, fine) in split.items()})
