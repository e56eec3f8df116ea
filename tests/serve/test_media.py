"""Negotiation and counting, which are pure."""

from __future__ import annotations

import csv
import io

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.counting import row_counter, rows_of
from kg.serve.media import SOLUTIONS, TRIPLES, negotiated, takes_gzip


@given(st.text(max_size=60))
def test_any_header_is_negotiated(accept: str) -> None:
    assert negotiated(accept, TRIPLES) in {*TRIPLES, ""}
    assert takes_gzip(accept) in (True, False)


@pytest.mark.parametrize(
    ("accept", "taken"),
    [
        ("gzip", True),
        ("GZIP;q=0.001", True),
        ("*", True),
        ("x-gzip", True),
        ("gzip;q=0", False),
        ("*;q=0", False),
        ("gzip;q=0, *", False),
        ("", False),
        ("deflate, br", False),
    ],
)
def test_gzip(accept: str, taken: bool) -> None:
    assert takes_gzip(accept) is taken


def test_formats_are_those_of_the_engine() -> None:
    for name in SOLUTIONS.values():
        assert getattr(ox.QueryResultsFormat, name)
    for name in TRIPLES.values():
        assert getattr(ox.RdfFormat, name)


NASTY = ['},{"', '"},{"x', "},{", "<result>", "\n", '"', '""\r\n', "\\", '\\"},{\\"', ",", ""]
VALUES = st.text(max_size=12) | st.sampled_from(NASTY)


@pytest.mark.parametrize("name", ["JSON", "XML", "CSV", "TSV"])
@given(rows=st.lists(st.tuples(VALUES, VALUES), min_size=1, max_size=6), size=st.integers(1, 40))
def test_rows_are_counted_whatever_the_values_and_the_pieces(
    name: str, rows: list[tuple[str, str]], size: int
) -> None:
    """The engine's own writing of values that look like what stands between rows."""
    values = " ".join(f"({_literal(a)} {_literal(b)})" for a, b in rows)
    answer = ox.Store().query(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}")
    assert isinstance(answer, ox.QuerySolutions)
    data = answer.serialize(format=getattr(ox.QueryResultsFormat, name)) or b""
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    assert rows_of(name, pieces) == len(rows)


def _literal(value: str) -> str:
    return str(ox.Literal(value.replace("\x00", "").encode("utf-8", "ignore").decode()))


def test_a_count_grows() -> None:
    add = row_counter("CSV")
    assert [add(b"a\r\n"), add(b"1\r\n2"), add(b'\r\n"x\n'), add(b'y"\r\n')] == [0, 1, 2, 3]
    assert len(list(csv.reader(io.StringIO('a\r\n1\r\n2\r\n"x\ny"\r\n')))) == 4
