"""Which model is asked, where, and how much it may cost."""

from __future__ import annotations

import os
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from urllib.parse import urlsplit

from kg.extract.llm.cost import Prices
from kg.extract.llm.errors import EndpointError

_KEY_VARIABLES = ("PAPERKG_LLM_KEY", "OPENAI_API_KEY")
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PATH = "/chat/completions"


@dataclass(frozen=True, slots=True)
class Settings:
    """An OpenAI-compatible endpoint and the limits within which it is used; never the key.

    Attributes:
        url: base of the API ("https://api.openai.com/v1"), or its /chat/completions itself.
        model: the model's name at that endpoint.
        input_price: dollars per million tokens read; may be left out for a model on this machine.
        output_price: dollars per million tokens written.
        max_cost: dollars that one run may spend; has to be given where the model is not free.
        timeout: seconds for one answer, from the request to its last byte.
        concurrency: requests at the same time.
        cache: folder of the answers, in which a later run finds them.
        max_answer_tokens: length of one answer; what a model "thinks" counts.

    Raises:
        EndpointError: a value makes no sense, or a price or the limit is missing.
    """

    url: str
    model: str
    input_price: float | None = None
    output_price: float | None = None
    max_cost: float | None = None
    timeout: float = 120.0
    concurrency: int = 8
    cache: Path = Path(".paperkg-llm")
    max_answer_tokens: int = 4000

    def __post_init__(self) -> None:
        host = _host(self.url)
        if not host:
            raise EndpointError("the model's URL is no http(s) address; give e.g. https://host/v1")
        if not self.model.strip():
            raise EndpointError("no model is named; give the name that the endpoint knows it by")
        if self.concurrency < 1 or self.max_answer_tokens < 1 or not self.timeout > 0:
            raise EndpointError("timeout, concurrency and length of an answer have to be above 0")
        amounts = (self.input_price, self.output_price, self.max_cost)
        if any(a is not None and not (isfinite(a) and a >= 0) for a in amounts):
            raise EndpointError("prices and the limit on spend are amounts from 0 up")
        if None in (self.input_price, self.output_price) and host not in _LOOPBACK:
            raise EndpointError(
                f"the prices at {self.place} are not known; give dollars per million tokens, "
                "input and output (0 and 0 where it is free)"
            )
        if not self.prices.free and self.max_cost is None:
            raise EndpointError(
                f"{self.model} at {self.place} costs money; give the most that a run may spend"
            )

    @property
    def prices(self) -> Prices:
        """The prices; a model on this machine is free unless said otherwise."""
        return Prices(self.input_price or 0.0, self.output_price or 0.0)

    @property
    def endpoint(self) -> str:
        """The address that is asked; a query string of the base stays behind the path."""
        base, mark, query = self.url.partition("?")
        base = base.rstrip("/")
        return (base if base.endswith(_PATH) else base + _PATH) + mark + query

    @property
    def place(self) -> str:
        """The host to name in messages, without what may be secret (user, password, query)."""
        parts = urlsplit(self.url)
        return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)


def _host(url: str) -> str | None:
    """Return the host of an http(s) URL, None for anything else."""
    try:
        parts = urlsplit(url)
        legal = parts.scheme in ("http", "https") and (parts.port is None or parts.port > 0)
    except ValueError:
        return None
    return parts.hostname if legal else None


def read_key() -> str | None:
    """Return the key from PAPERKG_LLM_KEY, else OPENAI_API_KEY; None where none is needed.

    PAPERKG_LLM_KEY set to nothing says that no key is to be sent.

    Raises:
        EndpointError: the variable holds what cannot be a key; the message does not repeat it.
    """
    for variable in _KEY_VARIABLES:
        key = os.environ.get(variable)
        if key is None:
            continue
        key = key.strip()
        if not all("!" <= c <= "~" for c in key):
            raise EndpointError(f"{variable} holds characters that no key has; set it anew")
        return key or None
    return None
