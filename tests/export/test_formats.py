"""write_exports: every format of the table, all files or none, the same bytes every time."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.errors import KgError, OutputError, UnknownName
from kg.export import formats
from kg.export.formats import EXPORTERS, Exporter, write_exports
from kg.model import KnowledgeGraph


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_table_has_all_formats_and_no_file_twice() -> None:
    files = [file for exporter in EXPORTERS.values() for file in exporter.files]

    assert list(EXPORTERS) == [
        "ttl",
        "nt",
        "trig",
        "jsonld",
        "graphml",
        "gexf",
        "csv",
        "rdf12",
        "html",
        "overview",
    ]
    assert len(files) == len(set(files)) == 11


def test_the_usual_formats_are_written_by_default(
    small_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    written = write_exports(small_graph, tmp_path / "new" / "folder")

    assert {path.name for path in written} == set(contents(tmp_path / "new" / "folder"))
    assert len(written) == 9
    assert all(path.stat().st_size > 200 for path in written)


@pytest.mark.parametrize("name", list(EXPORTERS))
def test_one_format_writes_its_files_alone(
    name: str, small_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    write_exports(small_graph, tmp_path, [name, name])

    assert set(contents(tmp_path)) == set(EXPORTERS[name].files)


def test_the_bytes_are_the_same_every_time(small_graph: KnowledgeGraph, tmp_path: Path) -> None:
    write_exports(small_graph, tmp_path / "one")
    write_exports(small_graph, tmp_path / "two")

    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_no_product_names_the_folder_it_is_in(small_graph: KnowledgeGraph, tmp_path: Path) -> None:
    write_exports(small_graph, tmp_path)

    assert not [name for name, data in contents(tmp_path).items() if str(tmp_path).encode() in data]


def test_an_empty_graph_is_written_in_all_formats(tmp_path: Path) -> None:
    empty = KnowledgeGraph("https://w3id.org/paperkg/id/", "rules-0.1.0", (), {})

    assert len(write_exports(empty, tmp_path)) == 9


def test_an_unknown_format_is_named_with_its_neighbours(
    small_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    with pytest.raises(UnknownName, match="no format is called 'graphm'; did you mean graphml"):
        write_exports(small_graph, tmp_path / "new", ["ttl", "graphm"])

    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("failure", [RuntimeError("bug"), KeyboardInterrupt(), OSError(28, "full")])
def test_nothing_is_left_and_nothing_is_lost_when_a_writer_fails(
    failure: BaseException,
    small_graph: KnowledgeGraph,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def write_half(_graph: object, folder: Path, *_: object) -> None:
        (folder / "half.txt").write_text("half")
        raise failure

    monkeypatch.setitem(formats.EXPORTERS, "half", Exporter(("half.txt",), write_half))
    expected = OutputError if isinstance(failure, OSError) else type(failure)
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "graph.ttl").write_text("the one of yesterday")

    with pytest.raises(expected):
        write_exports(small_graph, tmp_path / "old", ["ttl", "half"])
    with pytest.raises(expected):
        write_exports(small_graph, tmp_path / "new" / "folder", ["ttl", "half"])

    assert contents(tmp_path / "old") == {"graph.ttl": b"the one of yesterday"}
    assert os.listdir(tmp_path) == ["old"]


def test_a_folder_that_cannot_be_written_is_an_output_error(
    small_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(OutputError, match="cannot be written"):
        write_exports(small_graph, tmp_path / "file" / "below", ["nt"])
    with pytest.raises(OutputError, match="cannot be written"):
        write_exports(small_graph, tmp_path / "file", ["nt"])


def test_a_file_name_taken_by_a_folder_is_an_output_error(
    small_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    (tmp_path / "graph.nt").mkdir()

    with pytest.raises(KgError, match=r"graph\.nt: is a folder"):
        write_exports(small_graph, tmp_path, ["ttl", "nt"])

    assert os.listdir(tmp_path) == ["graph.nt"]
