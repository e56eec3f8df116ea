"""Decides what each reported number is a number of, by the model of metrics."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from kg.extract.learned.alphabet import Alphabet
from kg.extract.learned.bundle import Background
from kg.extract.learned.linear import UNIT, LinearModel
from kg.extract.learned.metric_candidates import (
    USUAL,
    MetricCandidate,
    Sentence,
    metric_candidates,
)
from kg.extract.learned.metric_features import (
    Earlier,
    MetricView,
    Number,
    words_set,
)
from kg.extract.learned.metric_lookup import MetricFeatures
from kg.extract.learned.view import View
from kg.extract.things import Thing
from kg.extract.wordlists import word_list
from kg.ids import phrase_key
from kg.lexicon import Lexicon
from kg.model import Kind, Result

_UNIT_SORTS = tuple(
    (sort, re.compile(pattern))
    for sort, pattern in (
        ("%", r"%|percent|percentage|per cent"),
        ("x", r"x|×|times|-?fold"),
        ("points", r".*points?|pp|pts?"),
        ("rate", r".*(?:/|per )s(?:ec(?:ond)?)?|fps|g?hz|khz|mhz|[gt]?ops.*|[gmtp]flops"),
        ("time", r"(?:[mnµμu]?s|.*(?:sec|second|min|minute|hour|day)s?)(?:/\w+)?|h"),
        ("size", r"[kmgt]i?b"),
        ("power", r"[pnmµμ]?j|m?w|watts?"),
    )
)


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
        number = Number(
            sentence, unit_sort(result.unit or ""), others, words_set(result.metric_text or "")
        )
        between = None
        if before and (before.part is part and before.begin == begin):
            between = sentence.text[before.number[1] : sentence.number[0]]
        yield Asked(number, metric_candidates(sentence, names[at.section]), between)
        before = sentence


def unit_sort(unit: str) -> str:
    """Return what a unit is one of: "%", "x", "points", "rate", "time", "size" or "power"; "" for
    none, and the unit itself for any other."""
    name = unit.lower().strip()
    return next((sort for sort, pattern in _UNIT_SORTS if pattern.fullmatch(name)), name)


def earlier_of(asked: Asked, before: Asked | None, metric: str | None) -> Earlier | None:
    """Return what the number before tells, if it stands in the same sentence and has a metric."""
    if asked.between is None or before is None or metric is None:
        return None
    return Earlier(asked.between, before.number.unit, words_set(metric))


def usual_counts(view: View) -> Counter[str]:
    """Return how often each usual metric stands in the abstract."""
    text = view.document.abstract.plain.lower()
    return Counter({name: text.count(name) for name in USUAL})


class MetricScorer:
    """The model of metrics.

    Args:
        model: ranks the candidates of a number.
        background: what other papers tell of words.
    """

    def __init__(self, model: LinearModel, background: Background) -> None:
        alphabet = Alphabet(model.features)
        self._features = MetricFeatures(alphabet, background)
        self._model = model.over(alphabet)

    def measured(
        self, view: View, results: Sequence[Result], things: Sequence[Thing], lexicon: Lexicon
    ) -> tuple[Result, ...]:
        """Return the results with their metrics and the probability that the metric is right."""
        if not results:
            return ()
        counts = usual_counts(view)
        found: list[Result] = []
        before: Asked | None = None
        metric: str | None = None
        for result, asked in zip(results, asked_of(view, results, things), strict=True):
            scores = self.scores(asked, counts, earlier_of(asked, before, metric))
            best = max(range(len(scores)), key=lambda i: scores[i])
            probability = self._model.outputs[0].scale.probability(odds(scores, best))
            metric = asked.candidates[best].name
            found.append(measured(result, _bare(metric), probability, lexicon))
            before = asked
        return tuple(found)

    def scores(
        self, asked: Asked, counts: Mapping[str, int], earlier: Earlier | None
    ) -> Sequence[int]:
        """Return the score of each candidate of a number.

        Args:
            asked: the number.
            counts: how often each usual metric stands in the abstract.
            earlier: the number before, if any.
        """
        view = MetricView(self._features, asked.number, asked.candidates, counts, earlier)
        return [self._model.score(view.features(c))[0] for c in asked.candidates]


def _bare(metric: str) -> str:
    """Return a metric's name without what the text says of it: "competitive accuracy" is accuracy,
    "QuickCast cuts FLOPs" is FLOPs."""
    name, mark, abbreviation = metric.partition(" (")
    trimmings = word_list("metric-trimmings")
    runs = groupby(name.split(), lambda word: word.lower() in trimmings)
    names = [" ".join(run) for trimmed, run in runs if not trimmed]
    return (names[-1] if names else name) + mark + abbreviation


def odds(scores: Sequence[int], best: int) -> int:
    """Return the log-odds (thousandths) of one candidate against all the others."""
    top = scores[best] / UNIT
    others = math.fsum(math.exp(score / UNIT - top) for i, score in enumerate(scores) if i != best)
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
