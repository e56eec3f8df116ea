"""What the pages of papers, things and listings show: words, links, sentences, and few of each.

Templates only lay out; all that is chosen, ordered and cut into pages is chosen here.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from kg.graph.same_as import same_as
from kg.model import DerivedEdge, Entity, PaperRecord, ReportedResult, Statement
from kg.serve.index import Listed, day, derived_id
from kg.serve.marks import Mark, marked, sentence
from kg.serve.parts import (
    Cut,
    DerivedRow,
    EdgeRow,
    Fact,
    Link,
    Part,
    ResultRow,
    View,
    filled,
    named,
    web,
)
from kg.serve.rarer import ROLES, decided, rarer
from kg.serve.wording import CURATED, DERIVED, FROM_PAPER, TO_THING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from markupsafe import Markup

    from kg.model import Section
    from kg.serve.index import Curated, Node
    from kg.serve.site import Site

_MOST_NAMES = 60  # in one line of the lineage


def view(site: Site, node: Node, show: str | None = None, page: int = 1) -> View | None:
    """Return what the page of a node shows.

    Args:
        site: the graph and its addresses.
        node: the node.
        show: name of the one list to show ("usesBaseModel"); all lists, cut short, by default.
        page: which page of that list, from 1.

    Returns:
        None if there is no such list or page.
    """
    cut = Cut(site.page(node.id), show, page)
    match node:
        case PaperRecord():
            seen = _paper(site, node, cut)
        case Entity():
            seen = _thing(site, node, cut)
        case Listed():
            seen = _listing(site, node, cut)
        case _:
            seen = rarer(site, node)
    if show is None:
        return seen if page == 1 else None
    return seen if seen.parts else None


def _paper(site: Site, record: PaperRecord, cut: Cut) -> View:
    paper = record.paper
    elsewhere = dict.fromkeys(other for _, other in same_as(paper))
    facts = [
        Fact("Authors", tuple(map(Link, paper.authors))),
        Fact("Date", _if(day(record))),
        Fact("Venue", _if(paper.venue)),
        Fact("Categories", tuple(map(Link, dict.fromkeys(paper.categories)))),
        Fact("Identifiers", tuple(map(Link, dict.fromkeys(paper.identifiers)))),
        Fact("Elsewhere", tuple(map(web, elsewhere))),
        *(Fact(f"Link ({one.link.kind})", (web(one.link.url),)) for one in record.links),
        Fact("Listed in", tuple(_listed(site, record))),
        *(Fact(f"Claimed {one.claimed}", (Link(one.value),)) for one in paper.claims),
    ]
    parts = [
        cut.part(
            relation.value,
            words,
            "edges",
            [said for said in record.statements if said.relation is relation],
            lambda said: _edge(site, said, said.object),
        )
        for relation, words in FROM_PAPER.items()
    ]
    parts.append(_results(site, record.results, cut))
    heading, abstract = _marked(site, record, "title"), _marked(site, record, "abstract")
    shown = _there(parts)
    return View(record, "Paper", paper.title, heading, filled(facts), shown, abstract, "Abstract")


def _thing(site: Site, thing: Entity, cut: Cut) -> View:
    index = site.index
    facts = [
        Fact("Also called", tuple(map(Link, thing.aliases))),
        Fact("Better is", _if(thing.direction)),
        Fact("Unit", _if(thing.unit)),
        *_lineage(site, index.curated_from(thing.id), 0),
        *_lineage(site, index.curated_to(thing.id), 1),
        decided(site, thing.id),
    ]
    said: defaultdict[str, list[Statement]] = defaultdict(list)
    for one in index.said_of(thing.id):
        said[one.relation].append(one)
    parts = [
        cut.part(
            relation.value,
            words,
            "edges",
            said[relation],
            lambda said: _edge(site, said, said.paper),
        )
        for relation, words in TO_THING.items()
    ]
    parts.append(_results(site, index.results_of(thing.id), cut))
    parts += _derived(site, index.derived_from(thing.id), 0, cut)
    parts += _derived(site, index.derived_to(thing.id), 1, cut)
    kind, shown = thing.kind.value, _there(parts)
    return View(thing, kind, thing.name, thing.name, filled(facts), shown)


def _listing(site: Site, listed: Listed, cut: Cut) -> View:
    listing = listed.listing
    issued = listing.issued.isoformat() if listing.issued else None
    facts = [Fact("Date", _if(issued)), Fact("Source", _if(listing.source))]
    papers = cut.part("papers", "Papers", "links", listed.papers, lambda one: named(site, one.id))
    return View(listed, "Listing", listing.name, listing.name, filled(facts), _there([papers]))


def _if(text: str | None) -> tuple[Link, ...]:
    return (Link(text),) if text else ()


def _there(parts: Iterable[Part | None]) -> tuple[Part, ...]:
    return tuple(part for part in parts if part)


def _listed(site: Site, record: PaperRecord) -> Iterable[Link]:
    wanted = set(record.paper.listings)
    for one in site.index.listings.values():
        if one.listing in wanted:
            yield Link(one.listing.name, site.page(one.id))


def _marked(site: Site, record: PaperRecord, section: Section) -> Markup:
    """Return the title or abstract with every mention a link to what it names."""
    places = [
        Mark(
            said.evidence.start,
            said.evidence.end,
            site.page(said.object),
            f"{FROM_PAPER[said.relation]}: {site.index.name(said.object)}",
        )
        for said in record.statements
        if said.evidence.section == section
    ]
    return marked(record.paper.text(section), places)


def _lineage(site: Site, edges: Iterable[Curated], side: int) -> list[Fact]:
    """Return where a thing stands among others, seen from the beginning (0) or end (1) of edges."""
    ends: defaultdict[str, list[str]] = defaultdict(list)
    for edge in edges:
        ends[edge.predicate].append(edge.subject if side else edge.object)
    return [
        Fact(
            words[side],
            tuple(named(site, end) for end in ends[name][:_MOST_NAMES]),
            max(0, len(ends[name]) - _MOST_NAMES),
        )
        for name, words in CURATED.items()
    ]


def _derived(site: Site, edges: Sequence[DerivedEdge], side: int, cut: Cut) -> list[Part | None]:
    """Return the derived edges of a thing by predicate, each once with all of its papers."""
    by_predicate: defaultdict[str, dict[str, list[DerivedEdge]]] = defaultdict(dict)
    for edge in edges:
        end = edge.subject if side else edge.object
        by_predicate[edge.predicate].setdefault(end, []).append(edge)

    def row(item: tuple[str, list[DerivedEdge]]) -> DerivedRow:
        other, papers = item
        links = tuple(named(site, one.paper) for one in papers)
        return DerivedRow(named(site, other), links, site.page(derived_id(papers[0])))

    return [
        cut.part(
            f"{name}-{('from', 'to')[side]}",
            f"{DERIVED[name][side] if name in DERIVED else name} (derived)",
            "derived",
            list(ends.items()),
            row,
        )
        for name, ends in sorted(by_predicate.items())
    ]


def _edge(site: Site, said: Statement, other: str) -> EdgeRow:
    record = site.index.papers[said.paper]
    return EdgeRow(
        named(site, other),
        day(record),
        sentence(record.paper, said.evidence),
        f"{said.confidence:.2f}",
        site.page(said.id),
    )


def _results(site: Site, found: Sequence[ReportedResult], cut: Cut) -> Part | None:
    def row(reported: ReportedResult) -> ResultRow:
        result, record = reported.result, site.index.papers[reported.paper]
        ends = (getattr(reported, role) for role in ROLES)
        return ResultRow(
            Link(result.value_text, site.page(reported.id)),
            tuple(named(site, end) if end else None for end in ends),
            result.metric_text or "",
            named(site, record.id),
            sentence(record.paper, result.evidence),
            f"{result.confidence:.2f}",
        )

    return cut.part("results", "Reported results", "results", found, row)
