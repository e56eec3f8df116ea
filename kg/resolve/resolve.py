"""From the facts of all papers to things: one thing, one node; different things, different nodes.

The result is a function of the set of extractions: no order of files or papers changes it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from kg.ids import name_key, phrase_key
from kg.lexicon import Entry, Lexicon, key_of, scheme
from kg.model import Entity, Extraction, Fact, Kind, Relation
from kg.resolve.hierarchy import Hierarchy
from kg.resolve.identity import Identity, canonical_name, identifier, of_entry
from kg.resolve.kinds import best_kind

_SAME_LONG_FORM = 0.85


@dataclass(frozen=True, slots=True)
class Resolution:
    """Every thing by identifier, and which thing each name of each paper means.

    `meaning` maps (paper key, scheme of the kind, name in the paper) to an identifier, `metrics`
    the name of a metric's lexicon entry.
    """

    entities: dict[str, Entity]
    meaning: dict[tuple[str, str, str], str]
    metrics: dict[str, str]

    def of(self, paper: str, kind: Kind, name: str) -> str:
        """Return the identifier of what a paper calls so."""
        return self.meaning[paper, scheme(kind), name]


@dataclass(slots=True)
class _Thing:
    """What is gathered of one thing before it becomes an entity."""

    identity: Identity
    entry: Entry | None = None
    names: Counter[str] = field(default_factory=Counter)
    forms: set[str] = field(default_factory=set)
    votes: list[tuple[Relation, Kind, float]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Use:
    """A fact with what its names say; `bare` is the identity that its short name has by itself."""

    paper: str
    order: tuple[str, str]
    fact: Fact
    name: str
    entry: Entry | None
    identity: Identity
    bare: Identity


def resolve(extractions: Iterable[Extraction], lexicon: Lexicon) -> Resolution:
    """Return the things that the papers name, with their variants, hierarchy and lineage."""
    extractions = tuple(extractions)
    uses = [use for extraction in extractions for use in _uses(extraction, lexicon)]
    uses = _concepts_that_are_named(uses)
    senses = _Senses(uses)
    things: dict[Identity, _Thing] = {}
    meaning_of: dict[tuple[str, str, str], Identity] = {}
    for use in uses:
        identity = senses(use)
        meaning_of[use.paper, scheme(use.fact.kind), use.fact.name] = identity
        thing = things.setdefault(identity, _Thing(identity))
        thing.entry = thing.entry or use.entry
        weight = 3 if use.fact.relation is Relation.INTRODUCES else 1
        thing.names[use.name] += weight
        thing.forms.update((use.fact.name, *use.fact.aliases))
        thing.votes.append((use.fact.relation, use.fact.kind, use.fact.confidence))
    hierarchy = Hierarchy(lexicon)
    known: dict[Identity, Entity] = {}
    for identity, thing in sorted(things.items()):
        known[identity] = _entity(thing)
    metrics = _metrics(extractions, lexicon)
    for entry in metrics.values():
        known.setdefault(of_entry(entry), _entity(_Thing(of_entry(entry), entry)))
    return Resolution(
        hierarchy.complete(known),
        {place: known[identity].id for place, identity in meaning_of.items()},
        {name: known[of_entry(entry)].id for name, entry in metrics.items()},
    )


def _metrics(extractions: Iterable[Extraction], lexicon: Lexicon) -> dict[str, Entry]:
    names = {r.metric for extraction in extractions for r in extraction.results if r.metric}
    return {name: lexicon.by_name[Kind.METRIC, name] for name in sorted(names)}


def _uses(extraction: Extraction, lexicon: Lexicon) -> list[_Use]:
    paper = extraction.paper
    order = (paper.issued.isoformat() if paper.issued else f"{paper.year or 9999}", paper.key)
    uses = []
    for fact in extraction.facts:
        name, entry = canonical_name(fact, lexicon)
        if fact.kind is Kind.TECHNIQUE:
            method = lexicon.known(name)
            entry = method if method and method.kind is Kind.METHOD else entry
        if entry is not None and _only_shares_name(fact, entry):
            sense = phrase_key(fact.long_form) if fact.long_form else fact.kind.lower()
            name, entry, identity = fact.name, None, Identity("named", name_key(fact.name), sense)
        elif entry is not None:
            identity = of_entry(entry)
        else:
            identity = Identity(scheme(fact.kind), key_of(fact.kind, name))
        bare = Identity(scheme(fact.kind), key_of(fact.kind, fact.name))
        uses.append(_Use(paper.key, order, fact, name, entry, identity, bare))
    return uses


def _only_shares_name(fact: Fact, entry: Entry) -> bool:
    """Tell whether a paper's own method or model merely has the name of a known data set."""
    return (
        fact.entry is None
        and fact.kind in (Kind.METHOD, Kind.MODEL)
        and entry.kind in (Kind.DATASET, Kind.BENCHMARK)
    )


