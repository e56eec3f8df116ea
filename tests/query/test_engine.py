"""Running SPARQL: answers of each kind, errors with their place, nothing but reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.errors import InputError, QueryError
from kg.query.engine import Boolean, Table, Triples, run
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    from pathlib import Path

LLAVA = "<https://w3id.org/paperkg/id/model/llava>"


def test_select(store: ox.Store) -> None:
    answer = run(store, f"SELECT ?label ?none {{ {LLAVA} skos:prefLabel ?label }}")
    assert answer == Table(("label", "none"), ((ox.Literal("LLaVA"), None),))


def test_ask(store: ox.Store) -> None:
    assert run(store, f"ASK {{ {LLAVA} a kg:Model }}") == Boolean(True)
    assert run(store, f"ASK {{ {LLAVA} a kg:Paper }}") == Boolean(False)


@pytest.mark.parametrize(
    "query", [f"DESCRIBE {LLAVA}", f"CONSTRUCT {{ {LLAVA} ?p ?o }} WHERE {{ {LLAVA} ?p ?o }}"]
)
def test_triples_are_sorted_and_single(store: ox.Store, query: str) -> None:
    answer = run(store, query)
    assert isinstance(answer, Triples)
    assert len(answer.triples) == 3
    assert list(answer.triples) == sorted(set(answer.triples), key=str)


def test_every_prefix_of_the_vocabulary_is_declared(store: ox.Store) -> None:
    for prefix, namespace in PREFIXES.items():
        answer = run(store, f"SELECT ({prefix}:x AS ?x) {{}}")
        assert isinstance(answer, Table)
        assert answer.rows == ((ox.NamedNode(namespace + "x"),),)


def test_own_prefixes_win(store: ox.Store) -> None:
    answer = run(store, "PREFIX kg: <http://other/> SELECT (kg:x AS ?x) {}")
    assert isinstance(answer, Table)
    assert answer.rows == ((ox.NamedNode("http://other/x"),),)


def test_a_file_is_run(store: ox.Store, tmp_path: Path) -> None:
    file = tmp_path / "is it.rq"
    file.write_text("\ufeffASK { ?paper a kg:Paper }", encoding="utf-8")
    assert run(store, file) == run(store, str(file)) == Boolean(True)
    file.write_text("ASK {\n ?paper a }", encoding="utf-8")
    with pytest.raises(QueryError, match=r"is it\.rq:2:\d+: "):
        run(store, file)


def test_a_file_that_cannot_be_read(store: ox.Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.rq: no such file or directory; give a \.rq"):
        run(store, str(tmp_path / "gone.rq"))
    (tmp_path / "latin.rq").write_bytes("ASK { ?x ?y 'é' }".encode("latin-1"))
    with pytest.raises(InputError, match="not UTF-8"):
        run(store, tmp_path / "latin.rq")


@pytest.mark.parametrize(
    ("query", "message", "place"),
    [
        ("SELECT * {\n  ?s kkk:p ?o\n}", "the prefix kkk: is not declared; known are bibo", "2:11"),
        ("SELECT * { ?s kg:extends ?o", "expected", "1:28"),
        ("SELECT ?x { ?s ?p ?o } GROUP BY ?s", "contains a variable that is unbound", "1:35"),
        ("", "the query does not parse here", "1:1"),
        ("# é\nINSERT DATA { <a:b> <a:b> 1 }", "INSERT is an update", "2:1"),
        ("PREFIX a: <b:c>\ndrop ALL", "DROP is an update", "2:1"),
    ],
)  # fmt: skip
def test_a_wrong_query_shows_its_place(
    store: ox.Store, query: str, message: str, place: str
) -> None:
    with pytest.raises(QueryError) as caught:
        run(store, query)
    first, line, caret = str(caught.value).split("\n")
    assert first.startswith(f"query:{place}: ")
    assert message in first
    number, column = map(int, place.split(":"))
    assert line.strip() == (query.split("\n")[number - 1]).strip()
    assert caret == " " * (2 + column - 1) + "^"


def test_a_long_wrong_line_is_shown_around_its_place(store: ox.Store) -> None:
    query = f"SELECT * {{ ?s ?p '{'x' * 500}' . ?s zzz:p '{'y' * 500}' }}"
    with pytest.raises(QueryError) as caught:
        run(store, query)
    _, line, caret = str(caught.value).split("\n")
    assert len(line) < 130
    assert line[: caret.index("^")].endswith("zzz:p")


def test_the_shown_line_drives_no_terminal(store: ox.Store) -> None:
    with pytest.raises(QueryError) as caught:
        run(store, "ASK {\t'\x1b[31m' \x9b nonsense }")
    assert str(caught.value).replace("\n", "").isprintable()


SERVICES = [
    "SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }",
    "SELECT * { service SILENT ?where { ?s ?p ?o } }",
    "PREFIX a: <http://localhost:1/> SELECT * { SERVICE a:b { ?s ?p ?o } }",
    "PREFIX : <http://localhost:1/> SELECT * { ?s ?p trueSERVICE:x{ ?s ?p ?o } }",
    "SELECT * { FILTER(1<2)SERVICE<http://localhost:1/>{ ?s ?p ?o } }",
    "SELECT * { SERVICE #\n SILENT # a\r<http://localhost:1/> # {\n { ?s ?p ?o } }",
    "SELECT * { FILTER(1<1#> '''\n) SERVICE<http://localhost:1/>{ ?s ?p ?o } #'''\n}",
]


@pytest.mark.parametrize("query", SERVICES)
def test_no_query_leaves_the_graph(store: ox.Store, query: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is not allowed"):
        run(store, query)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?service kg:service 'a SERVICE {' }",
        "ASK { ?s ?p ?o # SERVICE of the house\n }",
        "PREFIX service: <a:b> ASK { ?s service:x ?o }",
    ],
)
def test_the_word_service_is_free(store: ox.Store, query: str) -> None:
    assert run(store, query) == Boolean("of the house" in query)


def test_deep_nesting_ends_in_an_error(store: ox.Store) -> None:
    assert run(store, "ASK " + "{" * 150 + "}" * 150) == Boolean(True)
    with pytest.raises(QueryError, match="nested deeper than 200"):
        run(store, "ASK " + "{" * 100_000 + "}" * 100_000)


def test_a_function_that_does_not_exist(store: ox.Store) -> None:
    with pytest.raises(QueryError, match=r"query: .*custom function .*nope"):
        run(store, "SELECT (kg:nope(1) AS ?x) {}")
