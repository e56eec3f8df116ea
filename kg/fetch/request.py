"""One request, and the settings of all."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import __version__


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked, and where the answer is kept.

    Args:
        name: of the file, a function of what is asked.
        url: http or https.
        params: of the query string.
        body: to be sent as JSON by POST; None for GET.
        secrets: headers with keys; they are sent to this host alone and shown nowhere.
        secret_params: parameters of the query string that are treated alike.
        pace: seconds from the end of a request to this host to the next.
        settled: the answer will not change, so a kept one is as good.
        check: raises ValueError where an answer's file is not what was asked for, so that it is
            asked for again, FetchError where that is of no use.
    """

    name: str
    url: str
    params: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    secret_params: Mapping[str, str] = field(default_factory=dict, repr=False)
    pace: float = 0.0
    settled: bool = False
    check: Callable[[Path], None] = lambda _file: None


Plan = Generator[Request, Path, None]
"""Yields requests; each is answered by the file that holds the answer."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How requests are sent.

    Args:
        folder: where answers are kept.
        contact: mail address or URL for the User-Agent.
        proxy: URL of a proxy; by default what HTTPS_PROXY and the like say.
        timeout: seconds without a byte.
        deadline: seconds for one answer from first to last.
        tries: of one request.
        largest: bytes of one answer.
        most: answers of one fetch.
    """

    folder: Path
    contact: str | None = None
    proxy: str | None = None
    timeout: float = 30.0
    deadline: float = 300.0
    tries: int = 5
    largest: int = 200_000_000
    most: int = 1000

    @property
    def user_agent(self) -> str:
        """Who asks, and whom to write to."""
        contact = f" ({self.contact})" if self.contact else ""
        return f"paperkg/{__version__}{contact}"


def name_part(text: str) -> str:
    """Return a text as a part of a file name.

    >>> name_part('cat:cs.CL AND abs:"token pruning"')
    'cat-cs.cl-and-abs-token-pruning'
    """
    return re.sub(r"[^a-z0-9.]+", "-", text.lower()).strip("-.")[:60] or "x"
