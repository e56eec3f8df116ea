"""A made graph of any number of nodes with communities in it, the same for the same number."""

from __future__ import annotations

import random
from datetime import date, timedelta

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
from kg.vocab import BASE

_PER_PAPER = (
    (Relation.INTRODUCES, Kind.METHOD),
    (Relation.USES_BASE_MODEL, Kind.MODEL),
    (Relation.EVALUATES_ON, Kind.BENCHMARK),
    (Relation.USES_TECHNIQUE, Kind.TECHNIQUE),
    (Relation.USES_TECHNIQUE, Kind.TECHNIQUE),
    (Relation.ADDRESSES_TASK, Kind.TASK),
    (Relation.COMPARES_WITH, Kind.METHOD),
    (Relation.MENTIONS, Kind.MODEL),
)
_PAPERS_PER_COMMUNITY = 40
_STRAY = 0.12


def made_graph(nodes: int) -> KnowledgeGraph:
    """Return a graph of about so many papers and things, with some four edges to a node.

    One node in two is a paper. A paper names eight things, most of them of its own community, few
    things often and many seldom, each in a sentence of its abstract.
    """
    chance = random.Random(nodes)
    papers = nodes // 2
    communities = max(1, papers // _PAPERS_PER_COMMUNITY)
    each = max(8, round(1.15 * (nodes - papers) / communities / len({k for _, k in _PER_PAPER})))
    entities: dict[str, Entity] = {}
    records = []
    for number in range(papers):
        home = number % communities
        identifier, said, abstract = f"paper/{number:06d}", [], ""
        for place, (relation, kind) in enumerate(_PER_PAPER):
            stray = chance.random() < _STRAY
            community = chance.randrange(communities) if stray else home
            rank = int(chance.paretovariate(0.7)) % each
            name = f"{kind.value} {community}.{rank}"
            thing = f"{kind.value.lower()}/{community}-{rank}"
            entities[thing] = Entity(thing, kind, name)
            quote = f"In sentence {place} of paper {number} stands {name}, in words of its own."
            start = len(abstract) + quote.index(name)
            evidence = Evidence("abstract", start, start + len(name), name, quote)
            key = f"statement/{number:06d}/{place}"
            said.append(Statement(key, identifier, relation, thing, evidence, 0.9))
            abstract += quote + " "
        day = date(2020, 1, 1) + timedelta(days=chance.randrange(2000))
        listing = Listing(f"page-{number % 9}.txt", date(2025, 1, 1 + number % 9))
        title = f"Paper {number} of community {home}: what it says"
        paper = Paper(f"arxiv:{number}", title, abstract.rstrip(), issued=day, listings=(listing,))
        records.append(PaperRecord(identifier, paper, tuple(said), (), (), ()))
    return KnowledgeGraph(BASE, "made-1", tuple(records), dict(sorted(entities.items())))
