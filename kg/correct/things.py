"""Merge, split, retype, alias and apart: which thing is which, decided over what was resolved."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from kg.correct.correction import Action, Correction, keys_of
from kg.ids import slug
from kg.lexicon import key_of, scheme
from kg.model import Entity, Extraction, Kind
from kg.resolve.resolve import Resolution

_Use = tuple[str, str, str]
"""A key of Resolution.meaning."""


class Things:
    """The things of a resolution while corrections change them, one after the other."""

    def __init__(self, resolution: Resolution, extractions: Iterable[Extraction]) -> None:
        self._entities = dict(resolution.entities)
        self._metrics = resolution.metrics
        self._extractions = tuple(extractions)
        self._moved: dict[str, str] = {}
        self._uses: dict[str, list[_Use]] = defaultdict(list)
        for use, thing in resolution.meaning.items():
            self._uses[thing].append(use)

    def apply(self, correction: Correction) -> tuple[str, ...]:
        """Apply a correction; return the things that it changed, none if its thing is not there."""
        thing = self._find(correction.thing)
        if thing is None:
            return ()
        match correction.action:
            case Action.MERGE:
                return self._merge(thing, self._find(correction.other))
            case Action.RETYPE:
                self._entities[thing] = replace(
                    self._entities[thing], kind=Kind(str(correction.kind))
                )
                return (thing,)
            case Action.ALIAS:
                return self._alias(thing, str(correction.name))
            case Action.SPLIT:
                return self._split(thing, correction)
            case Action.APART:
                other = self._find(correction.other)
                return () if other in (None, thing) else (thing, str(other))
            case _:
                return ()

    def resolution(self) -> Resolution:
        """Return what the names mean now."""
        meaning = {use: thing for thing, uses in self._uses.items() for use in uses}
        entities = {thing: self._tidy(entity) for thing, entity in sorted(self._entities.items())}
        metrics = {name: self._moved_to(thing) for name, thing in self._metrics.items()}
        return Resolution(entities, meaning, metrics)

    def _moved_to(self, thing: str) -> str:
        while thing in self._moved:
            thing = self._moved[thing]
        return thing

    def _find(self, thing: str | None) -> str | None:
        found = self._moved_to(thing or "")
        return found if found in self._entities else None

    def _merge(self, thing: str, other: str | None) -> tuple[str, ...]:
        if other is None or other == thing:
            return ()
        kept, gone = self._entities[thing], self._entities.pop(other)
        self._moved[other] = thing
        self._uses[thing] += self._uses.pop(other, [])
        self._entities[thing] = replace(
            kept,
            aliases=_names(kept.name, (*kept.aliases, gone.name, *gone.aliases)),
            variant_of=kept.variant_of or gone.variant_of,
            broader=kept.broader + gone.broader,
            part_of=kept.part_of + gone.part_of,
            lineage=kept.lineage + gone.lineage,
            close_match=kept.close_match + gone.close_match,
            direction=kept.direction or gone.direction,
            unit=kept.unit or gone.unit,
        )
        return (thing,)

    def _alias(self, thing: str, name: str) -> tuple[str, ...]:
        entity = self._entities[thing]
        self._entities[thing] = replace(
            entity, aliases=_names(entity.name, (*entity.aliases, name))
        )
        for other in self._called.get((scheme(entity.kind), key_of(entity.kind, name)), ()):
            self._merge(thing, self._find(other))
        return (thing,)

    @cached_property
    def _called(self) -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for entity in self._entities.values():
            found[scheme(entity.kind), key_of(entity.kind, entity.name)].append(entity.id)
        return found

    def _split(self, thing: str, correction: Correction) -> tuple[str, ...]:
        uses = self._uses[thing]
        moved = [use for use in uses if self._is_meant(use, correction)]
        if not moved or len(moved) == len(uses):
            return ()
        entity = self._entities[thing]
        forms, names = self._forms_of(moved), Counter(name for _, _, name in moved)
        name = correction.name or min(names, key=lambda one: (-names[one], one))
        mark = correction.name or (correction.names or correction.papers)[0]
        split_off = f"{thing}--{slug(key_of(entity.kind, mark))}"
        if split_off in self._entities:
            return ()
        self._uses[thing] = [use for use in uses if use not in set(moved)]
        stays = self._forms_of(self._uses[thing])
        left = (alias for alias in entity.aliases if alias in stays or alias not in forms)
        self._entities[thing] = replace(entity, aliases=_names(entity.name, left))
        self._uses[split_off] = moved
        self._entities[split_off] = Entity(split_off, entity.kind, name, _names(name, forms))
        return (split_off, thing)

    def _is_meant(self, use: _Use, correction: Correction) -> bool:
        paper, _, name = use
        if name in correction.names:
            return True
        return not keys_of(self._papers[paper].paper).isdisjoint(correction.papers)

    @cached_property
    def _papers(self) -> dict[str, Extraction]:
        return {extraction.paper.key: extraction for extraction in self._extractions}

    def _forms_of(self, uses: Iterable[_Use]) -> set[str]:
        """Return every surface form of the names in their papers."""
        return {
            form
            for paper, group, name in uses
            for fact in self._papers[paper].facts
            if fact.name == name and scheme(fact.kind) == group
            for form in (name, *fact.aliases)
        }

    def _tidy(self, entity: Entity) -> Entity:
        """Return a thing whose neighbours are those that are left, and fit its kind."""

        def others(ends: Iterable[str]) -> tuple[str, ...]:
            moved = dict.fromkeys(self._moved_to(end) for end in ends)
            return tuple(sorted(end for end in moved if end != entity.id))

        def alike(ends: Iterable[str]) -> tuple[str, ...]:
            return tuple(end for end in others(ends) if self._entities[end].kind is entity.kind)

        parent = self._moved_to(entity.variant_of) if entity.variant_of else None
        lineage = {(line, self._moved_to(end)) for line, end in entity.lineage}
        return replace(
            entity,
            variant_of=parent if parent != entity.id else None,
            broader=alike(entity.broader),
            part_of=others(entity.part_of),
            lineage=tuple(sorted(one for one in lineage if one[1] != entity.id)),
            close_match=others(entity.close_match),
        )


def _names(name: str, aliases: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(aliases) - {name, ""}))
