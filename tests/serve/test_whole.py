"""`kg serve` as a whole: pages and queries of a graph, in a browser, and of the next graph."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.export.formats import write_exports
from kg.model import KnowledgeGraph

PATIENCE = 20.0
PATHS = {
    "/": "text/html",
    "/id/model/llava-1.5-7b": "text/html",
    "/data/model/llava-1.5-7b.ttl": "text/turtle",
    "/search?q=lava": "text/html",
    "/api": "text/html",
    "/api/openapi.json": "application/json",
    "/query": "text/html",
    "/.well-known/void": "text/turtle",
    "/sitemap.xml": "application/xml",
    "/robots.txt": "text/plain",
    "/sparql": "text/turtle",
    "/health": "application/json",
    "/metrics": "text/plain",
}


@pytest.fixture
def folder(small_graph: KnowledgeGraph, tmp_path: Path) -> Path:
    write_exports(small_graph, tmp_path, ["ttl"])
    return tmp_path


def got(url: str, wanted: Callable[[httpx.Response], bool]) -> httpx.Response:
    """Return the first answer that is as wanted; a server may need a moment."""
    end = time.monotonic() + PATIENCE
    while True:
        answer = httpx.get(url, trust_env=False, timeout=PATIENCE)
        if wanted(answer):
            return answer
        assert time.monotonic() < end, (answer.status_code, answer.text[:200])
        time.sleep(0.1)


def is_well(answer: httpx.Response) -> bool:
    return answer.status_code == 200


def test_everything_is_there_with_its_headers(starting: Any, folder: Path) -> None:
    url = starting(str(folder)).url
    got(f"{url}/", is_well)
    for path, media in PATHS.items():
        answer = got(url + path, is_well)
        assert answer.headers["content-type"].startswith(media), path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "content-security-policy" in answer.headers
    assert httpx.get(f"{url}/../../etc/passwd", trust_env=False).status_code == 404
    counted = httpx.get(f"{url}/metrics", trust_env=False).text
    assert 'paperkg_requests_total{method="GET",route="/id",status="200"} 1.0' in counted


def test_pages_follow_the_graph(starting: Any, folder: Path, small_graph: KnowledgeGraph) -> None:
    url = starting(str(folder)).url
    got(f"{url}/id/method/fast-v", is_well)
    kept = tuple(record for record in small_graph.papers if "2403" not in record.id)
    write_exports(replace(small_graph, papers=kept), folder, ["ttl"])
    got(f"{url}/id/paper/2403.06764", lambda answer: answer.status_code == 404)
    assert is_well(httpx.get(f"{url}/id/paper/cs-0112017", trust_env=False))


def test_a_graph_of_others_has_queries_and_no_pages(starting: Any, quads_path: str) -> None:
    server = starting(quads_path)
    answer = got(f"{server.url}/id/x", lambda answer: answer.status_code == 404)
    assert answer.text == "this graph has no pages; ask at /sparql\n"
    assert server.answers()


def test_a_token_guards_the_pages_too(starting: Any, folder: Path) -> None:
    url = starting(str(folder), environment={"PAPERKG_TOKEN": "secret"}).url
    assert httpx.get(f"{url}/", trust_env=False).status_code == 401
    headers = {"Authorization": "Bearer secret"}
    end = time.monotonic() + PATIENCE
    while httpx.get(f"{url}/", headers=headers, trust_env=False).status_code != 200:
        assert time.monotonic() < end


def test_a_person_looks_around(browser: Any, starting: Any, folder: Path) -> None:
    """From the explorer to a thing's page and to the editor, whose query the endpoint answers."""
    url = starting(str(folder)).url
    got(f"{url}/", is_well)
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{url}/")
    page.wait_for_selector("canvas")
    page.goto(f"{url}/id/model/llava-1.5-7b")
    assert "LLaVA-1.5-7B" in page.inner_text("h1")
    with page.expect_response(lambda answer: answer.url.startswith(f"{url}/sparql")) as asked:
        page.goto(f"{url}/query")
        page.wait_for_selector(".yasqe_queryButton")
        page.click(".yasqe_queryButton")
    assert asked.value.status == 200
    page.close()
    assert complaints == []
