"""From the facts of all papers to things: one thing, one node; different things, different nodes.

The result is a function of the set of extractions: no order of files or papers changes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from kg.lexicon import Entry, Lexicon, scheme
from kg.model import Entity, Extraction, Kind, Relation
from kg.resolve.crossing import at_one_node
from kg.resolve.hierarchy import Hierarchy
from kg.resolve.identity import Identity, identifier, is_sized, of_entry
from kg.resolve.kinds import best_kind
from kg.resolve.senses import Senses
from kg.resolve.use import Use, uses_of
from kg.resolve.variants import levels


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


def resolve(extractions: Iterable[Extraction], lexicon: Lexicon) -> Resolution:
    """Return the things that the papers name, with their variants, hierarchy and lineage."""
    extractions = tuple(extractions)
    uses = [use for extraction in extractions for use in uses_of(extraction, lexicon)]
    senses = Senses(uses)
    uses = [_meant(use, senses.of(use)) for use in uses]
    things: dict[Identity, _Thing] = {}
    meaning_of: dict[tuple[str, str, str], Identity] = {}
    for use in at_one_node(uses, lexicon):
        identity = use.identity
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
        known[identity] = _entity(thing, lexicon)
    metrics = _metrics(extractions, lexicon)
    for entry in metrics.values():
        known.setdefault(of_entry(entry), _entity(_Thing(of_entry(entry), entry), lexicon))
    return Resolution(
        hierarchy.complete(known),
        {place: known[identity].id for place, identity in meaning_of.items()},
        {name: known[of_entry(entry)].id for name, entry in metrics.items()},
    )


def _meant(use: Use, identity: Identity) -> Use:
    return use if use.identity == identity else replace(use, identity=identity)


def _metrics(extractions: Iterable[Extraction], lexicon: Lexicon) -> dict[str, Entry]:
    names = {r.metric for extraction in extractions for r in extraction.results if r.metric}
    return {name: lexicon.by_name[Kind.METRIC, name] for name in sorted(names)}


def _shown(thing: _Thing) -> str:
    """Return the name most often used; of a phrase the spelling with the fewest capitals, since
    those of titles say nothing."""
    if thing.identity.scheme == "named":
        return _most(thing.names)
    used: Counter[str] = Counter()
    for name, count in thing.names.items():
        used[name.lower()] += count
    best = _most(used)
    spellings = {form for form in (*thing.names, *thing.forms) if form.lower() == best}
    return min(spellings, key=_capitals) if len(spellings) > 1 else spellings.pop()


def _most(used: Counter[str]) -> str:
    return min(used, key=lambda name: (-used[name], name))


def _capitals(name: str) -> tuple[int, str]:
    return sum(map(str.isupper, name)), name


def _kind(thing: _Thing, name: str, lexicon: Lexicon) -> Kind:
    """Return the kind of an unknown thing; a size of a known model is a model, whatever is done
    with it."""
    if is_sized(name) and thing.identity.scheme == "named":
        family = next(filter(None, map(lexicon.known, levels(name))), None)
        if family is not None and family.kind is Kind.MODEL:
            return Kind.MODEL
    return best_kind(thing.identity.scheme, thing.votes)


def _entity(thing: _Thing, lexicon: Lexicon) -> Entity:
    entry = thing.entry
    name = entry.name if entry else _shown(thing)
    forms = thing.forms | set(thing.names) | set(entry.aliases if entry else ())
    return Entity(
        id=identifier(thing.identity, name, entry),
        kind=entry.kind if entry else _kind(thing, name, lexicon),
        name=name,
        aliases=tuple(sorted(form for form in forms if form and form != name)),
        direction=entry.direction if entry else None,
        unit=entry.unit if entry else None,
    )
