"""Training: models from all papers, calibration and thresholds from held-out ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from kg.extract.learned.bundle import Background, Bundle
from kg.extract.learned.linear import LinearModel, Output
from kg.extract.learned.metrics import MetricScorer, earlier_of, odds
from kg.extract.learned.names import NAMED as IS_NAME
from kg.extract.learned.phrases import apart
from kg.model import Relation
from kg.train.alphabet import NamedFeatureScorer
from kg.train.calibrate import best_threshold, fit_scale
from kg.train.examples import Example, PaperExamples
from kg.train.fit import Label, fit_labels, fit_ranking
from kg.train.folds import folds
from kg.train.labels import NAME_RELATIONS, PHRASE_RELATIONS, any_label, wanted

_NAME_PENALTY, _PHRASE_PENALTY, _METRIC_RIDGE = 0.3, 0.2, 2.0
"""Chosen by cross-validation over papers from {0.05, 0.1, 0.15, 0.2, 0.3, 0.4} and {0.5, 1, 2}."""
_NAME_LABELS = (*(relation.value for relation in NAME_RELATIONS), IS_NAME)
_PHRASE_LABELS = tuple(relation.value for relation in PHRASE_RELATIONS)
_CALIBRATION_SEED = 1
_HOPELESS = -3500
"""Scores below this (thousandths) are far from every threshold and would rule the calibration."""
_LIKELY = -800
"""Scores from this on come near a threshold; a sieve may lose few of the right ones among them."""
_LOST_NAMES, _LOST_PHRASES = 0.002, 0.01
_LEAST = 0.25
"""Nothing is said with a probability below this, however rare its slot is."""


@dataclass(slots=True)
class _HeldOut:
    """Scores of held-out candidates with their labels, by output; and of the sieves."""

    scores: dict[str, list[tuple[int, bool]]] = field(default_factory=lambda: defaultdict(list))
    name_sieve: list[int] = field(default_factory=list)
    phrase_sieve: list[int] = field(default_factory=list)
    metrics: list[tuple[int, bool]] = field(default_factory=list)


def train(
    papers: Sequence[PaperExamples], background: Background, more: Sequence[PaperExamples] = ()
) -> Bundle:
    """Return the models of annotated papers.

    Args:
        papers: what the probabilities and thresholds are fitted on, each paper held out once.
        background: what other papers tell of words.
        more: papers that teach the models as well, but not how sure they are (annotated by
            others, or with other papers in mind).
    """
    held = _HeldOut()
    for kept, out in folds(len(papers), _CALIBRATION_SEED):
        scorers = _Scorers(_fit([*(papers[i] for i in kept), *more], background))
        for place in out:
            _score(papers[place], scorers, held)
    models = _fit([*papers, *more], background)
    return replace(
        models,
        names=_calibrated(models.names, held, papers),
        phrases=_calibrated(models.phrases, held, papers),
        name_sieve=_with_floor(models.name_sieve, held.name_sieve, _LOST_NAMES),
        phrase_sieve=_with_floor(models.phrase_sieve, held.phrase_sieve, _LOST_PHRASES),
        metrics=_scaled(models.metrics, held.metrics),
    )


def _fit(papers: Sequence[PaperExamples], background: Background) -> Bundle:
    names = [example for paper in papers for example in paper.names]
    phrases = [example for paper in papers for example in paper.phrases]
    return Bundle(
        _labelled(names, _NAME_LABELS, _NAME_PENALTY),
        _sieve(names, _NAME_PENALTY),
        _labelled(phrases, _PHRASE_LABELS, _PHRASE_PENALTY),
        _sieve(phrases, _PHRASE_PENALTY),
        fit_ranking(
            [(n.features, n.right) for paper in papers for n in paper.numbers if n.right],
            _METRIC_RIDGE,
        ),
        background,
    )


def _labelled(examples: Sequence[Example], labels: Sequence[str], penalty: float) -> LinearModel:
    columns = {label: [example.labels[label] for example in examples] for label in labels}
    return fit_labels([example.features for example in examples], columns, penalty)


def _sieve(examples: Sequence[Example], penalty: float) -> LinearModel:
    chance: list[Label] = [any_label(example.labels.values()) for example in examples]
    return fit_labels([example.first for example in examples], {"chance": chance}, penalty)


class _Scorers:
    """The models of some papers, ready to score the candidates of others."""

    def __init__(self, models: Bundle) -> None:
        self.names = NamedFeatureScorer(models.names)
        self.name_sieve = NamedFeatureScorer(models.name_sieve)
        self.phrases = NamedFeatureScorer(models.phrases)
        self.phrase_sieve = NamedFeatureScorer(models.phrase_sieve)
        self.metrics = MetricScorer(models.metrics, models.background)
        self.models = models


def _score(paper: PaperExamples, scorers: _Scorers, held: _HeldOut) -> None:
    for example in paper.names:
        scores = scorers.names.score(example.features)
        for output, score in zip(scorers.models.names.outputs, scores, strict=True):
            _note(held, output, example, score)
        if max(scores) >= _LIKELY and any_label(example.labels.values()):
            held.name_sieve.append(scorers.name_sieve.score(example.first)[0])
    ranked = [(scorers.phrases.score(example.features), example) for example in paper.phrases]
    for scores, example in ranked:
        if max(scores) >= _LIKELY and any_label(example.labels.values()):
            held.phrase_sieve.append(scorers.phrase_sieve.score(example.first)[0])
    for place, output in enumerate(scorers.models.phrases.outputs):
        best_first = sorted(ranked, key=lambda pair: (-pair[0][place], pair[1].key))
        for scores, example in apart(best_first, lambda pair: pair[1].key):
            _note(held, output, example, scores[place])
    _score_numbers(paper, scorers.metrics, held)


def _note(held: _HeldOut, output: Output, example: Example, score: int) -> None:
    label = example.labels[output.label]
    if label is not None:
        held.scores[output.label].append((score, bool(label)))


def _score_numbers(paper: PaperExamples, scorer: MetricScorer, held: _HeldOut) -> None:
    before, metric = None, None
    for choice in paper.numbers:
        asked = choice.asked
        scores = scorer.scores(asked, choice.counts, earlier_of(asked, before, metric))
        best = max(range(len(scores)), key=lambda i: scores[i])
        if choice.right is not None:
            held.metrics.append((odds(scores, best), choice.right[best]))
        before, metric = asked, asked.candidates[best].name


def _calibrated(model: LinearModel, held: _HeldOut, papers: Sequence[PaperExamples]) -> LinearModel:
    return replace(model, outputs=tuple(_output(output, held, papers) for output in model.outputs))


def _output(output: Output, held: _HeldOut, papers: Sequence[PaperExamples]) -> Output:
    every = held.scores[output.label]
    scores = [score for score, _ in every if score > _HOPELESS]
    right = [is_right for score, is_right in every if score > _HOPELESS]
    scale = fit_scale(scores, right)
    if output.label == IS_NAME:
        gold = sum(is_right for _, is_right in every)
    else:
        gold = wanted((one.paper for one in papers), Relation(output.label))
    level = best_threshold([scale.probability(score) for score in scores], gold)
    return replace(output, scale=scale, threshold=max(level, _LEAST))


def _with_floor(sieve: LinearModel, scores: Sequence[int], lost: float) -> LinearModel:
    floor = sorted(scores)[int(lost * len(scores))] if scores else 0
    return replace(sieve, outputs=(replace(sieve.outputs[0], floor=floor),))


def _scaled(model: LinearModel, held: Sequence[tuple[int, bool]]) -> LinearModel:
    scale = fit_scale([score for score, _ in held], [right for _, right in held])
    return replace(model, outputs=(replace(model.outputs[0], scale=scale),))
