"""Extraction of many papers, spread over processes where there are many."""

from __future__ import annotations

from collections.abc import Sequence

from tqdm import tqdm

from kg.extract.extractor import Extractor
from kg.model import Extraction, Paper
from kg.parallel import spread

_WORTH_SPREADING = 600
_CHUNK = 100


def extract_all(
    extractor: Extractor, papers: Sequence[Paper], *, jobs: int = 1
) -> list[Extraction]:
    """Return the extraction of each paper, in the papers' order.

    Args:
        extractor: what reads a paper; has to be picklable where processes are not forked.
        papers: what to read.
        jobs: processes; few papers are read in this one.
    """
    starts = range(0, len(papers), _CHUNK)
    workers = jobs if len(papers) >= _WORTH_SPREADING else 1
    found: list[Extraction] = []
    with tqdm(total=len(papers), desc="extract", unit="paper", disable=None, leave=False) as bar:
        for chunk in spread(_extract, (extractor, papers), starts, workers):
            found.extend(chunk)
            bar.update(len(chunk))
    return found


def _extract(shared: tuple[Extractor, Sequence[Paper]], start: int) -> list[Extraction]:
    extractor, papers = shared
    return [extractor.extract(paper) for paper in papers[start : start + _CHUNK]]
