"""Abbreviations and their long forms.

Source: A. Schwartz and M. Hearst, "A simple algorithm for identifying abbreviation definitions in
biomedical text", PSB 2003; matching from the right, as given there, here also for a plural s and
for the order "SHORT (long form)".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_PARENTHESIS = re.compile(r"\(([^()]{2,60})\)")
_SHORT = re.compile(r"^[A-Za-z\d][\w\u2060+./\- ]{0,14}$")
_BREAK = re.compile(r"[.;:!?()]\s|,\s")


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form and its long form, each with its (start, end) in the text."""

    short: tuple[int, int]
    long: tuple[int, int]


def abbreviations(text: str) -> list[Abbreviation]:
    """Return the definitions "long form (SHORT)" and "SHORT (long form)" of a text, in order."""
    found = []
    for match in _PARENTHESIS.finditer(text):
        inner = re.split(r"[,;]\s", match.group(1), maxsplit=1)[0]
        start = match.start(1)
        if _is_short(inner):
            before = _window(text, match.start(), inner)
            begin = _align(inner.rstrip("s") if inner[:-1].isupper() else inner, before)
            if begin is not None:
                end = len(text[: match.start()].rstrip())
                long_start = end - len(before.rstrip()) + begin
                if _plausible(text[long_start:end], inner):
                    found.append(Abbreviation((start, start + len(inner)), (long_start, end)))
        else:
            word = re.search(r"(?<!\w)([A-Z][\w\-]{1,9})\s*$", text[: match.start()])
            if word and sum(c.isupper() for c in word[1]) >= 2 and len(inner.split()) >= 2:
                begin = _align(word[1], inner)
                if begin == 0:
                    found.append(
                        Abbreviation((word.start(1), word.end(1)), (start, start + len(inner)))
                    )
    return found


def _is_short(text: str) -> bool:
    return (
        bool(_SHORT.match(text))
        and len(text.split()) <= 2
        and any(c.isupper() for c in text)
        and sum(c.isalpha() for c in text) >= 2
    )


def _window(text: str, end: int, short: str) -> str:
    """Return the words before the parenthesis among which the long form can be (2003, section 3)."""
    limit = min(len(short) + 5, len(short) * 2)
    before = text[max(0, end - 160) : end].rstrip()
    breaks = list(_BREAK.finditer(before))
    if breaks:
        before = before[breaks[-1].end() :]
    return " ".join(before.split(" ")[-limit:])


def _align(short: str, text: str) -> int | None:
    """Return where the long form begins in text: each character of short found from the right."""
    text = text.rstrip()
    letters = [c for c in short.lower() if c.isalnum()]
    place = len(text)
    for index in range(len(letters) - 1, -1, -1):
        place -= 1
        while place >= 0 and (
            text[place].lower() != letters[index]
            or (index == 0 and place > 0 and text[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return None
    return place


def _plausible(long_form: str, short: str) -> bool:
    words = re.split(r"[\s\-]+", long_form)
    return (
        len(long_form) > len(short)
        and len(words) >= 2
        and short.lower() not in (word.lower() for word in words)
    )
