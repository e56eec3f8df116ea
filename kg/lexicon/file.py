"""The format of a lexicon file, checked by pydantic where it comes in."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from kg.lexicon.lexicon import Entry
from kg.model import Kind, Lineage


class EntryRecord(BaseModel):
    """One entry of a file; `variants` are one level below it."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1)
    aliases: list[str] = []
    kind: Kind | None = None
    broader: list[str] = []
    partOf: list[str] = []
    fineTunedFrom: list[str] = []
    quantizedFrom: list[str] = []
    mergedFrom: list[str] = []
    adapterOf: list[str] = []
    extends: list[str] = []
    direction: Literal["higher", "lower"] | None = None
    unit: str | None = None
    generic: bool = False
    variants: list[EntryRecord] = []

    def flatten(self, kind: Kind, parent: str | None) -> list[Entry]:
        """Return this entry and all below it as flat records."""
        own = self.kind or kind
        lineage = tuple((line, other) for line in Lineage for other in getattr(self, line.value))
        entry = Entry(
            name=self.name,
            kind=own,
            aliases=tuple(self.aliases),
            variant_of=parent,
            broader=tuple(self.broader),
            part_of=tuple(self.partOf),
            lineage=lineage,
            direction=self.direction,
            unit=self.unit,
            generic=self.generic,
        )
        return [entry, *(e for v in self.variants for e in v.flatten(own, self.name))]


class LexiconFile(BaseModel):
    """A whole file: the kind of its entries, and the entries."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    entries: list[EntryRecord]

    def flatten(self) -> list[Entry]:
        """Return every entry of the file, parents before their variants."""
        return [entry for record in self.entries for entry in record.flatten(self.kind, None)]
