"""The explorer of a served graph: whole where it fits, else around what is looked at."""

from __future__ import annotations

import base64
import gzip
import json
import re
from typing import Any

from starlette.applications import Starlette
from starlette.testclient import TestClient

from kg.model import KnowledgeGraph
from kg.serve import explore
from kg.serve.index import GraphIndex


def nodes(page: str) -> list[str]:
    found = re.search(r'id="data-graph">([^<]*)<', page)
    assert found
    data: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(found[1])))
    assert data["base"] == "http://testserver/id/"
    return list(data["nodes"]["id"])


def test_the_root_is_the_explorer_of_the_whole_graph(
    client: TestClient, small_graph: KnowledgeGraph
) -> None:
    answer = client.get("/")
    assert len(nodes(answer.text)) == len(small_graph.papers) + len(small_graph.entities)
    assert answer.headers["content-security-policy"].startswith("frame-ancestors 'none'")


def test_a_large_graph_has_a_start_page_that_leads_to_its_things(index: GraphIndex) -> None:
    client = TestClient(Starlette(routes=explore.routes(index, "http://testserver", whole=5)))
    text = client.get("/").text
    assert 'role="search"' in text
    assert 'href="/id/technique/token-pruning"' in text
    assert "data-graph" not in text


def test_around_a_thing(client: TestClient, index: GraphIndex) -> None:
    one = set(nodes(client.get("/explore?around=model/tiny-llava").text))
    assert one == {"model/tiny-llava", *index.neighbours("model/tiny-llava")}
    two = set(nodes(client.get("/explore?around=model/tiny-llava&hops=2").text))
    assert one < two


def test_a_neighbourhood_is_bounded_and_keeps_the_best_connected(index: GraphIndex) -> None:
    center = "paper/2403.06764"
    graph = explore.around(index, center, 2, most=5)
    kept = {record.id for record in graph.papers} | set(graph.entities)
    assert len(kept) == 5
    assert center in kept
    others = [index.degree[one] for one in index.neighbours(center)]
    assert (
        sorted(index.degree[one] for one in kept - {center})
        == sorted(others, reverse=True)[:4][::-1]
    )


def test_neighbours_are_mutual(index: GraphIndex) -> None:
    for one in index.degree:
        for other in index.neighbours(one):
            assert one in index.neighbours(other), (one, other)
