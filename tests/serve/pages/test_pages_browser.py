"""The pages in a real browser: read, followed, searched, in both schemes, without a complaint."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pyoxigraph as ox
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.graph.rdf import to_store
from kg.serve import explore, pages
from kg.serve.api import app as api
from kg.serve.editor import page as editor
from kg.serve.index import GraphIndex

AXE = Path(__file__).parents[3] / "kg/export/explorer/web/node_modules/axe-core/axe.min.js"
SHOTS = Path(__file__).parents[3] / "screenshots"
PATHS = {
    "thing": "/id/model/llava-1.5-7b",
    "paper": "/id/paper/2403.06764",
    "statement": "/id/statement/2403.06764/usesbasemodel/model-llava-1.5-7b",
    "listing": "/id/listing/page-nov20.txt-2024-11-20",
    "missing": "/id/model/lava",
    "search": "/search?q=lava",
    "api": "/api",
    "query": "/query",
    "start": "/start/",
    "explorer": "/",
    "around": "/explore?around=model/llava",
}

Open = Callable[..., AbstractContextManager[Any]]


@pytest.fixture(scope="module")
def address(index: GraphIndex) -> Iterator[str]:
    """Yield the address of a server of the small graph; below /start/ it is a large graph's."""
    server = uvicorn.Server(uvicorn.Config(lambda: None, port=0, log_level="error"))
    socket = server.config.bind_socket()
    base = f"http://127.0.0.1:{socket.getsockname()[1]}"
    store = to_store(index.graph)

    async def sparql(request: Request) -> Response:
        form = await request.form()
        answer = store.query(str(form["query"])).serialize(format=ox.QueryResultsFormat.JSON)
        return Response(answer, media_type="application/sparql-results+json")

    large = Starlette(routes=explore.routes(index, base, whole=1))
    app = Starlette(
        routes=[
            *explore.routes(index, base),
            *pages.routes(index, base),
            *api.routes(index, base),
            *editor.routes(index, base),
            Route("/sparql", sparql, methods=["GET", "POST"]),
        ]
    )
    app.mount("/start", large)
    server.config.app = app
    thread = Thread(target=server.run, args=([socket],))
    thread.start()
    yield base
    server.should_exit = True
    thread.join(10)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def open_page(browser: Any, address: str) -> Open:
    """Return what opens a path; in the end nothing failed, and nothing came from elsewhere."""

    @contextmanager
    def opened(path: str, **context: Any) -> Iterator[Any]:
        session = browser.new_context(**{"viewport": {"width": 1200, "height": 860}, **context})
        page = session.new_page()
        asked: list[str] = []
        complaints: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda box: (complaints.append("a script ran"), box.dismiss()))
        status = page.goto(address + path).status
        yield page
        if status == 404:
            complaints = [one for one in complaints if "404" not in one]
        if path == PATHS["query"]:
            # DOMPurify reads a hostile title in a document of its own, where nothing can run and
            # whence Chromium tells of the handlers in it; had one run, there would be a dialog.
            complaints = [one for one in complaints if "inline event handler" not in one]
            assert page.locator("img").count() == 0
        assert complaints == []
        assert all(url.startswith((address, "data:", "blob:")) for url in asked)
        session.close()

    return opened


def seriously_wrong(page: Any) -> list[tuple[str, str, str]]:
    """Return what axe-core finds serious or critical; nothing if it is not installed."""
    if not AXE.is_file():
        return []
    page.evaluate(AXE.read_text(encoding="utf-8"))
    report = page.evaluate("axe.run({ resultTypes: ['violations'] })")
    assert len(report["passes"]) > 10
    return [
        (one["id"], one["nodes"][0]["html"][:160], one["nodes"][0]["failureSummary"][:300])
        for one in report["violations"]
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.skipif(not AXE.is_file(), reason="needs axe-core: npm ci in kg/export/explorer/web")
@pytest.mark.parametrize(
    ("name", "scheme"),
    [(name, "light") for name in PATHS if name not in ("explorer", "around")]
    + [(name, "dark") for name in ("thing", "paper", "search")],
)
def test_nothing_serious(open_page: Open, name: str, scheme: str) -> None:
    with open_page(PATHS[name], color_scheme=scheme) as page:
        if name == "query":
            page.wait_for_selector("body.ready")
        assert seriously_wrong(page) == []
        assert page.locator("main").count() == 1


@pytest.mark.parametrize(
    ("name", "width"),
    [(name, 390) for name in PATHS] + [(name, 1200) for name in ("thing", "paper", "start")],
)
def test_it_fits_the_window(open_page: Open, name: str, width: int) -> None:
    with open_page(PATHS[name], viewport={"width": width, "height": 800}) as page:
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        assert page.inner_text("h1")
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"pages-{name}-{width}.png", full_page=True)


