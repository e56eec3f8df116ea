"""paperkg: from feeds of paper titles and abstracts to a knowledge graph that people can trust.

>>> import kg
>>> graph = kg.build(["page.txt"])          # doctest: +SKIP
>>> graph.query("SELECT ...")               # doctest: +SKIP
>>> graph.write("exports")                  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from kg.api import Graph, Store, build, load
    from kg.errors import KgError

_PUBLIC = {
    "Graph": "kg.api",
    "KgError": "kg.errors",
    "Store": "kg.api",
    "build": "kg.api",
    "load": "kg.api",
}

__all__ = ["Graph", "KgError", "Store", "__version__", "build", "load"]


def __getattr__(name: str) -> Any:
    """Import a public name where it is first used, so that importing kg stays light."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    return getattr(import_module(_PUBLIC[name]), name)
