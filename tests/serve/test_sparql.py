"""What /sparql gives beyond the protocol's list: formats, compression, CORS, HEAD, description."""

from __future__ import annotations

import gzip
import json
from xml.etree import ElementTree as ET

import httpx
import pyoxigraph as ox
import pytest
import rdflib

from .conftest import Server

SELECT = "SELECT ?s ?o { ?s ?p ?o }"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"
JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
ROWS = {"a", "b", "c", "zero"}


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (XML, XML),
        (f"{JSON};q=0.2, {XML};q=0.3", XML),
        ("text/csv, */*;q=0.1", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/json", "application/json"),
        ("text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", "application/xml"),
        (f"*/*, {JSON};q=0", XML),
        ("gibberish, ;;, text/csv;q=many, TEXT/CSV;q=0.1", "text/csv; charset=utf-8"),
    ],
)
def test_tables_are_negotiated(server: Server, accept: str | None, media: str) -> None:
    answer = server.get(SELECT, accept=accept)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize(
    ("media", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
    ],
)
def test_all_graph_formats_hold_the_same(server: Server, media: str, form: ox.RdfFormat) -> None:
    answer = server.get(CONSTRUCT, accept=media)
    assert answer.headers["content-type"].partition(";")[0] == media
    found = {str(quad.triple) for quad in ox.parse(answer.content, format=form)}
    plain = server.get(CONSTRUCT, accept="application/n-triples").content
    assert found == {str(q.triple) for q in ox.parse(plain, format=ox.RdfFormat.N_TRIPLES)}
    assert len(found) == 6


def test_all_table_formats_hold_the_same(server: Server) -> None:
    def local(values: list[str]) -> set[str]:
        return {value.rpartition("/")[2].rstrip(">") for value in values}

    rows = server.get(SELECT).json()["results"]["bindings"]
    assert local([row["s"]["value"] for row in rows]) == ROWS
    root = ET.fromstring(server.get(SELECT, accept=XML).content)
    space = "{http://www.w3.org/2005/sparql-results#}"
    uris = [uri.text or "" for uri in root.iter(f"{space}uri")]
    assert local(uris) >= ROWS
    for media in ("text/csv", "text/tab-separated-values"):
        header, *lines = server.get(SELECT, accept=media).text.splitlines()
        assert header.replace("?", "").replace("\t", ",") == "s,o"
        assert local([line.replace("\t", ",").split(",")[0] for line in lines]) == ROWS


@pytest.mark.parametrize("query", [SELECT, "ASK {}", CONSTRUCT, "DESCRIBE <http://example.org/a>"])
def test_nothing_acceptable(server: Server, query: str) -> None:
    answer = server.get(query, accept="image/png")
    assert answer.status_code == 406
    assert "accept" in answer.text


def test_a_table_is_no_graph(server: Server) -> None:
    assert server.get(SELECT, accept="text/turtle").status_code == 406
    assert server.get(CONSTRUCT, accept="text/csv").status_code == 406


def test_the_default_graph_is_the_union(server: Server) -> None:
    rows = server.get("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"]
    assert rows[0]["n"]["value"] == "6"


def test_usual_prefixes_are_declared_and_can_be_declared_otherwise(server: Server) -> None:
    assert server.get("ASK { ?paper a kg:Paper }").json()["boolean"] is False
    own = "PREFIX kg: <http://example.org/> ASK { kg:a kg:p ?o }"
    assert server.get(own).json()["boolean"] is True
    wrong = server.get("ASK { ?s nope:p ?o }")
    assert wrong.status_code == 400
    assert "nope:" in wrong.text


def test_errors_show_the_place_and_are_no_markup(server: Server) -> None:
    answer = server.get("SELECT * {\n <script>alert(1)</script> }")
    assert answer.status_code == 400
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "query:2:" in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "select * { ?s ?p ?o . service\n# comment\n?s { ?a ?b ?c } }",
    ],
)
def test_service_is_refused(server: Server, query: str) -> None:
    answer = server.get(query)
    assert answer.status_code == 400
    assert "SERVICE is not allowed" in answer.text


@pytest.mark.parametrize("update", ["INSERT DATA { <a:a> <a:a> <a:a> }", "DROP ALL", "CLEAR ALL"])
def test_an_update_is_no_query(server: Server, update: str) -> None:
    answer = server.get(update)
    assert answer.status_code == 400
    assert "is an update" in answer.text


def test_head_is_get_without_a_body(server: Server) -> None:
    url = f"{server.url}/sparql"
    with httpx.Client(trust_env=False) as client:
        get, head = (
            client.request(method, url, params={"query": SELECT}) for method in ("GET", "HEAD")
        )
    assert head.status_code == 200
    assert head.content == b""
    for name in ("content-type", "content-length", "vary"):
        assert head.headers[name] == get.headers[name]


