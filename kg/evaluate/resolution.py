"""How well names are joined and told apart, measured on pairs of names.

A file of pairs is JSON Lines:

    {"a": {"name": "SD", "kind": "Model", "long_form": "Stable Diffusion"},
     "b": {"name": "Stable Diffusion", "kind": "Model"},
     "relation": "same", "family": "sd", "why": "its abbreviation"}

`relation` is "same" (one thing), "variant" (a is a version, size or tuning of b, some levels
below it) or "different" (all else: siblings, derived works, things that share a name). `family`
and `why` may be left out.

Each pair goes through the resolve stage as two papers, of which each names one thing and nothing
else. So what is measured is what names alone can tell.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

from kg.errors import InputError
from kg.evaluate.score import Counts
from kg.lexicon import Lexicon, scheme
from kg.lexicon.tokens import tokens
from kg.model import Entity, Evidence, Extraction, Fact, Kind, Paper, Relation
from kg.resolve.resolve import resolve


class Relatedness(StrEnum):
    """What two names are to each other."""

    SAME = "same"
    VARIANT = "variant"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class PairedName:
    """One name as a paper has it; `long_form` if the paper spells it out."""

    name: str
    kind: Kind
    long_form: str | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names and what they truly are to each other."""

    a: PairedName
    b: PairedName
    relation: Relatedness
    family: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the resolve stage makes of a pair: one thing, or one a variant of the other."""

    pair: Pair
    merged: bool
    a_below_b: bool
    b_below_a: bool

    @property
    def wrong_lineage(self) -> bool:
        """Tell whether a variant is claimed that is none, or upside down."""
        return self.b_below_a or (self.a_below_b and self.pair.relation is not Relatedness.VARIANT)

    @property
    def merges_versions(self) -> bool:
        """Tell whether things that differ in version or size became one."""
        if not self.merged or self.pair.relation is Relatedness.SAME:
            return False
        return self.pair.relation is Relatedness.VARIANT or _numbers(self.pair.a) != _numbers(
            self.pair.b
        )


@dataclass(frozen=True, slots=True)
class ResolutionScore:
    """The figures of a set of pairs, with all verdicts."""

    verdicts: tuple[Verdict, ...]

    @property
    def merges(self) -> Counts:
        """How many of the same are one node, and how many of those that are one are the same."""
        return self._counts(Relatedness.SAME, lambda v: v.merged, lambda v: v.merged)

    @property
    def lineage(self) -> Counts:
        """How many variants hang below their family, and how many that hang below one are such."""
        return self._counts(
            Relatedness.VARIANT, lambda v: v.a_below_b, lambda v: v.a_below_b or v.b_below_a
        )

    @property
    def version_merges(self) -> tuple[Verdict, ...]:
        """Return the pairs of different versions or sizes that became one."""
        return tuple(v for v in self.verdicts if v.merges_versions)

    def part(self, *, held: bool) -> ResolutionScore:
        """Return the figures of the families that are held out, or of all others."""
        return ResolutionScore(tuple(v for v in self.verdicts if held_out(v.pair) is held))

    @property
    def errors(self) -> tuple[Verdict, ...]:
        """Return every pair of which the stage makes something else than it is."""
        return tuple(
            v
            for v in self.verdicts
            if v.merged != (v.pair.relation is Relatedness.SAME)
            or v.a_below_b != (v.pair.relation is Relatedness.VARIANT)
            or v.b_below_a
        )

    def _counts(
        self,
        relation: Relatedness,
        hit: Callable[[Verdict], bool],
        claimed: Callable[[Verdict], bool],
    ) -> Counts:
        true = [v for v in self.verdicts if v.pair.relation is relation]
        found = sum(hit(v) for v in true)
        return Counts(len(true), sum(claimed(v) for v in self.verdicts), found, found)


def read_pairs(path: str | os.PathLike[str]) -> list[Pair]:
    """Return the pairs of a JSON Lines file.

    Raises:
        InputError: the file cannot be read or holds no pair, or a line is no pair.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(str(path), f"cannot be read ({reason})", "check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), "is not UTF-8", "save it as UTF-8") from error
    lines = enumerate(text.split("\n"), start=1)
    pairs = [_pair(f"{path}:{number}", line) for number, line in lines if line.strip()]
    if not pairs:
        raise InputError(str(path), "holds no pair", "put one JSON object on each line")
    return pairs


def _pair(place: str, line: str) -> Pair:
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(Pair).validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        at = ".".join(str(part) for part in first["loc"])
        raise InputError(
            place, f"{at or 'the line'}: {first['msg']}", "mend it; see kg/evaluate/resolution.py"
        ) from error


def score_pairs(pairs: Iterable[Pair], lexicon: Lexicon) -> ResolutionScore:
    """Return what the resolve stage makes of each pair, with the given lexicon."""
    return ResolutionScore(tuple(_verdict(pair, lexicon) for pair in pairs))


def held_out(pair: Pair) -> bool:
    """Tell whether a pair's family is of the half whose errors nobody looks at.

    Rules and lexicons are mended on the other half, so only this half's figures say how well
    they do on names that nobody mended them for.
    """
    return sha256(f"resolution:{pair.family}".encode()).digest()[0] % 2 == 1


def _verdict(pair: Pair, lexicon: Lexicon) -> Verdict:
    facts = [_fact(name, lexicon) for name in (pair.a, pair.b)]
    papers = [Paper(f"title:{at}", at, at) for at in ("a", "b")]
    resolution = resolve(
        [Extraction(paper, (fact,), (), ()) for paper, fact in zip(papers, facts, strict=True)],
        lexicon,
    )
    a, b = (
        resolution.of(paper.key, fact.kind, fact.name)
        for paper, fact in zip(papers, facts, strict=True)
    )
    return Verdict(
        pair, a == b, b in _above(a, resolution.entities), a in _above(b, resolution.entities)
    )


def _fact(paired: PairedName, lexicon: Lexicon) -> Fact:
    """Return the name as an extractor hands it on: with the entry that it begins with, if any."""
    hits = [
        hit.entry
        for hit in lexicon.match(paired.name, tokens(paired.name))
        if hit.start == 0
        and not hit.entry.generic
        and scheme(hit.entry.kind) == scheme(paired.kind) == "named"
    ]
    entry = next((e for e in hits if e.kind is paired.kind), hits[0] if hits else None)
    return Fact(
        Relation.MENTIONS,
        paired.name,
        entry.kind if entry else paired.kind,
        Evidence("abstract", 0, len(paired.name), paired.name, paired.name),
        1.0,
        entry=entry.name if entry else None,
        long_form=paired.long_form,
    )


def _above(thing: str, entities: dict[str, Entity]) -> set[str]:
    above: set[str] = set()
    parent = entities[thing].variant_of
    while parent and parent not in above:
        above.add(parent)
        parent = entities[parent].variant_of
    return above


def _numbers(paired: PairedName) -> Sequence[str]:
    return sorted(re.findall(r"\d+(?:\.\d+)?", paired.name))
