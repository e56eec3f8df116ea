"""The JSON API: what it answers is in the graph, and what it documents is what it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, given, settings

pytest.importorskip("fastapi", reason="needs paperkg[serve]")

from starlette.applications import Starlette
from starlette.testclient import TestClient

from kg.model import Entity, Kind, KnowledgeGraph
from kg.serve.api import app as api
from kg.serve.index import GraphIndex

schemathesis = pytest.importorskip("schemathesis", reason="needs schemathesis")


@pytest.fixture(scope="session")
def served(index: GraphIndex) -> Starlette:
    return Starlette(routes=api.routes(index, "http://testserver"))


@pytest.fixture(scope="session")
def client(served: Starlette) -> TestClient:
    return TestClient(served)


OPERATIONS = 10


@pytest.mark.parametrize("number", range(OPERATIONS))
def test_every_call_does_what_is_documented(served: Starlette, number: int) -> None:
    """Statuses, media types and bodies are those of the OpenAPI document, for any parameters."""
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", served)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == OPERATIONS
    statuses = set()

    @given(case=operations[number].as_strategy())
    @settings(
        max_examples=30,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    def holds(case: Any) -> None:
        statuses.add(case.call_and_validate().status_code)

    holds()
    assert statuses <= {200, 404, 422}
    assert statuses


def test_the_document_is_openapi_3_1_and_names_every_call(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {
        "/search", "/things/{kind}/{slug}", "/things/{kind}/{slug}/edges",
        "/things/{kind}/{slug}/results", "/papers", "/papers/{slug}", "/papers/{slug}/edges",
        "/papers/{slug}/results", "/neighbourhood", "/path",
    }  # fmt: skip
    page = client.get("/api").text
    for path in document["paths"]:
        assert f"<code>GET /api{path}</code>" in page
    assert "<script" not in page


def test_the_classes_are_the_kinds_of_things() -> None:
    assert set(get_args(api.ThingClass)) == {kind.value.lower() for kind in Kind}


def get(client: TestClient, path: str, **parameters: Any) -> Any:
    answer = client.get(f"/api{path}", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_search_forgives_typos(client: TestClient) -> None:
    (first, *_) = get(client, "/search", q="tiny lava")
    assert (first["id"], first["kind"]) == ("model/tiny-llava", "Model")
    assert {one["kind"] for one in get(client, "/search", q="llava", kind="paper")} == {"Paper"}


def test_a_thing_and_its_edges_with_evidence(
    client: TestClient, small_graph: KnowledgeGraph
) -> None:
    thing = get(client, "/things/model/llava-1.5-7b")
    assert thing["papers"] == {"usesBaseModel": 2}
    assert {one["relation"] for one in thing["lineage"]} == {
        "variantOf",
        "fineTunedFrom",
        "mergedFrom",
    }
    edges = get(client, "/things/model/llava-1.5-7b/edges", relation="usesBaseModel")
    texts = {record.id: record.paper for record in small_graph.papers}
    assert edges["total"] == 2
    for edge in edges["items"]:
        place, paper = edge["evidence"], texts[edge["paper"]["id"]]
        text = paper.text(place["section"])
        assert text[place["start"] : place["end"]] == place["surface"]
        assert place["sentence"] in text
        assert edge["paper"]["name"] == paper.title
        assert edge["object"]["id"] == "model/llava-1.5-7b"


def test_paging_gives_every_edge_once(client: TestClient) -> None:
    path = "/things/technique/token-pruning/edges"
    whole = get(client, path, size=200)["items"]
    assert len(whole) > 3
    pages = get(client, path, size=2)["pages"]
    pieces = [get(client, path, size=2, page=page)["items"] for page in range(1, pages + 1)]
    assert [one for piece in pieces for one in piece] == whole
    assert get(client, path, size=2, page=pages + 1)["items"] == []
    origins = {one["origin"] for one in whole}
    assert origins == {"read", "curated", "derived"}
    read = get(client, path, origin="read")["items"]
    assert [one for one in whole if one["origin"] == "read"] == read


def test_papers_by_thing_relation_and_date(client: TestClient) -> None:
    def ids(**parameters: Any) -> list[str]:
        return [one["id"] for one in get(client, "/papers", **parameters)["items"]]

    fastv, tiny, third = "paper/2403.06764", "paper/cs-0112017", "paper/naive-is-all-0a1b2c"
    assert set(ids()) == {fastv, tiny, third}
    assert ids(thing="technique/token-pruning") == [fastv, tiny]
    assert ids(thing="benchmark/alpha-bench", relation="introduces") == [third]
    assert ids(relation="runsOn") == [fastv]
    assert ids(until=date(2002, 1, 1)) == [tiny]
    assert set(ids(since=date(2024, 1, 1), until=date(2024, 12, 31))) == {fastv, third}
    assert ids(since=date(2030, 1, 1)) == []


def test_a_paper_its_edges_and_results(client: TestClient) -> None:
    paper = get(client, "/papers/2403.06764")
    assert paper["authors"][0] == "Zoë O'Brien"
    assert paper["links"][0]["url"] == "https://github.com/pkunlp-icler/FastV"
    assert sum(paper["edges"].values()) == 9
    results = get(client, "/papers/2403.06764/results")["items"]
    assert [one["value_text"] for one in results] == ["-45%", "1.8x"]
    assert results[0]["metric"]["id"] == "metric/flop"
    assert get(client, "/things/metric/flop/results")["items"] == results[:1]


def test_neighbourhood_and_path(client: TestClient) -> None:
    near = get(client, "/neighbourhood", id="model/tiny-llava")
    kept = {one["id"] for one in near["nodes"]}
    assert near["complete"]
    assert all({e["subject"]["id"], e["object"]["id"]} <= kept for e in near["edges"])
    assert {one["distance"] for one in near["nodes"]} == {0, 1}
    small = get(client, "/neighbourhood", id="model/tiny-llava", most=3)
    assert (len(small["nodes"]), small["complete"]) == (3, False)

    way = get(client, "/path", start="model/vicuna", end="task/vqa")
    ids = [one["id"] for one in way["nodes"]]
    assert (ids[0], ids[-1]) == ("model/vicuna", "task/vqa")
    steps = {frozenset((e["subject"]["id"], e["object"]["id"])) for e in way["edges"]}
    assert steps == {frozenset(pair) for pair in pairwise(ids)}
    same = get(client, "/path", start="task/vqa", end="task/vqa")
    assert [one["id"] for one in same["nodes"]] == ["task/vqa"]


def test_no_way_is_an_empty_way(index: GraphIndex) -> None:
    alone = Entity("model/alone", Kind.MODEL, "Alone")
    graph = replace(index.graph, entities={**index.graph.entities, alone.id: alone})
    client = TestClient(Starlette(routes=api.routes(GraphIndex(graph), "http://testserver")))
    assert get(client, "/path", start="model/alone", end="model/llava")["nodes"] == []


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nothing", 404, "Not Found"),
        ("/things/model/lava", 404, "model/llava"),
        ("/things/paper/2403.06764", 422, "kind"),
        ("/papers/x", 404, "paper/x"),
        ("/papers?thing=x", 404, "'x'"),
        ("/papers?since=yesterday", 422, "since"),
        ("/papers?page=0", 422, "page"),
        ("/search", 422, "q"),
        ("/neighbourhood?id=model/llava&hops=4", 422, "hops"),
        ("/path?start=model/llava", 422, "end"),
        ("/things/model/%00", 404, "no paper or thing"),
        ("/search?q=" + "x" * 301, 422, "q"),
    ],
)
def test_errors_are_problem_details(client: TestClient, path: str, status: int, words: str) -> None:
    answer = client.get(f"/api{path}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert words in problem["detail"]


def test_only_reading_and_from_anywhere(client: TestClient) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        refused = client.request(method, "/api/search?q=x")
        assert refused.status_code == 405
        assert refused.headers["content-type"] == "application/problem+json"
    answer = client.get("/api/search?q=x", headers={"origin": "https://elsewhere.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
