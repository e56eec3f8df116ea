"""A hostile graph, its page, and a browser that notes what the page asks for or complains of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from kg.export.explorer.page import render
from kg.model import KnowledgeGraph, Listing

MARKUP = '<img src=x onerror="alert(1)">'
CLOSING = "</script><script>alert(1)</script>"
SCRIPT_URL = "javascript:alert(1)"
LONG = "x" * 10_000
SHOTS = Path(__file__).parents[3] / "screenshots"


@dataclass
class Seen:
    """A page and what a browser noted of it."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def until(self, holds: Callable[[], object]) -> None:
        """Wait up to 5 seconds; playwright's own waiting needs the eval that the page forbids."""
        for _ in range(100):
            if holds():
                return
            self.page.wait_for_timeout(50)
        raise AssertionError("nothing changed within 5 seconds")

    def place(self, identifier: str) -> tuple[float, float]:
        """Return where a node is drawn, in pixels of the window."""
        x, y = self.page.evaluate("(id) => explorer.place(id)", identifier)
        return x, y

    def shot(self, name: str) -> None:
        """Keep a picture of the window for whoever wants to look."""
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png")


Open = Callable[..., AbstractContextManager[Seen]]


@pytest.fixture(scope="session")
def open_page(browser: Any) -> Open:
    """Return what opens a file as a user does; in the end nothing was asked for, nothing failed."""

    @contextmanager
    def opened(
        path: Path, hash: str = "", width: int = 1360, height: int = 860, **context: Any
    ) -> Iterator[Seen]:
        options = {"reduced_motion": "reduce", "accept_downloads": True, **context}
        session = browser.new_context(viewport={"width": width, "height": height}, **options)
        seen = Seen(session.new_page())
        page = seen.page
        page.on("request", lambda request: seen.requests.append(request.url))
        page.on("console", lambda message: seen.complaints.append(message.text))
        page.on("pageerror", lambda error: seen.complaints.append(str(error)))
        page.on("dialog", lambda box: (seen.complaints.append("a script ran"), box.dismiss()))
        page.goto(path.as_uri() + hash)
        page.wait_for_selector("body.ready, .blocked")
        yield seen
        assert {url.split("#")[0] for url in seen.requests} == {path.as_uri()}
        assert seen.complaints == []
        assert page.locator("img").count() == 0
        session.close()

    return opened


@pytest.fixture(scope="session")
def hostile(small_graph: KnowledgeGraph) -> KnowledgeGraph:
    """Return the small graph with markup, scripts and endless names where a paper may put them."""
    entities = dict(small_graph.entities)
    pruning = entities["technique/token-pruning"]
    entities[pruning.id] = replace(pruning, name=MARKUP, aliases=(CLOSING, "dropping", LONG))
    entities["model/vicuna"] = replace(entities["model/vicuna"], name=LONG)
    first, second, third = small_graph.papers
    tiny = second.links[0]
    second = replace(
        second,
        paper=replace(second.paper, authors=(MARKUP,), listings=(Listing(MARKUP),)),
        links=(replace(tiny, link=replace(tiny.link, url=SCRIPT_URL)),),
    )
    third = replace(
        third,
        paper=replace(third.paper, title=CLOSING),
        statements=tuple(
            replace(one, evidence=replace(one.evidence, quote=MARKUP + one.evidence.surface))
            for one in third.statements
        ),
    )
    return replace(small_graph, papers=(first, second, third), entities=entities)


@pytest.fixture(scope="session")
def hostile_page(hostile: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "graph.html"
    path.write_text(render(hostile), encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def sample_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the page of the sample graph."""
    import kg

    path = tmp_path_factory.mktemp("sample") / "graph.html"
    path.write_text(render(kg.build().records), encoding="utf-8")
    return path
