"""The graph as columns, as the page reads it: what a node is called is said once, all else numbers.

A node is a number: papers first, in the graph's order, then things by identifier. Where a text says
something is five numbers (an "evidence"), never a copy of the sentence. Offsets are UTF-16 code
units of the section, which is how JavaScript counts. web/src/source/payload.ts is the other side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.export.explorer.layout import places
from kg.export.explorer.selection import MOST_NODES, selected
from kg.graph.rdf import listing_id, listings
from kg.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.model import Entity, Evidence, KnowledgeGraph, Paper, PaperRecord

Column = list[int] | list[str]
Columns = dict[str, list[int] | list[str] | list[list[str]] | list[list[int]]]
Json = dict[str, object]

KINDS = ("Paper", *(kind.value for kind in Kind))
"""Kinds of nodes; a node's kind is its place here."""

_READ, _CURATED, _DERIVED = "read", "curated", "derived"


def payload(graph: KnowledgeGraph, most: int = MOST_NODES) -> tuple[Json, bytes]:
    """Return the columns of a graph, ready for JSON, and its abstracts on end in UTF-8.

    Args:
        graph: the graph.
        most: nodes to keep at most; columns["of"] says how many there are.
    """
    papers, things, total = selected(graph, most)
    writer = _Writer(graph, papers, things)
    texts = [record.paper.abstract.encode("utf-8", "replace") for record in papers]
    ends, end = [], 0
    for text in texts:
        end += len(text)
        ends.append(end)
    return writer.columns(total, ends), b"".join(texts)


class _Evidences:
    """The table of places in texts; `loose` holds what does not stand where it says it does."""

    def __init__(self) -> None:
        self.section: list[int] = []
        self.start: list[int] = []
        self.length: list[int] = []
        self.quote_start: list[int] = []
        self.quote_length: list[int] = []
        self.loose: dict[str, list[str]] = {}

    def add(self, evidence: Evidence, paper: Paper) -> int:
        """Append a place in a paper's text and return its number."""
        text, number = paper.text(evidence.section), len(self.start)
        start, end = evidence.start, evidence.end
        quote = text.find(
            evidence.quote, max(0, end - len(evidence.quote)), start + len(evidence.quote)
        )
        if quote < 0 or text[start:end] != evidence.surface:
            self.loose[str(number)] = [evidence.surface, evidence.quote]
            start = end = quote = 0
        quote_end = quote + len(evidence.quote)
        if not text.isascii():
            start, end, quote, quote_end = _utf16(text, (start, end, quote, quote_end))
        self.section.append(evidence.section == "abstract")
        self.start.append(start)
        self.length.append(end - start)
        self.quote_start.append(quote)
        self.quote_length.append(quote_end - quote)
        return number

    def columns(self) -> Json:
        """Return the table by columns."""
        return {
            "section": [int(one) for one in self.section],
            "start": self.start,
            "length": self.length,
            "quoteStart": self.quote_start,
            "quoteLength": self.quote_length,
            "loose": self.loose,
        }


def _utf16(text: str, offsets: Sequence[int]) -> list[int]:
    """Return offsets in characters as offsets in UTF-16 code units.

    >>> _utf16("a😀b", [0, 1, 2, 3])
    [0, 1, 3, 4]
    """
    return [len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2 for offset in offsets]


