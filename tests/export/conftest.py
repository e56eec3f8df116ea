"""A generated graph of any size, and the browser that the tests of pages share."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from kg.model import (
    Entity,
    Evidence,
    Kind,
    KnowledgeGraph,
    Listing,
    Paper,
    PaperRecord,
    Relation,
    Statement,
)

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

_EDGES = (
    (Relation.INTRODUCES, Kind.METHOD),
    (Relation.USES_BASE_MODEL, Kind.MODEL),
    (Relation.EVALUATES_ON, Kind.BENCHMARK),
    (Relation.USES_TECHNIQUE, Kind.TECHNIQUE),
    (Relation.USES_TECHNIQUE, Kind.TECHNIQUE),
    (Relation.ADDRESSES_TASK, Kind.TASK),
)


def generated(papers: int) -> KnowledgeGraph:
    """Return a graph of so many papers; few things are in many papers, many in few."""
    chance = random.Random(papers)
    entities: dict[str, Entity] = {}
    records = []
    for number in range(papers):
        identifier = f"paper/{number:05d}"
        abstract, statements = "", []
        for place, (relation, kind) in enumerate(_EDGES):
            name = f"{kind.value} {int(chance.paretovariate(0.6)) % max(papers, 10)}"
            thing = f"{kind.value.lower()}/{name.rsplit(maxsplit=1)[-1]}"
            entities[thing] = Entity(thing, kind, name)
            quote = f"Here number {place} is {name} as it was read in the text."
            start = len(abstract) + quote.index(name)
            said = Evidence("abstract", start, start + len(name), name, quote)
            key = f"statement/{number:05d}/{place}"
            statements.append(Statement(key, identifier, relation, thing, said, 0.8))
            abstract += quote + " "
        listing = Listing(f"page-{number % 7}.txt", date(2025, 1, 1 + number % 7))
        paper = Paper(f"arxiv:{number}", f"Paper {number}", abstract, listings=(listing,))
        records.append(PaperRecord(identifier, paper, tuple(statements), (), (), ()))
    return KnowledgeGraph(
        "https://w3id.org/paperkg/id/",
        "rules-0.1.0",
        tuple(records),
        dict(sorted(entities.items())),
    )


@pytest.fixture(scope="session")
def make_graph() -> Callable[[int], KnowledgeGraph]:
    """Return the maker of generated graphs."""
    return generated


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Yield one Chromium for all pages; playwright cannot be started twice in one process."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()
