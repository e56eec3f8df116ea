"""Packed files: members of ZIP archives and Zstandard, bounded, with the member's own place."""

from __future__ import annotations

import gzip
import io
import sys
import zipfile
from pathlib import Path

import pytest
import zstandard

from kg.ingest import archive
from kg.ingest.read import read


def table(title: str) -> bytes:
    return f"title,abstract\n{title},It is about {title}.\n".encode()


def zipped(folder: Path, members: dict[str, bytes], name: str = "feeds.zip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for member, data in members.items():
            target.writestr(member, data)
    return path


def test_each_member_is_a_file_of_its_own(tmp_path: Path) -> None:
    path = zipped(
        tmp_path,
        {
            "a.csv": table("A"),
            "deep/b.csv": table("B"),
            "deep/c.csv.gz": gzip.compress(table("C")),
            "d.jsonl.zst": zstandard.compress(b'{"title": "D", "abstract": "It is D."}\n'),
            "notes.md": b"no feed",
            "__MACOSX/a.csv": b"\0\1",
            ".hidden.csv": b"\0",
        },
    )
    reading = read([path])
    assert {paper.title for paper in reading.papers} == set("ABCD")
    names = {one.name for paper in reading.papers for one in paper.listings}
    assert names == {
        "feeds.zip/a.csv", "feeds.zip/deep/b.csv", "feeds.zip/deep/c.csv.gz",
        "feeds.zip/d.jsonl.zst",
    }  # fmt: skip
    assert reading.skipped == []
    assert reading.notes == [f"{path}/notes.md: left out, its suffix is that of no known format"]


def test_an_archive_is_taken_from_a_folder_and_from_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = zipped(tmp_path, {"a.csv": table("A")})
    assert [paper.title for paper in read([tmp_path]).papers] == ["A"]

    class Stdin:
        buffer = io.BytesIO(path.read_bytes())

    monkeypatch.setattr(sys, "stdin", Stdin)
    (paper,) = read(["-"]).papers
    assert [one.name for one in paper.listings] == ["stdin/a.csv"]


def test_a_bad_member_costs_itself_only(tmp_path: Path) -> None:
    members = {"a.csv": table("A"), "b.csv": table("B" * 500), "c.csv": table("C")}
    path = zipped(tmp_path, members | {"inner.csv": b"PK\x03\x04" + b"\0" * 50})
    data = bytearray(path.read_bytes())
    at = data.index(b"b.csv") + 5
    data[at : at + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(data)
    reading = read([path])
    assert {paper.title for paper in reading.papers} == {"A", "C"}
    places = {error.place: error.problem for error in reading.skipped}
    assert set(places) == {f"{path}/b.csv", f"{path}/inner.csv"}
    assert "damaged" in places[f"{path}/b.csv"]
    assert "ZIP" in places[f"{path}/inner.csv"]


def test_an_encrypted_member_is_named(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a.csv": table("A")})
    data = bytearray(path.read_bytes())
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + offset] |= 1
    path.write_bytes(data)
    (error,) = read([path]).skipped
    assert error.place == f"{path}/a.csv"
    assert "encrypted" in error.problem


@pytest.mark.parametrize(
    ("members", "problem"),
    [
        ({}, "no member"),
        ({"notes.md": b"x"}, "no member"),
        ({"[Content_Types].xml": b"<x/>", "xl/a.xml": b"<x/>"}, "Office"),
    ],
)
def test_an_archive_without_feeds_is_one_error(
    tmp_path: Path, members: dict[str, bytes], problem: str
) -> None:
    (error,) = read([zipped(tmp_path, members)]).skipped
    assert problem in error.problem


def test_a_cut_archive_is_one_error(tmp_path: Path) -> None:
    path = zipped(tmp_path, {"a.csv": table("A") * 50})
    path.write_bytes(path.read_bytes()[:-30])
    (error,) = read([path]).skipped
    assert "not a whole ZIP archive" in error.problem


def test_a_bomb_is_stopped_by_the_size_of_the_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "FREE_BYTES", 100_000)
    row = b"Kites," + b"They fly. " * 100 + b"\n"
    path = zipped(tmp_path, {"a.csv": table("A"), "b.csv": b"title,abstract\n" + row * 5_000})
    reading = read([path])
    (error,) = reading.skipped
    assert error.place.startswith(f"{path}/b.csv")
    assert "200 times" in error.problem
    assert {paper.title for paper in reading.papers} == {"A", "Kites"}


def test_too_many_members_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MEMBER_LIMIT", 3)
    (error,) = read([zipped(tmp_path, {f"{n}.csv": table("A") for n in range(4)})]).skipped
    assert "more than 3 members" in error.problem


@pytest.mark.parametrize("frames", [1, 3])
def test_zstandard(tmp_path: Path, frames: int) -> None:
    path = tmp_path / "papers.csv.zst"
    pieces = [b"title,abstract\n", *(f"T{n},It is {n}.\n".encode() for n in range(5000))]
    size = -(-len(pieces) // frames)
    parts = [b"".join(pieces[at : at + size]) for at in range(0, len(pieces), size)]
    path.write_bytes(b"".join(map(zstandard.compress, parts)))
    reading = read([tmp_path])
    assert (reading.read, reading.skipped) == (5000, [])


@pytest.mark.parametrize(("harm", "problem"), [("cut", "cut off"), ("flip", "damaged")])
def test_zstandard_that_is_not_whole(tmp_path: Path, harm: str, problem: str) -> None:
    path = tmp_path / "papers.csv"
    rows = b"".join(f"T{n},It is {hash((n, n))}.\n".encode() for n in range(20_000))
    data = bytearray(
        zstandard.ZstdCompressor(write_checksum=True).compress(b"title,abstract\n" + rows)
    )
    path.write_bytes(data[: len(data) // 2] if harm == "cut" else data[:-4] + b"\0\0\0\0")
    reading = read([path])
    assert reading.read > 1000
    assert problem in reading.skipped[-1].problem


def test_a_zstandard_bomb_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.csv"
    path.write_bytes(zstandard.compress(b"title,abstract\n" + b"a" * 300_000_000))
    assert path.stat().st_size < 100_000
    (error,) = read([path]).skipped
    assert "longer than 10,000,000 characters" in error.problem


def test_without_the_library_the_mend_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "papers.csv.zst"
    path.write_bytes(zstandard.compress(table("A")))
    monkeypatch.setitem(sys.modules, "zstandard", None)
    (error,) = read([path]).skipped
    assert "paperkg[zstd]" in error.mend
