"""`kg serve` as a whole: pages and queries of a graph, in a browser, and of the next graph."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

import kg
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


PAGE = """new

Trimsal: Fewer Tokens for LLaVA

We introduce Trimsal, which prunes visual tokens of LLaVA-1.5 and is 1.8times faster on GQA.
"""


def test_a_store_is_served_and_followed(starting: Any, tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    store = kg.Store(tmp_path / "papers.kg")
    store.add(tmp_path / "page.txt")
    server = starting(str(store.path))
    assert f"serving {store.path} (" in server.lines[-1]
    got(f"{server.url}/id/method/trimsal", is_well)
    (tmp_path / "more.txt").write_text(PAGE.replace("Trimsal", "Prunella"), encoding="utf-8")
    store.add(tmp_path / "more.txt")
    got(f"{server.url}/id/method/prunella", is_well)
    assert is_well(httpx.get(f"{server.url}/id/method/trimsal", trust_env=False))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="wants /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_server_that_is_ended_before_it_is_up_leaves_nothing(
    tmp_path: Path, number: signal.Signals
) -> None:
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    kg.Store(tmp_path / "papers.kg").add(tmp_path / "page.txt")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    words = [sys.executable, "-m", "kg", "serve", str(tmp_path / "papers.kg"), "--port", "0"]
    with subprocess.Popen(words, env={**os.environ, "TMPDIR": str(scratch)}) as server:
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children")
        end = time.monotonic() + PATIENCE
        while not children.read_text():  # it builds the store in a process of its own
            assert time.monotonic() < end
            time.sleep(0.01)
        server.send_signal(number)
    assert server.returncode == 0
    assert list(scratch.iterdir()) == []


def test_a_store_that_cannot_be_built(tmp_path: Path) -> None:
    store = tmp_path / "papers.kg"
    store.write_bytes(b"SQLite format 3\0" + b"rubbish" * 100)
    words = [sys.executable, "-m", "kg", "serve", str(store), "--port", "0"]
    ended = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    [line] = ended.stderr.splitlines()
    assert line.startswith(f"Error: {store}: ")


def test_an_agent_asks(starting: Any, folder: Path) -> None:
    anyio = pytest.importorskip("anyio")
    client = pytest.importorskip("mcp.client.streamable_http", reason="needs paperkg[mcp]")
    from mcp import Client

    url = starting(str(folder), "--timeout", "2").url
    got(f"{url}/", is_well)
    found: dict[str, Any] = {}

    async def ask() -> None:
        with anyio.fail_after(30):
            async with Client(client.streamable_http_client(f"{url}/mcp")) as agent:
                found["tools"] = {tool.name for tool in (await agent.list_tools()).tools}
                for name, query in QUERIES.items():
                    found[name] = await agent.call_tool("sparql", {"query": query})
                words = {"thing": "model/llava"}
                found["edges"] = await agent.call_tool("edges_with_evidence", words)

    with ThreadPoolExecutor(1) as pool:  # the browser's loop may run in this thread
        pool.submit(anyio.run, ask).result()
    assert {"find_thing", "sparql"} <= found["tools"]
    assert found["select"].structured_content["rows"] == [
        ["https://w3id.org/paperkg/id/model/llava"]
    ]
    assert found["ask"].structured_content["rows"] == [["true"]]
    assert found["construct"].structured_content["total"] == 1
    assert found["runaway"].is_error
    assert "longer than 2 seconds" in found["runaway"].content[0].text
    assert found["wrong"].is_error
    assert not found["edges"].is_error
    for host in ("rebound.example", "127.0.0.1:1"):
        refused = httpx.post(f"{url}/mcp", headers={"Host": host}, json={}, trust_env=False)
        assert refused.status_code == 421


QUERIES = {
    "select": 'SELECT ?s { ?s skos:prefLabel "LLaVA" }',
    "ask": 'ASK { ?s skos:prefLabel "LLaVA" }',
    "construct": 'CONSTRUCT { ?s a ?t } { ?s skos:prefLabel "LLaVA" ; a ?t }',
    "runaway": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }",
    "wrong": "SELECT nothing",
}


def test_links_name_the_public_address(starting: Any, folder: Path) -> None:
    url = starting(str(folder), "--base-url", "https://data.example/papers").url
    page = got(f"{url}/id/model/llava-1.5-7b", is_well)
    assert 'href="/papers/id/' in page.text
    void = got(f"{url}/.well-known/void", is_well)
    assert "https://data.example/papers/" in void.text
    assert "127.0.0.1" not in void.text


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
