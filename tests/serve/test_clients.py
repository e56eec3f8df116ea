"""Other people's clients, as people use them."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import warnings

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from .conftest import Server

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import SPARQLWrapper as sw

SELECT = "SELECT ?s ?o { ?s <http://example.org/p> ?o }"


@pytest.mark.parametrize("method", [sw.GET, sw.POST])
@pytest.mark.parametrize("way", [sw.URLENCODED, sw.POSTDIRECTLY])
def test_sparqlwrapper(server: Server, method: str, way: str) -> None:
    if method == sw.GET and way == sw.POSTDIRECTLY:
        pytest.skip("a GET is always URL-encoded")
    client = sw.SPARQLWrapper(f"{server.url}/sparql")
    client.setMethod(method)
    client.setRequestMethod(way)
    client.setQuery(SELECT)
    client.setReturnFormat(sw.JSON)
    found = client.queryAndConvert()
    assert len(found["results"]["bindings"]) == 5
    client.setReturnFormat(sw.XML)
    assert len(client.queryAndConvert().getElementsByTagName("result")) == 5
    client.setReturnFormat(sw.CSV)
    assert client.queryAndConvert().count(b"\n") == 6


def test_sparqlwrapper_with_data_set_and_graphs(server: Server) -> None:
    client = sw.SPARQLWrapper(f"{server.url}/sparql")
    client.addDefaultGraph("http://example.org/two")
    client.setQuery("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    client.setReturnFormat(sw.TURTLE)
    assert len(rdflib.Graph().parse(data=client.queryAndConvert(), format="turtle")) == 2
    client.setReturnFormat(sw.RDFXML)
    data = client.query().response.read()
    assert len(rdflib.Graph().parse(data=data, format="xml")) == 2


def test_sparqlwrapper_is_told_what_is_wrong(server: Server) -> None:
    client = sw.SPARQLWrapper(f"{server.url}/sparql")
    client.setQuery("SELECT * {")
    with pytest.raises(sw.SPARQLExceptions.QueryBadFormed, match="query:1:"):
        client.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
def test_rdflib_store(server: Server, method: str) -> None:
    store = SPARQLStore(f"{server.url}/sparql", method=method)  # type: ignore[arg-type]
    graph = rdflib.Graph(store)
    assert len(graph) == 6
    a, p = rdflib.URIRef("http://example.org/a"), rdflib.URIRef("http://example.org/p")
    assert list(graph.objects(a, p)) == [rdflib.Literal("one")]
    assert {str(row.s) for row in graph.query(SELECT)} >= {str(a)}  # type: ignore[union-attr]
    assert graph.query("ASK { ?s ?p ?o }").askAnswer is True


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl(server: Server) -> None:
    def curl(*arguments: str) -> str:
        command = ["curl", "-sS", "--noproxy", "*", "--compressed", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    url = f"{server.url}/sparql"
    found = json.loads(curl(url, "--data-urlencode", f"query={SELECT}"))
    assert len(found["results"]["bindings"]) == 5
    direct = curl(url, "-H", "Content-Type: application/sparql-query", "-d", SELECT)
    assert json.loads(direct) == found
    text = curl("-G", url, "--data-urlencode", f"query={SELECT}", "-H", "Accept: text/csv")
    assert len(list(csv.DictReader(io.StringIO(text)))) == 5


def test_pandas(server: Server) -> None:
    pandas = pytest.importorskip("pandas")
    from urllib.parse import urlencode

    url = f"{server.url}/sparql?{urlencode({'query': SELECT})}"
    frame = pandas.read_csv(url, storage_options={"Accept": "text/csv"})
    assert list(frame.columns) == ["s", "o"]
    assert len(frame) == 5
