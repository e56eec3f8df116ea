"""Where a build's time goes, and how its slow parts compare with the libraries that do the same.

    python tests/bench/bench_build.py INPUT [--jobs 2] [--extractor rules] [--peers]

Prints a Markdown table of the stages (wall seconds, papers a second). With --peers also the ratio
to rdflib's Turtle writer and to pyshacl's check on the same graph, in the same run; give a small
input then (pyshacl needs minutes for thousands of papers).
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from kg.export.formats import EXPORTERS, write_exports
from kg.extract.reading import Choice, read_papers
from kg.graph.assemble import assemble
from kg.graph.check import check
from kg.graph.rdf import to_store
from kg.ingest.read import read
from kg.lexicon import lexicon_paths, load_lexicon
from kg.model import KnowledgeGraph
from kg.parallel import collector_paused
from kg.resolve.resolve import resolve
from kg.resources import schema_root
from kg.vocab import BASE

Answer = TypeVar("Answer")


def timed(rows: list[tuple[str, float]], name: str, work: Callable[[], Answer]) -> Answer:
    start = time.perf_counter()
    answer = work()
    rows.append((name, time.perf_counter() - start))
    return answer


def stages(
    path: str, jobs: int, extractor: Choice, folder: Path
) -> tuple[KnowledgeGraph, list[tuple[str, float]]]:
    rows: list[tuple[str, float]] = []
    with collector_paused():
        lexicon = timed(rows, "lexicon", lambda: load_lexicon(lexicon_paths()))
        papers = timed(rows, "read", lambda: read([path])).papers
        found = timed(rows, "extract", lambda: read_papers(papers, lexicon, extractor, jobs=jobs))
        resolution = timed(rows, "resolve", lambda: resolve(found.extractions, lexicon))
        graph = timed(
            rows,
            "assemble",
            lambda: assemble(found.extractions, resolution, base=BASE, extractor=found.extractor),
        )
        timed(rows, "check (SHACL)", lambda: check(graph, jobs=jobs))
        timed(rows, "all exports", lambda: write_exports(graph, folder, None, jobs))
    return graph, rows


def peers(graph: KnowledgeGraph, folder: Path) -> list[tuple[str, float, float]]:
    import pyshacl
    import rdflib

    rows: list[tuple[str, float]] = []
    timed(rows, "turtle", lambda: EXPORTERS["ttl"].write(graph, folder, EXPORTERS["ttl"].files))
    timed(rows, "check", lambda: check(graph))
    data = rdflib.Graph().parse(folder / "graph.ttl")
    shapes = rdflib.Graph().parse(schema_root() / "shapes.ttl")
    timed(rows, "rdflib", lambda: data.serialize(folder / "peer.ttl", format="turtle"))
    timed(rows, "pyshacl", lambda: pyshacl.validate(data, shacl_graph=shapes, advanced=True))
    seconds = dict(rows)
    return [
        ("write Turtle, rdflib", seconds["turtle"], seconds["rdflib"]),
        ("check, pyshacl", seconds["check"], seconds["pyshacl"]),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("input")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--extractor", choices=["learned", "rules"], default="learned")
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        graph, rows = stages(options.input, options.jobs, options.extractor, Path(name))
        total, papers = sum(seconds for _, seconds in rows), len(graph.papers)
        print(f"{papers} papers, {len(to_store(graph)) if papers < 2000 else '?'} triples\n")
        print("| stage | s | papers/s |\n|---|--:|--:|")
        for stage, seconds in [*rows, ("all", total)]:
            print(f"| {stage} | {seconds:.2f} | {papers / seconds:.0f} |")
        if options.peers:
            print("\n| work, peer | ours, s | peer, s | ratio |\n|---|--:|--:|--:|")
            for what, ours, theirs in peers(graph, Path(name)):
                print(f"| {what} | {ours:.2f} | {theirs:.2f} | {theirs / ours:.0f}x |")


if __name__ == "__main__":
    main()
