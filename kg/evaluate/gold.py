"""Annotated papers, read from JSON Lines and checked where they come in.

One paper a line: title, abstract, the slots of `Slot` and "results"; what else stands there is
left alone. An entry that a fair reader could leave out is "optional", a mere class ("LLMs") is
"generic": neither counts for or against a prediction.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kg.errors import InputError
from kg.evaluate.alike import name_of
from kg.model import Relation, Section


class Slot(StrEnum):
    """What an annotation says of a name; the value is the field's name in the files."""

    INTRODUCES = "introduces"
    EXTENDS = "extends"
    BASE_MODELS = "base_models"
    BENCHMARKS = "benchmarks"
    TRAIN_DATA = "train_data"
    TECHNIQUES = "techniques"
    TASKS = "tasks"
    BASELINES = "baselines"
    HARDWARE = "hardware"
    MENTIONS = "mentions"


OPEN = (Slot.TECHNIQUES, Slot.TASKS)
"""Slots of noun phrases."""

NAMED = (
    Slot.INTRODUCES, Slot.EXTENDS, Slot.BASE_MODELS, Slot.BENCHMARKS, Slot.TRAIN_DATA,
    Slot.BASELINES, Slot.HARDWARE,
)  # fmt: skip
"""Slots of proper names; mentions apart, which only count as found or not."""

SLOT_OF = {
    Relation.INTRODUCES: Slot.INTRODUCES,
    Relation.EXTENDS: Slot.EXTENDS,
    Relation.USES_BASE_MODEL: Slot.BASE_MODELS,
    Relation.EVALUATES_ON: Slot.BENCHMARKS,
    Relation.TRAINS_ON: Slot.TRAIN_DATA,
    Relation.USES_TECHNIQUE: Slot.TECHNIQUES,
    Relation.ADDRESSES_TASK: Slot.TASKS,
    Relation.COMPARES_WITH: Slot.BASELINES,
    Relation.RUNS_ON: Slot.HARDWARE,
    Relation.MENTIONS: Slot.MENTIONS,
}
"""The slot that each edge of the graph fills."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotated name with its other spellings in the paper."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    optional: bool = False
    generic: bool = False

    @property
    def counts(self) -> bool:
        """Tell whether it is counted for and against."""
        return not (self.optional or self.generic)

    @property
    def spellings(self) -> tuple[str, ...]:
        """The name, then its other spellings."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class AnnotatedResult:
    """One annotated number; the things are names in the paper."""

    value: str
    metric: str
    evidence: str = ""
    optional: bool = False
    subject: str | None = None
    baseline: str | None = None
    model: str | None = None
    benchmark: str | None = None


@dataclass(frozen=True, slots=True)
class AnnotatedPaper:
    """One paper with all that an annotator read in it; `id` is its arXiv id where that is known."""

    title: str
    abstract: str
    results: tuple[AnnotatedResult, ...] = ()
    id: str | None = None
    introduces: tuple[Annotation, ...] = ()
    extends: tuple[Annotation, ...] = ()
    base_models: tuple[Annotation, ...] = ()
    benchmarks: tuple[Annotation, ...] = ()
    train_data: tuple[Annotation, ...] = ()
    techniques: tuple[Annotation, ...] = ()
    tasks: tuple[Annotation, ...] = ()
    baselines: tuple[Annotation, ...] = ()
    hardware: tuple[Annotation, ...] = ()
    mentions: tuple[Annotation, ...] = ()

    def of(self, slot: Slot) -> tuple[Annotation, ...]:
        """Return the annotations of one slot."""
        found: tuple[Annotation, ...] = getattr(self, slot.value)
        return found

    def text(self, section: Section) -> str:
        """Return the original text of one section."""
        return self.title if section == "title" else self.abstract


def read_gold(paths: Iterable[str | os.PathLike[str]]) -> list[AnnotatedPaper]:
    """Return the annotated papers of JSON Lines files, in their order.

    Raises:
        InputError: a file cannot be read or holds no paper, or a line is no annotated paper.
    """
    return [paper for path in paths for paper in _read_file(Path(path))]


def _read_file(path: Path) -> list[AnnotatedPaper]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise InputError(str(path), f"cannot be read ({reason})", "check the path") from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), "is not UTF-8", "save it as UTF-8") from error
    numbered = enumerate(text.split("\n"), start=1)
    papers = [_paper(f"{path}:{number}", line) for number, line in numbered if line.strip()]
    if not papers:
        raise InputError(str(path), "holds no annotated paper", "put one JSON object on each line")
    return papers


def _paper(place: str, line: str) -> AnnotatedPaper:
    from pydantic import ValidationError

    from kg.evaluate.gold_line import PaperLine

    try:
        return PaperLine.model_validate_json(line).frozen()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        at = ".".join(str(part) for part in first["loc"])
        problem = f"{at}: {first['msg']}" if at else first["msg"]
        raise InputError(
            place, problem[:1].lower() + problem[1:], "mend that line; see kg/evaluate/gold.py"
        ) from error


def names_in(papers: Sequence[AnnotatedPaper]) -> frozenset[str]:
    """Return the keys (kg.evaluate.alike.name_of) of every name that stands in some slot."""
    return frozenset(
        name_of(spelling)
        for paper in papers
        for slot in Slot
        for annotation in paper.of(slot)
        for spelling in annotation.spellings
    )
