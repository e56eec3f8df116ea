"""The quality report: how well papers that were never seen are read, with how it was measured."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence

from kg.evaluate.calibration import curve
from kg.evaluate.evaluation import evaluate
from kg.evaluate.familiarity import Familiarity, familiarity
from kg.evaluate.gold import AnnotatedPaper, Slot, names_in
from kg.evaluate.predictions import Predictions, from_extractions
from kg.evaluate.report import (
    calibration_table,
    comparison_table,
    curve_table,
    error_list,
    familiarity_table,
    resolution_summary,
    score_table,
    table,
)
from kg.evaluate.resolution import read_pairs, score_pairs
from kg.evaluate.score import DETECT, NAMED_ROW, OPEN_ROW, VALUE, Counts, PaperScore, score, totals
from kg.extract.extractor import Extractor
from kg.extract.rules import RuleExtractor
from kg.extract.run import extract_all
from kg.train.cross import SEED, papers_of
from kg.train.folds import FOLDS, folds
from kg.train.lexicon_only import LexiconExtractor
from kg.train.run import TrainingSet, held_out

_INTRODUCTION = """\
# How good are the edges

This page is written by `kg train`, from papers that people annotated; the command stands at its end.

Every paper was read by models that had not seen it: the annotated papers were split into {folds} parts, and each part
was read by models whose weights, probabilities and thresholds were fitted on the others ({gold} papers are held out in
turn; {more} more papers, annotated for training, are in every training set and are not measured). The lexicons, word
lists and features are the same for all parts: they were written while looking at some of these papers, so figures of
papers from elsewhere can be a little lower. Names are resolved as in a build.

An edge counts when its words are one of the annotated names of that paper and that edge, after folding case, hyphens,
plurals and words such as "benchmark"; a technique or task also when one phrase holds the other's words in a row.
Annotations that a fair reader could leave out count neither for nor against. Two people who annotate the same papers
agree to 0.98 (proper names), 0.89 to 0.96 (techniques and tasks) and 0.99 (result values): that is the ceiling."""
_ERRORS_SHOWN = 5


def quality_report(
    given: TrainingSet, pairs: str | os.PathLike[str] | None = None, *, jobs: int = 1
) -> str:
    """Return the report as Markdown.

    Args:
        given: the annotated papers.
        pairs: pairs of names to measure resolution by (kg.evaluate.resolution), if any.
        jobs: processes.
    """
    gold = given.annotated
    predictions = from_extractions(held_out(given, jobs=jobs), given.lexicon)
    found = evaluate(gold, predictions)
    parts = [
        _INTRODUCTION.format(folds=FOLDS, gold=len(gold), more=len(given.more)),
        "## Precision, recall and F1",
        score_table(found.totals, found.spreads),
        "## Against simpler readers",
        "F1 of the same papers. The rules need no training; the lexicons alone take each known name for what its kind "
        "suggests.",
        comparison_table(_systems(given, found.totals, jobs)),
        "## Names seen in training, and new ones",
        familiarity_table(_familiarity(given, predictions)),
        "## Is a confidence a probability?",
        "A number's confidence says how likely the number and its metric are both right.",
        calibration_table(found.scores),
        "## What `kg build --min-confidence` buys",
        curve_table(curve(gold, predictions)),
        "## What there is a candidate for",
        "What no candidate names cannot be found by any model.",
        _candidate_table(given),
    ]
    if pairs is not None:
        parts += [
            "## One thing, one node",
            "Pairs of names, resolved as in a build (tests/gold/resolution.jsonl).",
            resolution_summary(score_pairs(read_pairs(pairs), given.lexicon)),
        ]
    parts += ["## The worst errors", *_errors(found.scores), _COMMAND]
    return "\n\n".join(parts) + "\n"


_COMMAND = """\
## How to get this page

```
kg train GOLD... --more tests/gold/annotated.jsonl --texts TEXTS --resolution tests/gold/resolution.jsonl \\
    --report docs/QUALITY.md
```

GOLD are the annotated papers (JSON Lines), TEXTS is a table of many papers without annotations. A built graph is
measured by `kg eval exports GOLD`."""


def _systems(
    given: TrainingSet, learned: Mapping[str, Counts], jobs: int
) -> dict[str, Mapping[str, Counts]]:
    simpler: dict[str, Extractor] = {
        "rules only": RuleExtractor(given.lexicon),
        "lexicons only": LexiconExtractor(given.lexicon),
    }
    papers = list(papers_of(given.gold))
    found: dict[str, Mapping[str, Counts]] = {"learned": learned}
    for name, extractor in simpler.items():
        read = from_extractions(extract_all(extractor, papers, jobs=jobs), given.lexicon)
        found[name] = totals(score(given.annotated, read))
    return found


def _familiarity(given: TrainingSet, predictions: Predictions) -> dict[str, Familiarity]:
    """Return the split figures, each paper against the papers that its models were trained on."""
    more = [examples.paper for examples in given.more]
    total: dict[str, Familiarity] = {}
    for kept, held in folds(len(given.gold), SEED):
        known = names_in([*_at(given.annotated, kept), *more])
        scores = score(_at(given.annotated, held), predictions)
        for row, part in familiarity(scores, known).items():
            total[row] = total.get(row, Familiarity()) + part
    return total


def _at(papers: Sequence[AnnotatedPaper], places: Sequence[int]) -> list[AnnotatedPaper]:
    return [papers[place] for place in places]


def _candidate_table(given: TrainingSet) -> str:
    rows = []
    for slot in Slot:
        counted = sum(examples.reached[slot][0] for examples in given.gold)
        found = sum(examples.reached[slot][1] for examples in given.gold)
        share = f"{found / counted:.3f}" if counted else ""
        rows.append([slot.value.replace("_", " "), str(counted), share])
    return table(["edge", "annotated", "recall of candidates"], rows)


def _errors(scores: Sequence[PaperScore]) -> list[str]:
    return [
        f"```\n{error_list(scores, row, _ERRORS_SHOWN)}\n```"
        for row in (NAMED_ROW, OPEN_ROW, DETECT, VALUE)
    ]
