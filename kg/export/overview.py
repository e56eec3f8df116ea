"""overview.html: the best-connected part of a graph, by pyvis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.export.page import render
from kg.export.picture import overview

if TYPE_CHECKING:
    from pathlib import Path

    from kg.model import KnowledgeGraph

FILE = "overview.html"


def write_overview(graph: KnowledgeGraph, folder: Path) -> None:
    """Write overview.html: the most connected papers and things, to search and to click through."""
    page = render(overview(graph), "Knowledge graph")
    (folder / FILE).write_text(page, encoding="utf-8", newline="\n")