class _Writer:
    """Turns papers and things into columns; edges to what is not among them are left out."""

    def __init__(self, graph: KnowledgeGraph, papers: list[PaperRecord], things: list[str]) -> None:
        self._graph, self._papers = graph, papers
        self._things = [graph.entities[thing] for thing in things]
        names = [record.id for record in papers] + things
        self._number = {name: number for number, name in enumerate(names)}
        self._evidence = _Evidences()
        self._edge_kinds: dict[tuple[str, str], int] = {}

    def columns(self, total: int, text_ends: list[int]) -> Json:
        """Return all columns."""
        listed = listings(self._graph)
        edges = self._edges()
        results, links = self._results(), self._links()
        pairs = zip(edges["from"], edges["to"], strict=True)
        points = places(len(self._number), pairs)
        return {
            "version": 1,
            "base": self._graph.base,
            "of": total,
            "kinds": KINDS,
            "edgeKinds": [list(kind) for kind in self._edge_kinds],
            "listings": [
                [one.name, one.issued.isoformat() if one.issued else ""] for one in listed
            ],
            "nodes": {
                "id": list(self._number),
                "kind": [0] * len(self._papers)
                + [KINDS.index(thing.kind.value) for thing in self._things],
                "label": [_clean(record.paper.title) for record in self._papers]
                + [_clean(thing.name) for thing in self._things],
                "x": [x for x, _ in points],
                "y": [y for _, y in points],
            },
            "papers": self._paper_columns(
                {listing_id(one): i for i, one in enumerate(listed)}, text_ends
            ),
            "aliases": [[_clean(alias) for alias in thing.aliases] for thing in self._things],
            "edges": edges,
            "results": results,
            "links": links,
            "evidence": self._evidence.columns(),
        }

    def _paper_columns(self, numbers: dict[str, int], text_ends: list[int]) -> Json:
        papers = [record.paper for record in self._papers]
        return {
            "day": [_day(paper) for paper in papers],
            "arxiv": [paper.arxiv_id or "" for paper in papers],
            "authors": [[_clean(name) for name in paper.authors] for paper in papers],
            "categories": [[_clean(name) for name in paper.categories] for paper in papers],
            "listings": [
                sorted({numbers[listing_id(one)] for one in paper.listings}) for paper in papers
            ],
            "textEnd": text_ends,
        }

    def _kind(self, predicate: str, origin: str) -> int:
        return self._edge_kinds.setdefault((predicate, origin), len(self._edge_kinds))

    def _edges(self) -> dict[str, list[int]]:
        rows = [row for record in self._papers for row in self._read(record)]
        rows += [row for thing in self._things for row in self._curated(thing)]
        rows += list(self._derived())
        names = ("from", "to", "kind", "paper", "confidence", "evidence")
        return {name: [row[i] for row in rows] for i, name in enumerate(names)}

    def _read(self, record: PaperRecord) -> Iterator[tuple[int, ...]]:
        paper = self._number[record.id]
        for said in record.statements:
            if said.object in self._number:
                place = self._evidence.add(said.evidence, record.paper)
                kind = self._kind(said.relation.value, _READ)
                thing = self._number[said.object]
                yield paper, thing, kind, paper, round(said.confidence * 100), place
        for reported in record.results:
            if reported.metric in self._number:
                place = self._evidence.add(reported.result.evidence, record.paper)
                confidence = round(reported.result.confidence * 100)
                metric = self._number[reported.metric]
                yield paper, metric, self._kind("reports", _READ), paper, confidence, place

    def _curated(self, thing: Entity) -> Iterator[tuple[int, ...]]:
        ends = [("variantOf", thing.variant_of)] if thing.variant_of else []
        ends += [("broader", other) for other in thing.broader]
        ends += [("partOf", other) for other in thing.part_of]
        ends += [(relation.value, other) for relation, other in thing.lineage]
        ends += [("closeMatch", other) for other in thing.close_match]
        for predicate, other in ends:
            if other in self._number:
                kind = self._kind(predicate, _CURATED)
                yield self._number[thing.id], self._number[other], kind, -1, 100, -1

    def _derived(self) -> Iterator[tuple[int, ...]]:
        for record in self._papers:
            for edge in record.derived:
                if edge.subject in self._number and edge.object in self._number:
                    kind = self._kind(edge.predicate, _DERIVED)
                    start, end = self._number[edge.subject], self._number[edge.object]
                    yield start, end, kind, self._number[record.id], 100, -1

    def _results(self) -> Json:
        found = [(record, one) for record in self._papers for one in record.results]
        ends = ("metric", "subject", "baseline", "model", "benchmark", "hardware")
        texts = ("value_text", "value", "unit", "metric_text", "kind", "direction")
        named = {"value_text": "valueText", "metric_text": "metricText"}
        return {
            "paper": [self._number[record.id] for record, _ in found],
            **{
                named.get(name, name): [_clean(getattr(one.result, name) or "") for _, one in found]
                for name in texts
            },
            **{
                name: [self._number.get(getattr(one, name) or "", -1) for _, one in found]
                for name in ends
            },
            "confidence": [round(one.result.confidence * 100) for _, one in found],
            "evidence": [
                self._evidence.add(one.result.evidence, record.paper) for record, one in found
            ],
        }

    def _links(self) -> Json:
        found = [(record, one.link) for record in self._papers for one in record.links]
        return {
            "paper": [self._number[record.id] for record, _ in found],
            "url": [_clean(link.url) for _, link in found],
            "kind": [link.kind for _, link in found],
            "evidence": [self._evidence.add(link.evidence, record.paper) for record, link in found],
        }


def _day(paper: Paper) -> str:
    """Return the day of a paper, or else of its first listing, or else ""."""
    days = [listing.issued for listing in paper.listings if listing.issued]
    day = paper.issued or min(days, default=None)
    return day.isoformat() if day else ""


def _clean(text: str) -> str:
    """Return text that UTF-8 can hold: a lone surrogate becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
