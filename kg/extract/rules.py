"""The rule extractor: lexicons, shapes and cues; no learned weights."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg import __version__
from kg.extract.document import Document, prepare
from kg.extract.latex import tidy
from kg.extract.links import links
from kg.extract.phrases import concepts
from kg.extract.results import results
from kg.extract.roles import Role, contexts, is_named, roles
from kg.extract.things import Thing, things
from kg.lexicon import Lexicon
from kg.model import Extraction, Fact, Paper, Relation

_OWN_WORK = re.compile(
    r"\b(?:we|our)\b|\bthis (?:paper|work|study|article|report|survey|letter|thesis)\b|\bhere,|\bin this\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class RuleExtractor:
    """Reads papers by rules over the given lexicon."""

    lexicon: Lexicon = field(repr=False)

    @property
    def name(self) -> str:
        """Name and version."""
        return f"rules-{__version__}"

    def extract(self, paper: Paper) -> Extraction:
        """Return what title and abstract state, facts in text order."""
        document = prepare(paper, self.lexicon)
        start = contribution_start(document)
        named = things(document)
        around = contexts(named)
        facts = [
            _fact(thing, role)
            for index, thing in enumerate(named)
            if is_named(thing) or thing.entry
            for role in roles(thing, around[index], start)
            if not (role.relation is Relation.MENTIONS and role.confidence < 0.3)
        ]
        facts.extend(concepts(document, facts, start))
        facts.sort(
            key=lambda f: (f.evidence.section == "abstract", f.evidence.start, f.relation, f.name)
        )
        return Extraction(paper, tuple(facts), results(document, facts, start), links(document))


def contribution_start(document: Document) -> int:
    """Return the index of the abstract's first sentence that speaks of the paper's own work."""
    part = document.abstract
    for index, (begin, end) in enumerate(part.sentences):
        if _OWN_WORK.search(part.plain[begin:end]):
            return index
    return 0


def _fact(thing: Thing, role: Role) -> Fact:
    evidence = role.mention.part.evidence(role.mention.start, role.mention.end)
    return Fact(
        relation=role.relation,
        name=thing.name,
        kind=role.kind,
        evidence=evidence,
        confidence=round(role.confidence, 2),
        entry=thing.entry.name if thing.entry else None,
        long_form=tidy(thing.long_form) if thing.long_form else None,
        aliases=thing.aliases,
    )
