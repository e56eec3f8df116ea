"""What every extractor is: a paper in, an extraction out."""

from __future__ import annotations

from typing import Protocol

from kg.model import Extraction, Paper


class Extractor(Protocol):
    """Reads one paper; a pure function of it, so that papers spread over cores and machines."""

    @property
    def name(self) -> str:
        """Name and version ("rules-0.1.0"), written into the graph."""

    def extract(self, paper: Paper) -> Extraction:
        """Return the facts, results and links that the paper's title and abstract state."""
