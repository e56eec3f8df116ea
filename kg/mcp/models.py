"""What the tools answer: short, for they are read by models, and always with their sources."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True)


class Citation(_Answer):
    """Where something is said; to be given with every claim that rests on it."""

    paper_id: str
    paper_title: str
    day: str | None = Field(description="When the paper appeared, as far as it is known")
    address: str | None = Field(description="arXiv page or DOI, as far as it is known")
    sentence: str | None = Field(
        description="The paper's own words; none where the edge was derived from others"
    )
    confidence: float | None = Field(description="Probability that what was read is right")


class Thing(_Answer):
    """A model, method, data set, benchmark, technique, task, metric, device or paper."""

    id: str = Field(description="What the other tools take")
    name: str
    kind: str
    also_called: list[str] = Field(description="Some of its other names")
    matched: str = Field(description="The name or title that fits what was asked")
    edges: dict[str, int] = Field(description="How many edges of each relation it has")
    results: int = Field(description="How many reported results name it")


class Edge(_Answer):
    """One edge of the graph."""

    subject: str
    subject_name: str
    relation: str
    object: str
    object_name: str
    origin: Literal["read", "curated", "derived"]
    citation: Citation | None = Field(description="None where a curated lexicon says it")


class PaperUsing(_Answer):
    """A paper with the sentences that say what it does with the thing."""

    paper_id: str
    paper_title: str
    relations: list[str]
    citations: list[Citation]


class Result(_Answer):
    """One number that a paper reports."""

    value: str = Field(description="As the text gives it")
    kind: Literal["absolute", "delta", "ratio"]
    better: Literal["higher", "lower"] | None
    metric: str | None
    subject: str | None = Field(description="What was measured")
    baseline: str | None
    model: str | None
    benchmark: str | None
    hardware: str | None
    citation: Citation


class Edges(_Answer):
    """One page of edges."""

    total: int
    page: int
    pages: int
    edges: list[Edge]


class Papers(_Answer):
    """One page of papers, the newest first."""

    total: int
    page: int
    pages: int
    papers: list[PaperUsing]


class Results(_Answer):
    """One page of results."""

    total: int
    page: int
    pages: int
    results: list[Result]


class Rows(_Answer):
    """The answer of a SPARQL query; of SELECT the rows, of CONSTRUCT triples, of ASK one cell."""

    columns: list[str]
    rows: list[list[str | None]]
    total: int
    complete: bool = Field(description="Whether all rows are here")
