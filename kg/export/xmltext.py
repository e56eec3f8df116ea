"""What the two XML formats share: escaping, and the typed columns of flat records."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.graph.flat import FlatEdge, FlatNode

_IN_CONTENT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_IN_ATTRIBUTE = _IN_CONTENT | str.maketrans({'"': "&quot;", "\n": "&#10;", "\t": "&#9;"})


class Column(NamedTuple):
    """One attribute of a flat record: its name and its Python type ("str", "int", "float")."""

    name: str
    type: str


class Template:
    """An XML element with places for attributes of a flat record, filled record by record.

    All texts of a record are escaped in one pass, joined by NUL, which legal text never holds.

    Args:
        text: the element, with {name} for an attribute's content or quoted value.
        quoted: whether the places stand between double quotes.
    """

    def __init__(self, text: str, quoted: bool) -> None:
        self._names = attrgetter(*re.findall(r"\{(\w+)\}", text))
        self._text = re.sub(r"\{\w+\}", "%s", text.replace("%", "%%"))
        self._escapes = _IN_ATTRIBUTE if quoted else _IN_CONTENT
        self._special = [chr(code) for code in self._escapes]

    def fill(self, record: FlatNode | FlatEdge) -> str:
        """Return the element of a record; its text must be legal (kg.graph.network)."""
        values = "\0".join(map(str, self._names(record)))
        if any(map(values.__contains__, self._special)):  # most hold none; to look is faster
            values = values.translate(self._escapes)
        return self._text % tuple(values.split("\0"))


def columns(record: type[FlatNode | FlatEdge], without: Sequence[str]) -> list[Column]:
    """Return the attributes of a flat record, in order, but for those that XML holds elsewhere."""
    return [
        Column(name, kind.__name__)
        for name, kind in get_type_hints(record).items()
        if name not in without
    ]
