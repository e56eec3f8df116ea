"""Which edges a paper's facts become."""

from __future__ import annotations

import pytest

from kg.graph.assemble import assemble
from kg.lexicon import Lexicon, lexicon_paths, load_lexicon
from kg.model import Evidence, Extraction, Fact, Kind, Paper, Relation, Statement
from kg.resolve.resolve import resolve

Edge = tuple[Relation, str]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(lexicon_paths())


def fact(relation: Relation, name: str, kind: Kind = Kind.METHOD, confidence: float = 0.9) -> Fact:
    return Fact(relation, name, kind, Evidence("abstract", 0, len(name), name, name), confidence)


def statements(lexicon: Lexicon, *facts: Fact) -> tuple[Statement, ...]:
    extractions = [Extraction(Paper("title:x", "X", ""), facts, (), ())]
    resolution = resolve(extractions, lexicon)
    graph = assemble(extractions, resolution, base="https://x.org/id/", extractor="test")
    return graph.papers[0].statements


def edges(lexicon: Lexicon, *facts: Fact) -> set[Edge]:
    return {(one.relation, one.object) for one in statements(lexicon, *facts)}


def test_of_statements_that_say_the_same_the_surest_is_kept(lexicon: Lexicon) -> None:
    (kept,) = statements(
        lexicon,
        fact(Relation.COMPARES_WITH, "QuuxNet", confidence=0.5),
        fact(Relation.COMPARES_WITH, "Quux-Net", confidence=0.8),
    )
    assert kept.confidence == 0.8


def test_a_mention_says_no_more_than_any_other_edge(lexicon: Lexicon) -> None:
    found = edges(
        lexicon, fact(Relation.MENTIONS, "QuuxNet"), fact(Relation.COMPARES_WITH, "Quux-Net")
    )
    assert found == {(Relation.COMPARES_WITH, "method/quuxnet")}


@pytest.mark.parametrize(
    "relation", [Relation.EXTENDS, Relation.USES_BASE_MODEL, Relation.COMPARES_WITH]
)
def test_what_a_paper_introduces_is_nothing_of_others(lexicon: Lexicon, relation: Relation) -> None:
    found = edges(
        lexicon, fact(Relation.INTRODUCES, "QuuxNet"), fact(relation, "QuuxNet", confidence=0.99)
    )
    assert found == {(Relation.INTRODUCES, "method/quuxnet")}


def test_what_a_paper_introduces_is_no_technique_that_it_uses(lexicon: Lexicon) -> None:
    found = edges(
        lexicon,
        fact(Relation.INTRODUCES, "Quiet Layer Merging"),
        fact(Relation.USES_TECHNIQUE, "quiet layer merging", Kind.TECHNIQUE),
        fact(Relation.USES_TECHNIQUE, "token pruning", Kind.TECHNIQUE),
    )
    assert found == {
        (Relation.INTRODUCES, "method/quiet-layer-merging"),
        (Relation.USES_TECHNIQUE, "technique/token-pruning"),
    }


def test_a_paper_may_test_on_what_it_introduces(lexicon: Lexicon) -> None:
    found = edges(
        lexicon,
        fact(Relation.INTRODUCES, "QuuxBench", Kind.BENCHMARK),
        fact(Relation.EVALUATES_ON, "QuuxBench", Kind.BENCHMARK),
    )
    assert {relation for relation, _ in found} == {Relation.INTRODUCES, Relation.EVALUATES_ON}


def test_an_edge_that_the_kind_cannot_take_is_a_mention(lexicon: Lexicon) -> None:
    (kept,) = statements(lexicon, fact(Relation.EVALUATES_ON, "Qwen2-7B", Kind.MODEL))
    assert (kept.relation, kept.confidence) == (Relation.MENTIONS, 0.3)
