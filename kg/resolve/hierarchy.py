"""The places of things among each other: variants, broader concepts, suites, curated lineage."""

from __future__ import annotations

from dataclasses import replace

from kg.ids import name_key
from kg.lexicon import Entry, Lexicon
from kg.model import CONCEPTS, Entity, Kind, Lineage
from kg.resolve.identity import Identity, identifier, of_entry
from kg.resolve.variants import levels


class Hierarchy:
    """Completes things with the edges among them, adding the families that are only implied."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._entities: dict[str, Entity] = {}
        self._by_identity: dict[Identity, str] = {}

    def complete(self, things: dict[Identity, Entity]) -> dict[str, Entity]:
        """Return every thing by identifier, sorted, with variants, broader, parts and lineage.

        Args:
            things: the things that papers name.
        """
        self._entities = {entity.id: entity for entity in things.values()}
        self._by_identity = {identity: entity.id for identity, entity in things.items()}
        for identity, entity in sorted(things.items()):
            self._place(identity, entity.id)
        self._relate_concepts()
        return dict(sorted(self._entities.items()))

    def _place(self, identity: Identity, thing: str) -> None:
        entity = self._entities[thing]
        entry = self._lexicon.find(entity.kind, entity.name) if not identity.sense else None
        if entry is not None and of_entry(entry) == identity:
            self._from_entry(thing, entry)
        elif entity.kind in CONCEPTS:
            broader = self._broader_by_words(entity)
            if broader:
                self._set(thing, broader=(broader,))
        elif entity.kind is not Kind.HARDWARE and not identity.sense:
            parent = self._family(entity)
            if parent and parent != thing:
                self._set(thing, variant_of=parent)

    def _from_entry(self, thing: str, entry: Entry) -> None:
        parent = self._known(entry, entry.variant_of)
        broader = tuple(sorted(filter(None, (self._known(entry, b) for b in entry.broader))))
        part_of = tuple(sorted(filter(None, (self._known(entry, p) for p in entry.part_of))))
        lineage = {
            (relation, other)
            for relation, name in entry.lineage
            if (other := self._known(entry, name))
        }
        self._set(
            thing,
            variant_of=parent,
            broader=broader,
            part_of=part_of,
            lineage=tuple(sorted(lineage)),
        )

    def _set(
        self,
        thing: str,
        variant_of: str | None = None,
        broader: tuple[str, ...] = (),
        part_of: tuple[str, ...] = (),
        lineage: tuple[tuple[Lineage, str], ...] = (),
    ) -> None:
        self._entities[thing] = replace(
            self._entities[thing],
            variant_of=variant_of if variant_of != thing else None,
            broader=tuple(b for b in broader if b != thing),
            part_of=tuple(p for p in part_of if p != thing),
            lineage=lineage,
        )

    def _known(self, entry: Entry, name: str | None) -> str | None:
        """Return the thing of another entry of the same sort, made with its own place if new."""
        if name is None:
            return None
        other = self._lexicon.find(entry.kind, name)
        return self._thing_of(other) if other else None

    def _thing_of(self, entry: Entry) -> str:
        identity = of_entry(entry)
        if identity not in self._by_identity:
            thing = identifier(identity, entry.name, entry)
            self._by_identity[identity] = thing
            self._entities[thing] = Entity(
                thing,
                entry.kind,
                entry.name,
                tuple(sorted(set(entry.aliases) - {entry.name})),
                direction=entry.direction,
                unit=entry.unit,
            )
            self._from_entry(thing, entry)
        return self._by_identity[identity]

    def _family(self, entity: Entity) -> str | None:
        """Return the thing one level above a name that no lexicon has, if one is known or named."""
        above = levels(entity.name)
        rooted = next((i for i, name in enumerate(above) if self._find(name)), None)
        if rooted is None:
            return None
        parent = self._find(above[rooted])
        for name in reversed(above[:rooted]):
            identity = Identity("named", name_key(name))
            thing = identifier(identity, name, None)
            self._by_identity[identity] = thing
            self._entities[thing] = Entity(thing, entity.kind, name, variant_of=parent)
            parent = thing
        return parent

    def _find(self, name: str) -> str | None:
        entry = self._lexicon.known(name)
        if entry is not None:
            return self._thing_of(entry)
        return self._by_identity.get(Identity("named", name_key(name)))

    def _broader_by_words(self, entity: Entity) -> str | None:
        """Return the known concept that the last words name: "spatial token pruning"."""
        words = entity.name.split()
        for first in range(1, len(words)):
            entry = self._lexicon.find(entity.kind, " ".join(words[first:]))
            if entry is not None:
                thing = self._thing_of(entry)
                return None if thing == entity.id else thing
        return None

    def _relate_concepts(self) -> None:
        """Join a technique and a task of the same name by skos:closeMatch."""
        slugs = {
            thing.partition("/")[2]: thing for thing in self._entities if thing.startswith("task/")
        }
        for thing in [t for t in self._entities if t.startswith("technique/")]:
            task = slugs.get(thing.partition("/")[2])
            if task:
                self._entities[thing] = replace(self._entities[thing], close_match=(task,))
