"""Techniques and tasks: noun phrases that a lexicon knows, or that end in a word that names one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.extract.document import Document, Part
from kg.extract.latex import tidy
from kg.extract.wordlists import word_list
from kg.ids import phrase_key
from kg.lexicon import Entry
from kg.lexicon.tokens import tokens
from kg.model import Evidence, Fact, Kind, Relation

_TECHNIQUE_HEADS = word_list("technique-heads")
_TASK_HEADS = word_list("task-heads")
_HEADS = _TECHNIQUE_HEADS | _TASK_HEADS
_STOP = word_list("no-modifiers")
_CLASS_TAIL = word_list("class-tails")
_HEAD_TOKENS = frozenset(tokens(head).texts[-1] for head in _HEADS)
_WORD_START = re.compile(r"[\w\-–/]*$")
_WORD_GOES_ON = re.compile(r"[\w\-–/]")
_MODIFIER = re.compile(r"(?<![^\s(\[\"'“‘])([^\W_][\w\u2060\-–/'’]*) $")
_LONGEST_WORD = 40
_AGAINST = re.compile(
    r"\b(?:unlike|existing|previous|prior|conventional|traditional|current|most|many|these|recent)\b"
    r"[^.]{0,60}$",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:for|on|towards?|to|of|in|address\w*|tackl\w*|solv\w*|task of|tasks? such as)\s(?:\S+\s){0,2}$",
    re.I,
)
_MODIFIERS = 2


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase at [start:end] of a section, with the lexicon entry where one knows it."""

    part: Part
    start: int
    end: int
    kind: Kind
    entry: Entry | None
    score: float

    @property
    def key(self) -> str:
        """Identity inside the paper: the entry, else the words."""
        return self.entry.name if self.entry else phrase_key(self.part.plain[self.start : self.end])


def concepts(document: Document, named: Sequence[Fact], contribution: int) -> list[Fact]:
    """Return the techniques that the paper uses and the tasks that it addresses.

    Args:
        document: the paper.
        named: its named things; their words are no concepts of their own.
        contribution: index of the abstract's first sentence on the paper's own work.
    """
    own = {phrase_key(form) for fact in named for form in (fact.name, *fact.aliases)}
    groups: dict[tuple[Kind, str], list[Phrase]] = {}
    for part in document.parts:
        for phrase in _phrases(part, contribution):
            if phrase.entry or phrase_key(part.plain[phrase.start : phrase.end]) not in own:
                groups.setdefault((phrase.kind, phrase.key), []).append(phrase)
    facts = []
    for (kind, _), group in groups.items():
        best = max(group, key=lambda p: (p.score, p.part.section == "abstract", -p.start))
        score = min(0.95, best.score + 0.05 * (len(group) - 1))
        if score >= 0.4:
            facts.append(_fact(kind, best, group, score))
    return _without_parts(facts)


def _phrases(part: Part, contribution: int) -> Iterator[Phrase]:
    known = list(_known(part))
    spans = {(p.start, p.end) for p in known}
    for phrase in (*known, *_patterned(part)):
        if phrase.entry is None and any(s <= phrase.start and phrase.end <= e for s, e in spans):
            continue
        yield Phrase(
            part,
            phrase.start,
            phrase.end,
            phrase.kind,
            phrase.entry,
            round(phrase.score * _place(part, phrase, contribution), 3),
        )


def _known(part: Part) -> Iterator[Phrase]:
    for hit in part.hits:
        kind = hit.entry.kind
        if kind not in (Kind.TECHNIQUE, Kind.TASK) or hit.entry.generic:
            continue
        words = part.plain[hit.start : hit.end].lower().split()
        if kind is Kind.TECHNIQUE and (
            words[-1] in _CLASS_TAIL or hit.entry.name.split()[-1] in _CLASS_TAIL
        ):
            continue
        yield Phrase(part, hit.start, hit.end, kind, hit.entry, 0.8)


def _patterned(part: Part) -> Iterator[Phrase]:
    text = part.plain
    for begin, end in _heads(part):
        start = _first_modifier(text, begin)
        if start == begin:
            continue
        head = text[begin:end].lower()
        if head in _TECHNIQUE_HEADS:
            yield Phrase(part, start, end, Kind.TECHNIQUE, None, 0.55)
        if head in _TASK_HEADS and (
            part.section == "title" or _FOR.search(text[max(0, start - 40) : start])
        ):
            yield Phrase(part, start, end, Kind.TASK, None, 0.55)


def _heads(part: Part) -> Iterator[tuple[int, int]]:
    """Yield the (start, end) of each whole word that is the head of a technique or a task."""
    for token, (start, end) in zip(*part.tokens, strict=True):
        if token in _HEAD_TOKENS and not _WORD_GOES_ON.match(part.plain, end):
            before = _WORD_START.search(part.plain, max(0, start - _LONGEST_WORD), start)
            begin = before.start() if before else start
            if part.plain[begin:end].lower() in _HEADS:
                yield begin, end


def _first_modifier(text: str, start: int) -> int:
    """Return where the modifiers before a head begin: at most two, none of them a stop word."""
    first = start
    for _ in range(_MODIFIERS):
        before = _MODIFIER.search(text, max(0, first - _LONGEST_WORD), first)
        word = before.group(1).lower() if before else ""
        if before is None or word in _STOP or word.endswith("ly"):
            break
        first = before.start(1)
    return first


def _place(part: Part, phrase: Phrase, contribution: int) -> float:
    """Return how far the place speaks for the paper's own use: title, own work, background."""
    if part.section == "title":
        return 1.1
    index = part.sentence_index(phrase.start)
    begin, _ = part.sentences[index]
    if _AGAINST.search(part.plain[begin : phrase.start]):
        return 0.55
    if index >= contribution:
        return 1.0
    return 0.75 if phrase.kind is Kind.TASK else 0.55


def _fact(kind: Kind, best: Phrase, group: Iterable[Phrase], score: float) -> Fact:
    evidence: Evidence = best.part.evidence(best.start, best.end)
    forms = dict.fromkeys(tidy(p.part.text[p.start : p.end]) for p in group)
    name = best.entry.name if best.entry else tidy(evidence.surface)
    return Fact(
        relation=Relation.USES_TECHNIQUE if kind is Kind.TECHNIQUE else Relation.ADDRESSES_TASK,
        name=name,
        kind=kind,
        evidence=evidence,
        confidence=round(score, 2),
        entry=best.entry.name if best.entry else None,
        aliases=tuple(form for form in forms if form != name),
    )


def _without_parts(facts: list[Fact]) -> list[Fact]:
    """Drop a one-word concept whose word ends another one of the same kind ("pruning")."""
    ends = {
        (f.kind, phrase_key(f.evidence.surface).rsplit("-", 1)[-1])
        for f in facts
        if " " in f.evidence.surface
    }
    return [
        f
        for f in facts
        if " " in f.evidence.surface
        or "-" in f.evidence.surface
        or (f.kind, phrase_key(f.evidence.surface)) not in ends
    ]
