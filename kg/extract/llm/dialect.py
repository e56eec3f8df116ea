"""What an endpoint understands: servers differ in the parameters that they refuse."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from kg.extract.llm.answer import response_format
from kg.extract.llm.prompt import Message

Form = Literal["json_schema", "json_object", "text"]
_SIMPLER: dict[Form, Form] = {"json_schema": "json_object", "json_object": "text"}
_SEED = 7


@dataclass(frozen=True, slots=True)
class Dialect:
    """The parameters that are sent; the first try is what OpenAI documents."""

    form: Form = "json_schema"
    length: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    temperature: bool = True
    seed: bool = True

    def body(self, model: str, conversation: Sequence[Message], longest: int) -> bytes:
        """Return the request's body; temperature 0 and a seed, so that answers repeat.

        Args:
            model: its name at the endpoint.
            conversation: what it is told.
            longest: tokens that it may write.
        """
        body: dict[str, Any] = {"model": model, "messages": list(conversation)}
        body[self.length] = longest
        if self.temperature:
            body["temperature"] = 0
        if self.seed:
            body["seed"] = _SEED
        if self.form == "json_schema":
            body["response_format"] = response_format()
        elif self.form == "json_object":
            body["response_format"] = {"type": "json_object"}
        return json.dumps(body).encode()

    def without(self, complaint: str) -> Dialect | None:
        """Return the dialect to try after a refused request; None if nothing is left to leave out.

        Args:
            complaint: the endpoint's words. What they name is left out; if they name nothing that
                was sent, the form of the answer is asked for in a simpler way.
        """
        if self.length == "max_tokens" and "max_completion_tokens" in complaint:
            return replace(self, length="max_completion_tokens")
        if self.temperature and "temperature" in complaint:
            return replace(self, temperature=False)
        if self.seed and "seed" in complaint:
            return replace(self, seed=False)
        if self.form in _SIMPLER:
            return replace(self, form=_SIMPLER[self.form])
        return None
