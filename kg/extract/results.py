"""Reported results: each number with its metric, direction and the things that it is about.

A number counts where the paper speaks of its own work. What it is about is said only where the
sentence says so: two candidates without "respectively" give none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kg.extract.document import Document, Part
from kg.extract.latex import tidy
from kg.extract.quantities import Quantity
from kg.extract.reported import reported_numbers
from kg.extract.segment import occurrences
from kg.extract.wordlists import word_list
from kg.lexicon import Entry
from kg.model import Fact, Kind, Relation, Result

_OWN = re.compile(
    r"\b(?:we|our|ours|us|it|its|this|these|the proposed|method|approach|framework|model|results?|experiments?)\b",
    re.I,
)
_DIGIT = re.compile(r"\d")
_OTHERS = re.compile(
    r"\b(?:existing|previous|prior|conventional|traditional|current|recent) (?:\w+\s){0,3}?(?:methods?|approaches|models?|works?|techniques|systems?|studies)\b",
    re.I,
)
_COMPARING = re.compile(r"\b(?:than|over|outperform|surpass|exceed|compar|beat)", re.I)
_DELTA_BEFORE = re.compile(
    r"\b(?:by|gains? of|improvements? of|increases? of|reductions? of|decreases? of|drops? of|boosts? of|gain|improves?|reduc\w+|increas\w+|decreas\w+|saves?|saving|lower\w*|boost\w*|surpass\w*|outperform\w*|cut\w*|exceed\w*)\b[^.;%]{0,50}$",
    re.I,
)
_DELTA_AFTER = re.compile(
    r"^[\s\u2060]*(?:\w+[\s-]){0,4}?(?:improvements?|gains?|reductions?|increase|decrease|faster|slower|higher|lower|better|fewer|less|more|smaller|larger|drop|boost|savings?|relative|absolute|degradation|loss|speed-?ups?|acceleration|shorter|cheaper|cut)\b",
    re.I,
)
_SPEED = re.compile(
    r"\b(?:speed(?:ing|s)?[- ]?ups?|faster|acceleration|accelerat\w+|speed(?:s)? up)\b", re.I
)
_COMPARE_NOUN = re.compile(
    r"^[\s\u2060]*(?:of (?:the )?|the |in |its |more |average |relative |absolute |overall |improvements? (?:in|on|of) |gains? (?:in|on|of) |reductions? (?:in|of) |increase in |decrease in |fewer |less |lower |higher |better |smaller |larger |shorter |faster |original |baseline |total |end-to-end |peak |mean |percentage points? (?:in |on )?)*"
    r"(?P<noun>(?:[A-Za-z][\w@/-]*\s){0,2}?[A-Za-z][\w@/-]*)",
)
_NOUN_BEFORE = re.compile(
    r"(?P<noun>(?:[A-Za-z][\w@/-]*\s){0,2}[A-Za-z][\w@/-]*)\s(?:scores?\s|rates?\s)?(?:\([^)]*\)\s)?(?:(?:is|are|was|were|has|have|been)\s)?(?:(?:by|of|to|from|at|is|up to|reach\w*|exceed\w*|reduced|improved|increased|about|around|approximately|over|more than|nearly|almost|an?|average|only|just|roughly|as much as|down|under|below|above|=|:)\s)+$",
    re.I,
)
_GAIN = re.compile(r"\b(?:improvement|gain|reduction|score|success rate|performance)\b", re.I)
_PROPER = re.compile(r"[A-Z].*[A-Z]|\d|^[A-Z]$")
_COMPARED = re.compile(
    r"\b(?:than|over|compared (?:to|with)|outperform\w*|surpass\w*|relative to|versus|vs\.?|against|exceed\w*|beat\w*)\s[^.;,]{0,60}$",
    re.I,
)
_EMPTY_NOUNS = word_list("no-metric")
Direction = Literal["higher", "lower"]


@dataclass(frozen=True, slots=True)
class _Metric:
    start: int
    end: int
    entry: Entry


def results(document: Document, facts: Sequence[Fact], contribution: int) -> tuple[Result, ...]:
    """Return the numbers that the paper reports of its own work, in text order.

    Args:
        document: the paper.
        facts: what it says of things, which its numbers may be about.
        contribution: index of the abstract's first sentence on the paper's own work.
    """
    found: list[Result] = []
    own_names = [
        form
        for fact in facts
        if fact.relation is Relation.INTRODUCES
        for form in (fact.evidence.surface, *fact.aliases)
    ]
    for part in document.parts:
        metrics = [
            _Metric(h.start, h.end, h.entry) for h in part.hits if h.entry.kind is Kind.METRIC
        ]
        for index, (begin, end) in enumerate(part.sentences):
            if part.section == "abstract" and index < contribution:
                continue
            text = part.plain[begin:end]
            if not _DIGIT.search(text):
                continue
            own = _OWN.search(text) or any(name in text for name in own_names)
            if not own and _OTHERS.search(text) and not _COMPARING.search(text):
                continue
            found.extend(_in_sentence(part, begin, end, metrics, facts))
    return tuple(found)


def _in_sentence(
    part: Part, begin: int, end: int, metrics: Sequence[_Metric], facts: Sequence[Fact]
) -> list[Result]:
    text = part.plain[begin:end]
    its_metrics = [m for m in metrics if begin <= m.start < end]
    numbers = reported_numbers(text, [(m.start - begin, m.end - begin) for m in its_metrics])
    found: list[Result] = []
    metric_text: str | None = None
    entry: Entry | None = None
    for place, quantity in enumerate(numbers):
        own_metric = _metric(text, begin, quantity, numbers, its_metrics)
        same_unit = place > 0 and numbers[place - 1].unit == quantity.unit
        if own_metric[0] or not same_unit:
            metric_text, entry = own_metric
        evidence = part.evidence(begin + quantity.start, begin + quantity.end)
        chain = (place, len(numbers))
        found.append(
            Result(
                value_text=quantity.text,
                value=quantity.value,
                unit=quantity.unit_text or None,
                metric_text=metric_text,
                metric=entry.name if entry else None,
                kind=_kind(text, quantity),
                direction=entry.direction
                if entry
                else ("higher" if metric_text == "speedup" else None),
                evidence=evidence,
                confidence=0.75 if metric_text else 0.6,
                subject=_subject(part, begin, end, quantity, facts),
                baseline=_baseline(part, begin, end, facts),
                model=_one_of(part, begin, end, facts, Relation.USES_BASE_MODEL, chain),
                benchmark=_one_of(part, begin, end, facts, Relation.EVALUATES_ON, chain),
                hardware=_one_of(part, begin, end, facts, Relation.RUNS_ON, chain),
            )
        )
    return found


def _kind(text: str, quantity: Quantity) -> Literal["absolute", "delta", "ratio"]:
    if quantity.unit == "x":
        return "ratio"
    before, after = text[: quantity.start], text[quantity.end :]
    if quantity.first[0] in "+-" or quantity.unit == "points":
        return "delta"
    if re.search(
        r"\b(?:to|reach\w*|achiev\w*|attain\w*)\s(?:an?\s)?$", before
    ) and not _DELTA_AFTER.match(after):
        return "absolute"
    return (
        "delta" if _DELTA_AFTER.match(after) or _DELTA_BEFORE.search(before[-70:]) else "absolute"
    )


def _metric(
    text: str,
    begin: int,
    quantity: Quantity,
    numbers: Sequence[Quantity],
    metrics: Sequence[_Metric],
) -> tuple[str | None, Entry | None]:
    """Return the metric's words and lexicon entry: the nearest that no other number stands before."""
    after_stop = next((n.start for n in numbers if n.start > quantity.start), len(text))
    before_stop = max((n.end for n in numbers if n.start < quantity.start), default=0)
    window = text[quantity.end : quantity.end + 40]
    if quantity.unit == "x" and _SPEED.search(
        text[max(0, quantity.start - 40) : quantity.end + 45]
    ):
        hit = _nearest(begin, quantity, metrics, before_stop, after_stop, 25)
        if hit is None or hit.entry.name in ("speedup", "speed"):
            return "speedup", hit.entry if hit else None
        return tidy(text[hit.start - begin : hit.end - begin]), hit.entry
    hit = _nearest(begin, quantity, metrics, before_stop, after_stop, 28)
    if hit is None and quantity.unit == "fps":
        return "FPS", None
    if hit is None:
        noun = _noun(_COMPARE_NOUN.match(window)) or _noun(
            _NOUN_BEFORE.search(text[before_stop : quantity.start])
        )
        if noun:
            return noun, None
        hit = _nearest(begin, quantity, metrics, before_stop, after_stop, 70)
    if hit:
        return tidy(text[hit.start - begin : hit.end - begin]), hit.entry
    gain = _GAIN.search(text)
    return (gain.group().lower(), None) if gain else (None, None)