def _concepts_that_are_named(uses: Sequence[_Use]) -> list[_Use]:
    """Let a technique that some paper introduces under that name be that paper's method."""
    introduced = {
        use.identity.key: use.identity
        for use in uses
        if use.fact.relation is Relation.INTRODUCES and use.identity.scheme == "named"
    }
    moved = []
    for use in uses:
        if use.fact.kind is Kind.TECHNIQUE and use.entry is None:
            keys = (name_key(use.name), name_key(use.fact.name))
            target = next((introduced[key] for key in keys if key in introduced), None)
            if target:
                use = replace(use, identity=target)
        moved.append(use)
    return moved


class _Senses:
    """Tells apart the things that share a name: by long form, else by the paper that made them."""

    def __init__(self, uses: Sequence[_Use]) -> None:
        self._long: dict[Identity, list[str]] = defaultdict(list)
        makers: dict[Identity, dict[str, tuple[tuple[str, str], str]]] = defaultdict(dict)
        self._paper_long: dict[tuple[str, Identity], str] = {}
        self._known: dict[tuple[Identity, str], _Use] = {}
        for use in sorted(uses, key=lambda u: (_short(u), u.order, u.fact.long_form or "")):
            short = _short(use)
            if use.identity.scheme != "named" or use.identity.sense:
                continue
            if use.entry is not None and not _spelled(use):
                continue
            long_form = phrase_key(use.fact.long_form) if use.fact.long_form else ""
            if long_form:
                known = self._long[short]
                same = next((k for k in known if _alike(k, long_form)), None)
                if same is None:
                    known.append(long_form)
                self._paper_long[use.paper, short] = same or long_form
                if use.entry is not None:
                    self._known[short, same or long_form] = use
            if use.fact.relation is Relation.INTRODUCES and use.fact.confidence >= 0.6:
                makers[use.identity].setdefault(use.paper, (use.order, long_form))
        self._maker_sense: dict[tuple[str, Identity], str] = {}
        for identity, papers in makers.items():
            plain = [
                paper
                for paper, (_, long_form) in sorted(papers.items(), key=lambda i: i[1])
                if not long_form
            ]
            for paper in plain[1:]:
                self._maker_sense[paper, identity] = f"in {paper}"

        self._contested = {identity for _, identity in self._maker_sense}

    def __call__(self, use: _Use) -> Identity:
        if use.entry is not None or use.identity.sense or use.identity.scheme != "named":
            return use.identity
        sense = self._paper_long.get((use.paper, use.identity), "")
        if not sense:
            sense = self._maker_sense.get((use.paper, use.identity), "")
        if not sense and len(self._long[use.identity]) == 1 and use.identity not in self._contested:
            sense = self._long[use.identity][0]
        if not sense:
            return use.identity
        known = self._known.get((use.identity, sense))
        return known.identity if known else use.identity._replace(sense=sense)


def _short(use: _Use) -> Identity:
    """Return the identity under which the senses of a short name are told apart."""
    return use.identity if use.entry is None else use.bare


def _spelled(use: _Use) -> bool:
    """Tell whether it is its long form by which a name was recognised as a known thing."""
    return use.bare != use.identity and use.fact.long_form is not None


def _alike(one: str, other: str) -> bool:
    if one == other or one.replace("-", "") == other.replace("-", ""):
        return True
    return SequenceMatcher(None, one, other).ratio() >= _SAME_LONG_FORM


def _entity(thing: _Thing) -> Entity:
    entry = thing.entry
    name = entry.name if entry else min(thing.names, key=lambda n: (-thing.names[n], n))
    forms = thing.forms | set(thing.names) | set(entry.aliases if entry else ())
    return Entity(
        id=identifier(thing.identity, name, entry),
        kind=entry.kind if entry else best_kind(thing.identity.scheme, thing.votes),
        name=name,
        aliases=tuple(sorted(form for form in forms if form and form != name)),
        direction=entry.direction if entry else None,
        unit=entry.unit if entry else None,
    )
