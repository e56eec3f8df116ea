"""What the API answers. These classes are its documentation too: OpenAPI is written from them."""

from __future__ import annotations

from typing import Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")


class _Answer(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(_Answer):
    """A paper or thing, as far as a reader needs to tell it from others."""

    id: str = Field(description="Identifier below the base IRI", examples=["model/llava-1.5"])
    iri: str
    page: str = Field(description="Address of its page here")
    name: str = Field(description="Preferred label, or the title of a paper")
    kind: str = Field(description="Local name of its class", examples=["Model", "Paper"])


class Found(Named):
    """A paper or thing that a search found."""

    matched: str = Field(description="The name, alias or title that fits what was asked")
    score: float = Field(description="How well it fits; only good for comparing")
    degree: int = Field(description="How many edges end at it")


class Evidence(_Answer):
    """Where a paper says something: its section[start:end] is the surface form, always."""

    sentence: str
    surface: str = Field(description="The words that name the object")
    section: Literal["title", "abstract"]
    start: int = Field(description="In characters (Unicode code points) of the section")
    end: int


class Edge(_Answer):
    """One edge with what it rests on."""

    subject: Named
    relation: str = Field(description="Local name of the property", examples=["usesBaseModel"])
    object: Named
    origin: Literal["read", "curated", "derived"] = Field(
        description="Read in a text, said by a lexicon, or derived from the edges of a paper"
    )
    paper: Named | None = Field(description="The paper that says so, or that it is derived from")
    day: str | None = Field(description="When the paper appeared, as far as that is known")
    statement: str | None = Field(description="IRI of the statement with the evidence")
    evidence: Evidence | None
    confidence: float | None = Field(description="Probability, calibrated, that the edge is right")


class Result(_Answer):
    """One reported number with what was measured."""

    id: str
    iri: str
    value_text: str = Field(examples=["-11.97%"])
    value: str = Field(description="A decimal number", examples=["-11.97"])
    unit: str | None
    kind: Literal["absolute", "delta", "ratio"]
    direction: Literal["higher", "lower"] | None = Field(description="Which is better")
    metric_text: str | None
    metric: Named | None
    subject: Named | None
    baseline: Named | None
    model: Named | None
    benchmark: Named | None
    hardware: Named | None
    paper: Named
    day: str | None
    evidence: Evidence
    confidence: float


class Lineage(_Answer):
    """Another thing that a thing came from, belongs to, or that came from it."""

    relation: str
    other: Named


class Thing(Named):
    """A thing with its names and its place among the others."""

    aliases: list[str]
    direction: Literal["higher", "lower"] | None
    unit: str | None
    lineage: list[Lineage] = Field(description="What it is a variant, part or successor of")
    descendants: list[Lineage] = Field(description="The same edges where they end at it")
    papers: dict[str, int] = Field(description="How many edges of each relation papers have to it")
    results: int = Field(description="How many reported results name it")


class Link(_Answer):
    """A URL that a paper gives."""

    url: str
    kind: str
    evidence: Evidence


class Paper(Named):
    """A paper with its text and how much was read in it."""

    abstract: str
    day: str | None = Field(description="A date or a year, as far as it is known")
    authors: list[str]
    arxiv_id: str | None
    doi: str | None
    venue: str | None
    categories: list[str]
    links: list[Link]
    edges: dict[str, int] = Field(description="How many edges of each relation it has")
    results: int


class Step(Named):
    """A node of a neighbourhood with how far away it is."""

    distance: int


class Neighbourhood(_Answer):
    """Papers and things around one, with all edges among them."""

    nodes: list[Step]
    edges: list[Edge]
    complete: bool = Field(description="Whether none was left out to keep the answer small")


class Way(_Answer):
    """A shortest way between two nodes, and the edges along it; empty if none is short enough."""

    nodes: list[Named]
    edges: list[Edge]


class Page(_Answer, Generic[Item]):
    """One page of a list."""

    total: int
    page: int
    pages: int
    items: list[Item]


class Problem(BaseModel):
    """What went wrong, as RFC 9457 has it."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
