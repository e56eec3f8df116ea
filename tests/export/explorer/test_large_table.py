"""A table of 50,000 rows as a user drives it: drawn in part, scrolled, sorted, searched, copied."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.export.explorer.page import render
from kg.model import KnowledgeGraph

ROWS = 50_000
ROW = "#table .rows .row"


@pytest.fixture(scope="module")
def large_page(small_graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of a graph whose first paper reports 50,000 numbers, the last one 49,999."""
    first, *others = small_graph.papers
    one = first.results[0]
    results = tuple(
        replace(
            one,
            id=f"{one.id}-{n:05}",
            result=replace(one.result, value=str(n), value_text=str(n), unit=None),
        )
        for n in range(ROWS - sum(len(record.results) for record in others))
    )
    graph = replace(small_graph, papers=(replace(first, results=results), *others))
    path = tmp_path_factory.mktemp("large") / "graph.html"
    path.write_text(render(graph), encoding="utf-8")
    return path


def count(seen: Any) -> int:
    return int(seen.page.inner_text("#table .bar .count").split()[0].replace(",", ""))


def numbers(seen: Any) -> list[float]:
    """Return the column of numbers as far as it is drawn."""
    heads = [
        head.split("\n")[0] for head in seen.page.locator("#table .head .cell").all_inner_texts()
    ]
    place = [head.strip("↑↓ ") for head in heads].index("Number") + 1
    cells = seen.page.locator(f"{ROW} .cell:nth-child({place})").all_inner_texts()
    return [float(cell.replace(",", "")) for cell in cells]


def test_only_the_rows_in_sight_are_drawn_to_the_very_last(
    open_page: Any, large_page: Path
) -> None:
    with open_page(large_page, "#view=table&table=Result") as seen:
        seen.page.wait_for_selector(ROW)
        assert count(seen) == ROWS
        assert seen.page.locator(ROW).count() < 100
        seen.page.locator("#table .scroller").evaluate("(box) => box.scrollTo(0, box.scrollHeight)")
        last = f"{ROW}[aria-rowindex='{ROWS + 1}']"
        # asked in one go: a row may be drawn anew between two questions
        top = f'() => document.querySelector("{last}")?.getBoundingClientRect().top ?? null'
        seen.until(lambda: seen.page.evaluate(top) is not None)
        seen.until(lambda: (seen.page.evaluate(top) or 900) < 860)
        assert seen.page.locator(ROW).count() < 100


def test_it_is_sorted_and_searched(open_page: Any, large_page: Path) -> None:
    with open_page(large_page, "#view=table&table=Result") as seen:
        seen.page.wait_for_selector(ROW)
        seen.page.locator("#table .head button", has_text="Number").click()
        seen.until(lambda: numbers(seen)[0] > ROWS - 10)
        found = numbers(seen)
        assert found == sorted(found, reverse=True)
        seen.page.fill("#table input[type=search]", "40123")
        seen.until(lambda: count(seen) == 1)
        assert numbers(seen) == [40123]


def test_all_of_it_is_copied_as_csv(open_page: Any, large_page: Path) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    with open_page(large_page, "#view=table&table=Result", permissions=allowed) as seen:
        seen.page.wait_for_selector(ROW)
        seen.page.click("#table button:has-text('Copy CSV')")
        seen.page.wait_for_selector("text=50,000 rows copied as CSV.")
        copied = seen.page.evaluate("() => navigator.clipboard.readText()")
        rows = list(csv.DictReader(io.StringIO(copied)))
        assert len(rows) == ROWS
        assert len({row["Value"] for row in rows}) > ROWS - 10
