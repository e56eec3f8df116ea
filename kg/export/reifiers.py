"""graph-rdf12.ttl: the graph in Turtle 1.2, where a statement reifies its edge as a triple term.

https://www.w3.org/TR/rdf12-turtle/ . The other files use plain reification (rdf:subject,
rdf:predicate, rdf:object), which every store reads; here `rdf:reifies <<( s p o )>>` stands in
their place and all else is the same.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from kg.export.aside import BUFFER
from kg.export.turtle import PREFIX_LINES, turtle
from kg.graph.rdf import rows
from kg.vocab import iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kg.graph.rdf import Triple
    from kg.model import KnowledgeGraph

FILE = "graph-rdf12.ttl"

_PARTS = tuple(f"<{iri(f'rdf:{part}')}>" for part in ("subject", "predicate", "object"))
_REIFIES = f"<{iri('rdf:reifies')}>"


def write_reifiers(graph: KnowledgeGraph, folder: Path) -> None:
    """Write graph-rdf12.ttl."""
    with (folder / FILE).open("w", buffering=BUFFER, encoding="utf-8", newline="\n") as output:
        output.write(PREFIX_LINES)
        for _, said in groupby(reified(rows(graph)), key=lambda triple: triple[0]):
            output.write(turtle(said))


def reified(some: Iterable[Triple]) -> Iterator[Triple]:
    """Yield the triples with each plain reification, a run of one subject, as one triple term."""
    for subject, said in groupby(some, key=lambda triple: triple[0]):
        about = list(said)
        parts = {predicate: value for _, predicate, value in about if predicate in _PARTS}
        if len(parts) == len(_PARTS):
            term = " ".join(parts[part] for part in _PARTS)
            yield (subject, _REIFIES, f"<<( {term} )>>")
        yield from (triple for triple in about if triple[1] not in parts)
