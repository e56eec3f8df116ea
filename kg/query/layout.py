"""Text in columns for a terminal: what a cell may contain, how wide it is, where it is cut."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# C0, DEL and C1 drive a terminal (ESC, CSI); bidirectional overrides reorder what is read.
_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSEEN = frozenset({"Mn", "Me", "Cf"})
_GAP = "  "
_NARROWEST = 4


def single_line(text: str) -> str:
    """Return text on one line with every control and direction character made harmless.

    >>> single_line("a\\x1b[31mred\\nb")
    'a�[31mred b'
    """
    return harmless(_BREAKS.sub(" ", text))


def harmless(text: str) -> str:
    """Return text with U+FFFD for each control or direction character but \\t, \\n and \\r."""
    return _CONTROLS.sub(lambda found: found[0] if found[0] in "\t\n\r" else "�", text)


def display_width(text: str) -> int:
    """Return the number of terminal columns of one line (Unicode Standard Annex 11).

    >>> display_width("é"), display_width("模型")
    (1, 4)
    """
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if unicodedata.category(character) in _UNSEEN:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int) -> str:
    """Return text of at most that many columns, with … at its end where something is missing."""
    if display_width(text) <= width:
        return text
    used, kept = 1, 0
    for character in text:
        used += _character_width(character)
        if used > width:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def column_widths(natural: Sequence[int], width: int) -> list[int]:
    """Return widths of columns that fit into `width` with their gaps.

    Only the widest columns are narrowed, all to the same width, and none below four, so that a
    table of very many columns may stay too wide.
    """
    room = width - len(_GAP) * (len(natural) - 1)
    limit = max(natural, default=0)
    for place, wide in enumerate(sorted(natural)):
        share = room // (len(natural) - place)
        if wide > share:
            limit = max(share, _NARROWEST)
            break
        room -= wide
    return [min(wide, limit) for wide in natural]


def aligned(
    header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], width: int | None
) -> str:
    """Return a table with a rule below its header.

    Args:
        header: names of the columns.
        rows: cells, each on one line.
        right: which columns are aligned to the right.
        width: columns of the terminal; None cuts nothing.
    """
    natural = [max(map(display_width, column)) for column in zip(header, *rows, strict=True)]
    widths = natural if width is None else column_widths(natural, width)
    rule = ["─" * column for column in widths]
    return "".join(
        _GAP.join(map(_padded, line, widths, right)).rstrip() + "\n"
        for line in (header, rule, *rows)
    )


def _padded(text: str, width: int, right: bool) -> str:
    shown = cut(text, width)
    space = " " * (width - display_width(shown))
    return space + shown if right else shown + space
