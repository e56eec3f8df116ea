"""The promise of every statement: section[start:end] == surface, inside its quote."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.rules import RuleExtractor
from kg.ingest.read import read
from kg.model import Evidence, Extraction, Paper

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

PIECES = """we propose introduce our on the with LLaVA-1.5-7B LLaMA GSM8K Stable Diffusion token
pruning 1.8times 46\\% $\\times$ QuickCast (QC) QC: and outperforms , . -- “ ü π İ IA-RED$^2$
4B/8B/26B InternVL-2.0-4B/8B https://github.com/a/b ) ( ] speedup FLOPs from to 3.5x 1,000 on A100
é \\textbf{ } ~ vLLM's LLMs"""
WORDS = st.sampled_from([*PIECES.split(), "\u2060", "\ud800", "\n\n", " "])
TEXT = st.lists(WORDS | st.text(max_size=4), max_size=60).map(" ".join)


def evidence_of(extraction: Extraction) -> list[Evidence]:
    return [x.evidence for x in (*extraction.facts, *extraction.results, *extraction.links)]


def assert_true(extraction: Extraction) -> None:
    for evidence in evidence_of(extraction):
        text = extraction.paper.text(evidence.section)
        assert text[evidence.start : evidence.end] == evidence.surface
        assert evidence.surface in evidence.quote
        assert evidence.quote in text
        assert evidence.surface.strip()


@settings(max_examples=300, deadline=None)
@given(title=TEXT, abstract=TEXT)
def test_any_text(extractor: RuleExtractor, title: str, abstract: str) -> None:
    assert_true(extractor.extract(Paper("title:x", title, abstract)))


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed pages are not beside this checkout")
def test_the_seed_pages(extractor: RuleExtractor) -> None:
    papers = read([SEEDS]).papers
    assert len(papers) == 267
    total = 0
    for paper in papers:
        extraction = extractor.extract(paper)
        assert_true(extraction)
        total += len(evidence_of(extraction))
    assert total > 2000


def test_extraction_is_a_pure_function(extractor: RuleExtractor) -> None:
    paper = Paper("title:x", "QuickCast: Fast", "We propose QuickCast. It is 2x faster than LLaVA.")
    assert extractor.extract(paper) == extractor.extract(paper)
