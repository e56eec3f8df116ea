"""The numbers of an answer that stand in the text, read by the same patterns as the rules' own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.latex import tidy
from kg.extract.llm.answer import Number
from kg.extract.llm.shown import Sentence, find
from kg.extract.quantities import Quantity, quantities
from kg.ids import name_key
from kg.lexicon import Entry, Lexicon
from kg.model import Fact, Kind, Relation, Result

_NUMBER = re.compile(r"[+\-−–]?\d[\d,]*(?:\.\d+)?")
_VALUE = re.compile(
    rf"[^\w]{{0,3}}{_NUMBER.pattern}(?:[^\d(){{}}]{{1,6}}{_NUMBER.pattern})?[^\d(){{}}]{{0,24}}"
)
_BARE = re.compile(r"(?<![\w.\-–,])[+−-]?\d[\d,]*(?<!,)(?:\.\d+)?(?!\w|-[A-Za-z])")
_FASTER = re.compile(r"\b(?:speed\w*[- ]?up|faster|accelerat)", re.IGNORECASE)
_CONFIDENCE = 0.7


@dataclass(frozen=True, slots=True)
class Measured:
    """The results that were found, in text order, and how many numbers the text does not have."""

    found: tuple[Result, ...]
    invented: int


def measured(
    sentences: Sequence[Sentence],
    lexicon: Lexicon,
    facts: Sequence[Fact],
    numbers: Sequence[Number],
) -> Measured:
    """Return the results of an answer whose numbers stand in the sentence that it gave.

    What a number is about is kept only if it is a fact of the fitting relation that the sentence
    names; the paper's own thing also if it is the only one.

    Args:
        sentences: the paper.
        lexicon: the known metrics.
        facts: what has been verified of the paper.
        numbers: what the answer reports.
    """
    found: dict[tuple[bool, int], Result] = {}
    invented = 0
    by_number = {s.number: s for s in sentences}
    for item in numbers:
        sentence = by_number.get(item.sentence)
        quantity = _quantity(sentence, item.value, found) if sentence else None
        if sentence is None or quantity is None:
            invented += 1
            continue
        key = (sentence.part.section == "abstract", quantity.start)
        found.setdefault(key, _result(sentences, sentence, quantity, lexicon, facts, item))
    return Measured(tuple(result for _, result in sorted(found.items())), invented)


def _quantity(
    sentence: Sentence, value: str, taken: dict[tuple[bool, int], Result]
) -> Quantity | None:
    """Return the number of a sentence that an answer means, with the offsets of the section.

    Of several equal ones it is the first with the same unit that no other result has taken.
    """
    if not _VALUE.fullmatch(tidy(value)):
        return None
    wanted = _digits(value)
    section = sentence.part.section == "abstract"
    plain = tidy(value).lower()
    fitting = [
        Quantity(start, end, q.first, q.second, q.unit, q.unit_text)
        for q in _numbers(sentence.text)
        if not {wanted[0], wanted[-1]}.isdisjoint(_digits(q.text))
        for start, end in [sentence.span(q.start, q.end)]
        if (section, start) not in taken
    ]
    return min(fitting, key=lambda q: (q.text.lower() != plain, q.start), default=None)


def _numbers(text: str) -> list[Quantity]:
    """Return all numbers of a text, with their units where they have one."""
    found: list[Quantity] = []
    for one in (*quantities(text), *_bare(text)):
        if not any(q.start < one.end and one.start < q.end for q in found):
            found.append(one)
    return found


def _bare(text: str) -> list[Quantity]:
    """Return numbers without unit, which only a reader can tell from counts ("rated 1,287")."""
    return [
        Quantity(m.start(), m.end(), m.group().replace(",", "").replace("−", "-"), None, "", "")
        for m in _BARE.finditer(text)
    ]


def _digits(text: str) -> list[str]:
    """Return the numbers of a text without sign, so that "by 12%" and "-12%" can be the same."""
    found = (m.group().lstrip("+-−–") for m in _NUMBER.finditer(tidy(text)))
    return [number.replace(",", "") for number in found]


def _result(
    sentences: Sequence[Sentence],
    sentence: Sentence,
    quantity: Quantity,
    lexicon: Lexicon,
    facts: Sequence[Fact],
    item: Number,
) -> Result:
    metric, entry = _metric(sentences, sentence, quantity, lexicon, item.metric)
    return Result(
        value_text=quantity.text,
        value=quantity.value,
        unit=quantity.unit_text or None,
        metric_text=metric,
        metric=entry.name if entry else None,
        kind="ratio" if quantity.unit == "x" else item.kind,
        direction=entry.direction if entry else None,
        evidence=sentence.part.evidence(quantity.start, quantity.end),
        confidence=_CONFIDENCE,
        subject=_about(sentence, facts, Relation.INTRODUCES, item.subject),
        baseline=_about(sentence, facts, Relation.COMPARES_WITH, item.baseline),
        model=_about(sentence, facts, Relation.USES_BASE_MODEL, item.model),
        benchmark=_about(sentence, facts, Relation.EVALUATES_ON, item.benchmark),
        hardware=_about(sentence, facts, Relation.RUNS_ON, item.hardware),
    )


def _metric(
    sentences: Sequence[Sentence],
    sentence: Sentence,
    quantity: Quantity,
    lexicon: Lexicon,
    words: str | None,
) -> tuple[str | None, Entry | None]:
    """Return the metric in the paper's words, with its entry; of "2x faster" the speedup."""
    if not words:
        return None, None
    if quantity.unit == "x" and _FASTER.search(words) and _FASTER.search(sentence.text):
        return "speedup", lexicon.find(Kind.METRIC, "speedup")
    place = find(sentences, sentence.number, words)
    if place is None:
        return None, None
    text = tidy(place.evidence.surface)
    return text, lexicon.find(Kind.METRIC, text)


def _about(
    sentence: Sentence, facts: Sequence[Fact], relation: Relation, name: str | None
) -> str | None:
    """Return the fact's name that an answer means, if the sentence has it under any of its forms."""
    if not name:
        return None
    fitting = [f for f in facts if f.relation is relation]
    wanted = name_key(tidy(name))
    for fact in fitting:
        forms = [fact.name, *fact.aliases, tidy(fact.evidence.surface)]
        if wanted not in map(name_key, forms):
            continue
        only = relation is Relation.INTRODUCES and len(fitting) == 1
        return fact.name if only or any(map(sentence.holds, forms)) else None
    return None
