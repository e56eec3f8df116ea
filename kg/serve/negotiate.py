"""Which of several media types a client would rather have (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_RANGE = re.compile(r"\s*([\w!#$&^.+*-]+)/([\w!#$&^.+*-]+)\s*((?:;[^,]*)?)")
_QUALITY = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.IGNORECASE)
_LONGEST = 4_000  # characters of a header that are read


def preferred(accept: str | None, offers: Sequence[str]) -> str | None:
    """Return the offer with the highest quality, the first of those that tie; None if none will do.

    The most specific range that fits an offer tells its quality; q=0 refuses it. A header that is
    missing or holds nothing that can be read accepts everything.

    >>> preferred("text/turtle;q=0.9, text/html;q=0.5", ["text/html", "text/turtle"])
    'text/turtle'
    >>> preferred("image/png", ["text/html"]) is None
    True
    """
    ranges = [_quality(found) for found in _RANGE.finditer((accept or "")[:_LONGEST])]
    if not ranges:
        return offers[0]
    best, best_quality = None, 0.0
    for offer in offers:
        kind, _, subtype = offer.partition("/")
        fitting = [
            ((wanted != "*") + (wanted_subtype != "*"), quality)
            for wanted, wanted_subtype, quality in ranges
            if wanted in ("*", kind) and wanted_subtype in ("*", subtype)
        ]
        quality = max(fitting)[1] if fitting else 0.0
        if quality > best_quality:
            best, best_quality = offer, quality
    return best


def _quality(found: re.Match[str]) -> tuple[str, str, float]:
    said = _QUALITY.search(found[3])
    return found[1].lower(), found[2].lower(), float(said[1]) if said else 1.0
