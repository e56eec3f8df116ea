"""A small application of all that is looked at, over the small hostile graph."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import KnowledgeGraph

pytest.importorskip("starlette", reason="needs paperkg[serve]")
pytest.importorskip("rapidfuzz", reason="needs paperkg[serve]")

from starlette.applications import Starlette
from starlette.testclient import TestClient

from kg.serve import explore, pages
from kg.serve.index import GraphIndex

BASE = "http://testserver"


def client_of(graph: KnowledgeGraph, base: str = BASE) -> TestClient:
    index = GraphIndex(graph).ready()
    app = Starlette(routes=[*explore.routes(index, base), *pages.routes(index, base)])
    return TestClient(app, base_url=BASE)


@pytest.fixture(scope="session")
def index(small_graph: KnowledgeGraph) -> GraphIndex:
    return GraphIndex(small_graph).ready()


@pytest.fixture(scope="session")
def client(small_graph: KnowledgeGraph) -> TestClient:
    return client_of(small_graph)


@pytest.fixture(scope="session")
def make_client() -> Callable[..., TestClient]:
    """Return the maker of clients of other graphs."""
    return client_of
