"""What papers hold is text: nothing of it becomes markup, a script or a link to one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx
import pyoxigraph as ox
import pytest

MARKUP = '<img src=x onerror="alert(1)">'
CLOSING = "</script><script>alert(1)</script>"
PRUNING = "technique/token-pruning"


@pytest.mark.parametrize("width", [1360, 390])
def test_hostile_names_are_shown_as_they_are(
    open_page: Any, hostile_page: Path, width: int
) -> None:
    with open_page(hostile_page, f"#node={PRUNING}", width=width) as seen:
        seen.page.wait_for_selector("#panel h2")
        assert seen.page.inner_text("#panel h2") == MARKUP
        assert CLOSING in seen.page.inner_text("#panel .aliases")
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        for place in ("paper/cs-0112017", "paper/naive-is-all-0a1b2c", "model/vicuna"):
            seen.page.evaluate("(hash) => { location.hash = hash }", f"node={place}")
            seen.page.wait_for_timeout(150)
            assert seen.page.locator("#panel h2").count() == 1
        assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert len(seen.page.inner_text("#panel h2")) == 10_000
        seen.shot(f"hostile-{width}")


def test_hostile_quotes_and_authors_are_text(open_page: Any, hostile_page: Path) -> None:
    with open_page(hostile_page, "#node=paper/naive-is-all-0a1b2c") as seen:
        seen.page.wait_for_selector("#panel blockquote")
        assert seen.page.inner_text("#panel h2") == CLOSING
        quotes = seen.page.locator("#panel blockquote").all_inner_texts()
        assert any(quote.startswith(MARKUP) for quote in quotes)


def test_an_address_that_is_a_script_is_no_link(open_page: Any, hostile_page: Path) -> None:
    with open_page(hostile_page, "#node=paper/cs-0112017") as seen:
        seen.page.wait_for_selector("#panel h2")
        assert "javascript:alert(1)" in seen.page.inner_text("#panel")
        links = seen.page.locator("a").evaluate_all("all => all.map(a => a.protocol)")
        assert set(links) <= {"file:", "https:", "http:"}


def test_search_tables_and_matrix_hold_hostile_names(open_page: Any, hostile_page: Path) -> None:
    with open_page(hostile_page) as seen:
        seen.page.fill("#query", "dropping")
        seen.page.wait_for_selector("#matches .name")
        assert seen.page.locator("#matches .name").first.inner_text() == MARKUP
        seen.page.keyboard.press("Escape")
        seen.page.click("#views button:has-text('Tables')")
        for tab in seen.page.locator("#table [role=tab]").all():
            tab.click()
        seen.page.click("#views button:has-text('Matrix')")
        seen.page.wait_for_selector("#matrix table")
        assert MARKUP in seen.page.inner_text("#matrix")


def test_markup_from_strings_fails_in_the_page(open_page: Any, hostile_page: Path) -> None:
    with open_page(hostile_page) as seen:
        refused = seen.page.evaluate(
            """() => {
              try { document.body.innerHTML = '<b>x</b>'; return false; } catch { return true; }
            }"""
        )
        assert refused
        assert "TrustedHTML" in seen.complaints.pop()


def test_what_is_saved_can_be_read_back(open_page: Any, hostile_page: Path) -> None:
    with open_page(hostile_page) as seen:

        def save(name: str) -> bytes:
            seen.page.click("[aria-label='Save']")
            with seen.page.expect_download() as download:
                seen.page.click(f"#save-menu button:has-text('{name}')")
            return Path(download.value.path()).read_bytes()

        store = ox.Store()
        store.load(input=save("Turtle"), format=ox.RdfFormat.TURTLE)
        literals = {quad.object.value for quad in store if isinstance(quad.object, ox.Literal)}
        assert {MARKUP, CLOSING} <= literals
        labels = networkx.get_node_attributes(
            networkx.parse_graphml(save("GraphML").decode()), "label"
        )
        assert labels[PRUNING] == MARKUP
        assert b"<img" not in save("SVG")


@pytest.mark.parametrize(
    "hash",
    [
        "#node=nowhere&view=nothing&focus=9+nowhere&camera=x,y&sort=%00&confidence=-5",
        "#node=<img src=x onerror=alert(1)>&table=<b>&find=<script>",
        "#view=table&table=constructor",
        "#%%%",
    ],
)
def test_a_permalink_of_anything_opens_the_page(
    open_page: Any, hostile_page: Path, hash: str
) -> None:
    with open_page(hostile_page, hash) as seen:
        assert seen.page.inner_text("#summary strong") == "21"


def test_a_browser_without_decompression_is_told(browser: Any, hostile_page: Path) -> None:
    session = browser.new_context()
    page = session.new_page()
    page.add_init_script("delete globalThis.DecompressionStream")
    page.goto(hostile_page.as_uri())
    page.wait_for_selector(".blocked")
    assert "cannot unpack the graph" in page.inner_text(".blocked")
    session.close()


def test_a_damaged_file_is_told(open_page: Any, hostile_page: Path, tmp_path: Path) -> None:
    text = hostile_page.read_text(encoding="utf-8")
    start = text.index('id="data-graph">') + 200
    damaged = tmp_path / "graph.html"
    damaged.write_text(text[:start] + "AAAA" * 40 + text[start + 160 :], encoding="utf-8")
    with open_page(damaged) as seen:
        assert "damaged" in seen.page.inner_text(".blocked")
