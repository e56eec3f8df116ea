"""The simplest extractor, to compare with: whatever the lexicons know is what its kind suggests."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.document import Part, prepare
from kg.lexicon import Hit, Lexicon
from kg.model import Extraction, Fact, Kind, Paper, Relation

_RELATION = {
    Kind.MODEL: Relation.USES_BASE_MODEL,
    Kind.METHOD: Relation.MENTIONS,
    Kind.BENCHMARK: Relation.EVALUATES_ON,
    Kind.DATASET: Relation.EVALUATES_ON,
    Kind.HARDWARE: Relation.RUNS_ON,
    Kind.TECHNIQUE: Relation.USES_TECHNIQUE,
    Kind.TASK: Relation.ADDRESSES_TASK,
}


@dataclass(frozen=True, slots=True)
class LexiconExtractor:
    """Reads papers by a lexicon alone: each name once, no results."""

    lexicon: Lexicon

    @property
    def name(self) -> str:
        """Its name."""
        return "lexicon-only"

    def extract(self, paper: Paper) -> Extraction:
        """Return one fact for each known name or phrase of a paper."""
        facts: dict[tuple[Kind, str], Fact] = {}
        for part in prepare(paper, self.lexicon).parts:
            for hit in part.hits:
                if hit.entry.kind in _RELATION and not hit.entry.generic:
                    facts.setdefault((hit.entry.kind, hit.entry.name), _fact(part, hit))
        return Extraction(paper, tuple(facts.values()), (), ())


def _fact(part: Part, hit: Hit) -> Fact:
    entry = hit.entry
    evidence = part.evidence(hit.start, hit.end)
    return Fact(_RELATION[entry.kind], entry.name, entry.kind, evidence, 1.0, entry.name)
