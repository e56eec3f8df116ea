"""Time every saved query with Oxigraph and with rdflib's own engine, in one run.

    python tests/bench/bench_queries.py [FOLDER] [--rounds N] [--limit SECONDS]

FOLDER is a product of `kg build`; without one, a synthetic graph of 267 papers (about 70,000
triples) is made. Each parameter is bound to what the graph says most about, so that the queries
have answers. Printed is a Markdown table of Oxigraph's best time of N rounds and of rdflib's only
one, which is stopped at the limit. pytest does not collect this file.
"""

from __future__ import annotations

import argparse
import multiprocessing
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
    DerivedEdge,
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

_TREE = 20  # things of one family, each with up to four children
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
            place = number % _TREE
            parent = ids[number - place + place // 4] if place else None
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
    records = tuple(_record(rng, number, pools) for number in range(papers))
    return KnowledgeGraph(BASE, "bench-1", records, things)


def _record(rng: random.Random, number: int, pools: dict[Kind, list[str]]) -> PaperRecord:
    def pick(kind: Kind) -> str:
        return pools[kind][int(len(pools[kind]) * rng.random() ** 2.5)]

    arxiv_id = f"2501.{number:05}"
    identifier = f"paper/{arxiv_id}"
    words = " ".join(f"word{rng.randrange(900)}" for _ in range(150))
    evidence = Evidence("abstract", 0, 6, words[:6], words[:160])
    made = pools[Kind.METHOD][number % len(pools[Kind.METHOD])]
    ends = {(Relation.INTRODUCES, made)}
    for relation, (kind, count) in _OBJECTS.items():
        ends |= {(relation, pick(kind)) for _ in range(count)}

    def reported(place: int) -> ReportedResult:
        kind = rng.choice(("ratio", "delta", "absolute"))
        value = f"{1 + rng.random():.2f}"
        return ReportedResult(
            f"{identifier}/r{place}",
            identifier,
            Result(f"{value}x", value, "x", "speedup", "speedup", kind, None, evidence, 0.7),
            metric=pick(Kind.METRIC),
            subject=made,
            model=pick(Kind.MODEL),
            benchmark=pick(Kind.BENCHMARK),
        )

    link = Link(f"https://example.org/{number}", "code", evidence)
    return PaperRecord(
        identifier,
        Paper(
            f"arxiv:{arxiv_id}",
            f"Title {number}: {words[:60]}",
            words,
            arxiv_id=arxiv_id,
            issued=date(2024, 1, 1) + timedelta(days=2 * number),
            authors=("A. Author", "B. Author"),
            listings=(Listing("page.txt", date(2025, 7, 30)),),
        ),
        tuple(
            Statement(f"{identifier}/s{place}", identifier, relation, end, evidence, 0.8)
            for place, (relation, end) in enumerate(sorted(ends))
        ),
        tuple(map(reported, range(2))),
        (PaperLink(f"{identifier}/l0", identifier, f"link/{number}", link),),
        tuple(
            DerivedEdge(made, relation.value, end, identifier)
            for relation, end in sorted(ends)
            if relation is Relation.USES_TECHNIQUE
        ),
    )


_SAID = {"method": "kg:introduces", "model": "kg:usesBaseModel"}
"""What papers have to say of the thing that a parameter is bound to."""


def _busiest(store: ox.Store, parameter: Parameter, rank: int) -> str:
    """Return the name of the thing (or paper) of the parameter's kind with the most statements."""
    classes = " ".join(f"kg:{name}" for name in parameter.kind.split("|"))
    paper = parameter.kind == "Paper"
    label, edge = ("dcterms:title", "subject") if paper else ("skos:prefLabel", "object")
    relation = _SAID.get(parameter.name, "?relation")
    found = run(
        store,
        f"SELECT ?name {{ VALUES ?class {{ {classes} }} ?thing a ?class ; {label} ?name . "
        f"?statement rdf:{edge} ?thing ; rdf:predicate {relation} }} GROUP BY ?thing ?name "
        f"ORDER BY DESC(COUNT(?statement)) ?name LIMIT 1 OFFSET {rank}",
    )
    assert isinstance(found, Table)
    cell = found.rows[0][0] if found.rows else None
    if not isinstance(cell, ox.Literal):
        raise SystemExit(f"the graph has nothing to bind --{parameter.name} to")
    return cell.value


def _arguments(store: ox.Store, parameters: tuple[Parameter, ...]) -> dict[str, str]:
    seen: Counter[str] = Counter()
    found = {}
    for parameter in parameters:
        if parameter.default is not None:
            found[parameter.name] = parameter.default
        elif parameter.kind == "Date":
            found[parameter.name] = "2024-12-01"
        else:
            found[parameter.name] = _busiest(store, parameter, seen[parameter.kind])
            seen[parameter.kind] += 1
    return found


def _best_ms(work: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def _rdflib_ms(graph: rdflib.Graph, text: str, limit: float) -> float | None:
    """Return the time of one run, or None past the limit (rdflib has no time-out of its own)."""
    fork = multiprocessing.get_context("fork")
    times = fork.SimpleQueue()

    def work() -> None:
        times.put(_best_ms(lambda: list(graph.query(text, initNs=PREFIXES)), 1))

    child = fork.Process(target=work)
    child.start()
    child.join(limit)
    if child.is_alive():
        child.kill()
        child.join()
        return None
    return float(times.get())


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--limit", type=float, default=20, help="seconds for rdflib; 0 leaves it out"
    )
    options = parser.parse_args()
    store = load_store(options.folder) if options.folder else to_store(synthetic_graph(267))
    other = rdflib.Graph()
    other.parse(
        data=ox.serialize((quad.triple for quad in store), format=ox.RdfFormat.N_TRIPLES),
        format="nt",
    )
    lookup = names(store)
    print(f"{len(store):,} triples, {len(lookup.papers):,} papers; ", end="")
    print(f"names: {_best_ms(lambda: names(store), options.rounds):.1f} ms\n")
    print("| saved query | rows | Oxigraph, ms | rdflib, ms | ratio |")
    print("|---|--:|--:|--:|--:|")
    for name, query in saved_queries().items():
        text = bind(query, lookup, _arguments(store, query.parameters))
        answer = run(store, text)
        rows = len(answer.rows) if isinstance(answer, Table) else 0
        ours = _best_ms(lambda text=text: run(store, text), options.rounds)
        theirs = _rdflib_ms(other, text, options.limit) if options.limit else None
        least, time_shown = ("", theirs) if theirs is not None else ("> ", options.limit * 1000)
        ratio = f"{least}{time_shown:.0f} | {least}{time_shown / ours:.0f}x"
        print(f"| {name} | {rows} | {ours:.1f} | {ratio} |", flush=True)


if __name__ == "__main__":
    main()