def _nearest(
    begin: int, quantity: Quantity, metrics: Sequence[_Metric], low: int, high: int, reach: int
) -> _Metric | None:
    best: tuple[int, _Metric] | None = None
    for metric in metrics:
        start, end = metric.start - begin, metric.end - begin
        if start < low or end > high or (start < quantity.end and quantity.start < end):
            continue
        gap = start - quantity.end if start >= quantity.end else quantity.start - end + 4
        if gap <= reach and (best is None or gap < best[0]):
            best = (gap, metric)
    return best[1] if best else None


def _noun(match: re.Match[str] | None) -> str | None:
    if match is None:
        return None
    words = match["noun"].split()
    if any(_PROPER.search(word) and not word.isupper() for word in words) or words[-1:] == ["B"]:
        return None
    while words and words[-1].lower() in _EMPTY_NOUNS:
        words.pop()
    while words and words[0].lower() in _EMPTY_NOUNS:
        words.pop(0)
    return tidy(" ".join(words)) or None


def _in(part: Part, begin: int, end: int, fact: Fact) -> int | None:
    """Return where the sentence names the fact's thing, or None."""
    forms = (fact.name, fact.evidence.surface, *fact.aliases)
    places = [at for form in forms for at in occurrences(form, part.text, begin, end)]
    return min(places) - begin if places else None


