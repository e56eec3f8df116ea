"""Decides what each reported number is a number of, by the model of metrics."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.extract.learned.bundle import Background
from kg.extract.learned.linear import UNIT, LinearModel
from kg.extract.learned.metric_candidates import (
    USUAL,
    MetricCandidate,
    Sentence,
    metric_candidates,
)
from kg.extract.learned.metric_features import Earlier, MetricView, Number, words_set
from kg.extract.learned.view import View
from kg.extract.things import Thing
from kg.ids import phrase_key
from kg.lexicon import Lexicon
from kg.model import Kind, Result

_UNITS = {"percent": "%", "times": "x", "×": "x", "fold": "x", "-fold": "x"}


@dataclass(frozen=True, slots=True)
class Asked:
    """A number, its candidates, and the words between it and the number before in its sentence."""

    number: Number
    candidates: Sequence[MetricCandidate]
    between: str | None


def asked_of(view: View, results: Sequence[Result], things: Sequence[Thing]) -> Iterator[Asked]:
    """Yield what is asked of each number, in the order of the results."""
    names = {
        part.section: [
            (m.start, m.end) for thing in things for m in thing.mentions if m.part is part
        ]
        for part in view.document.parts
    }
    before: Sentence | None = None
    for result in results:
        at = result.evidence
        part = view.document.title if at.section == "title" else view.document.abstract
        begin, end = part.sentence_at(at.start)
        sentence = Sentence(part, begin, end, (at.start - begin, at.end - begin))
        others = [
            (other.evidence.start - begin, other.evidence.end - begin)
            for other in results
            if other is not result
            and other.evidence.section == at.section
            and begin <= other.evidence.start < end
        ]
        unit = (result.unit or "").lower()
        number = Number(
            sentence, _UNITS.get(unit, unit), others, words_set(result.metric_text or "")
        )
        between = None
        if before and (before.part is part and before.begin == begin):
            between = sentence.text[before.number[1] : sentence.number[0]]
        yield Asked(number, metric_candidates(sentence, names[at.section]), between)
        before = sentence


def earlier_of(asked: Asked, before: Asked | None, metric: str | None) -> Earlier | None:
    """Return what the number before tells, if it stands in the same sentence and has a metric."""
    if asked.between is None or before is None or metric is None:
        return None
    return Earlier(asked.between, before.number.unit, words_set(metric))


def usual_counts(view: View) -> Counter[str]:
    """Return how often each usual metric stands in the abstract."""
    text = view.document.abstract.plain.lower()
    return Counter({name: text.count(name) for name in USUAL})


def with_metrics(
    view: View,
    results: Sequence[Result],
    things: Sequence[Thing],
    model: LinearModel,
    background: Background,
    lexicon: Lexicon,
) -> tuple[Result, ...]:
    """Return the results with their metrics and with the probability that the metric is right."""
    if not results:
        return ()
    counts = usual_counts(view)
    found: list[Result] = []
    before: Asked | None = None
    metric: str | None = None
    for result, asked in zip(results, asked_of(view, results, things), strict=True):
        numbers = MetricView(asked.number, asked.candidates, background, counts)
        earlier = earlier_of(asked, before, metric)
        scores = [
            model.score(numbers.features(candidate, earlier))[0] for candidate in asked.candidates
        ]
        best = max(range(len(scores)), key=lambda i: scores[i])
        probability = model.outputs[0].scale.probability(odds(scores, best))
        metric = asked.candidates[best].name
        found.append(measured(result, metric, probability, lexicon))
        before = asked
    return tuple(found)


def odds(scores: Sequence[int], best: int) -> int:
    """Return the log-odds (thousandths) of one candidate against all the others."""
    top = scores[best] / UNIT
    others = sum(math.exp(score / UNIT - top) for i, score in enumerate(scores) if i != best)
    return round(-math.log(others) * UNIT) if others else 30 * UNIT


def measured(result: Result, metric: str, probability: float, lexicon: Lexicon) -> Result:
    """Return a number of a metric, which is looked up in the lexicon."""
    words = phrase_key(metric.partition(" (")[0]).split("-")
    tails = (" ".join(words[first:]) for first in range(len(words)))
    entry = next((e for tail in tails if (e := lexicon.find(Kind.METRIC, tail))), None)
    return replace(
        result,
        metric_text=metric,
        metric=entry.name if entry else None,
        direction=entry.direction if entry else "higher" if "speedup" in metric else None,
        confidence=round(probability, 2),
    )
