"""What a fact's names say by themselves, before other papers are asked."""

from __future__ import annotations

from dataclasses import dataclass

from kg.ids import name_key, phrase_key
from kg.lexicon import Entry, Lexicon, key_of, scheme
from kg.model import Extraction, Fact, Kind, Relation
from kg.resolve.identity import Identity, canonical_name, of_entry

SURE = 0.6
"""From this confidence on a paper counts as the one that introduces a thing."""


@dataclass(frozen=True, slots=True)
class Use:
    """A fact with what its names say; `bare` is the identity that its short name has by itself."""

    paper: str
    order: tuple[str, str]
    fact: Fact
    name: str
    entry: Entry | None
    identity: Identity
    bare: Identity

    @property
    def introduces(self) -> bool:
        """Whether the paper surely introduces the thing."""
        return self.fact.relation is Relation.INTRODUCES and self.fact.confidence >= SURE


def uses_of(extraction: Extraction, lexicon: Lexicon) -> list[Use]:
    """Return the uses of names in one paper, in the order of its facts."""
    paper = extraction.paper
    order = (paper.issued.isoformat() if paper.issued else f"{paper.year or 9999}", paper.key)
    own = {fact.name for fact in extraction.facts if fact.relation is Relation.INTRODUCES}
    uses = []
    for fact in extraction.facts:
        name, entry = canonical_name(fact, lexicon)
        if fact.kind is Kind.TECHNIQUE:
            method = lexicon.known(name)
            entry = method if method and method.kind is Kind.METHOD else entry
        if entry is not None and fact.name in own and _only_shares_name(fact, entry):
            sense = phrase_key(fact.long_form) if fact.long_form else fact.kind.lower()
            name, entry, identity = fact.name, None, Identity("named", name_key(fact.name), sense)
        elif entry is not None:
            identity = of_entry(entry)
        else:
            identity = Identity(scheme(fact.kind), key_of(fact.kind, name))
        bare = Identity(scheme(fact.kind), key_of(fact.kind, fact.name))
        uses.append(Use(paper.key, order, fact, name, entry, identity, bare))
    return uses


def _only_shares_name(fact: Fact, entry: Entry) -> bool:
    """Tell whether a paper's own method or model merely has the name of a known data set."""
    return (
        fact.entry is None
        and fact.kind in (Kind.METHOD, Kind.MODEL)
        and entry.kind in (Kind.DATASET, Kind.BENCHMARK)
    )
