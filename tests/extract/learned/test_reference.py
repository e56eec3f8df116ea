"""An edge is stated only by a sentence that also names the paper's own side."""

from __future__ import annotations

import pytest

from kg.extract.document import prepare
from kg.extract.learned.reference import OwnReference
from kg.extract.things import Mention, Thing
from kg.lexicon import Lexicon
from kg.model import Paper

ABSTRACT = "LLaMA-2 is popular. We prune LLaMA-2. QuickCast halves the cost of LLaMA-2."


@pytest.fixture(scope="module")
def own() -> OwnReference:
    document = prepare(Paper("title:x", "QuickCast", ABSTRACT), Lexicon(()))
    thing = Thing("QuickCast", mentions=[Mention(document.title, 0, 9, 0)])
    return OwnReference([thing])


@pytest.mark.parametrize(
    ("sentence", "speaks"),
    [
        ("LLaMA-2 is popular.", False),
        ("Large models such as LLaMA-2 need much memory.", False),
        ("We prune LLaMA-2.", True),
        ("QuickCast halves the cost of LLaMA-2.", True),
        ("Experiments on LLaMA-2 confirm this.", True),
        ("It runs on LLaMA-2 as well.", True),
        ("The proposed framework is applied to LLaMA-2.", True),
    ],
)
def test_a_sentence_speaks_of_own_work(own: OwnReference, sentence: str, speaks: bool) -> None:
    part = prepare(Paper("title:x", "T", sentence), Lexicon(())).abstract

    assert OwnReference([]).speaks(part, 0) is (speaks and "QuickCast" not in sentence)
    if "QuickCast" in sentence:
        assert own.speaks(part, 0)


def test_the_title_always_speaks(own: OwnReference) -> None:
    title = prepare(Paper("title:x", "Pruning LLaMA-2", ""), Lexicon(())).title

    assert own.speaks(title, 8)
