"""`kg train` from files to files: read, make examples, train, and read the held-out papers."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.evaluate.gold import AnnotatedPaper, read_gold
from kg.extract.learned.bundle import Background, Bundle
from kg.ingest.read import read
from kg.lexicon import Lexicon
from kg.model import Extraction
from kg.parallel import spread
from kg.train.background import background_of
from kg.train.cross import cross_validate
from kg.train.examples import PaperExamples, examples_of
from kg.train.texts import by_arxiv_id, with_texts
from kg.train.train import train

Files = Sequence[str | os.PathLike[str]]


@dataclass(frozen=True, slots=True)
class TrainingSet:
    """All that models are trained on.

    Attributes:
        gold: the papers that are held out in turn.
        more: papers that are only trained on.
        background: what papers without annotations tell of words.
        lexicon: the known names.
    """

    gold: Sequence[PaperExamples]
    more: Sequence[PaperExamples]
    background: Background
    lexicon: Lexicon

    @property
    def annotated(self) -> list[AnnotatedPaper]:
        """The papers that are held out, as they were annotated."""
        return [examples.paper for examples in self.gold]


def training_set(
    gold: Files, more: Files, texts: Files, lexicon: Lexicon, *, jobs: int = 1
) -> TrainingSet:
    """Return what the files hold.

    Args:
        gold: annotated papers (kg.evaluate.gold) that are also held out in turn.
        more: annotated papers that are only trained on.
        texts: papers without annotations, in any shape that `kg build` reads; they also hold the
            abstracts of annotated papers that come without.
        lexicon: the known names.
        jobs: processes.

    Raises:
        InputError: a file cannot be read, or an annotated paper has no text.
    """
    papers = read([Path(path) for path in texts]).papers
    known = by_arxiv_id(papers)
    background = background_of(papers)
    annotated = [with_texts(read_gold(files), known) if files else [] for files in (gold, more)]
    shared = ([*annotated[0], *annotated[1]], lexicon, background)
    made = list(spread(_examples, shared, range(len(shared[0])), jobs))
    count = len(annotated[0])
    return TrainingSet(made[:count], made[count:], background, lexicon)


def trained(given: TrainingSet) -> Bundle:
    """Return the models of the whole training set."""
    return train(given.gold, given.background, given.more)


def held_out(given: TrainingSet, *, jobs: int = 1) -> list[Extraction]:
    """Return the extraction of each gold paper by models that never saw it."""
    return cross_validate(given.gold, given.more, given.lexicon, given.background, jobs=jobs)


def _examples(
    shared: tuple[Sequence[AnnotatedPaper], Lexicon, Background], place: int
) -> PaperExamples:
    papers, lexicon, background = shared
    return examples_of(papers[place], lexicon, background)