def test_a_thing_is_read_and_followed_to_a_paper_and_back(open_page: Open) -> None:
    with open_page(PATHS["thing"]) as page:
        assert page.inner_text("h1") == "LLaVA-1.5-7B"
        marks = page.locator("section[aria-labelledby=usesBaseModel] mark").all_inner_texts()
        assert marks == ["LLaVA-1.5-7B", "LLaVA-1.5-7B"]
        assert page.evaluate(
            "getComputedStyle(document.querySelector('mark')).backgroundColor"
        ) in (
            "rgb(255, 238, 174)",
            "rgb(91, 76, 23)",
        )
        page.click("section[aria-labelledby=usesBaseModel] a.Paper >> nth=0")
        assert "<img src=x" in page.inner_text("h1")
        assert page.locator("img").count() == 0
        assert "</script><script>alert('x')</script>" in page.inner_text(".text")
        page.click(".text a.mark >> text=LLaVA-1.5-7B")
        assert page.inner_text("h1") == "LLaVA-1.5-7B"


def test_search_from_the_keyboard(open_page: Open) -> None:
    with open_page(PATHS["thing"]) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.focus("#q")
        page.keyboard.type("tokn prunning")
        page.keyboard.press("Enter")
        page.wait_for_selector(".hits")
        assert page.locator(".hits a").first.inner_text() == "token pruning"


def test_a_picture_of_what_is_around(open_page: Open) -> None:
    with open_page(PATHS["thing"]) as page:
        page.click("text=Picture of what is around it")
        page.wait_for_selector("body.ready")
        assert page.inner_text("h1") == "Knowledge graph"
        assert page.evaluate("explorer.place('model/llava-1.5-7b').length") == 2


def test_the_start_page_of_a_large_graph_leads_to_things(open_page: Open) -> None:
    with open_page(PATHS["start"]) as page:
        page.click("main a >> text=token pruning")
        assert page.inner_text("h1") == "token pruning"


def test_a_saved_query_is_run_and_its_results_lead_to_things(open_page: Open) -> None:
    with open_page(PATHS["query"]) as page:
        page.wait_for_selector("body.ready")
        assert page.locator(".tabsList .tab").count() > 10
        page.click(".tabsList >> text=papers-using")
        page.click(".yasqe_queryButton >> visible=true")
        page.wait_for_selector(".yasr .dataTable >> visible=true")
        assert seriously_wrong(page) == []
        link = page.locator(".yasr a[href^='/id/paper/']").first
        target = link.get_attribute("href")
        page.goto(page.url.split("/query")[0] + target)
        assert page.inner_text(".kind") == "PAPER"


def test_our_words_are_completed(open_page: Open) -> None:
    with open_page(PATHS["query"]) as page:
        page.wait_for_selector("body.ready")
        page.click(".addTab")
        page.click(".CodeMirror >> visible=true")
        page.keyboard.press("Control+A")
        page.keyboard.type("PREFIX kg: <https://w3id.org/paperkg/ontology#> SELECT * { ?s kg:usesB")
        page.keyboard.press("Control+Space")
        page.wait_for_timeout(300)
        text = page.evaluate("document.querySelector('.active .CodeMirror').CodeMirror.getValue()")
        shown = page.locator(".CodeMirror-hints li").all_inner_texts()
        assert "kg:usesBaseModel" in text or any("usesBaseModel" in one for one in shown)


def test_the_editor_remembers_what_was_written(open_page: Open) -> None:
    with open_page(PATHS["query"]) as page:
        page.wait_for_selector("body.ready")
        before = page.locator(".tabsList .tab").count()
        page.click(".addTab")
        page.wait_for_timeout(200)
        page.reload()
        page.wait_for_selector("body.ready")
        assert page.locator(".tabsList .tab").count() == before + 1
        assert page.locator(".CodeMirror >> visible=true").count() == 1
