"""Clusters the words of many papers by the words around them (WordClusters).

Positive pointwise mutual information with the words one and two places before and behind, reduced
by singular values (Levy, Goldberg and Dagan 2015), clustered by k-means.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.cluster import KMeans
from sklearn.utils.extmath import randomized_svd
from threadpoolctl import threadpool_limits

from kg.extract.latex import plain
from kg.extract.learned.clusters import WordClusters
from kg.extract.learned.words import END, START, words_of
from kg.extract.segment import sentences
from kg.model import Paper

_COARSE, _FINE = 150, 800
_LEAST = 8
"""Words seen less often have no cluster: too little is known of their places."""
_CONTEXT_WORDS = 3000
_PLACES = (-2, -1, 1, 2)
_DIMENSIONS = 100
_SMOOTHED = 0.75
"""Exponent of the context words' counts: rare ones tell less than they seem to."""
_ROUNDS = 30
_WORDS_PER_CLUSTER = 4
"""At least, on average; so a small vocabulary has fewer clusters."""


def clusters_of(papers: Iterable[Paper]) -> WordClusters:
    """Return the clusters of the words of papers; none where there are too few words."""
    texts = [words for paper in papers for words in _sentences(paper)]
    counts = Counter(word for words in texts for word in words)
    ranked = sorted(counts, key=lambda word: (-counts[word], word))
    known = [word for word in ranked if counts[word] >= _LEAST]
    if len(known) <= _DIMENSIONS:
        return WordClusters()
    with threadpool_limits(limits=1):  # sums in the order of one thread: the same bytes again
        points = _points(texts, known)
        coarse, fine = (_labels(points, most) for most in (_COARSE, _FINE))
    labels = zip(known, coarse, fine, strict=True)
    return WordClusters({word: (f"c{one}", f"f{other}") for word, one, other in labels})


def _sentences(paper: Paper) -> Iterator[Sequence[str]]:
    yield START, *words_of(plain(paper.title)).texts, END
    text = plain(paper.abstract)
    for begin, end in sentences(text):
        yield START, *words_of(text[begin:end]).texts, END


def _points(texts: Sequence[Sequence[str]], known: Sequence[str]) -> Any:
    """Return a row of unit length for each known word, known words being sorted by frequency."""
    matrix = _together(texts, known)
    of_word, of_context = (np.asarray(matrix.sum(axis)).ravel() for axis in (1, 0))
    expected = of_context**_SMOOTHED
    expected /= expected.sum()
    cells = matrix.tocoo()
    information = np.log(cells.data / (of_word[cells.row] * expected[cells.col]))
    positive = csr_matrix((np.maximum(information, 0), (cells.row, cells.col)), shape=matrix.shape)
    left, singular, _ = randomized_svd(positive, _DIMENSIONS, random_state=0)
    points = left * np.sqrt(singular)
    return points / np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-9)


def _together(texts: Sequence[Sequence[str]], known: Sequence[str]) -> csr_matrix:
    """Return how often each known word has each frequent one at each of the places around it."""
    number = {word: i for i, word in enumerate(known)}
    width = min(_CONTEXT_WORDS, len(known))
    across = width * len(_PLACES)
    counts: Counter[int] = Counter()
    for words in texts:
        ids = [number.get(word, -1) for word in words]
        for at, one in enumerate(ids):
            if one < 0:
                continue
            for block, step in enumerate(_PLACES):
                other = ids[at + step] if 0 <= at + step < len(ids) else -1
                if 0 <= other < width:
                    counts[one * across + block * width + other] += 1
    places = np.fromiter(sorted(counts), dtype=np.int64, count=len(counts))
    values = np.array([counts[place] for place in places.tolist()], dtype=float)
    shape = (len(known), across)
    return csr_matrix((values, (places // across, places % across)), shape=shape)


def _labels(points: Any, most: int) -> list[int]:
    count = min(most, len(points) // _WORDS_PER_CLUSTER)
    fitted = KMeans(count, n_init=1, max_iter=_ROUNDS, random_state=0).fit(points)
    labels: list[int] = fitted.labels_.tolist()
    return labels