def test_large_answers_are_compressed_for_those_who_take_it(server: Server) -> None:
    query = "SELECT ?a ?b ?c ?d ?e { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z . ?d ?s ?t . ?e ?u ?v }"
    plain = server.get(query, accept="text/csv", headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in plain.headers
    assert len(plain.content) > 500_000  # it is streamed
    zipped = server.get(query, accept="text/csv", headers={"Accept-Encoding": "br, gzip"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert sorted(zipped.text.splitlines()) == sorted(plain.text.splitlines())
    small = server.get(SELECT, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in small.headers


def test_a_kept_answer_is_the_same_compressed_or_not(server: Server) -> None:
    query = "SELECT ?a ?b ?c { ?a ?p ?x . ?b ?q ?y . ?c ?r ?z }"
    answers = [
        server.get(query, headers={"Accept-Encoding": coding})
        for coding in ("identity", "gzip", "identity", "gzip")
    ]
    assert [a.headers.get("content-encoding") for a in answers] == [None, "gzip"] * 2
    assert len({a.content for a in answers}) == 1
    with httpx.stream(
        "GET",
        f"{server.url}/sparql",
        params={"query": query},
        headers={"Accept-Encoding": "gzip"},
        trust_env=False,
    ) as answer:
        data = b"".join(answer.iter_raw())
    assert json.loads(gzip.decompress(data)) == answers[0].json()


def test_browsers_of_other_sites_may_ask(server: Server) -> None:
    origin = {"Origin": "https://notebook.example"}
    assert server.get(SELECT, headers=origin).headers["access-control-allow-origin"] == "*"
    asks = {
        **origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type, authorization",
    }
    answer = httpx.options(f"{server.url}/sparql", headers=asks, trust_env=False)
    assert answer.status_code == 200
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert "authorization" in answer.headers["access-control-allow-headers"]
    plain = httpx.options(f"{server.url}/sparql", trust_env=False)
    assert (plain.status_code, plain.headers["allow"]) == (204, "GET, HEAD, POST, OPTIONS")


@pytest.mark.parametrize("media", ["text/turtle", "application/rdf+xml", "application/ld+json"])
def test_the_service_describes_itself(server: Server, media: str) -> None:
    url = f"{server.url}/sparql"
    answer = httpx.get(url, headers={"Accept": media}, trust_env=False)
    assert answer.headers["content-type"].partition(";")[0] == media
    form = ox.RdfFormat.from_media_type(media)
    plain = ox.serialize(
        (quad.triple for quad in ox.parse(answer.content, format=form)),
        format=ox.RdfFormat.N_TRIPLES,
    )
    graph = rdflib.Graph().parse(data=plain or b"", format="nt")
    (service,) = graph.subjects(SD.endpoint, rdflib.URIRef(url))
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in graph
    assert len(list(graph.objects(service, SD.resultFormat))) == 8
    named = {str(name) for name in graph.objects(None, SD.name)}
    assert named == {f"http://example.org/{name}" for name in ("one", "two", "three")}
    triples = rdflib.URIRef("http://rdfs.org/ns/void#triples")
    assert [int(n) for n in graph.objects(None, triples)] == [6]  # type: ignore[arg-type]


def test_a_description_has_to_be_acceptable(server: Server) -> None:
    url = f"{server.url}/sparql"
    assert httpx.get(url, headers={"Accept": "text/csv"}, trust_env=False).status_code == 406


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"query": "ASK {}", "default-graph-uri": "no iri"}, 400),
        ({"default-graph-uri": "http://example.org/one"}, 400),
        ({"query": "", "format": "json"}, 400),
        ({"query": "ASK {}", "timeout": "9999"}, 200),
    ],
)
def test_parameters(server: Server, params: dict[str, str], status: int) -> None:
    answer = httpx.get(f"{server.url}/sparql", params=params, trust_env=False)
    assert answer.status_code == status


def test_a_graph_that_is_not_there_is_empty(server: Server) -> None:
    answer = server.get("ASK { ?s ?p ?o }", **{"default-graph-uri": "http://example.org/none"})
    assert answer.json()["boolean"] is False


def test_media_types_may_have_parameters(server: Server) -> None:
    url = f"{server.url}/sparql"
    for media, status in (
        ("application/sparql-query; charset=UTF-8", 200),
        ("application/sparql-query; charset=utf-16", 415),
    ):
        headers = {"Content-Type": media}
        answer = httpx.post(url, content="ASK {}", headers=headers, trust_env=False)
        assert answer.status_code == status


def test_no_other_path_is_there(server: Server) -> None:
    for path in ("/", "/etc/passwd", "/sparql/../../etc/passwd", "/..%2f..%2fetc/passwd"):
        assert httpx.get(server.url + path, trust_env=False).status_code == 404
