"""Clusters of words that stand in like places of many papers: what is known of a word that no
annotated paper holds (Miller, Guinness and Zamanian 2004)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

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


def clusters_from(pairs: Mapping[str, str]) -> WordClusters:
    """Return the clusters that `pairs` wrote; raises ValueError where they are broken."""
    split = {word: written.split(" ") for word, written in pairs.items()}
    return WordClusters({word: (coarse, fine) for word, (coarse, fine) in split.items()})
