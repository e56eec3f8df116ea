"""axe-core finds nothing serious in any view, light or dark, wide or on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

AXE = Path(__file__).parents[3] / "kg/export/explorer/web/node_modules/axe-core/axe.min.js"
STATES = {
    "picture": "",
    "node": "#node=model/llava",
    "focus": "#node=model/llava&focus=1+model/llava",
    "table": "#view=table&table=Result",
    "papers": "#view=table",
    "matrix": "#view=matrix",
}


@pytest.mark.skipif(not AXE.is_file(), reason="needs axe-core: npm ci in kg/export/explorer/web")
@pytest.mark.parametrize("state", list(STATES))
def test_nothing_serious(open_page: Any, sample_page: Path, state: str) -> None:
    with open_page(sample_page, STATES[state]) as seen:
        seen.page.evaluate(AXE.read_text(encoding="utf-8"))
        for scheme in ("light", "dark"):
            seen.page.emulate_media(color_scheme=scheme)
            seen.page.wait_for_timeout(300)
            report = seen.page.evaluate("axe.run({ resultTypes: ['violations'] })")
            serious = [
                (one["id"], one["nodes"][0]["html"][:160], one["nodes"][0]["failureSummary"][:300])
                for one in report["violations"]
                if one["impact"] in ("serious", "critical")
            ]
            assert serious == [], scheme
            assert len(report["passes"]) > 10


def test_the_page_has_its_landmarks_and_names(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page) as seen:
        for selector in ("header", "main", "nav", "aside[aria-label=Filters]", "[role=search]"):
            assert seen.page.locator(selector).count() == 1, selector
        nameless = seen.page.locator("button, input, select").evaluate_all(
            """all => all.filter(one => !(one.textContent || one.ariaLabel
                 || one.labels?.[0]?.textContent)).map(one => one.outerHTML)"""
        )
        assert nameless == []


def test_tab_goes_from_search_to_views_to_filters(open_page: Any, sample_page: Path) -> None:
    with open_page(sample_page) as seen:
        order = []
        for _ in range(16):
            seen.page.keyboard.press("Tab")
            order.append(
                seen.page.evaluate(
                    "(document.activeElement.closest('[id]') ?? document.activeElement).id"
                )
            )
        assert order[0] == "query"
        assert order.index("views") < order.index("tools") < order.index("kind-Paper")
