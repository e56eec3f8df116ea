"""The page of pyvis in a real browser: it draws, finds, filters, tells, and asks for nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from kg.export.formats import write_exports
from kg.export.view import write_view
from kg.model import KnowledgeGraph

playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")

HOSTILE = ("<img src=x onerror=alert(1)>", "</script><script>alert(1)</script>")

# The share of the canvas that is drawn upon; read from a copy, as reading slows a canvas down.
INK = """() => {
  const canvas = document.querySelector("#canvas canvas");
  const copy = new OffscreenCanvas(canvas.width, canvas.height);
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  let inked = 0;
  for (let i = 3; i < data.length; i += 4) inked += data[i] > 0;
  return inked / (data.length / 4);
}"""
# Where a node is drawn, in pixels of the window.
PLACE = """(id) => {
  const { left, top } = document.getElementById("canvas").getBoundingClientRect();
  const { x, y } = network.canvasToDOM(network.getPosition(id));
  return [x + left, y + top];
}"""


@dataclass
class Seen:
    """What a browser did with a page."""

    page: playwright.Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def pages(small_graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder of overview.html and view.html of a graph in which all names are hostile."""
    entities = dict(small_graph.entities)
    entities["technique/token-pruning"] = replace(
        entities["technique/token-pruning"], name=HOSTILE[0], aliases=(HOSTILE[1], "dropping")
    )
    papers = tuple(
        replace(
            record,
            paper=replace(record.paper, title=" ".join(HOSTILE)),
            statements=tuple(
                replace(
                    one, evidence=replace(one.evidence, quote=HOSTILE[1] + one.evidence.surface)
                )
                for one in record.statements
            ),
        )
        for record in small_graph.papers
    )
    graph = replace(small_graph, papers=papers, entities=entities)
    folder = tmp_path_factory.mktemp("pages")
    write_exports(graph, folder, ["overview"])
    write_view(graph, "technique/token-pruning", 2, folder / "view.html")
    return folder


def wait_until(page: playwright.Page, holds: Callable[[], bool]) -> None:
    """Wait up to 5 seconds; playwright's own wait_for_function needs the eval that we forbid."""
    for _ in range(100):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("nothing changed within 5 seconds")


def steady_ink(page: playwright.Page) -> float:
    """Return how much is drawn once it stays so (opening the legend resizes the canvas)."""
    last = [-1.0, -1.0, -1.0]
    wait_until(page, lambda: len({*last[-3:], last.append(page.evaluate(INK))}) == 2)
    return last[-1]


def opened(browser: playwright.Browser, path: Path, width: int) -> Iterator[Seen]:
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    seen = Seen(context.new_page())
    seen.page.on("request", lambda request: seen.requests.append(request.url))
    seen.page.on("console", lambda message: seen.complaints.append(message.text))
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on(
        "dialog", lambda dialog: (seen.complaints.append("a script ran"), dialog.dismiss())
    )
    seen.page.goto(path.as_uri())
    wait_until(seen.page, lambda: seen.page.evaluate(INK) > 0.001)
    yield seen
    assert seen.requests == [path.as_uri()]
    assert seen.complaints == []
    assert seen.page.locator("img").count() == 0
    context.close()


@pytest.fixture(params=[1280, 390], ids=["desktop", "phone"])
def seen(
    request: pytest.FixtureRequest, browser: playwright.Browser, pages: Path
) -> Iterator[Seen]:
    yield from opened(browser, pages / "overview.html", request.param)


@pytest.fixture
def view(browser: playwright.Browser, pages: Path) -> Iterator[Seen]:
    yield from opened(browser, pages / "view.html", 1280)


def test_it_draws_and_counts(seen: Seen, small_graph: KnowledgeGraph) -> None:
    total = len(small_graph.papers) + len(small_graph.entities)

    assert seen.page.inner_text("#summary") == f"{total} papers and things"
    assert seen.page.evaluate("nodes.length") == total
    assert seen.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_search_finds_aliases_and_enter_focuses(seen: Seen) -> None:
    seen.page.fill("#query", "DROPPING")
    assert seen.page.locator("#matches button").all_inner_texts() == [HOSTILE[0]]

    seen.page.press("#query", "Enter")

    assert seen.page.inner_text("#panel h2") == HOSTILE[0]
    assert not seen.page.is_visible("#matches")
    x, y = seen.page.evaluate(PLACE, "technique/token-pruning")
    over = seen.page.evaluate("([x, y]) => document.elementFromPoint(x, y).tagName", [x, y])
    assert over == "CANVAS"


def test_search_for_nothing_says_so(seen: Seen) -> None:
    seen.page.fill("#query", "no such thing")

    assert seen.page.inner_text("#matches") == "Nothing here is called so."
    seen.page.press("#query", "Enter")
    assert not seen.page.is_visible("#panel")


def test_the_legend_hides_and_shows_a_type(seen: Seen) -> None:
    if not seen.page.evaluate("document.getElementById('types').open"):
        seen.page.click("#types summary")
    steady_ink(seen.page)
    hidden = "visNodes.get().filter((n) => n.hidden).map((n) => nodeById.get(n.id).type)"

    seen.page.click("#legend label:has(#show-Paper)")
    assert seen.page.evaluate(hidden) == ["Paper"] * 3
    seen.page.wait_for_timeout(300)  # the picture follows in the next frame
    without = steady_ink(seen.page)

    seen.page.click("#legend label:has(#show-Paper)")
    assert seen.page.evaluate(hidden) == []
    wait_until(seen.page, lambda: seen.page.evaluate(INK) > without)


def test_a_click_on_a_node_tells_its_edges_with_their_sentences(seen: Seen) -> None:
    seen.page.mouse.click(*seen.page.evaluate(PLACE, "dataset/tone-1a2b3c4d"))

    seen.page.wait_for_selector("#panel h2:text-is('Töne')")
    assert seen.page.locator("#panel h3").all_inner_texts() == ["← TRAINS ON (2)"]
    quotes = seen.page.locator("#panel blockquote").all_inner_texts()
    assert quotes == [HOSTILE[1] + "Töne"] * 2
    assert seen.page.locator("#panel mark").all_inner_texts() == ["Töne"] * 2

    seen.page.keyboard.press("Escape")
    assert not seen.page.is_visible("#panel")


def test_an_edge_shows_its_sentence_on_hover_and_its_details_on_click(seen: Seen) -> None:
    ends = [seen.page.evaluate(PLACE, i) for i in ("paper/2403.06764", "dataset/tone-1a2b3c4d")]
    x, y = ((a + b) / 2 for a, b in zip(*ends, strict=True))

    seen.page.mouse.move(x, y + 60)
    seen.page.mouse.move(x, y, steps=4)
    seen.page.wait_for_selector("#tip blockquote")
    assert HOSTILE[1] in seen.page.inner_text("#tip blockquote")

    seen.page.mouse.click(x, y)
    seen.page.wait_for_selector("#panel .kind:text-is('Edge')")
    assert "confidence" in seen.page.inner_text("#panel")


def test_a_view_opens_at_its_center(view: Seen) -> None:
    assert view.page.inner_text("#panel h2") == HOSTILE[0]
    assert view.page.inner_text("h1") == f"Around {HOSTILE[0]}"
    assert view.page.title() == f"Around {HOSTILE[0]}"


def test_the_page_may_reach_no_network(seen: Seen) -> None:
    tried = "fetch('https://example.org/').then(() => 'reached', () => 'refused')"

    assert seen.page.evaluate(tried) == "refused"
    assert any("Content Security Policy" in text for text in seen.complaints)
    seen.complaints.clear()
