"""Every IRI of the graph dereferences: a page for people, RDF for machines."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pyoxigraph as ox
import pytest
from starlette.testclient import TestClient

from kg.graph.rdf import rows, triples
from kg.model import KnowledgeGraph
from kg.serve import discover
from kg.serve.describe import SYNTAXES
from kg.serve.index import GraphIndex
from kg.serve.site import Site

HTML = {"accept": "text/html"}
VOID = {"br", "hr", "img", "input", "link", "meta"}


class Page(HTMLParser):
    """The elements of a page; raises where they are not nested properly."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.data: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "script":
            self.data.append(data)

    def links(self) -> list[str]:
        return [str(a["href"]) for tag, a in self.elements if tag == "a"]


def subjects(graph: KnowledgeGraph) -> dict[str, set[ox.Triple]]:
    """Return the triples of every IRI below the base, by identifier."""
    found: defaultdict[str, set[ox.Triple]] = defaultdict(set)
    for triple in triples(graph):
        subject = triple.subject
        assert isinstance(subject, ox.NamedNode)
        found[subject.value.removeprefix(graph.base)].add(triple)
    return found


def test_every_iri_has_data_that_hold_all_that_the_graph_says_of_it(
    client: TestClient, small_graph: KnowledgeGraph
) -> None:
    said = subjects(small_graph)
    kinds = {identifier.partition("/")[0] for identifier in said}
    assert {"paper", "statement", "result", "link", "listing", "claim", "derived"} <= kinds
    assert {"agent", "extraction", "source", "model", "task"} <= kinds
    for identifier, expected in said.items():
        answer = client.get(f"/id/{identifier}", headers={"accept": "application/n-triples"})
        assert answer.status_code == 200, identifier
        got = {quad.triple for quad in ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)}
        assert expected <= got, identifier


def test_every_iri_has_a_page_with_sound_markup(
    client: TestClient, small_graph: KnowledgeGraph
) -> None:
    for identifier in subjects(small_graph):
        answer = client.get(f"/id/{identifier}", headers=HTML)
        assert answer.status_code == 200, identifier
        page = Page(answer.text)
        tags = {tag for tag, _ in page.elements}
        assert {"main", "h1", "header", "nav", "footer"} <= tags
        assert "img" not in tags
        scripts = [a for tag, a in page.elements if tag == "script"]
        assert all(a == {"type": "application/ld+json"} for a in scripts)
        assert not any(name.startswith("on") for _, a in page.elements for name in a)
        assert all(re.match(r"https?://|/|#", link) for link in page.links()), identifier


def test_all_links_of_all_pages_lead_somewhere(
    client: TestClient, small_graph: KnowledgeGraph
) -> None:
    seen: set[str] = set()
    waiting = [f"/id/{record.id}" for record in small_graph.papers]
    while waiting:
        path = waiting.pop()
        answer = client.get(path, headers=HTML)
        assert answer.status_code == 200, path
        if "text/html" in answer.headers["content-type"] and not path.startswith("/explore"):
            new = {link for link in Page(answer.text).links() if link.startswith("/")} - seen
            new -= {"/query", "/api"}
            seen |= new
            waiting += sorted(new)
    assert len(seen) > 100


@pytest.mark.parametrize("syntax", SYNTAXES, ids=lambda one: one.suffix)
def test_machines_are_led_to_rdf_of_the_syntax_they_want(
    client: TestClient, syntax: object
) -> None:
    wanted = next(one for one in SYNTAXES if one == syntax)
    led = client.get(
        "/id/model/llava-1.5", headers={"accept": wanted.media}, follow_redirects=False
    )
    assert led.status_code == 303
    assert led.headers["location"] == f"/data/model/llava-1.5.{wanted.suffix}"
    assert "accept" in led.headers["vary"].lower()
    answer = client.get(led.headers["location"])
    assert answer.headers["content-type"].partition(";")[0] == wanted.media
    got = {quad.triple for quad in ox.parse(answer.content, format=wanted.format)}
    plain = client.get("/data/model/llava-1.5.nt").content
    same = {quad.triple for quad in ox.parse(plain, format=ox.RdfFormat.N_TRIPLES)}
    about_itself = "/data/"
    assert {t for t in got if about_itself not in str(t.subject)} == {
        t for t in same if about_itself not in str(t.subject)
    }


