"""The format of a line of annotated papers, checked by pydantic where it comes in."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from kg.evaluate.gold import AnnotatedPaper, AnnotatedResult, Annotation, Slot

_LENIENT = ConfigDict(extra="ignore")


class NameRecord(BaseModel):
    """One entry of a slot."""

    model_config = _LENIENT

    name: str = Field(min_length=1)
    aliases: list[str] = []
    kind: str | None = None
    optional: bool = False
    generic: bool = False

    def frozen(self) -> Annotation:
        """Return the record that flows."""
        return Annotation(self.name, tuple(self.aliases), self.kind, self.optional, self.generic)


class ResultRecord(BaseModel):
    """One entry of "results"."""

    model_config = _LENIENT

    value: str = Field(min_length=1)
    metric: str = ""
    evidence: str = ""
    optional: bool = False
    subject: str | None = None
    baseline: str | None = None
    model: str | None = None
    benchmark: str | None = None

    def frozen(self) -> AnnotatedResult:
        """Return the record that flows."""
        return AnnotatedResult(**self.model_dump())


class PaperLine(BaseModel):
    """One line: a paper with every slot, be it empty."""

    model_config = _LENIENT

    title: str = Field(min_length=1)
    abstract: str = ""  # `kg train` fills it from the text of the same id
    id: str | None = None
    introduces: list[NameRecord]
    extends: list[NameRecord]
    base_models: list[NameRecord]
    benchmarks: list[NameRecord]
    train_data: list[NameRecord]
    techniques: list[NameRecord]
    tasks: list[NameRecord]
    baselines: list[NameRecord]
    hardware: list[NameRecord]
    mentions: list[NameRecord]
    results: list[ResultRecord]

    def frozen(self) -> AnnotatedPaper:
        """Return the record that flows."""
        slots = {
            slot.value: tuple(record.frozen() for record in getattr(self, slot.value))
            for slot in Slot
        }
        results = tuple(result.frozen() for result in self.results)
        return AnnotatedPaper(self.title, self.abstract, results, self.id, **slots)
