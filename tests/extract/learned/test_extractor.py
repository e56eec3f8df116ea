"""What the learned extractor promises of plain sentences, and of any text."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.learned.bundle import load_bundle
from kg.extract.learned.extractor import LearnedExtractor
from kg.lexicon import lexicon_paths, load_lexicon
from kg.model import Extraction, Paper, Relation

PIECES = """we propose introduce our on the with LLaVA-1.5-7B LLaMA GSM8K Stable Diffusion token
pruning 1.8times 46\\% $\\times$ QuickCast (QC) QC: and outperforms , . -- “ ü π İ IA-RED$^2$
4B/8B/26B InternVL-2.0-4B/8B https://github.com/a/b ) ( ] speedup FLOPs from to 3.5x 1,000 on A100
pass@k GSM8K+ L-Mul Eagle called accuracy of é \\textbf{ } ~ vLLM's LLMs"""
WORDS = st.sampled_from([*PIECES.split(), "\u2060", "\ud800", "\n\n", " "])
TEXT = st.lists(WORDS | st.text(max_size=4), max_size=60).map(" ".join)


@pytest.fixture(scope="module")
def learned() -> LearnedExtractor:
    return LearnedExtractor(load_lexicon(lexicon_paths()), load_bundle())


def named(extraction: Extraction, relation: Relation) -> set[str]:
    return {fact.name for fact in extraction.facts if fact.relation is relation}


def test_plain_statements(learned: LearnedExtractor) -> None:
    found = learned.extract(
        Paper(
            "title:x",
            "QuickCast: Faster Multimodal Models by Token Pruning",
            "Large multimodal models are slow. We propose QuickCast, a training-free framework "
            "that removes visual tokens by token pruning. We apply QuickCast to LLaVA-1.5-7B and "
            "evaluate it on TextVQA and GQA. QuickCast outperforms FastV and gives a 2.1x speedup "
            "with an accuracy drop of only 0.4%.",
        )
    )

    assert named(found, Relation.INTRODUCES) == {"QuickCast"}
    assert "LLaVA-1.5-7B" in named(found, Relation.USES_BASE_MODEL)
    assert "TextVQA" in named(found, Relation.EVALUATES_ON)
    assert named(found, Relation.COMPARES_WITH) == {"FastV"}
    assert "token pruning" in {n.lower() for n in named(found, Relation.USES_TECHNIQUE)}
    assert next((r.value_text, r.metric_text) for r in found.results) == ("2.1x", "speedup")
    assert "accuracy" in (found.results[1].metric_text or "")


def test_a_known_name_can_be_introduced(learned: LearnedExtractor) -> None:
    found = learned.extract(
        Paper(
            "title:x",
            "Efficient Serving with Paged Memory",
            "We propose PagedAttention, an attention algorithm whose keys live in blocks.",
        )
    )

    assert named(found, Relation.INTRODUCES) == {"PagedAttention"}


def test_background_is_no_base_model(learned: LearnedExtractor) -> None:
    found = learned.extract(
        Paper(
            "title:x",
            "QuickCast",
            "Unlike LLaVA, which needs pairs of images and texts, we propose QuickCast, a method "
            "that needs none.",
        )
    )

    assert "LLaVA" not in named(found, Relation.USES_BASE_MODEL)


@settings(max_examples=200, deadline=None)
@given(title=TEXT, abstract=TEXT)
def test_any_text(learned: LearnedExtractor, title: str, abstract: str) -> None:
    found = learned.extract(Paper("title:x", title, abstract))

    for item in (*found.facts, *found.results, *found.links):
        at = item.evidence
        text = found.paper.text(at.section)
        assert text[at.start : at.end] == at.surface
        assert at.surface.strip()
        assert at.surface in at.quote
        assert at.quote in text
    for sure in (*found.facts, *found.results):
        assert 0 <= sure.confidence <= 1


def test_extraction_does_not_depend_on_what_was_read_before(learned: LearnedExtractor) -> None:
    papers = [
        Paper("title:a", "Token Pruning for Speed", "We study Token Pruning and token pruning."),
        Paper("title:b", "On LoRA", "We fine-tune LLaMA with LoRA. Accuracy rises by 3%."),
        Paper("title:c", "Quantisation", "We propose QQ. QQ quantizes OPT-6.7B to 4 bits."),
    ]
    fresh = pickle.loads(pickle.dumps(learned))

    forwards = [learned.extract(paper) for paper in papers]
    backwards = [fresh.extract(paper) for paper in reversed(papers)]

    assert forwards == backwards[::-1]