def test_negotiation_says_what_varies_and_refuses_what_is_not_there(client: TestClient) -> None:
    page = client.get("/id/model/llava", headers=HTML)
    assert page.headers["vary"] == "Accept"
    assert 'rel="alternate"; type="text/turtle"' in page.headers["link"]
    assert "script-src" not in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert client.get("/id/model/llava", headers={"accept": "image/png"}).status_code == 406
    assert client.head("/id/model/llava", headers=HTML).status_code == 200


def test_entity_tags_spare_the_body(client: TestClient) -> None:
    first = client.get("/id/model/llava", headers=HTML)
    tag = first.headers["etag"]
    again = client.get("/id/model/llava", headers={**HTML, "if-none-match": f'W/{tag}, "x"'})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/id/model/llava", headers={**HTML, "if-none-match": '"x"'})
    assert other.status_code == 200


def test_a_thing_shows_its_edges_with_sentences_and_its_lineage(client: TestClient) -> None:
    text = client.get("/id/model/llava-1.5-7b", headers=HTML).text
    assert "Used as base model by" in text
    assert "applied to <mark>LLaVA-1.5-7B</mark>" in text
    assert "confidence 0.90" in text
    assert 'href="/id/model/llava-1.5"' in text
    assert "Fine-tuned from" in text
    assert "Quantized into" in text
    assert "Applied to" not in text
    assert "What is applied to it (derived)" in text


def test_a_paper_shows_its_text_with_mentions_marked(client: TestClient) -> None:
    text = client.get("/id/paper/2403.06764", headers=HTML).text
    assert 'class="mark" href="/id/technique/token-pruning"' in text
    assert "&lt;/script&gt;&lt;script&gt;alert" in text
    assert "<script>alert" not in text
    assert "-45%" in text
    assert "Zoë O&#39;Brien" in text
    assert 'href="javascript:' not in text
    assert "https://arxiv.org/abs/2403.06764" in text


def test_search_engines_read_what_a_page_is_about(client: TestClient) -> None:
    types = {
        "paper/2403.06764": "ScholarlyArticle",
        "dataset/tone-1a2b3c4d": "Dataset",
        "model/llava": "SoftwareApplication",
        "task/vqa": "DefinedTerm",
    }
    for identifier, kind in types.items():
        page = Page(client.get(f"/id/{identifier}", headers=HTML).text)
        (block,) = page.data
        assert not set("<>&") & set(block)
        data = json.loads(block)
        assert (data["@context"], data["@type"]) == ("https://schema.org", kind)
        assert data["@id"].endswith(identifier)
    article = json.loads(Page(client.get("/id/paper/2403.06764", headers=HTML).text).data[0])
    assert article["headline"].startswith("<img src=x")
    assert "</script><script>" in article["abstract"]
    assert article["datePublished"] == "2024-03-11"


def test_what_is_not_there_is_told_with_near_names(client: TestClient) -> None:
    answer = client.get("/id/model/lava-1.5", headers=HTML)
    assert answer.status_code == 404
    assert 'href="/id/model/llava-1.5"' in answer.text
    hostile = client.get("/id/%3Cscript%3Ealert(1)%3C/script%3E", headers=HTML)
    assert hostile.status_code == 404
    assert "<script" not in hostile.text


@pytest.mark.parametrize(
    "path",
    [
        "/id/",
        "/id/model/",
        "/id/claim/x/y",
        "/id/derived/a/b",
        "/id/link/x",
        "/id/result/x/reports",
        "/id/..%2f..%2fetc%2fpasswd",
        "/id/%00",
        "/id/%ff",
        "/data/model/llava",
        "/data/model/llava.exe",
        "/data/.ttl",
        "/id/model/llava?show=nothing",
        "/id/model/llava?page=2",
        "/id/model/llava?page=x",
        "/id/model/llava?show=extends&page=-1",
        "/id/model/llava?page=99999999999",
        "/sitemap-2.xml",
        "/sitemap-0.xml",
        "/explore?around=model/lava",
        "/explore",
        "/explore?around=model/llava&hops=9",
        "/static/../pages.py",
        "/static/base.html",
    ],
)
def test_nothing_else_is_there(client: TestClient, path: str) -> None:
    assert client.get(path, headers=HTML).status_code == 404


