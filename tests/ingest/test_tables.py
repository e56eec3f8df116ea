"""Tables: the same rows in every format give the same papers; bad rows cost themselves only."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest

from kg.errors import UnknownName
from kg.ingest.read import read

ROWS: list[dict[str, Any]] = [
    {
        "id": "2403.00001v2",
        "title": 'Quilts, "Patches" and\n  Threads',
        "abstract": "  We sew a model from patches; it is warm.\n  It needs no fine-tuning. ",
        "authors": ["Ann Lee", "Bo Chen"],
        "published": "2024-03-01",
        "categories": ["cs.CV", "cs.LG"],
        "doi": "https://doi.org/10.1000/ABC",
    },
    {
        "id": "hep-th/9901001",
        "title": "Strings | of; Beads",
        "abstract": "Beads slide on a string, naïvely 日本語.",
        "authors": ["Cy Dahl"],
        "published": "1999-01-04",
        "categories": ["hep-th"],
        "doi": None,
    },
]
QUILTS, STRINGS = ("arxiv:2403.00001", "arxiv:hep-th/9901001")


def flat(row: dict[str, Any]) -> dict[str, Any]:
    return {
        key: "; ".join(value) if isinstance(value, list) else value for key, value in row.items()
    }


def as_csv(rows: list[dict[str, Any]], delimiter: str = ",") -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(map(flat, rows))
    return out.getvalue().encode()


def as_json_lines(rows: list[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def as_parquet(rows: list[dict[str, Any]]) -> bytes:
    out = io.BytesIO()
    parquet.write_table(arrow.Table.from_pylist(rows), out)
    return out.getvalue()


FORMATS: dict[str, Callable[[list[dict[str, Any]]], bytes]] = {
    "JSON Lines": as_json_lines,
    "JSON Lines, not ASCII, with a mark": lambda rows: (
        "\ufeff" + "\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    ).encode(),
    "JSON Lines in UTF-16": lambda rows: as_json_lines(rows).decode().encode("utf-16"),
    "JSON array": lambda rows: json.dumps(rows).encode(),
    "JSON array over lines": lambda rows: json.dumps(rows, indent=2).encode(),
    "JSON objects over lines": lambda rows: "\n".join(
        json.dumps(row, indent=1) for row in rows
    ).encode(),
    "CSV": as_csv,
    "CSV with semicolons": lambda rows: as_csv(rows, ";"),
    "TSV": lambda rows: as_csv(rows, "\t"),
    "bars": lambda rows: as_csv(rows, "|"),
    "CSV with a mark": lambda rows: b"\xef\xbb\xbf" + as_csv(rows),
    "Parquet": as_parquet,
}


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_papers(tmp_path: Path, name: str, packed: bool) -> None:
    data = FORMATS[name](ROWS)
    path = tmp_path / "papers"  # the name says nothing
    path.write_bytes(gzip.compress(data, mtime=0) if packed else data)
    reading = read([path])
    assert (reading.skipped, reading.read) == ([], 2)
    quilts, strings = reading.papers
    assert (quilts.key, strings.key) == (QUILTS, STRINGS)
    assert quilts.title == 'Quilts, "Patches" and Threads'
    assert quilts.abstract == "We sew a model from patches; it is warm. It needs no fine-tuning."
    assert (quilts.arxiv_id, quilts.issued) == ("2403.00001", date(2024, 3, 1))
    assert quilts.authors == ("Ann Lee", "Bo Chen")
    assert quilts.categories == ("cs.CV", "cs.LG")
    assert quilts.identifiers == ("doi:10.1000/abc",)
    assert strings.abstract == "Beads slide on a string, naïvely 日本語."
    assert strings.identifiers == ()


def lines_file(tmp_path: Path, *lines: str | bytes) -> Path:
    path = tmp_path / "papers.jsonl"
    path.write_bytes(b"\n".join(x if isinstance(x, bytes) else x.encode() for x in lines))
    return path


GOOD = '{"title": "Good", "abstract": "It is good."}'


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('{"title": "x", "abstract": ', "not JSON"),
        ("[1, 2]", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ('{"title": "x"}', "no column for the abstract among 'title'"),
        ('{"title": "", "abstract": "y"}', "the title is empty"),
        ('{"title": "x", "abstract": null}', "the abstract is empty"),
        ('{"title": "x", "abstract": " \\n "}', "the abstract is empty"),
        ('{"title": {"en": "x"}, "abstract": "y"}', "the title is not text but dict"),
        ("[" * 100_000, "nested too deep"),
        ('{"title": "x", "abstract": "y", "n": ' + "9" * 5000 + "}", "huge number"),
        (b'{"title": "x\xff", "abstract": "y"}', "byte 13 of the line (0xFF) is not UTF-8"),
        ("\0\0\0", "not JSON"),
    ],
)
def test_a_bad_line_is_named_and_costs_itself_only(
    tmp_path: Path, line: str | bytes, problem: str
) -> None:
    path = lines_file(tmp_path, GOOD, line, GOOD.replace("Good", "Better"))
    reading = read([path])
    assert {paper.title for paper in reading.papers} == {"Good", "Better"}
    (error,) = reading.skipped
    assert error.place == f"{path}:2"
    assert problem in error.problem
    assert error.mend


def test_a_line_of_many_megabytes_is_dropped(tmp_path: Path) -> None:
    huge = '{"title": "Huge", "abstract": "' + "a" * 50_000_000 + '"}'
    reading = read([lines_file(tmp_path, GOOD, huge, GOOD.replace("Good", "Better"))])
    assert {paper.title for paper in reading.papers} == {"Good", "Better"}
    (error,) = reading.skipped
    assert error.place.endswith("papers.jsonl:2")
    assert "longer than 10,000,000 characters" in error.problem


def test_a_record_of_many_megabytes_in_an_array_is_dropped(tmp_path: Path) -> None:
    huge = '{"title": "Huge", "abstract": "' + "a" * 25_000_000 + '"}'
    path = tmp_path / "papers.json"
    path.write_text(f"[{GOOD},\n{huge},\n{GOOD.replace('Good', 'Better')}]")
    reading = read([path])
    assert {paper.title for paper in reading.papers} == {"Good", "Better"}
    (error,) = reading.skipped
    assert error.place == f"{path}:2"
    assert "10,000,000" in error.problem


@pytest.mark.parametrize(
    ("bad", "problem"),
    [
        ('{"title": oops, "abstract": "y"}', "not JSON"),
        ("oops", "not JSON"),
        ("17", "not a JSON object"),
        ('{"title": "x\udcff", "abstract": "y"}', "byte 13 of the record (0xFF) is not UTF-8"),
        ('{"title": "x"}', "no column for the abstract"),
    ],
)
def test_a_bad_record_of_an_array_costs_itself_only(tmp_path: Path, bad: str, problem: str) -> None:
    path = tmp_path / "papers.json"
    text = f"[{GOOD},\n{bad},\n{GOOD.replace('Good', 'Better')}]"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    reading = read([path])
    assert {paper.title for paper in reading.papers} == {"Good", "Better"}
    (error,) = reading.skipped
    assert error.place == f"{path}:2"
    assert problem in error.problem


def test_an_array_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    for cut in ("", ",", ',\n{"title": "Cut'):
        path.write_text(f"[{GOOD}{cut}")
        reading = read([path])
        assert [paper.title for paper in reading.papers] == ["Good"]
        assert len(reading.skipped) == 1


def test_a_large_array_is_read_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "papers.json"
    rows = [{"title": f"Paper {n}", "abstract": "So it is. " * 50} for n in range(3000)]
    path.write_text(json.dumps(rows))
    reading = read([path])
    assert (reading.read, len(reading.papers), reading.skipped) == (3000, 3000, [])


def test_nothing_illegal_survives(tmp_path: Path) -> None:
    line = '{"title": "A\\ud800B\\u0000C", "abstract": "D\\u0001\\ufffe\tE \\ud83d\\ude00"}'
    (paper,) = read([lines_file(tmp_path, line)]).papers
    assert (paper.title, paper.abstract) == ("A B C", "D   E 😀")


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Paper Title,Summary", None),
        ("TITLE,paperAbstract", None),
        ("paper_name,what_it_says", {"title": "paper_name", "abstract": "what_it_says"}),
        ("Paper Name,abstract", {"title": "paper name"}),
        ("name, abstract", {"title": "name"}),
    ],
)
def test_columns_are_recognised_or_given(
    tmp_path: Path, header: str, columns: dict[str, str] | None
) -> None:
    path = tmp_path / "papers.csv"
    path.write_text(f"{header}\nFoxes,They run.\n")
    (paper,) = read([path], columns=columns).papers
    assert (paper.title, paper.abstract) == ("Foxes", "They run.")


def test_a_given_column_goes_before_a_known_one(tmp_path: Path) -> None:
    path = tmp_path / "papers.csv"
    path.write_text("title,long_title,abstract,date,seen\nA,Alpha,It is.,2020-01-01,2021-01-01\n")
    (paper,) = read([path], columns={"title": "long_title", "date": "seen"}).papers
    assert (paper.title, paper.issued) == ("Alpha", date(2021, 1, 1))


def test_a_field_that_papers_do_not_have_is_refused() -> None:
    with pytest.raises(UnknownName, match="did you mean title"):
        read([], columns={"titel": "x"})


@pytest.mark.parametrize("name", ["CSV", "Parquet", "JSON Lines", "JSON array"])
def test_a_missing_column_is_one_error_with_the_columns_there_are(
    tmp_path: Path, name: str
) -> None:
    path = tmp_path / "papers"
    path.write_bytes(FORMATS[name]([{"title": f"T{n}", "body": "B."} for n in range(50)]))
    reading = read([path])
    assert reading.papers == []
    (error,) = reading.skipped
    assert "no column for the abstract among 'title', 'body'" in error.problem
    assert "abstract=NAME" in error.mend


def test_rows_with_broken_quotes_or_too_many_cells_cost_themselves_only(tmp_path: Path) -> None:
    path = tmp_path / "papers.csv"
    path.write_text(
        'title,abstract\nOne,"It is\none."\n"Two,It is two.\nThree,It is three.\n'
        'Four,"It is" four.\nFive,a,b\nSix,\n,\nSeven,It is seven.\n'
    )
    reading = read([path])
    assert {paper.title: paper.abstract for paper in reading.papers} == {
        "One": "It is one.", "Three": "It is three.", "Seven": "It is seven.",
    }  # fmt: skip
    assert [error.place.rpartition(":")[2] for error in reading.skipped] == ["4", "6", "7", "8"]


def test_tabs_without_quoting(tmp_path: Path) -> None:
    path = tmp_path / "papers.tsv"
    path.write_text('title\tabstract\n"Why?" They Asked\tWe "do" not know.\nTwo\tIt is two.\n')
    reading = read([path])
    assert {paper.title for paper in reading.papers} == {'"Why?" They Asked', "Two"}
    assert reading.skipped == []


def test_numbers_and_missing_values_of_spreadsheets(tmp_path: Path) -> None:
    path = tmp_path / "papers.parquet"
    rows = [
        {"arxiv_id": 2403.0676, "title": "A", "abstract": "It is.", "url": None,
         "published": datetime(2024, 3, 11, 5, tzinfo=UTC)},
        {"arxiv_id": float("nan"), "title": "B", "abstract": "It is.",
         "url": "https://arxiv.org/abs/2401.00002v1", "published": None},
        {"arxiv_id": None, "title": "C", "abstract": "It is.", "url": "https://example.org/c",
         "published": None},
    ]  # fmt: skip
    path.write_bytes(as_parquet(rows))
    papers = {paper.title: paper for paper in read([path]).papers}
    assert {title: paper.arxiv_id for title, paper in papers.items()} == {
        "A": "2403.06760", "B": "2401.00002", "C": None,
    }  # fmt: skip
    assert papers["A"].issued == date(2024, 3, 11)
    assert papers["C"].identifiers == ("https://example.org/c",)


def test_dates_that_name_no_day_are_left_out_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "papers.csv"
    path.write_text("title,abstract,date\nA,It is.,2020\nB,It is.,soon\nC,It is.,2020-02-03\n")
    reading = read([path])
    assert [paper.issued for paper in reading.papers] == [None, None, date(2020, 2, 3)]
    assert reading.notes == [f"{path}: 2 dates name no day and were left out"]


def test_without_pyarrow_the_mend_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "papers.parquet"
    path.write_bytes(as_parquet(ROWS))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (error,) = read([path]).skipped
    assert error.mend == "pip install 'paperkg[parquet]'"


def test_a_damaged_parquet_file_is_one_error(tmp_path: Path) -> None:
    whole = as_parquet(ROWS)
    for name, data in (("cut", whole[: len(whole) // 2]), ("bare", b"PAR1")):
        path = tmp_path / f"{name}.parquet"
        path.write_bytes(data)
        (error,) = read([path]).skipped
        assert "not a whole Parquet table" in error.problem
        assert "\n" not in str(error)


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", FORMATS)
def test_damage_anywhere_never_stops_the_reading(tmp_path: Path, name: str, packed: bool) -> None:
    whole = FORMATS[name](ROWS)
    whole = gzip.compress(whole, mtime=0) if packed else whole
    good = lines_file(tmp_path, GOOD)
    for at in range(0, len(whole), max(1, len(whole) // 25)):
        for damaged in (
            whole[:at],
            whole[:at] + b"\x86" + whole[at + 1 :],
            whole[:at] + whole[at + 2 :],
        ):
            path = tmp_path / "damaged"
            path.write_bytes(damaged)
            assert "Good" in {paper.title for paper in read([path, good]).papers}
