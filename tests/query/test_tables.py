"""Answers as text: exact where machines read, harmless everywhere."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError, UnknownName
from kg.graph.rdf import to_store
from kg.query.engine import Boolean, Table, Triples, run
from kg.query.layout import column_widths, cut, display_width
from kg.query.tables import FORMATS, render
from kg.vocab import BASE, KG, iri

if TYPE_CHECKING:
    from kg.model import KnowledgeGraph

NODE = ox.NamedNode("http://e/x")
TABLE = Table(
    ("thing", "n"),
    (
        (ox.NamedNode(BASE + "model/llava"), ox.Literal(7)),
        (ox.NamedNode(KG + "introduces"), ox.Literal(12)),
        (ox.NamedNode("http://e/xy"), None),
        (ox.Literal("模型", language="zh"), ox.Literal(-3)),
    ),
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def column(*texts: str) -> Table:
    return Table(("x",), tuple((ox.Literal(text),) for text in texts))


def test_table_on_a_page() -> None:
    numbers = Table(TABLE.columns, (*TABLE.rows[:2], TABLE.rows[3]))
    assert render(numbers, "table") == (
        "thing           n\n"
        "─────────────  ──\n"
        "model/llava     7\n"
        "kg:introduces  12\n"
        "模型           -3\n"
    )


def test_nothing_is_cut_without_a_width() -> None:
    assert "x" * 5000 in render(column("x" * 5000), "table")
    assert render(Table(("x",), ()), "table", 80) == "no answers\n"


@given(
    rows=st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=5), width=st.integers(20, 120)
)
def test_lines_fit_the_terminal_and_drive_nothing(
    rows: list[tuple[str, str, str]], width: int
) -> None:
    table = Table(("a", "b", "c"), tuple(tuple(map(ox.Literal, row)) for row in rows))
    lines = render(table, "table", width).split("\n")
    assert len(lines) == len(rows) + 3
    assert all(display_width(line) <= width for line in lines)
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "".join(lines))


@given(text=TEXT, width=st.integers(1, 30))
def test_cut_keeps_the_start(text: str, width: int) -> None:
    shown = cut(text, width)
    assert display_width(shown) <= max(width, 1)
    assert shown == text or (shown.endswith("…") and text.startswith(shown[:-1]))


@given(st.lists(st.integers(0, 200), min_size=1, max_size=8), st.integers(50, 200))
def test_only_the_widest_columns_are_narrowed(natural: list[int], width: int) -> None:
    widths = column_widths(natural, width)
    assert sum(widths) + 2 * (len(widths) - 1) <= width or max(widths) <= 4
    limit = max(widths)
    assert all(now in (before, limit) for now, before in zip(widths, natural, strict=True))
    if sum(natural) + 2 * (len(natural) - 1) <= width:
        assert widths == natural


@given(rows=st.lists(st.lists(TEXT, min_size=2, max_size=2), min_size=1))
def test_csv_comes_back_without_formulas(rows: list[list[str]]) -> None:
    table = Table(("a", "b"), tuple(tuple(map(ox.Literal, row)) for row in rows))
    text = render(table, "csv")
    header, *found = csv.reader(io.StringIO(text, newline=""))
    assert header == ["a", "b"]
    harmful = re.compile(
        r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
    )
    for row, back in zip(rows, found, strict=True):
        for before, after in zip(row, back, strict=True):
            assert not re.match(r"[=+\-@\t\r\n＝＋－＠]", after)
            original = after[1:] if after.startswith("'") else after
            assert original == harmful.sub("�", before)


def test_csv_has_whole_iris_and_bare_numbers() -> None:
    assert render(TABLE, "csv") == (
        f"thing,n\r\n{BASE}model/llava,7\r\n{KG}introduces,12\r\nhttp://e/xy,\r\n模型,-3\r\n"
    )
    assert render(column("-11.97%", "=1+1", "a,b", "'tis"), "csv") == (
        "x\r\n'-11.97%\r\n'=1+1\r\n\"a,b\"\r\n''tis\r\n"
    )


@given(texts=st.lists(TEXT))
def test_json_is_the_standard_format_and_exact(texts: list[str]) -> None:
    table = column(*texts)
    text = render(table, "json")
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    parsed = ox.parse_query_results(text, format=ox.QueryResultsFormat.JSON)
    assert isinstance(parsed, ox.QuerySolutions)
    assert tuple(tuple(solution) for solution in parsed) == table.rows


def test_json_of_every_sort_of_term() -> None:
    row = (
        NODE,
        ox.BlankNode("b"),
        ox.Literal("a", language="en"),
        ox.Literal("1.50", datatype=ox.NamedNode(iri("xsd:decimal"))),
        ox.Triple(NODE, NODE, ox.Literal("x")),
        None,
    )
    table = Table(tuple("abcdef"), (row,))
    parsed = ox.parse_query_results(render(table, "json"), format=ox.QueryResultsFormat.JSON)
    assert isinstance(parsed, ox.QuerySolutions)
    assert [tuple(solution) for solution in parsed] == [row]
    theirs = rdflib.query.Result.parse(
        io.BytesIO(render(Table(tuple("abcd"), (row[:4],)), "json").encode()), format="json"
    )
    assert [str(term) for term in next(iter(theirs))] == ["http://e/x", "b", "a", "1.50"]


@given(texts=st.lists(TEXT, min_size=1))
def test_markdown_cells_stay_in_their_column(texts: list[str]) -> None:
    lines = render(column(*texts), "markdown").split("\n")
    assert len(lines) == len(texts) + 3
    for line in lines[2:-1]:
        inner = line.removeprefix("| ").removesuffix(" |")
        assert not re.search(r"(?<!\\)(?:\\\\)*[|<>`*_\[\]~$]", inner)


def test_markdown() -> None:
    assert render(TABLE, "markdown").startswith(
        "| thing | n |\n| --- | --- |\n| model/llava | 7 |\n"
    )
    assert render(column("<b>a|b</b> & `c`\n![d](http://e)"), "markdown").split("\n")[2] == (
        r"| \<b\>a\|b\</b\> &amp; \`c\` !\[d\](http://e) |"
    )


def test_turtle_comes_back() -> None:
    triples = (ox.Triple(NODE, ox.NamedNode(KG + "quote"), ox.Literal("a\x1b\x9b\u202e\n'é\"")),)
    text = render(Triples(triples), "ttl")
    assert tuple(quad.triple for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)) == triples
    assert "kg:quote" in text
    assert not re.search(r"[\x1b\x9b\u202e]", text)
    assert json.loads(render(Triples(triples), "json"))[0]["@id"] == "http://e/x"


def test_triples_as_columns() -> None:
    triples = Triples((ox.Triple(NODE, ox.NamedNode(KG + "quote"), ox.Literal("a")),))
    assert render(triples, "csv") == f"subject,predicate,object\r\nhttp://e/x,{KG}quote,a\r\n"
    assert "kg:quote" in render(triples, "table")


def test_boolean() -> None:
    assert render(Boolean(True), "table") == "true\n"
    assert json.loads(render(Boolean(False), "json")) == {"head": {}, "boolean": False}
    assert render(Boolean(True), "csv") == "answer\r\ntrue\r\n"
    assert "| true |" in render(Boolean(True), "markdown")


@pytest.mark.parametrize("answer", [TABLE, Boolean(True)])
def test_turtle_is_for_triples_only(answer: Table | Boolean) -> None:
    with pytest.raises(QueryError, match="only CONSTRUCT and DESCRIBE"):
        render(answer, "ttl")


def test_an_unknown_format() -> None:
    with pytest.raises(UnknownName, match="'cvs'; did you mean csv"):
        render(TABLE, "cvs")


def test_another_base_is_shortened() -> None:
    table = Table(("x",), ((ox.NamedNode("https://my.org/kg/model/a"),),))
    assert "\nmodel/a\n" in render(table, "table", base="https://my.org/kg/")


def test_hostile_titles_in_every_format(small_graph: KnowledgeGraph) -> None:
    titles = run(
        to_store(small_graph), "SELECT ?t { ?p a kg:Paper ; dcterms:title ?t } ORDER BY ?t"
    )
    shown = {name: render(titles, name, 80) for name in FORMATS if name != "ttl"}
    assert "'=HYPERLINK" in shown["csv"]
    assert "'@SUM" in shown["csv"]
    assert "<img" not in shown["markdown"].replace("\\<img", "")
    assert len(shown["table"].splitlines()) == 5
    assert len(json.loads(shown["json"])["results"]["bindings"]) == 3
