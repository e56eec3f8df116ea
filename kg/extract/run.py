"""Extraction of many papers, spread over processes where there are many."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from tqdm import tqdm

from kg.extract.extractor import Extractor
from kg.extract.rules import RuleExtractor
from kg.lexicon import Lexicon, load_lexicon
from kg.model import Extraction, Paper

_WORTH_SPREADING = 600
_CHUNK = 100

_extractor: Extractor


def extract_all(
    papers: Sequence[Paper], lexicon: Lexicon, paths: Sequence[Path], *, jobs: int = 1
) -> tuple[str, list[Extraction]]:
    """Return the extractor's name and the extraction of each paper, in the papers' order.

    Args:
        papers: what to read.
        lexicon: the lexicon of the files at `paths`, which each further process loads itself.
        jobs: processes; few papers are read in this one.
    """
    extractor = RuleExtractor(lexicon)
    with tqdm(total=len(papers), desc="extract", unit="paper", disable=None, leave=False) as bar:
        if jobs <= 1 or len(papers) < _WORTH_SPREADING:
            found = []
            for paper in papers:
                found.append(extractor.extract(paper))
                bar.update()
            return extractor.name, found
        chunks = [papers[i : i + _CHUNK] for i in range(0, len(papers), _CHUNK)]
        extractions: list[Extraction] = []
        with ProcessPoolExecutor(jobs, get_context("spawn"), _start, (tuple(paths),)) as pool:
            for chunk in pool.map(_extract, chunks):
                extractions.extend(chunk)
                bar.update(len(chunk))
        return extractor.name, extractions


def _start(paths: tuple[Path, ...]) -> None:
    global _extractor
    _extractor = RuleExtractor(load_lexicon(paths))


def _extract(papers: Sequence[Paper]) -> list[Extraction]:
    return [_extractor.extract(paper) for paper in papers]
