"""What the two XML formats share: escaping, and the typed columns of flat records."""

from __future__ import annotations

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


def columns(record: type[FlatNode | FlatEdge], without: Sequence[str]) -> list[Column]:
    """Return the attributes of a flat record, in order, but for those that XML holds elsewhere."""
    return [
        Column(name, kind.__name__)
        for name, kind in get_type_hints(record).items()
        if name not in without
    ]


def content(value: object) -> str:
    """Return a value as the content of an element; its text must be legal (kg.graph.network)."""
    return str(value).translate(_IN_CONTENT)


def quoted(value: object) -> str:
    """Return a value in double quotes, as an attribute that keeps its line ends."""
    return f'"{str(value).translate(_IN_ATTRIBUTE)}"'
