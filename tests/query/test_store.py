"""Loading a graph: every format and folder, and what is said of a broken file."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

from kg.errors import InputError
from kg.query.store import load_store

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
}


def saved(store: ox.Store, path: Path) -> Path:
    name = path.name.removesuffix(".gz")
    data = store.dump(format=FORMATS["." + name.rpartition(".")[2]], from_graph=ox.DefaultGraph())
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)
    return path


@pytest.mark.parametrize("ending", [*FORMATS, *(f"{suffix}.gz" for suffix in FORMATS)])
def test_every_format_loads_the_same_graph(store: ox.Store, tmp_path: Path, ending: str) -> None:
    path = saved(store, tmp_path / f"my.graph{ending}")
    assert set(load_store(path)) == set(store)


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nt", "graph.nt.gz", "graph.jsonld"])
def test_a_folder_holds_its_graph(store: ox.Store, tmp_path: Path, name: str) -> None:
    saved(store, tmp_path / name)
    assert len(load_store(tmp_path)) == len(store)


def test_named_graphs_are_seen_as_one(tmp_path: Path) -> None:
    path = tmp_path / "g.trig"
    path.write_text("<a:g> { <a:s> <a:p> 1 } <a:h> { <a:s> <a:p> 1, 2 } <a:s> <a:p> 3 .")
    store = load_store(path)
    counted = store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert [solution["n"].value for solution in counted] == ["3"]
    kept = store.query("SELECT ?g { GRAPH ?g { <a:s> <a:p> 2 } }")
    assert [solution["g"].value for solution in kept] == ["a:h"]


@pytest.mark.parametrize("name", ["gone.ttl", "gone"])
def test_a_missing_file_names_kg_build(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="no graph is there; make a graph with `kg build`"):
        load_store(tmp_path / name)


def test_an_empty_folder_names_kg_build(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"holds none of graph\.ttl.*`kg build`"):
        load_store(tmp_path)


def test_an_unknown_format(tmp_path: Path) -> None:
    (tmp_path / "graph.docx").write_text("x")
    with pytest.raises(InputError, match=r"no RDF format; name it \.ttl, \.nt"):
        load_store(tmp_path / "graph.docx")


def test_a_broken_file_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_text("<a:s> <a:p> 1 .\n\n<a:s> <a:p> oops .\n")
    with pytest.raises(InputError) as caught:
        load_store(path)
    assert str(caught.value).startswith(f"{path}:3: ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "data", [b"not gzip", gzip.compress(b"<a:s> <a:p> 1 .\n" * 99, mtime=0)[:30]]
)
def test_a_broken_archive(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "graph.nt.gz"
    path.write_bytes(data)
    with pytest.raises(InputError, match=r"graph\.nt\.gz: "):
        load_store(path)
