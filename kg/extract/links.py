"""URLs of a text, each with what it leads to."""

from __future__ import annotations

import re
from typing import Literal

from kg.extract.document import Document, Part
from kg.extract.latex import JOINER
from kg.model import Link

LinkKind = Literal["code", "project", "data", "model", "demo", "other"]

_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'`{}|\\^\u2060]+"
    r"|(?<![\w@./-])(?:github\.com|huggingface\.co|[\w-]+\.github\.io)(?:/[^\s<>\"'`{}|\\^\u2060]*)?"
)
_HINT = re.compile(r"https?://|www\.|github\.|huggingface\.co")
"""What every URL holds, found faster than a URL."""
_CODE = re.compile(
    r"(?:github|gitlab|bitbucket|gitee|anonymous\.4open|codeberg|sourceforge)\b", re.I
)
_BY_WORD = (
    ("code", re.compile(r"\b(?:codes?|implementation|repository|toolkit|library|source)\b", re.I)),
    ("data", re.compile(r"\b(?:datasets?|benchmark|data|corpus)\b", re.I)),
    ("model", re.compile(r"\b(?:models?|checkpoints?|weights)\b", re.I)),
    ("demo", re.compile(r"\bdemos?\b|\bvideos?\b", re.I)),
    ("project", re.compile(r"\b(?:project|website|web ?page|page|homepage|site)\b", re.I)),
)  # fmt: skip


def links(document: Document) -> tuple[Link, ...]:
    """Return each URL of the paper once, in text order."""
    found: dict[str, Link] = {}
    for part in document.parts:
        if not _HINT.search(part.plain):
            continue
        for match in _URL.finditer(part.plain):
            surface = _trimmed(match.group())
            url = surface.replace(JOINER, "")
            if "." not in url.split("://")[-1]:
                continue
            full = url if "://" in url else f"https://{url}"
            end = match.start() + len(surface)
            found.setdefault(
                full,
                Link(full, _kind(full, part, match.start()), part.evidence(match.start(), end)),
            )
    return tuple(found.values())


def _trimmed(url: str) -> str:
    """Return the URL without the sentence's own marks behind it."""
    url = url.rstrip(".,;:!?*")
    while url.endswith((")", "]")) and url.count("(") + url.count("[") < url.count(")") + url.count(
        "]"
    ):
        url = url[:-1].rstrip(".,;:!?*")
    return url


def _kind(url: str, part: Part, start: int) -> LinkKind:
    host = url.split("/")[2].lower()
    if host.endswith("github.io"):
        return "project"
    if _CODE.search(host):
        return "code"
    if "huggingface" in host:
        return "data" if "/datasets/" in url else "demo" if "/spaces/" in url else "model"
    if "youtu" in host:
        return "demo"
    begin, _ = part.sentence_at(start)
    before = part.plain[begin:start]
    places = [(m.end(), kind) for kind, word in _BY_WORD for m in word.finditer(before)]
    return max(places)[1] if places else "other"  # type: ignore[return-value]
