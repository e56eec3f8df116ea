"""The triples of a batch, looked up by subject and predicate."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from kg.vocab import iri

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.graph.rdf import Triple

Said = dict[str, list[str]]
"""What is said of one node: predicates with their objects, in the syntax of N-Triples."""

TYPE = f"<{iri('rdf:type')}>"
_ENDS = tuple(f"<{iri(name)}>" for name in ("rdf:subject", "rdf:predicate", "rdf:object"))
_NOTHING: Said = {}


class IndexedTriples:
    """Triples in memory; all terms are in the syntax of N-Triples.

    Attributes:
        nodes: each subject with what is said of it.
        instances: each class with its nodes.
    """

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.nodes: dict[str, Said] = {}
        self.instances: defaultdict[str, set[str]] = defaultdict(set)
        for subject, predicate, value in triples:
            said = self.nodes.get(subject)
            if said is None:
                said = self.nodes[subject] = {}
            if predicate in said:
                said[predicate].append(value)
            else:
                said[predicate] = [value]
        for node, said in self.nodes.items():
            for kind in said.get(TYPE, ()):
                self.instances[kind].add(node)

    def said(self, node: str) -> Said:
        """Return what is said of a node; nothing of one that is no subject."""
        return self.nodes.get(node, _NOTHING)

    @cached_property
    def stated(self) -> dict[str, set[tuple[str, ...]]]:
        """The triples that are stated with rdf:subject, predicate and object, by class of the
        statement; statements that lack one of these or have two are left out."""
        found: defaultdict[str, set[tuple[str, ...]]] = defaultdict(set)
        for said in self.nodes.values():
            ends = tuple(one for end in _ENDS if len(said.get(end, ())) == 1 for one in said[end])
            if len(ends) == len(_ENDS):
                for kind in said.get(TYPE, ()):
                    found[kind].add(ends)
        return found
