"""Versions and sizes: what a name adds to its family's name, one level at a time.

"Llama-2-7B-Chat" is "Llama-2-7B" and a tuning, that is "Llama-2" and a size, that is "Llama" and a
version. The backbone of a larger model ("CLIP ViT-B/32", "RT-DETR-R18") is its size, a date
("DeepSeek-V3-0324") a version. Each level is a thing of its own; none is ever merged with another.
"""

from __future__ import annotations

import re

_SEGMENT = re.compile(
    r"""[\s\-–_/]*(?:
      (?P<size>\d+(?:\.\d+)?\s?[BMKbmk](?:[-\s]?A\d+(?:\.\d+)?[Bb])?(?![A-Za-z])|A\d+(?:\.\d+)?B)
    | (?P<backbone>(?<=[\s\-–_])(?:ViT-[A-Za-z]{1,2}(?:[/-]\d+)?(?:@\d+(?:px)?)?
        |R(?:18|34|50|101|152)|So\d+m|\d+(?:\.\d+)?[MG]F|\d+\.\d+x))
    | (?P<dated>(?<=[\s\-–_])(?:20\d\d-[01]\d-[0-3]\d|20\d\d[01]\d[0-3]\d|[01]\d[0-3]\d|2\d[01]\d))
    | (?P<tuning>instruct|chat|base|large|small|tiny|huge|giant|medium|mini|nano|xl|xxl|lite|
        thinking|preview|it|hf|turbo|pro|flash|max|plus|ultra|air|distill(?:ed)?|high|vision|
        opus|sonnet|haiku|moe|dev|exp|beta|uncased|cased|[it]2[iv]|ti2v|Ti|
        ar|bn|de|en|es|fr|hi|ja|ko|pt|ru|zh|
        [TSBLHMXNCE](?:/\d+)?|[SBLMHX]\d{1,2})
    | (?P<version>v?\d+(?:\.\d+)*)
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
_LETTER_GLUED = re.compile(r"[A-Za-z]$")


def shorter(name: str) -> str | None:
    """Return the name one level up, or None where nothing can be left off.

    >>> shorter("Llama-2-7B-Chat"), shorter("Llama-2-7B"), shorter("Llama-2"), shorter("LLaVA")
    ('Llama-2-7B', 'Llama-2', 'Llama', None)
    """
    match = _SEGMENT.search(name)
    if match is None or match.start() == 0:
        return None
    rest = name[: match.start()]
    separated = match.group()[0] in " -–_/"
    glued_word = not separated and (match["tuning"] or _LETTER_GLUED.search(rest) is None)
    if glued_word or sum(c.isalpha() for c in rest) < (2 if match["version"] else 1):
        return None
    if match["tuning"] and len(match["tuning"]) == 1 and not any(c.isdigit() for c in rest):
        return None if match["tuning"].islower() else rest
    return rest


def levels(name: str) -> list[str]:
    """Return the names above a name, the nearest first."""
    above = []
    current = shorter(name)
    while current:
        above.append(current)
        current = shorter(current)
    return above
