"""The tools of the agent's server, asked by the SDK's own client: in process, by stdio, by HTTP."""

from __future__ import annotations

import os
import sys
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("mcp.server.mcpserver", reason="needs paperkg[mcp]")
pytest.importorskip("rapidfuzz", reason="needs paperkg[mcp]")

import anyio
from click.testing import CliRunner
from mcp import Client, StdioServerParameters

import kg
from kg.cli import main
from kg.errors import InputError, QueryError
from kg.export.rdf import write_rdf
from kg.mcp.rows import MOST_ROWS
from kg.mcp.server import mcp_app, server
from kg.mcp.worker import SparqlWorker
from kg.model import KnowledgeGraph
from kg.resources import schema_root
from kg.serve.index import GraphIndex

TOOLS = {"find_thing", "edges_with_evidence", "papers_using", "reported_results", "sparql"}
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


class Refused(Exception):
    """What a tool told instead of an answer."""


Call = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def folder(small_graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("graph")
    write_rdf(small_graph, made, ["graph.ttl"])
    return made


@pytest.fixture(scope="module")
def worker(folder: Path) -> Iterator[SparqlWorker]:
    started = SparqlWorker(folder, limit=20)
    yield started
    started.close()


@pytest.fixture(scope="module")
def index(small_graph: KnowledgeGraph) -> GraphIndex:
    return GraphIndex(small_graph)


def in_a_loop(work: Callable[[], Awaitable[Any]]) -> Any:
    """Run in a thread of its own: playwright keeps a loop running in the main one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, work).result()


def with_client(target: Any, work: Callable[[Client], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        with anyio.fail_after(60):
            async with Client(target) as client:
                return await work(client)

    return in_a_loop(run)


@pytest.fixture(scope="module")
def call(index: GraphIndex, worker: SparqlWorker) -> Call:
    made = server(lambda: index, worker.ask)

    def called(tool: str, **arguments: Any) -> dict[str, Any]:
        answer = with_client(made, lambda client: client.call_tool(tool, arguments))
        if answer.is_error:
            raise Refused(answer.content[0].text)
        content: dict[str, Any] = answer.structured_content
        return content

    return called


def test_every_tool_is_described_and_only_reads(index: GraphIndex, worker: SparqlWorker) -> None:
    answer = with_client(server(lambda: index, worker.ask), lambda client: client.list_tools())
    assert {tool.name for tool in answer.tools} == TOOLS
    for tool in answer.tools:
        assert len(tool.description) > 80
        assert tool.annotations.read_only_hint
        assert tool.output_schema
        assert "\n    " not in tool.description


def test_the_ontology_and_the_queries_are_resources(
    index: GraphIndex, worker: SparqlWorker
) -> None:
    made = server(lambda: index, worker.ask)
    answer = with_client(made, lambda client: client.read_resource("paperkg://ontology"))
    assert answer.contents[0].text == (schema_root() / "ontology.ttl").read_text("utf-8")
    answer = with_client(made, lambda client: client.read_resource("paperkg://queries"))
    assert "# papers-using" in answer.contents[0].text


def test_find_thing_forgives_typos(call: Call) -> None:
    first = call("find_thing", name="tiny lava")["result"][0]
    assert (first["id"], first["kind"]) == ("model/tiny-llava", "Model")
    papers = call("find_thing", name="fastv", kind="paper")["result"]
    assert papers[0]["id"] == "paper/2403.06764"
    assert papers[0]["results"] == 2


def test_every_edge_read_in_a_text_is_cited(call: Call, small_graph: KnowledgeGraph) -> None:
    texts = {one.id: one.paper for one in small_graph.papers}
    found = call("edges_with_evidence", thing="model/llava-1.5-7b")
    assert found["total"] == len(found["edges"])
    origins = {edge["origin"] for edge in found["edges"]}
    assert origins == {"read", "curated", "derived"}
    for edge in found["edges"]:
        if edge["origin"] == "read":
            said = edge["citation"]
            paper = texts[said["paper_id"]]
            assert said["paper_title"] == paper.title
            assert said["sentence"] in f"{paper.title}\n{paper.abstract}"
    only = call("edges_with_evidence", thing="LLaVA-1.5-7B", relation="usesBaseModel")
    assert {edge["relation"] for edge in only["edges"]} == {"usesBaseModel"}


def test_papers_using(call: Call) -> None:
    found = call("papers_using", thing="token pruning")
    assert [one["paper_id"] for one in found["papers"]] == ["paper/2403.06764", "paper/cs-0112017"]
    assert all(one["citations"][0]["sentence"] for one in found["papers"])
    recent = call("papers_using", thing="token pruning", since="2020-01-01")
    assert recent["total"] == 1
    none = call("papers_using", thing="token pruning", relation="introduces")
    assert none["papers"] == []


def test_reported_results(call: Call) -> None:
    found = call("reported_results", thing="FLOPs")["results"]
    assert [(one["value"], one["metric"], one["baseline"]) for one in found] == [
        ("-45%", "FLOPs", "ToMe")
    ]
    assert "45" in found[0]["citation"]["sentence"]
    assert call("reported_results", thing="paper/2403.06764")["total"] == 2


@pytest.mark.parametrize(
    ("tool", "arguments", "words"),
    [
        ("edges_with_evidence", {"thing": "LLaVA 9"}, "model/llava"),
        ("edges_with_evidence", {"thing": ""}, "nothing"),
        ("edges_with_evidence", {"thing": "model/llava", "page": 0}, "page"),
        ("papers_using", {"thing": "model/llava", "relation": "loves"}, "relation"),
        ("find_thing", {"name": "x" * 301}, "name"),
        ("sparql", {"query": "SELECT * {"}, "query:1:"),
        ("sparql", {"query": "DROP ALL"}, "DROP is an update"),
        ("sparql", {"query": "INSERT DATA { <a:a> <a:b> <a:c> }"}, "INSERT is an update"),
        ("sparql", {"query": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"}, "SERVICE"),
        ("sparql", {"query": "SELECT * " + "{" * 5_000}, "nested deeper"),
    ],
)
def test_mistakes_are_told_in_words(
    call: Call, tool: str, arguments: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        call(tool, **arguments)


def test_sparql_of_every_form(call: Call, small_graph: KnowledgeGraph) -> None:
    rows = call("sparql", query="SELECT ?p ?x { ?p a kg:Paper OPTIONAL { ?p kg:no ?x } }")
    assert rows["columns"] == ["p", "x"]
    assert {row[0] for row in rows["rows"]} == {
        small_graph.base + one.id for one in small_graph.papers
    }
    assert call("sparql", query="ASK { ?p a kg:Paper }")["rows"] == [["true"]]
    made = call("sparql", query="CONSTRUCT { ?p a kg:X } { ?p a kg:Paper }")
    assert len(made["rows"]) == len(small_graph.papers)
    many = call("sparql", query="SELECT * { ?s ?p ?o }")
    assert (len(many["rows"]), many["complete"]) == (MOST_ROWS, False)
    assert many["total"] > MOST_ROWS


def test_a_runaway_query_is_ended_and_the_next_is_answered(folder: Path) -> None:
    worker = SparqlWorker(folder, limit=0.5)
    try:
        assert worker.ask("ASK {}")["rows"] == [["true"]]
        first = worker._process
        assert first is not None
        with pytest.raises(QueryError, match="took over"):
            worker.ask(RUNAWAY)
        assert first.poll() is not None
        assert worker.ask("ASK {}")["rows"] == [["true"]]
    finally:
        worker.close()


def test_a_graph_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="holds none of"):
        SparqlWorker(tmp_path).ask("ASK {}")

    def missing() -> GraphIndex:
        raise InputError("here", "no graph is there", "make one")

    made = server(missing, lambda query: {})
    answer = with_client(made, lambda client: client.call_tool("find_thing", {"name": "x"}))
    assert answer.is_error
    assert "no graph is there" in answer.content[0].text
    done = CliRunner().invoke(main, ["mcp", str(tmp_path / "nowhere")])
    assert done.exit_code == 1
    assert len(done.output.strip().splitlines()) == 1
    assert "nowhere" in done.output


def by_stdio(graph: Path) -> StdioServerParameters:
    root = str(Path(__file__).parents[2])
    return StdioServerParameters(
        command=sys.executable,
        args=["-m", "kg", "mcp", str(graph)],
        env={**os.environ, "PYTHONPATH": root},
    )


def test_a_store_is_served_too(tmp_path: Path) -> None:
    (tmp_path / "page.txt").write_text("KiteNet: A Kite\n\nWe propose KiteNet, a method.\n")
    kg.Store(tmp_path / "papers.kg").add(tmp_path / "page.txt")

    async def work(client: Client) -> tuple[Any, Any]:
        return (
            await client.call_tool("sparql", {"query": "SELECT ?m { ?p kg:introduces ?m }"}),
            await client.call_tool("find_thing", {"name": "KiteNet"}),
        )

    rows, found = with_client(by_stdio(tmp_path / "papers.kg"), work)
    assert rows.structured_content["total"] == 1
    assert found.structured_content["result"][0]["id"] == "method/kitenet"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["page.txt", "papers.kg"]


def test_by_stdio_as_agents_start_it(folder: Path) -> None:
    """The command line's server answers the SDK's own client, tools and SPARQL alike."""

    async def work(client: Client) -> tuple[Any, Any, Any]:
        return (
            await client.list_tools(),
            await client.call_tool("papers_using", {"thing": "task/vqa"}),
            await client.call_tool("sparql", {"query": "ASK { ?s a kg:Statement }"}),
        )

    tools, papers, rows = with_client(by_stdio(folder), work)
    assert {tool.name for tool in tools.tools} == TOOLS
    said = papers.structured_content["papers"][0]["citations"][0]
    assert "visual question answering" in said["sentence"]
    assert rows.structured_content["rows"] == [["true"]]


def test_by_streamable_http(index: GraphIndex, worker: SparqlWorker) -> None:
    import uvicorn
    from mcp.client.streamable_http import streamable_http_client

    config = uvicorn.Config(lambda: None, port=0, log_level="error")
    socket = config.bind_socket()
    base = f"http://127.0.0.1:{socket.getsockname()[1]}"
    config.app = mcp_app(lambda: index, worker.ask, [base.removeprefix("http://")])
    running = uvicorn.Server(config)

    async def run() -> Any:
        with anyio.fail_after(30):
            async with anyio.create_task_group() as group:
                group.start_soon(running.serve, [socket])
                async with Client(streamable_http_client(f"{base}/mcp")) as client:
                    answer = await client.call_tool("find_thing", {"name": "LLaVA"})
                running.should_exit = True
            return answer

    assert in_a_loop(run).structured_content["result"][0]["id"] == "model/llava"
