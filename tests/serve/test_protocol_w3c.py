"""The SPARQL 1.1 Protocol, case by case, after the list of the W3C's protocol tests.

The names are those of https://www.w3.org/2009/sparql/docs/tests/data-sparql11/protocol/, the
requests are our own. 21 are queries, right or wrong, and hold here as they stand; 14 are updates,
every one of which a read-only endpoint refuses with a client error.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

import httpx
import pytest

from .conftest import Server

E = "http://example.org/"
FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
ALL = "SELECT ?s { ?s ?p ?o }"
NAMED = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
BOTH = "SELECT DISTINCT ?x { { ?x ?p ?o } UNION { GRAPH ?x { ?s ?p ?o } } }"
INSERT = "INSERT DATA { <http://example.org/n> <http://example.org/n> <http://example.org/n> }"


@dataclass(frozen=True)
class Case:
    name: str
    method: str
    status: str  # "2", "4": the class; else the status
    params: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    media: str | None = None
    accept: str | None = None
    found: frozenset[str] | bool | None = None  # local names in the first column, or the boolean
    content: tuple[str, ...] = ()


def form(*pairs: tuple[str, str]) -> bytes:
    return urlencode(pairs).encode()


def names(*local: str) -> frozenset[str]:
    return frozenset(E + name for name in local)


D, N = "default-graph-uri", "named-graph-uri"
ONE, TWO, THREE = ((D, E + name) for name in ("one", "two", "three"))
N_ONE, N_TWO = (N, E + "one"), (N, E + "two")
Q = ("query", "ASK {}")
RDF = ("text/turtle", "application/rdf+xml", "application/n-triples")
RESULTS = ("application/sparql-results+json", "application/sparql-results+xml")

QUERIES = (
    Case("query_get", "GET", "2", (Q,), found=True),
    Case("query_post_form", "POST", "2", body=form(Q), media=FORM, found=True),
    Case("query_post_direct", "POST", "2", body=b"ASK {}", media=QUERY, found=True),
    Case("query_dataset_default_graph", "POST", "2", (ONE,), ALL.encode(), QUERY, found=names("a")),
    Case(
        "query_dataset_default_graphs_get",
        "GET",
        "2",
        (("query", ALL), ONE, TWO),
        found=names("a", "b"),
    ),
    Case(
        "query_dataset_default_graphs_post",
        "POST",
        "2",
        (ONE, THREE),
        ALL.encode(),
        QUERY,
        found=names("a", "c"),
    ),
    Case(
        "query_dataset_named_graphs_get",
        "GET",
        "2",
        (("query", NAMED), N_ONE, N_TWO),
        found=names("one", "two"),
    ),
    Case(
        "query_dataset_named_graphs_post",
        "POST",
        "2",
        (N_ONE,),
        NAMED.encode(),
        QUERY,
        found=names("one"),
    ),
    Case(
        "query_dataset_full",
        "POST",
        "2",
        (THREE, N_ONE, N_TWO),
        BOTH.encode(),
        QUERY,
        found=names("c", "one", "two"),
    ),
    Case(
        "query_multiple_dataset",  # the request's data set goes before the query's
        "POST",
        "2",
        (TWO,),
        b"SELECT ?s FROM <http://example.org/one> { ?s ?p ?o }",
        QUERY,
        found=names("b"),
    ),
    Case("query_content_type_select", "GET", "2", (("query", ALL),), content=RESULTS),
    Case("query_content_type_ask", "GET", "2", (Q,), content=RESULTS),
    Case(
        "query_content_type_describe",
        "GET",
        "2",
        (("query", "DESCRIBE <http://example.org/a>"),),
        content=RDF,
    ),
    Case(
        "query_content_type_construct",
        "GET",
        "2",
        (("query", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"),),
        content=RDF,
    ),
    Case("bad_query_method", "PUT", "405", (Q,)),
    Case("bad_multiple_queries", "GET", "400", (Q, ("query", "SELECT * {}"))),
    Case("bad_query_wrong_media_type", "POST", "415", body=b"ASK {}", media="text/plain"),
    Case("bad_query_missing_form_type", "POST", "415", body=form(Q)),
    Case("bad_query_missing_direct_type", "POST", "415", body=b"ASK {}"),
    Case("bad_query_non_utf8", "POST", "400", body="ASK {}".encode("utf-16"), media=QUERY),
)
MALFORMED = (Case("bad_query_syntax", "GET", "400", (("query", "ASK {"),)),)
_U = ("update", INSERT)
U_GRAPH, U_NAMED = ("using-graph-uri", E + "one"), ("using-named-graph-uri", E + "one")
DELETE = ("update", "DELETE WHERE { ?s ?p ?o }")


def update_form(name: str, *params: tuple[str, str], body: bytes | None = None) -> Case:
    return Case(name, "POST", "403", params, form(_U) if body is None else body, FORM)


UPDATES = (
    update_form("update_dataset_default_graph", U_GRAPH),
    update_form("update_dataset_default_graphs", U_GRAPH, U_GRAPH),
    update_form("update_dataset_named_graphs", U_NAMED),
    update_form("update_dataset_full", U_GRAPH, U_NAMED),
    update_form("update_post_form"),
    Case("update_post_direct", "POST", "403", body=INSERT.encode(), media=UPDATE),
    Case("update_base_uri", "POST", "403", body=f"BASE <{E}> {INSERT}".encode(), media=UPDATE),
    Case("bad_update_get", "GET", "403", (_U,)),
    update_form("bad_multiple_updates", body=form(_U, _U)),
    Case("bad_update_wrong_media_type", "POST", "415", body=INSERT.encode(), media="text/plain"),
    Case("bad_update_missing_form_type", "POST", "415", body=form(_U)),
    Case("bad_update_non_utf8", "POST", "403", body=INSERT.encode("utf-16"), media=UPDATE),
    update_form("bad_update_syntax", body=form(("update", "INSERT {"))),
    update_form("bad_update_dataset_conflict", U_GRAPH, body=form(DELETE)),
)
CASES = (*QUERIES, *MALFORMED, *UPDATES)


def test_the_list_is_whole() -> None:
    assert (len(QUERIES) + len(MALFORMED), len(UPDATES)) == (21, 14)
    assert len({case.name for case in CASES}) == 35


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(server: Server, case: Case) -> None:
    url = f"{server.url}/sparql"
    if case.params:
        url += "?" + urlencode(case.params, quote_via=quote)
    headers = {"Content-Type": case.media} if case.media else {}
    with httpx.Client(trust_env=False) as client:
        answer = client.request(case.method, url, content=case.body, headers=headers)
    assert str(answer.status_code).startswith(case.status), answer.text
    media = answer.headers["content-type"].partition(";")[0]
    if case.content:
        assert media in case.content
    if isinstance(case.found, bool):
        assert answer.json()["boolean"] is case.found
    elif case.found is not None:
        (column,) = answer.json()["head"]["vars"]
        rows = answer.json()["results"]["bindings"]
        assert {row[column]["value"] for row in rows} == case.found
    if case.status.startswith("4"):
        assert media == "text/plain"
    assert server.get("ASK { ?s <http://example.org/n> ?o }").json()["boolean"] is False
