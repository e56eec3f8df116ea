"""Requests that mean harm: each is refused or bounded, and the server answers the next one."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from .conftest import Server, Starting

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"


def post(server: Server, body: bytes, media: str = QUERY) -> httpx.Response:
    headers = {"Content-Type": media}
    url = f"{server.url}/sparql"
    return httpx.post(url, content=body, headers=headers, trust_env=False, timeout=20)


def raw(server: Server, data: bytes, seconds: float = 5) -> bytes:
    """Return what the server says to these bytes before it closes, or within the time."""
    got = b""
    with socket.create_connection(("127.0.0.1", server.port), timeout=seconds) as client:
        try:
            client.sendall(data)
            while part := client.recv(65536):
                got += part
        except (TimeoutError, ConnectionError):
            pass
    return got


SILENT = (
    b"",
    b"GET /sparql HT",
    b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
    b"Content-Length: 100\r\n\r\nASK",
)


@pytest.fixture(scope="module", autouse=True)
def slow(server: Server) -> Iterator[tuple[float, list[socket.socket]]]:
    """Return clients that say nothing, half a head, half a body, from before all other tests."""
    clients = [socket.create_connection(("127.0.0.1", server.port), timeout=30) for _ in SILENT]
    for client, data in zip(clients, SILENT, strict=True):
        client.sendall(data)
    yield time.monotonic(), clients
    for client in clients:
        client.close()


UNIONS = " UNION ".join(["{ ?s ?p ?o }"] * 5000)
DEEP_PATH = "/".join(["(<http://example.org/p>|!<http://example.org/q>)*"] * 200)
BODIES = {
    "ten megabytes": b"ASK { " + b"?s ?p ?o . " * 1_000_000 + b"}",
    "two megabytes of comment": b"#" * 2_000_000 + b"\nASK {}",
    "thousands of unions": f"ASK {{ {UNIONS} }}".encode(),
    "nested groups": b"ASK " + b"{" * 100_000 + b"}" * 100_000,
    "nested brackets": b"ASK { FILTER(" + b"(" * 100_000 + b"1" + b")" * 100_000 + b") }",
    "nested negations": b"ASK { FILTER(" + b"!" * 500_000 + b"true) }",
    "a chain of sums": b"ASK { FILTER(" + b"+".join([b"1"] * 200_000) + b" > 0) }",
    "a chain of ors": b"ASK { FILTER(" + b"||".join([b"?x"] * 100_000) + b") }",
    "paths of stars": f"ASK {{ ?s {DEEP_PATH} ?o }}".encode(),
    "inverse paths": b"ASK { ?s " + b"^" * 200_000 + b"<http://example.org/p> ?o }",
    "thousands of filters": b"ASK { ?s ?p ?o " + b"FILTER(?s = ?o) " * 20_000 + b"}",
    "thousands of binds": b"SELECT * {"
    + b"".join(b"BIND(1 AS ?v%d)" % n for n in range(20_000))
    + b"}",
    "thousands of values": b"SELECT * { VALUES ?x { " + b"1 " * 400_000 + b"} ?x ?y ?z }",
    "thousands of optionals": b"SELECT * { " + b"OPTIONAL { ?s ?p ?o } " * 20_000 + b"}",
    "a regex bomb": b'ASK { ?s ?p ?o FILTER(REGEX("' + b"a" * 5000 + b'!", "(a+)+$")) }',
    "a huge regex": b'ASK { ?s ?p ?o FILTER(REGEX(STR(?o), "((a{1,900}){1,900}){1,900}")) }',
    "a growing string": b'SELECT ?l { BIND("' + b"x" * 1000 + b'" AS ?a0) '
    + b" ".join(b"BIND(CONCAT(?a%d, ?a%d) AS ?a%d)" % (n, n, n + 1) for n in range(40))
    + b" BIND(STRLEN(?a40) AS ?l) }",
    "null bytes": b"ASK { ?s ?p \"\x00\" } \x00",
    "only null bytes": b"\x00" * 1000,
    "invalid UTF-8": b"ASK { ?s ?p \"\xff\xfe\xc0\x80\" }",
    "a byte order mark": "\ufeffASK { ?s ?p ?o }".encode(),
    "UTF-16": "ASK { ?s ?p ?o }".encode("utf-16"),
    "surrogates": b'ASK { ?s ?p "\\uD800" }',
    "overflowing numbers": b"SELECT * { ?s ?p ?o } LIMIT 99999999999999999999999999 OFFSET -1",
    "an endless IRI": b"ASK { <http://" + b"a" * 900_000 + b"> ?p ?o }",
    "control characters": bytes(range(1, 32)) * 100,
}  # fmt: skip


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
def test_queries(server: Server, body: bytes) -> None:
    answer = post(server, body)
    assert answer.status_code in (200, 400, 413, 503, 504), answer.text[:200]
    assert b"Traceback" not in answer.content
    assert len(answer.content) < 2_000_000
    assert server.answers()


def test_the_two_queries_that_are_too_large_are_called_so(server: Server) -> None:
    assert post(server, BODIES["ten megabytes"]).status_code == 413
    assert post(server, BODIES["two megabytes of comment"]).status_code == 413


FORMS = {
    "broken percents": b"query=%&%zz=1&query%00=x",
    "invalid UTF-8": b"query=%ff%fe",
    "raw bytes": b"query=\xff\xfe",
    "many fields": b"&".join(b"a%d=1" % n for n in range(50_000)),
    "many graphs": b"query=ASK%7B%7D&" + b"&".join([b"named-graph-uri=urn:a"] * 900),
    "a large query": b"query=" + b"%20" * 1_040_000,
    "a null byte": b"query=ASK%00%7B%7D",
}


@pytest.mark.parametrize("body", FORMS.values(), ids=FORMS.keys())
def test_forms(server: Server, body: bytes) -> None:
    assert post(server, body, FORM).status_code in (200, 400, 413)
    assert server.answers()


GET = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: x\r\n"
REQUESTS = {
    "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 10,
    "many headers": GET + b"".join(b"X-%d: y\r\n" % n for n in range(20_000)) + b"\r\n",
    "one large header": GET + b"X: " + b"y" * 1_000_000 + b"\r\n\r\n",
    "a long URL": b"GET /sparql?query=" + b"a" * 1_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "two lengths": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
    b"Content-Length: 9\r\n\r\n",
    "length and chunks": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /x HTTP/1.1\r\n\r\n",
    "a negative length": b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "a null in a header": GET + b"X: \x00\r\n\r\n",
    "a folded header": GET + b"Accept: a\r\n b\r\n\r\n",
    "no host": b"GET /sparql HTTP/1.1\r\n\r\n",
}


@pytest.mark.parametrize("data", REQUESTS.values(), ids=REQUESTS.keys())
def test_requests(server: Server, data: bytes) -> None:
    got = raw(server, data + b"", seconds=1)
    assert got == b"" or got.startswith(b"HTTP/1.1 ")
    assert b"Traceback" not in got
    assert server.answers()


def test_a_host_that_makes_no_iri_is_not_repeated(server: Server) -> None:
    got = raw(server, b'GET /sparql HTTP/1.1\r\nHost: <script>"\r\nConnection: close\r\n\r\n')
    assert got.startswith(b"HTTP/1.1 ")
    assert b"<script>" not in got


def test_accept_headers_of_any_size_and_sort(server: Server) -> None:
    for accept in (", ".join(["a/b;q=0.1"] * 5000), ";q=,,,//*", "*", "text/*;q=1e9", "\x7f"):
        assert server.get("ASK {}", accept=accept).status_code in (200, 406)


def test_the_token(starting: Starting, quads_path: str) -> None:
    server = starting(quads_path, environment={"PAPERKG_TOKEN": "sesame"})
    assert server.get("ASK {}").status_code == 401
    assert server.get("ASK {}").headers["www-authenticate"].startswith("Bearer")
    for wrong in ("Bearer", "Bearer sesam", "Basic sesame", "Bearer sesame x", "Bearer \xe9"):
        headers = {"Authorization": wrong.encode("latin-1")}
        assert (
            httpx.get(f"{server.url}/sparql", headers=headers, trust_env=False).status_code == 401
        )
    right = {"Authorization": "bearer sesame"}
    assert server.get("ASK {}", headers=right).status_code == 200
    assert httpx.get(f"{server.url}/health", trust_env=False).status_code == 200
    assert httpx.get(f"{server.url}/metrics", trust_env=False).status_code == 401
    asks = {"Origin": "https://x.example", "Access-Control-Request-Method": "GET"}
    assert httpx.options(f"{server.url}/sparql", headers=asks, trust_env=False).status_code == 200


def test_the_log_tells_no_query_unless_asked(starting: Starting, quads_path: str) -> None:
    secret = quote("ASK { ?secret ?p ?o }")
    for more in ((), ("--log-queries",)):
        server = starting(quads_path, *more)
        httpx.get(f"{server.url}/sparql?query={secret}", trust_env=False)
        post(server, b"ASK { ?secret ?q ?o }")
        server.stop()
        told = [line for line in server.lines if "secret" in line]
        assert len(told) == (2 if more else 0)
        assert [line["status"] for line in server.log() if "status" in line] == [200, 200]


def test_clients_that_are_slow_are_let_go(slow: tuple[float, list[socket.socket]]) -> None:
    began, clients = slow
    said = [client.recv(65536) for client in clients]
    assert said[:2] == [b"", b""]
    assert said[2].startswith(b"HTTP/1.1 408")
    assert time.monotonic() - began < 60  # and not never
