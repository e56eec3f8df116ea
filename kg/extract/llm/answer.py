"""The form of an answer, and how one is taken out of whatever text a model wrote."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.extract.llm.errors import BadAnswer

_FENCED = re.compile(r"```(?:json)?\s*\n(.*?)```", re.DOTALL)
_TOLD = 4


class _Form(BaseModel):
    """Every field has to be there and no other: what OpenAI's strict mode asks for, too."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Named(_Form):
    """A proper name, or a phrase in the text's own words, and the sentence that states it."""

    name: str
    sentence: int


class Number(_Form):
    """A reported number as it is written, its sentence, and what that sentence says it is about."""

    value: str
    sentence: int
    kind: Literal["absolute", "delta", "ratio"]
    metric: str | None
    subject: str | None
    baseline: str | None
    model: str | None
    benchmark: str | None
    hardware: str | None


class Answer(_Form):
    """What a model read in one paper; nothing of it is verified yet."""

    introduces: list[Named]
    extends: list[Named]
    base_models: list[Named]
    benchmarks: list[Named]
    train_data: list[Named]
    baselines: list[Named]
    hardware: list[Named]
    mentions: list[Named]
    techniques: list[Named]
    tasks: list[Named]
    results: list[Number]


def response_format() -> dict[str, Any]:
    """Return the request's response_format for structured output."""
    schema = {"name": "paper", "strict": True, "schema": Answer.model_json_schema()}
    return {"type": "json_schema", "json_schema": schema}


def parse(text: str) -> Answer:
    """Return the answer that a text is, or holds in a block or between its outer braces.

    Raises:
        BadAnswer: there is none; the message tells the model what to mend.
    """
    problem = "no JSON object was found"
    for piece in _pieces(text):
        try:
            value = json.loads(piece)
        except (ValueError, RecursionError):
            continue
        try:
            return Answer.model_validate(value)
        except ValidationError as error:
            problem = _told(error)
    raise BadAnswer(problem, text)


def _pieces(text: str) -> Iterator[str]:
    yield text
    yield from reversed(_FENCED.findall(text))
    begin, end = text.find("{"), text.rfind("}")
    if 0 <= begin < end:
        yield text[begin : end + 1]


def _told(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_input=False, include_context=False)
    lines = [f"{'.'.join(map(str, one['loc'])) or 'top'}: {one['msg']}" for one in found[:_TOLD]]
    more = f" (and {len(found) - _TOLD} more)" if len(found) > _TOLD else ""
    return "; ".join(lines) + more
