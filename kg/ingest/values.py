"""Cells that hold several values: lists, lists written as text, names of people in a row."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterable, Mapping

from kg.ingest.clean import clean

_LITERAL_LIMIT = 100_000
_REMARK = re.compile(r"\s*\([^()]*\)")
_AND = re.compile(r",?\s+and\s+")
_COMMA = re.compile(r"\s*,\s*")
_CATEGORY_CODES = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?(?:\s+[a-z-]+(?:\.[A-Za-z-]+)?)*")
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv", "ph.d.", "phd"})


def people(value: object) -> tuple[str, ...]:
    """Return the names that a cell holds, in their order.

    >>> people("C. Bal, E. L. Berger and P. M. Nadolsky (MIT, Cambridge)")
    ('C. Bal', 'E. L. Berger', 'P. M. Nadolsky')
    >>> people("Roe, Jane and Doe, John")
    ('Roe, Jane', 'Doe, John')
    """
    value = unpacked(value)
    if isinstance(value, str):
        return _texts(_split_people(value))
    return _texts(_person(one) for one in value)


def categories(value: object) -> tuple[str, ...]:
    """Return the subject categories that a cell holds: a list, or codes between spaces or commas.

    >>> categories("math.CO cs.CG"), categories("Computer Vision; Robotics")
    (('math.CO', 'cs.CG'), ('Computer Vision', 'Robotics'))
    """
    value = unpacked(value)
    if not isinstance(value, str):
        return _texts(value)
    if re.search(r"[,;|]", value):
        return _texts(re.split(r"[,;|]", value))
    return _texts(value.split() if _CATEGORY_CODES.fullmatch(value.strip()) else [value])


def unpacked(value: object) -> str | list[object]:
    """Return a cell as a list, or as text where it is not one; "['a', 'b']" is a list."""
    if isinstance(value, str):
        text = value.strip()
        return _literal(text) or value if text[:1] == "[" and text[-1:] == "]" else value
    if isinstance(value, Mapping):
        return [value]
    if isinstance(value, Iterable):
        return list(value)
    return "" if value is None else str(value)


def _literal(text: str) -> list[object] | None:
    """Read a list in JSON or as Python prints it, which is how spreadsheets get them."""
    if len(text) > _LITERAL_LIMIT:
        return None
    for parse in (json.loads, ast.literal_eval):
        try:
            found = parse(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError):
            continue
        if isinstance(found, list):
            return found
    return None


def _split_people(text: str) -> list[str]:
    while text != (shorter := _REMARK.sub("", text)):
        text = shorter
    for separator in (";", "|"):
        if separator in text:
            return text.split(separator)
    parts = _AND.split(text)
    if len(parts) > 1 and all(part.count(",") == 1 for part in parts):
        return parts
    names: list[str] = []
    for name in _COMMA.split(", ".join(parts)):
        if names and name.lower() in _SUFFIXES:
            names[-1] += ", " + name
        else:
            names.append(name)
    return names


def _person(value: object) -> object:
    """Return the name in a record of a person."""
    if not isinstance(value, Mapping):
        return value
    for key in ("name", "fullname", "full_name", "display_name"):
        if value.get(key):
            return value[key]
    return " ".join(str(value[key]) for key in ("given", "family") if value.get(key))


def _texts(values: Iterable[object]) -> tuple[str, ...]:
    found = (clean(str(one)) for one in values if isinstance(one, str | int | float))
    return tuple(dict.fromkeys(one for one in found if one))
