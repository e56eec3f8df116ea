"""Extraction of many papers, spread over processes where there are many."""

from __future__ import annotations

from collections.abc import Sequence

from tqdm import tqdm

from kg.extract.extractor import Extractor
from kg.model import Extraction, Fact, Link, Paper, Result
from kg.parallel import spread

_WORTH_SPREADING = 200
_CHUNK = 50

_Read = tuple[tuple[Fact, ...], tuple[Result, ...], tuple[Link, ...]]
"""An extraction without its paper, which the asking process has."""


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
            here = papers[len(found) : len(found) + len(chunk)]
            found.extend(Extraction(paper, *read) for paper, read in zip(here, chunk, strict=True))
            bar.update(len(chunk))
    return found


def _extract(shared: tuple[Extractor, Sequence[Paper]], start: int) -> list[_Read]:
    extractor, papers = shared
    some = (extractor.extract(paper) for paper in papers[start : start + _CHUNK])
    return [(extraction.facts, extraction.results, extraction.links) for extraction in some]
