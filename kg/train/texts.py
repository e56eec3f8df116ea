"""Annotations that stand apart from their texts, and the papers that hold the texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.errors import InputError
from kg.evaluate.gold import AnnotatedPaper
from kg.model import Paper


def by_arxiv_id(papers: Iterable[Paper]) -> dict[str, Paper]:
    """Return the papers that have an arXiv id, by it."""
    return {paper.arxiv_id: paper for paper in papers if paper.arxiv_id}


def with_texts(
    annotated: Sequence[AnnotatedPaper], texts: Mapping[str, Paper]
) -> list[AnnotatedPaper]:
    """Return the annotated papers, each with an abstract.

    Raises:
        InputError: a paper has none, and no text has its id.
    """
    return [paper if paper.abstract else _with_text(paper, texts) for paper in annotated]


def _with_text(annotated: AnnotatedPaper, texts: Mapping[str, Paper]) -> AnnotatedPaper:
    paper = texts.get(annotated.id or "")
    if paper is None:
        raise InputError(
            f"annotated paper {annotated.title!r}",
            f"has no abstract, and no text has its id {annotated.id}",
            "name the file of texts with --texts",
        )
    return replace(annotated, title=paper.title, abstract=paper.abstract)
