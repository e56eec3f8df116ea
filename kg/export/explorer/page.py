"""graph.html: one self-contained page with the whole graph inside.

The program is TypeScript (web/src), built into web/built, which is what ships. The data are two
blocks of gzip in Base64, columns and abstracts, that the browser unpacks by itself. The page can
load nothing: its policy forbids all but its own script, style and, for unpacking large data aside,
a worker made of that script's own text; and markup from strings (innerHTML) fails in it.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from kg.export.explorer.data import payload
from kg.export.explorer.selection import MOST_NODES

if TYPE_CHECKING:
    from kg.model import KnowledgeGraph

FILE = "graph.html"
_WEB = Path(__file__).parent / "web"
_LEVEL = 4
"""Of gzip: level 6 takes three times as long for a page that is 6 % smaller."""
_OS_BYTE, _UNKNOWN_OS = 9, 255


def write_explorer(graph: KnowledgeGraph, folder: Path) -> None:
    """Write graph.html: the picture, the tables and the sentences of the whole graph."""
    (folder / FILE).write_text(render(graph), encoding="utf-8", newline="\n")


def render(graph: KnowledgeGraph, most: int = MOST_NODES) -> str:
    """Return the page of a graph; of one with more than `most` nodes the best connected."""
    columns, texts = payload(graph, most)
    script, style = _built("explorer.js"), _built("explorer.css")
    parts = {
        "policy": _policy(script, style),
        "style": style,
        "script": script,
        "graph": _packed(json.dumps(columns, ensure_ascii=False, separators=(",", ":")).encode()),
        "texts": _packed(texts),
    }
    template = (_WEB / "page.html").read_text(encoding="utf-8")
    return re.sub(r"\{\{(\w+)\}\}", lambda place: parts[place[1]], template)


def _built(name: str) -> str:
    """Return a built file as it stands in the page, its last line end aside."""
    return (_WEB / "built" / name).read_text(encoding="utf-8").rstrip("\n")


def _packed(data: bytes) -> str:
    """Return gzip in Base64, always the same for the same data (no time stamp, one level).

    Pythons differ in what they write for the operating system (RFC 1952, section 2.3.1).
    """
    packed = bytearray(gzip.compress(data, _LEVEL, mtime=0))
    packed[_OS_BYTE] = _UNKNOWN_OS
    return base64.b64encode(packed).decode()


def _policy(script: str, style: str) -> str:
    """Return the Content-Security-Policy: nothing from anywhere but what stands in the page."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            "img-src data: blob:",
            "worker-src blob:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types explorer-worker",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
