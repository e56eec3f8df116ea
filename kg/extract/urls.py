"""Where URLs stand in a text: names and known words hide in them that the paper does not name."""

from __future__ import annotations

import re
from collections.abc import Sequence

_URL = re.compile(
    r"(?:https?://|www\.|\w+\.(?:com|io|org|ai|be|net|edu|co)/)\S*|\w+\.github\.io\S*"
)
_HINT = re.compile(r"://|www\.|\.io|\.(?:com|org|ai|be|net|edu|co)/")
"""What a URL holds and few other texts do: it is found faster than a URL."""


def url_spans(text: str) -> Sequence[tuple[int, int]]:
    """Return where each URL of a text begins and ends, in order."""
    if not _HINT.search(text):
        return ()
    return [match.span() for match in _URL.finditer(text)]


def without_urls(text: str) -> str:
    """Return text of the same length with every URL blanked.

    >>> without_urls("see https://x.io/LLaVA now")
    'see                  now'
    """
    for start, end in url_spans(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text
