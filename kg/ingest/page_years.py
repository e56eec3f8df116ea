"""The years that a copied page leaves out.

The site writes a date of the running year without its year. So a date without a year is of the
year in which the page was copied, and that is, in this order:

1. the year of the day that the user gives;
2. the year that the page writes at its own date;
3. the year after the latest one that the page writes at an entry;
4. unknown: then such dates stay out.

No page lists what appears later. A date without a year that would lie after the page's day (the
user's, else the page's own; one more day for time zones) is therefore of the year before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from kg.ingest.dates import day_of

_TIME_ZONES = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """A date as a page writes it."""

    month: int
    day: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """How one page's dates are read: the year of those without one, and the last possible day."""

    year: int | None
    reason: str
    last: date | None

    def resolve(self, day: Day) -> date | None:
        """Return the date, or None where its year is unknown or has no such day."""
        if day.year is not None:
            return day_of(day.year, day.month, day.day)
        if self.year is None:
            return None
        found = day_of(self.year, day.month, day.day)
        if self.last is None or (found and found - self.last <= _TIME_ZONES):
            return found
        return day_of(self.year - 1, day.month, day.day)


def calendar(own: Day | None, entries: Iterable[Day], page_date: date | None) -> Calendar:
    """Return how to read the dates of a page.

    Args:
        own: the date of the page itself.
        entries: the dates of its entries.
        page_date: the day on which it was copied, if the user says so.
    """
    if page_date is not None:
        return Calendar(page_date.year, "the year of the page date given", page_date)
    written = [day.year for day in entries if day.year is not None]
    if own is not None and own.year is not None:
        year, reason = own.year, "the year of the page's own date"
    elif written:
        year, reason = max(written) + 1, "the year after the latest one written on the page"
    else:
        return Calendar(None, "no year is written on the page", None)
    return Calendar(year, reason, day_of(year, own.month, own.day) if own else None)
