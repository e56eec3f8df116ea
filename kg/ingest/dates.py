"""Dates as tables write them. What does not name a day is no date: nothing is invented."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})\b")
_MONTH_FIRST = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?([A-Za-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})\b")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SMALLEST_SECONDS = 100_000_000
_SMALLEST_MILLISECONDS = 100_000_000_000


def month_number(name: str) -> int | None:
    """Return 1 to 12 for an English month, in full or shortened ("Sept"), else None."""
    lower = name.lower()
    if len(lower) < 3:
        return None
    return next((n for n, month in enumerate(_MONTHS, 1) if month.startswith(lower)), None)


def day_of(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def parse_date(value: object) -> date | None:
    """Return the day that a cell names, or None.

    Known: ISO 8601 and its relatives with / or ., YYYYMMDD, "Jun 14, 2019", "14 June 2019",
    RFC 5322 dates, seconds or milliseconds since 1970 (UTC), dates and times. A year or a month
    alone names no day, and 06/07/2019 may be two.

    >>> parse_date("2019-06-14T05:49:22Z"), parse_date("2019")
    (datetime.date(2019, 6, 14), None)
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _of_number(value)
    return _of_text(value.strip()) if isinstance(value, str) else None


def _of_text(text: str) -> date | None:
    if match := _ISO.match(text) or _COMPACT.fullmatch(text):
        year, month, day = map(int, match.groups())
        return day_of(year, month, day)
    if match := _DAY_FIRST.match(text):
        number, name, year_text = match.groups()
    elif match := _MONTH_FIRST.match(text):
        name, number, year_text = match.groups()
    else:
        return None
    named = month_number(name)
    return day_of(int(year_text), named, int(number)) if named else None


def _of_number(value: float) -> date | None:
    if value != value or abs(value) == float("inf"):
        return None
    if 1900_01_01 <= value <= 2100_12_31 and (day := _of_text(str(int(value)))):
        return day
    if abs(value) < _SMALLEST_SECONDS:
        return None
    seconds = value / 1000 if abs(value) >= _SMALLEST_MILLISECONDS else value
    try:
        return (_EPOCH + timedelta(seconds=seconds)).date()
    except OverflowError:
        return None
