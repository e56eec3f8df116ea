"""What a syntax of RDF has to tell so that a file of it can be written block by block."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph.rdf import Triple


@dataclass(frozen=True, slots=True)
class Syntax:
    """A syntax: `serialise` writes whole subjects; what stands before, between and behind them."""

    serialise: Callable[[Sequence[Triple]], str]
    head: str = ""
    between: str = ""
    foot: str = ""
