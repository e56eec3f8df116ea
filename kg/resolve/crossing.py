"""Where one thing is called by names of two sorts, the names end at one node.

One paper calls a technique "low-rank adaptation", the next spells it like somebody's method,
"Low-Rank Adaptation", a third says "LRA (Low-Rank Adaptation)". The rules, the first that holds:

1. What a lexicon knows as a technique, task or metric is that, save in a paper that introduces a
   thing of this name.
2. A technique, or a name in full, that some paper introduces so is that paper's thing.
3. What some paper uses as a technique or addresses as a task, and none introduces or takes for
   data, is that technique or task.
4. A name in full is the short name that another paper spells out so.

Names in full are compared as folded words; single words say too little, save in a lexicon.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.ids import name_key
from kg.lexicon import Entry, Lexicon
from kg.model import Kind, Relation
from kg.resolve.identity import Identity, of_entry
from kg.resolve.use import SURE, Use

_WORD = re.compile(r"[^\W\d_]+")
_OWN = frozenset({Relation.INTRODUCES, Relation.EVALUATES_ON, Relation.TRAINS_ON})
_CONCEPTS = (Kind.TECHNIQUE, Kind.TASK)
"""What names in full can turn out to be, the likelier first."""


def at_one_node(uses: Sequence[Use], lexicon: Lexicon) -> list[Use]:
    """Return the uses with the thing that each means in the end.

    Args:
        uses: of all papers, names of the same sort told apart already.
        lexicon: the known names.
    """
    crossings = _Crossings.of(uses)
    return [_crossed(use, crossings, lexicon) for use in uses]


@dataclass(frozen=True, slots=True)
class _Crossings:
    """What all papers tell of names.

    Attributes:
        introduced: papers with the named things that they surely introduce.
        own: named things that some paper surely introduces or takes for data.
        short: short names by the words that they stand for.
        concepts: unknown techniques and tasks by their words.
        made: introduced things by their names and the words that these stand for.
    """

    introduced: frozenset[tuple[str, Identity]]
    own: frozenset[Identity]
    short: dict[str, Identity]
    concepts: dict[str, Identity]
    made: dict[str, Identity]

    @classmethod
    def of(cls, uses: Sequence[Use]) -> _Crossings:
        named = [use for use in uses if _is_unknown_name(use)]
        introducing = [use for use in named if use.introduces]
        return cls(
            frozenset((use.paper, use.identity) for use in introducing),
            frozenset(
                use.identity
                for use in named
                if use.fact.relation in _OWN and use.fact.confidence >= SURE
            ),
            _most_used(
                (key, use.identity)
                for use in named
                if use.fact.long_form and (key := _in_full(use)) and key != use.identity.key
            ),
            _concepts(uses),
            _made(introducing),
        )


def _most_used(pairs: Iterable[tuple[str, Identity]]) -> dict[str, Identity]:
    counted: dict[str, Counter[Identity]] = defaultdict(Counter)
    for key, identity in pairs:
        counted[key][identity] += 1
    return {key: min(found, key=lambda i: (-found[i], i)) for key, found in counted.items()}


def _concepts(uses: Sequence[Use]) -> dict[str, Identity]:
    found: dict[str, Identity] = {}
    for kind in _CONCEPTS:
        of_kind: dict[str, Identity] = {}
        for use in uses:
            if use.fact.kind is kind and use.entry is None and (key := _in_full(use)):
                of_kind[key] = min(of_kind.get(key, use.identity), use.identity)
        found = of_kind | found
    return found


def _made(introducing: Sequence[Use]) -> dict[str, Identity]:
    made: dict[str, Identity] = {}
    for use in introducing:
        for key in (use.identity.key, _in_full(use)):
            if key:
                made[key] = min(made.get(key, use.identity), use.identity)
    return made


def _crossed(use: Use, crossings: _Crossings, lexicon: Lexicon) -> Use:
    if use.entry is not None:
        return use
    if use.identity.scheme == "named":
        return _named(use, crossings, lexicon)
    entry = lexicon.concept(use.name)
    if entry is not None and entry.kind is use.fact.kind:
        return _known(use, entry)
    if use.fact.kind is Kind.TECHNIQUE:
        target = next((crossings.made[key] for key in _keys(use) if key in crossings.made), None)
        return replace(use, identity=target) if target else use
    return use


def _named(use: Use, crossings: _Crossings, lexicon: Lexicon) -> Use:
    if (use.paper, use.identity) in crossings.introduced:
        return use
    entry = lexicon.concept(_words(use))
    if entry is not None:
        return _known(use, entry)
    key = _in_full(use)
    if key is None or use.identity in crossings.own:
        return use
    target = crossings.made.get(key) or crossings.concepts.get(key) or crossings.short.get(key)
    return replace(use, identity=target) if target else use


def _known(use: Use, entry: Entry) -> Use:
    return replace(use, identity=of_entry(entry), entry=entry, name=entry.name)


def _is_unknown_name(use: Use) -> bool:
    return use.entry is None and use.identity.scheme == "named"


def _keys(use: Use) -> tuple[str, ...]:
    return name_key(use.name), name_key(use.fact.name)


def _words(use: Use) -> str:
    """Return the words that a name stands for: of its sense where that is known, else its own."""
    return use.identity.sense.replace("-", " ") or use.name


def _in_full(use: Use) -> str | None:
    """Return the key of a name's words; none where it is but one word."""
    words = _words(use)
    return name_key(words) if len(_WORD.findall(words)) > 1 else None