def test_long_lists_are_cut_into_pages(
    make_client: Callable[..., TestClient], small_graph: KnowledgeGraph
) -> None:
    record = small_graph.papers[0]
    said = next(one for one in record.statements if one.object == "model/llava-1.5-7b")
    many = tuple(
        replace(
            record,
            id=f"paper/{number}",
            statements=(replace(said, id=f"statement/{number}", paper=f"paper/{number}"),),
            results=(),
            links=(),
            derived=(),
        )
        for number in range(230)
    )
    client = make_client(replace(small_graph, papers=many))
    text = client.get("/id/model/llava-1.5-7b", headers=HTML).text
    assert text.count("<blockquote>") == 10
    assert "All 230" in text
    found: list[str] = []
    for page in (1, 2, 3):
        path = f"/id/model/llava-1.5-7b?show=usesBaseModel&page={page}"
        found += re.findall(r'href="/id/(paper/\d+)"', client.get(path, headers=HTML).text)
    assert sorted(found) == sorted(one.id for one in many)
    assert client.get(path.replace("=3", "=4"), headers=HTML).status_code == 404


def test_below_a_path_all_links_begin_with_it(
    make_client: Callable[..., TestClient], small_graph: KnowledgeGraph
) -> None:
    client = make_client(small_graph, "https://data.example/papers/")
    text = client.get("/id/model/llava", headers=HTML).text
    local = [link for link in Page(text).links() if link.startswith("/")]
    assert local
    assert all(link.startswith("/papers/") for link in local)
    assert "https://data.example/papers/id/model/llava" in text
    assert "https://data.example/papers/sitemap.xml" in client.get("/robots.txt").text


def test_void_and_dcat(client: TestClient, small_graph: KnowledgeGraph) -> None:
    answer = client.get("/.well-known/void")
    assert answer.headers["content-type"].startswith("text/turtle")
    store = ox.Store()
    store.load(answer.content, format=ox.RdfFormat.TURTLE)
    ask = """
        PREFIX void: <http://rdfs.org/ns/void#>
        PREFIX dcat: <http://www.w3.org/ns/dcat#>
        PREFIX kg: <https://w3id.org/paperkg/ontology#>
        SELECT ?all ?papers ?used WHERE {
          ?d a void:Dataset, dcat:Dataset ; void:entities ?all ;
            void:sparqlEndpoint <http://testserver/sparql> ;
            void:classPartition [ void:class kg:Paper ; void:entities ?papers ] ;
            void:propertyPartition [ void:property kg:usesTechnique ; void:triples ?used ]
        }"""
    (row,) = store.query(ask)  # type: ignore[misc]
    edges = [one for one in set(rows(small_graph)) if one[1].endswith("#usesTechnique>")]
    from_papers = [one for one in edges if "/id/paper/" in one[0]]
    total = len(small_graph.papers) + len(small_graph.entities)
    assert [int(row[name].value) for name in ("all", "papers", "used")] == [
        total,
        len(small_graph.papers),
        len(from_papers),
    ]


def test_the_sitemap_has_every_page(client: TestClient, small_graph: KnowledgeGraph) -> None:
    text = client.get("/sitemap.xml").text
    places = re.findall(r"<loc>http://testserver(.*?)</loc>", text)
    assert len(places) == 1 + len(small_graph.papers) + len(small_graph.entities)
    for path in places:
        assert client.get(path, headers=HTML).status_code == 200


def test_a_large_sitemap_is_split(index: GraphIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = set(re.findall("<loc>.*?</loc>", discover.sitemap(Site(index, "http://x"))))
    monkeypatch.setattr(discover, "MOST_ADDRESSES", 10)
    site = Site(index, "http://x")
    parts = re.findall(r"<loc>http://x/sitemap-(\d+).xml</loc>", discover.sitemap(site))
    assert len(parts) == -(-len(whole) // 10)
    found: list[str] = []
    for part in parts:
        some = re.findall("<loc>.*?</loc>", discover.sitemap_part(site, int(part)))
        assert len(some) <= 10
        found += some
    assert len(found) == len(whole)
    assert set(found) == whole


def test_search_page(client: TestClient) -> None:
    text = client.get("/search", params={"q": "tiny lava"}).text
    assert 'href="/id/model/tiny-llava"' in text
    hostile = client.get("/search", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script" not in hostile
    assert "Nothing here is called so" in client.get("/search", params={"q": "zzzzqqqq"}).text
    assert client.get("/search").status_code == 200