def _subject(
    part: Part, begin: int, end: int, quantity: Quantity, facts: Sequence[Fact]
) -> str | None:
    """Return the introduced thing that the sentence names before the number, else the main one
    where the sentence says "we", "our", "it" or names no other."""
    own = [f for f in facts if f.relation is Relation.INTRODUCES and f.kind is not Kind.BENCHMARK]
    named = [(at, f) for f in own if (at := _in(part, begin, end, f)) is not None]
    before = [(at, f) for at, f in named if at < quantity.start]
    if before:
        return max(before, key=lambda pair: pair[0])[1].name
    if named:
        return min(named, key=lambda pair: pair[0])[1].name
    titled = [f for f in own if f.evidence.section == "title"]
    main = titled or own
    return main[0].name if len(main) == 1 and _OWN.search(part.plain[begin:end]) else None


def _baseline(part: Part, begin: int, end: int, facts: Sequence[Fact]) -> str | None:
    found = []
    for fact in facts:
        if fact.relation is Relation.COMPARES_WITH:
            at = _in(part, begin, end, fact)
            if at is not None and _COMPARED.search(part.plain[begin : begin + at]):
                found.append(fact.name)
    return found[0] if len(found) == 1 else None


def _one_of(
    part: Part,
    begin: int,
    end: int,
    facts: Sequence[Fact],
    relation: Relation,
    chain: tuple[int, int],
) -> str | None:
    """Return the one thing of that relation in the sentence, or of as many as there are numbers
    the one in the number's place ("..., respectively")."""
    named = {
        fact.name: at
        for fact in facts
        if fact.relation is relation and (at := _in(part, begin, end, fact)) is not None
    }
    ordered = sorted(named, key=lambda name: named[name])
    if len(ordered) == 1:
        return ordered[0]
    place, total = chain
    if len(ordered) == total and re.search(r"respectively|\band\b", part.plain[begin:end]):
        return ordered[place]
    return None
