"""The extractions of annotated papers by models that never saw them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.learned.bundle import Background
from kg.extract.learned.extractor import LearnedExtractor
from kg.lexicon import Lexicon
from kg.model import Extraction, Paper
from kg.parallel import spread
from kg.train.examples import PaperExamples
from kg.train.folds import folds
from kg.train.train import train

SEED = 0
"""Of the split into folds."""

_Shared = tuple[Sequence[PaperExamples], Sequence[PaperExamples], Lexicon, Background]


def cross_validate(
    papers: Sequence[PaperExamples],
    more: Sequence[PaperExamples],
    lexicon: Lexicon,
    background: Background,
    *,
    jobs: int = 1,
) -> list[Extraction]:
    """Return the extraction of each paper by models trained without it.

    Weights, probabilities and thresholds are all fitted on the other folds; the lexicons and the
    word lists are the same for all.

    Args:
        papers: what is held out in turn.
        more: papers that are always trained on.
        lexicon: the known names.
        background: what other papers tell of words.
        jobs: processes, one fold each.
    """
    found: dict[int, Extraction] = {}
    splits = list(folds(len(papers), SEED))
    for one in spread(_read_held_out, (papers, more, lexicon, background), splits, jobs):
        found.update(one)
    return [found[place] for place in range(len(papers))]


def _read_held_out(shared: _Shared, split: tuple[list[int], list[int]]) -> dict[int, Extraction]:
    papers, more, lexicon, background = shared
    kept, held = split
    bundle = train([papers[i] for i in kept], background, more)
    extractor = LearnedExtractor(lexicon, bundle)
    return {place: extractor.extract(_paper(papers[place])) for place in held}


def _paper(examples: PaperExamples) -> Paper:
    annotated = examples.paper
    return Paper(f"title:{annotated.title}", annotated.title, annotated.abstract)


def papers_of(examples: Sequence[PaperExamples]) -> Iterator[Paper]:
    """Yield the papers without their annotations."""
    return map(_paper, examples)
