"""Words that stand in like places are of one cluster, the same ones in every run."""

from __future__ import annotations

import random

import pytest

from kg.extract.learned.clusters import WordClusters, clusters_from
from kg.model import Paper
from kg.train.clusters import clusters_of

VERBS = [f"verb{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(70)]
NOUNS = [f"noun{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(70)]


@pytest.fixture(scope="module")
def papers() -> list[Paper]:
    """Return papers whose verbs stand between "they" and "quickly", nouns behind "a large"."""
    chance = random.Random(0)
    sentences = [
        f"They {verb} quickly with a large {chance.choice(NOUNS)}." for verb in VERBS * 12
    ] + [f"It has a large {noun} of sorts." for noun in NOUNS * 12]
    chance.shuffle(sentences)
    return [
        Paper(f"made:{at}", "A title", " ".join(sentences[at : at + 8]))
        for at in range(0, len(sentences), 8)
    ]


def test_words_of_like_places_share_clusters_and_others_do_not(papers: list[Paper]) -> None:
    clusters = clusters_of(papers)
    for cut in (clusters.coarse, clusters.fine):
        verbs, nouns = {cut(verb) for verb in VERBS}, {cut(noun) for noun in NOUNS}
        assert not verbs & nouns
        assert max(len(verbs), len(nouns)) < len(VERBS) / 2


def test_two_runs_give_the_same_clusters(papers: list[Paper]) -> None:
    assert dict(clusters_of(papers).pairs()) == dict(clusters_of(papers).pairs())


def test_too_few_words_have_no_clusters() -> None:
    assert clusters_of([Paper("made:1", "A title", "A few words. " * 20)]) == WordClusters()


def test_clusters_are_read_as_written_and_other_words_have_none() -> None:
    clusters = WordClusters({"pruning": ("c1", "f7"), "llama": ("c2", "f9")})
    assert clusters_from(dict(clusters.pairs())) == clusters
    assert clusters.both("pruning") == ("c1", "f7")
    assert (clusters.coarse("unheard"), clusters.fine("unheard")) == ("?", "?")
    assert clusters.both("unheard") == ("?",)
    with pytest.raises(ValueError, match="unpack"):
        clusters_from({"pruning": "c1"})
