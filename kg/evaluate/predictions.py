"""What a graph, or the extractions of which one is made, says of each paper."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.evaluate.alike import title_of
from kg.evaluate.gold import SLOT_OF, Slot
from kg.graph.assemble import assemble
from kg.lexicon import Lexicon
from kg.model import Evidence, Extraction, KnowledgeGraph, PaperRecord
from kg.resolve.resolve import resolve
from kg.vocab import BASE


@dataclass(frozen=True, slots=True)
class Edge:
    """One predicted edge: a slot, a thing, and the words of the paper that name it.

    `confidence` is that of the surest statement, `quote` its sentence.
    """

    slot: Slot
    thing: str
    surfaces: frozenset[str]
    confidence: float
    quote: str


@dataclass(frozen=True, slots=True)
class Number:
    """One predicted result."""

    value: str
    metric: str
    confidence: float
    quote: str


@dataclass(frozen=True, slots=True)
class Prediction:
    """All that is predicted of one paper."""

    edges: tuple[Edge, ...] = ()
    numbers: tuple[Number, ...] = ()

    def of(self, slot: Slot) -> tuple[Edge, ...]:
        """Return the edges of one slot."""
        return tuple(edge for edge in self.edges if edge.slot is slot)

    def at_least(self, confidence: float) -> Prediction:
        """Return what is predicted with that confidence or more."""
        return Prediction(
            tuple(edge for edge in self.edges if edge.confidence >= confidence),
            tuple(number for number in self.numbers if number.confidence >= confidence),
        )


Predictions = Mapping[str, Prediction]
"""The prediction of each paper by its folded title (kg.evaluate.alike.title_of)."""


def from_graph(graph: KnowledgeGraph) -> dict[str, Prediction]:
    """Return what a graph says of its papers; papers of one title are one."""
    found: dict[str, Prediction] = {}
    for record in graph.papers:
        title = title_of(record.paper.title)
        known = found.get(title, Prediction())
        edges = merged([*known.edges, *_edges(record)])
        found[title] = replace(known, edges=edges, numbers=(*known.numbers, *_numbers(record)))
    return found


def from_extractions(extractions: Sequence[Extraction], lexicon: Lexicon) -> dict[str, Prediction]:
    """Return what the graph of these extractions says, without making its RDF.

    Names are resolved and edges assembled as a build does it, so the scores are those of the
    built graph. For a cross-validation the extractions of all folds go in together.

    Args:
        extractions: one for each paper.
        lexicon: that with which the papers were read.
    """
    resolution = resolve(extractions, lexicon)
    return from_graph(assemble(extractions, resolution, base=BASE, extractor="evaluated"))


def merged(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Return one edge for each slot and thing, with all surfaces, as sure as the surest."""
    groups: dict[tuple[Slot, str], list[Edge]] = defaultdict(list)
    for edge in edges:
        groups[edge.slot, edge.thing].append(edge)
    return tuple(_together(group) for _, group in sorted(groups.items()))


def _together(group: Sequence[Edge]) -> Edge:
    surest = max(group, key=lambda edge: (edge.confidence, edge.quote))
    surfaces = frozenset(surface for edge in group for surface in edge.surfaces)
    return replace(surest, surfaces=surfaces)


def _edges(record: PaperRecord) -> Iterable[Edge]:
    for statement in record.statements:
        evidence: Evidence = statement.evidence
        yield Edge(
            SLOT_OF[statement.relation],
            statement.object,
            frozenset({evidence.surface}),
            statement.confidence,
            evidence.quote,
        )


def _numbers(record: PaperRecord) -> Iterable[Number]:
    for reported in record.results:
        result = reported.result
        metric = result.metric_text or ""
        yield Number(result.value_text, metric, result.confidence, result.evidence.quote)
