"""Time every saved query with Oxigraph and with rdflib's own engine, in one run.

    python tests/bench/bench_queries.py [FOLDER] [--rounds N]

FOLDER is a product of `kg build`; without one, a synthetic graph of 267 papers (about 70,000
triples) is made. Each parameter is bound to what the graph says most about, so that the queries
have answers. Printed is a Markdown table of the best time of N rounds. pytest does not collect it.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib

from kg.graph.rdf import to_store
from kg.model import (
    Entity,
    Evidence,
    Kind,
    KnowledgeGraph,
    Link,
    Listing,
    Paper,
    PaperLink,
    PaperRecord,
    Relation,
    ReportedResult,
    Result,
    Statement,
)
from kg.query.engine import Table, run
from kg.query.names import names
from kg.query.saved import bind, saved_queries
from kg.query.store import load_store
from kg.vocab import BASE, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.query.saved import Parameter

_KIND_SIZES = {
    Kind.MODEL: 400,
    Kind.METHOD: 300,
    Kind.DATASET: 120,
    Kind.BENCHMARK: 250,
    Kind.TECHNIQUE: 200,
    Kind.TASK: 80,
    Kind.METRIC: 30,
    Kind.HARDWARE: 15,
}
_OBJECTS = {
    Relation.INTRODUCES: (Kind.METHOD, 1),
    Relation.EXTENDS: (Kind.METHOD, 1),
    Relation.USES_BASE_MODEL: (Kind.MODEL, 3),
    Relation.EVALUATES_ON: (Kind.BENCHMARK, 3),
    Relation.TRAINS_ON: (Kind.DATASET, 1),
    Relation.USES_TECHNIQUE: (Kind.TECHNIQUE, 4),
    Relation.ADDRESSES_TASK: (Kind.TASK, 2),
    Relation.COMPARES_WITH: (Kind.MODEL, 1),
}


def _things(rng: random.Random) -> dict[str, Entity]:
    found = {}
    for kind, size in _KIND_SIZES.items():
        ids = [f"{kind.lower()}/{kind.lower()}-{number}" for number in range(size)]
        for number, identifier in enumerate(ids):
            parent = ids[number // 4] if number else None
            found[identifier] = Entity(
                identifier,
                kind,
                f"{kind}-{number}",
                (f"{kind} no. {number}", f"the {kind.lower()} {rng.getrandbits(32):x}"),
                variant_of=parent if kind is Kind.MODEL else None,
                broader=(parent,) if parent and kind in (Kind.TECHNIQUE, Kind.TASK) else (),
            )
    return found


def synthetic_graph(papers: int, seed: int = 7) -> KnowledgeGraph:
    """Return a graph of so many papers, in which few things are in many papers, as in life."""
    rng = random.Random(seed)
    things = _things(rng)
    pools = {kind: [i for i, e in things.items() if e.kind is kind] for kind in Kind}

    def pick(kind: Kind) -> str:
        pool = pools[kind]
        return pool[int(len(pool) * rng.random() ** 2.5)]

    records = []
    for number in range(papers):
        identifier = f"paper/2501.{number:05}"
        words = " ".join(f"word{rng.randrange(900)}" for _ in range(150))
        evidence = Evidence("abstract", 0, 6, words[:6], words[:160])
        ends = {
            (relation, pick(kind))
            for relation, (kind, count) in _OBJECTS.items()
            for _ in range(count)
        }
        records.append(
            PaperRecord(
                identifier,
                Paper(
                    f"arxiv:2501.{number:05}",
                    f"Title {number}: {words[:60]}",
                    words,
                    arxiv_id=f"2501.{number:05}",
                    issued=date(2024, 1, 1) + timedelta(days=2 * number),
                    authors=("A. Author", "B. Author"),
                    listings=(Listing("page.txt", date(2025, 7, 30)),),
                ),
                tuple(
                    Statement(f"{identifier}/s{i}", identifier, relation, end, evidence, 0.8)
                    for i, (relation, end) in enumerate(sorted(ends))
                ),
                tuple(
                    ReportedResult(
                        f"{identifier}/r{i}",
                        identifier,
                        Result(
                            "1.8x", f"{1 + rng.random():.2f}", "x", "speedup", "speedup",
                            rng.choice(("ratio", "delta", "absolute")), None, evidence, 0.7,
                        ),
                        metric=pick(Kind.METRIC),
                        subject=pick(Kind.METHOD),
                        model=pick(Kind.MODEL),
                        benchmark=pick(Kind.BENCHMARK),
                    )
                    for i in range(2)
                ),
                (
                    PaperLink(
                        f"{identifier}/l0",
                        identifier,
                        f"link/{number}",
                        Link(f"https://example.org/{number}", "code", evidence),
                    ),
                ),
                (),
            )
        )  # fmt: skip
    return KnowledgeGraph(BASE, "bench-1", tuple(records), things)


def _busiest(store: ox.Store, kind: str) -> str:
    classes = " ".join(f"kg:{name}" for name in kind.split("|"))
    label = "dcterms:title" if kind == "Paper" else "skos:prefLabel"
    edge = "rdf:subject" if kind == "Paper" else "rdf:object"
    found = run(
        store,
        f"SELECT ?name {{ VALUES ?class {{ {classes} }} ?thing a ?class ; {label} ?name . "
        f"?statement {edge} ?thing }} GROUP BY ?thing ?name "
        "ORDER BY DESC(COUNT(?statement)) ?name LIMIT 1",
    )
    assert isinstance(found, Table)
    return found.rows[0][0].value if found.rows else "-"


def _argument(store: ox.Store, parameter: Parameter) -> str:
    if parameter.default is not None:
        return parameter.default
    return "2024-12-01" if parameter.kind == "Date" else _busiest(store, parameter.kind)


def _best_ms(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    store = load_store(options.folder) if options.folder else to_store(synthetic_graph(267))
    other = rdflib.Graph()
    other.parse(
        data=ox.serialize((quad.triple for quad in store), format=ox.RdfFormat.N_TRIPLES),
        format="nt",
    )
    lookup = names(store)
    by_class = Counter(str(o) for o in other.objects(None, rdflib.RDF.type))
    print(f"{len(store):,} triples, {by_class[PREFIXES['kg'] + 'Paper']:,} papers; ", end="")
    print(f"names: {_best_ms(lambda: names(store), options.rounds):.1f} ms\n")
    print("| saved query | rows | Oxigraph, ms | rdflib, ms | ratio |")
    print("|---|--:|--:|--:|--:|")
    for name, query in saved_queries().items():
        arguments = {p.name: _argument(store, p) for p in query.parameters}
        text = bind(query, lookup, arguments)
        answer = run(store, text)
        rows = len(answer.rows) if isinstance(answer, Table) else 0
        ours = _best_ms(lambda text=text: run(store, text), options.rounds)
        theirs = _best_ms(lambda text=text: list(other.query(text, initNs=PREFIXES)), 1)
        print(f"| {name} | {rows} | {ours:.1f} | {theirs:.0f} | {theirs / ours:.0f}x |")


if __name__ == "__main__":
    main()
