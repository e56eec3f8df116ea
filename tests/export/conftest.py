"""A generated graph of any size."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date

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
