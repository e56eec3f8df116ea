"""Data flows one way: no stage knows those after it. Imports are read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

KG = Path(__file__).parents[1] / "kg"

LAYERS = (
    {"__init__", "errors", "model", "parallel", "stamp", "vocab"},
    {"ids", "resources"},
    {"lexicon"},
    {"ingest", "extract"},
    {"fetch"},
    {"resolve"},
    {"correct"},
    {"graph"},
    {"evaluate", "export", "query"},
    {"pipeline", "summary", "train"},
    {"store"},
    {"api"},
    {"serve"},
    {"mcp"},
    {"cli"},
    {"__main__"},
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}


def stage(path: Path) -> str:
    return path.relative_to(KG).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    lazy = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom | ast.Import)]
    for node in lazy:
        names = (
            [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        )
        for name in names:
            parts = name.split(".")
            if parts[0] == "kg":
                yield parts[1] if len(parts) > 1 else "__init__"


MODULES = sorted(p for p in KG.rglob("*.py") if "_schema" not in p.parts)


def test_every_module_has_a_layer() -> None:
    assert len(MODULES) > 40
    assert {stage(path) for path in MODULES} == set(RANK)


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(KG)))
def test_imports_point_downwards(path: Path) -> None:
    if path == KG / "__init__.py":
        pytest.skip("the package's own names are lazy")
    own = stage(path)
    for other in imported(path):
        assert RANK[other] < RANK[own] or other == own, f"{own} imports {other}"
