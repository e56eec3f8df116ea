"""The format of saved queries, and what may become part of a query."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KgError, QueryError, UnknownName
from kg.query.engine import Table, run
from kg.query.names import Names, names
from kg.query.saved import Parameter, SavedQuery, bind, parse, run_saved, saved_queries

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph as ox

HEADER = (
    "# What it says.\n# @param model Model|Method: a model\n# @param least Integer (default 2): n\n"
)
BODY = "SELECT ?x { VALUES ?x { $model } FILTER(1 < $least) }"


def test_header_is_read() -> None:
    query = parse("mine", HEADER + BODY)
    assert query.name == "mine"
    assert query.description == "What it says."
    assert query.parameters == (
        Parameter("model", "Model|Method", None, "a model"),
        Parameter("least", "Integer", "2", "n"),
    )
    assert parse("mine", "# One line,\n# and another.\nASK {}").description == (
        "One line, and another."
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ASK {}", "mine.rq:1: the first comment"),
        ("# @param x Date: only a parameter\nASK { FILTER($x) }", "mine.rq:1: the first comment"),
        ("# It.\n# @param X: y\nASK {}", "mine.rq:2: write `@param name Kind"),
        ("# It.\n# @param x Nothing: y\nASK {}", "mine.rq:2"),
        ("# It.\n# @param x Date: y\nASK {}", r"\$x has to be both declared"),
        ("# It.\nASK { FILTER($y) }", r"\$y has to be both declared"),
    ],
)
def test_a_malformed_file_is_named(text: str, message: str) -> None:
    with pytest.raises(KgError, match=message):
        parse("mine", text)


def test_queries_are_read_from_a_folder(tmp_path: Path) -> None:
    (tmp_path / "b.rq").write_text("# B.\nASK {}", encoding="utf-8")
    (tmp_path / "a.rq").write_text("# A.\nASK {}", encoding="utf-8")
    assert list(saved_queries(tmp_path)) == ["a", "b"]


def test_every_file_says_what_it_answers_in_whole_sentences() -> None:
    for query in saved_queries().values():
        assert query.description.endswith("."), query.name
        assert query.description[0].isupper(), query.name


def test_a_name_of_several_things_means_all(store: ox.Store) -> None:
    lookup = Names(
        (("Swin", "Model", "http://e/model/swin"), ("SWIN", "Method", "http://e/method/swin")), ()
    )
    bound = bind(parse("mine", HEADER + BODY), lookup, {"model": "swin"})
    assert "VALUES ?x { <http://e/method/swin> <http://e/model/swin> }" in bound
    table = run(store, bound)
    assert isinstance(table, Table)
    assert len(table.rows) == 2


def test_missing_and_malformed_arguments(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="papers-using needs --model: the model"):
        run_saved(store, "papers-using", {})
    with pytest.raises(QueryError, match=r"--date is a date .*, not 'June'"):
        run_saved(store, "new-since", {"date": "June"})
    with pytest.raises(QueryError, match="--least is a whole number, not 'two'"):
        run_saved(store, "cooccurring-techniques", {"least": "two"})
    with pytest.raises(UnknownName, match=r"parameter of the saved query papers-using .*model"):
        run_saved(store, "papers-using", {"modle": "LLaVA"})
    with pytest.raises(UnknownName, match=r"saved query .*did you mean papers-using"):
        run_saved(store, "paper-using", {})
    with pytest.raises(UnknownName, match="did you mean LLaVA"):
        run_saved(store, "papers-using", {"model": "lava"})


def bound(query: SavedQuery, lookup: Names, arguments: dict[str, str]) -> str | KgError:
    try:
        return bind(query, lookup, arguments)
    except KgError as error:
        return error


KNOWN = {"Paper": "pruneit", "Technique": "quantization", "Benchmark|Dataset": "GQA"}


@settings(max_examples=40, deadline=None)
@given(text=st.text())
def test_what_is_typed_never_becomes_query_text(store: ox.Store, text: str) -> None:
    lookup = names(store)
    for query in saved_queries().values():
        known = {p.name: p.default or KNOWN.get(p.kind, "LLaVA") for p in query.parameters}
        for parameter in query.parameters:
            found = bound(query, lookup, known | {parameter.name: text})
            if isinstance(found, KgError):
                assert repr(text) in str(found)
            else:
                run(store, found)


@pytest.mark.parametrize("typed", ["LLaVA> } #", "LLaVA\n", '"', "$model", "x> . ?s ?p <y"])
def test_injection_is_a_name_like_another_or_none(store: ox.Store, typed: str) -> None:
    query, lookup = saved_queries()["papers-using"], names(store)
    found = bound(query, lookup, {"model": typed})
    assert found == bound(query, lookup, {"model": "LLaVA"}) or repr(typed) in str(found)
