"""Which extractor reads the papers, and how sure an edge has to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from kg.extract.run import extract_all
from kg.lexicon import Lexicon
from kg.model import Extraction, Paper
from kg.parallel import collector_paused

if TYPE_CHECKING:
    from kg.extract.extractor import Extractor
    from kg.extract.llm import Settings

Choice = Literal["learned", "rules"]


@dataclass(frozen=True, slots=True)
class Readings:
    """The extraction of each paper, and the name and version of what read them."""

    extractions: list[Extraction]
    extractor: str


def read_papers(
    papers: Sequence[Paper],
    lexicon: Lexicon,
    extractor: Choice | Settings = "learned",
    *,
    min_confidence: float = 0.0,
    jobs: int = 1,
) -> Readings:
    """Return what an extractor reads in the papers.

    Args:
        papers: what is read.
        lexicon: the known names.
        extractor: the learned one, the rules alone, or the settings of a language model.
        min_confidence: edges and results below it are left out.
        jobs: processes.

    Raises:
        EndpointError: the language model's endpoint cannot be used.
        SpendRefused: reading would cost more than the settings allow.
    """
    if not isinstance(extractor, str):
        from kg.extract.llm import llm_extract

        run = llm_extract(papers, lexicon, extractor)
        readings = Readings(run.extractions, run.extractor)
    else:
        with collector_paused():
            reader = _reader(extractor, lexicon)
            readings = Readings(extract_all(reader, papers, jobs=jobs), reader.name)
    if min_confidence <= 0:
        return readings
    sure = [_sure(extraction, min_confidence) for extraction in readings.extractions]
    return replace(readings, extractions=sure)


def _reader(choice: Choice, lexicon: Lexicon) -> Extractor:
    if choice == "rules":
        from kg.extract.rules import RuleExtractor

        return RuleExtractor(lexicon)
    from kg.extract.learned.bundle import load_bundle
    from kg.extract.learned.extractor import LearnedExtractor

    return LearnedExtractor(lexicon, load_bundle())


def _sure(extraction: Extraction, minimum: float) -> Extraction:
    return replace(
        extraction,
        facts=tuple(fact for fact in extraction.facts if fact.confidence >= minimum),
        results=tuple(result for result in extraction.results if result.confidence >= minimum),
    )
