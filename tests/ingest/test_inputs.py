"""What the user names: files, folders, patterns, standard input; and what cannot be read at all."""

from __future__ import annotations

import gzip
import io
import os
import sys
from pathlib import Path
from threading import Thread
from types import SimpleNamespace

import pytest

from kg.errors import InputError
from kg.ingest.inputs import listing_names
from kg.ingest.read import read


def table(title: str) -> str:
    return f"title,abstract\n{title},It is about {title}.\n"


def titles(*inputs: str | Path) -> set[str]:
    reading = read(inputs)
    assert reading.skipped == []
    return {paper.title for paper in reading.papers}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for place in ("a/feed.csv", "a/deep/feed.csv", "b/other.txt", "b/.hidden.csv", "b/.git/x.csv"):
        path = tmp_path / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(table(place.replace("/", " ")), encoding="utf-8")
    (tmp_path / "b/notes.md").write_text("# Notes\n\nNo feed.\n")
    (tmp_path / "b/packed.jsonl.gz").write_bytes(
        gzip.compress(b'{"title": "packed", "abstract": "It is packed."}\n', mtime=0)
    )
    return tmp_path


def test_a_folder_is_searched_through(tree: Path) -> None:
    reading = read(["."])
    assert {paper.title for paper in reading.papers} == {
        "a feed.csv", "a deep feed.csv", "b other.txt", "packed",
    }  # fmt: skip
    assert reading.skipped == []
    assert reading.notes == ["./b/notes.md: left out, its suffix is that of no known format"]


def test_patterns(tree: Path) -> None:
    assert titles("a/*.csv") == {"a feed.csv"}
    assert titles("**/*.csv") == {"a feed.csv", "a deep feed.csv"}
    assert titles("[b]") == {"b other.txt", "packed"}


def test_a_file_named_twice_is_read_once(tree: Path) -> None:
    os.symlink(tree / "a/feed.csv", tree / "a/link.csv")
    reading = read(["a/feed.csv", tree / "a" / "feed.csv", "./a/../a/feed.csv", "a/link.csv"])
    assert reading.read == 1
    assert [one.name for one in reading.papers[0].listings] == ["feed.csv"]


def test_listings_of_one_base_name_stay_apart(tree: Path) -> None:
    names = {one.name for paper in read([tree]).papers for one in paper.listings}
    assert names == {"a/feed.csv", "deep/feed.csv", "other.txt", "packed.jsonl.gz"}


def test_listing_names_are_the_shortest_ends_that_differ() -> None:
    assert listing_names(["/x/a/f", "/y/a/f", "/y/b/f", "/y/g", "-"]) == {
        "/x/a/f": "x/a/f", "/y/a/f": "y/a/f", "/y/b/f": "y/b/f", "/y/g": "g", "-": "stdin",
    }  # fmt: skip
    assert listing_names(["/f", "/x/f"]) == {"/f": "f", "/x/f": "x/f"}


@pytest.mark.parametrize("packed", [False, True])
def test_standard_input(monkeypatch: pytest.MonkeyPatch, packed: bool) -> None:
    data = table("Piped").encode()
    stream = io.BytesIO(gzip.compress(data, mtime=0) if packed else data)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream))
    (paper,) = read(["-", "-"]).papers
    assert paper.title == "Piped"
    assert [one.name for one in paper.listings] == ["stdin"]
    assert not stream.closed


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b" \r\n\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (gzip.compress(b"", mtime=0), "is empty"),
        (bytes(range(256)) * 10, "binary"),
        (b"\0" * 5000, "binary"),
        ("title,abstract\nA,B.\n".encode("utf-16-le"), "binary"),
        (b"PK\x03\x04" + bytes(100), "ZIP"),
        (b"%PDF-1.7\n" + bytes(range(256)), "PDF"),
        (b"%PDF-1.7\nplain so far", "PDF"),
        (b"<!DOCTYPE html><html><body>Hello</body></html>", "markup"),
        (b"<?xml version='1.0'?><rss></rss>", "markup"),
        (b"[]", "holds no papers"),
        (b"title,abstract\n", "holds no papers"),
        (b"title\xff,abstract\nA,B.\n", "not UTF-8"),
        (b"\xff\xfeA\x00\x00\xd8A\x00", "not UTF-16"),
    ],
)
def test_a_file_that_is_no_feed_is_one_error_and_others_are_read(
    tmp_path: Path, content: bytes, problem: str
) -> None:
    bad, good = tmp_path / "bad.txt", tmp_path / "good.csv"
    bad.write_bytes(content)
    good.write_text(table("Good"))
    reading = read([bad, good])
    assert [paper.title for paper in reading.papers] == ["Good"]
    (error,) = reading.skipped
    assert error.place.startswith(str(bad))
    assert problem in error.problem
    assert error.mend
    with pytest.raises(InputError) as raised:
        read([bad, good], strict=True)
    assert str(raised.value) == str(error)


def test_what_is_not_there(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    inputs = [str(tmp_path / "absent.txt"), str(tmp_path / "*.nothing"), str(empty)]
    reading = read(inputs)
    assert {error.place: error.problem for error in reading.skipped} == {
        inputs[0]: "does not exist",
        inputs[1]: "matches no file",
        inputs[2]: "no file in the folder has the suffix of a known format",
    }
    assert reading.papers == []
    with pytest.raises(InputError):
        read(inputs, strict=True)


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.csv"
    path.write_text(table("Secret"))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # root may read everything, so chmod would not do
    (error,) = read([path]).skipped
    assert str(error) == (
        f"{path}: cannot be opened (Permission denied); check its name and permissions"
    )


def test_a_dangling_link_and_a_name_with_a_nul(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "gone.csv")
    assert [e.problem for e in read([tmp_path / "link.csv"]).skipped] == [
        "cannot be opened (No such file or directory)"
    ]
    assert len(read(["a\0b"]).skipped) == 1


@pytest.mark.parametrize("shape", ["lines", "page"])
def test_a_gzip_file_that_is_cut_off_keeps_what_came_before(tmp_path: Path, shape: str) -> None:
    if shape == "lines":
        rows = [f'{{"title": "T{n}", "abstract": "{n * n} is a square."}}\n' for n in range(5000)]
    else:
        rows = [f"Title {n} of Many\n\nWe show in {n * n} ways.\n\n" for n in range(5000)]
    whole = gzip.compress("".join(rows).encode(), mtime=0)
    path = tmp_path / "papers.gz"
    path.write_bytes(whole[: len(whole) * 3 // 4])
    reading = read([path])
    assert 2000 < len(reading.papers) < 5000
    (line,) = (e.place for e in reading.skipped if e.problem == "the compressed file is cut off")
    assert int(line.rpartition(":")[2]) > 2000


def test_a_gzip_file_that_is_damaged(tmp_path: Path) -> None:
    whole = bytearray(gzip.compress(table("Good").encode(), mtime=0))
    whole[12:16] = b"\xff\xff\xff\xff"
    path = tmp_path / "papers.gz"
    path.write_bytes(whole)
    (error,) = read([path]).skipped
    assert "damaged" in error.problem


def test_a_fifo_is_read_as_a_stream(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = Thread(target=path.write_text, args=(table("Streamed"),))
    writer.start()
    assert titles(path) == {"Streamed"}
    writer.join()
