"""Which of several values of a field is shown, and what is kept of the others.

The rule, for each field: the source that stands first in the field's ranking; of one source the
later version; then, for texts and lists the longest, for dates and years the earliest; then the
first in the order of characters. None of it sees the order of the input. Where values differ in
more than spelling, all of them are kept as claims of their listings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from kg.ids import title_key
from kg.ingest.entry import Entry
from kg.ingest.identity import family_names
from kg.model import Claimed

FILES = None
"""Files that no publisher stands behind: pages, tables, bibliographies."""

Ranking = tuple[str | None, ...]
# Texts: whoever got them from the authors, then copies, then what was put together again.
TEXTS: Ranking = (
    "arXiv", "ACL Anthology", "OpenReview", "Hugging Face", "Semantic Scholar", FILES, "OpenAlex",
)  # fmt: skip
DATES: Ranking = (
    "arXiv", "Hugging Face", "ACL Anthology", "OpenReview", "Semantic Scholar", FILES, "OpenAlex",
)  # fmt: skip
VENUES: Ranking = (
    "ACL Anthology", "OpenReview", "Semantic Scholar", FILES, "OpenAlex", "arXiv", "Hugging Face",
)  # fmt: skip
DOIS: Ranking = (
    "ACL Anthology", "OpenAlex", "Semantic Scholar", "arXiv", FILES, "OpenReview", "Hugging Face",
)  # fmt: skip

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Shown:
    """The values that a paper shows."""

    title: str
    abstract: str
    issued: date | None
    year: int | None
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    venue: str | None
    doi: str | None


def shown(entries: Sequence[Entry]) -> Shown:
    """Return the better value of every field."""
    issued, year = _date(entries)
    return Shown(
        title=_text(entries, lambda entry: entry.title) or "",
        abstract=_text(entries, lambda entry: entry.abstract) or "",
        issued=issued,
        year=year,
        authors=_list(entries, lambda entry: entry.authors),
        categories=_list(entries, lambda entry: entry.categories),
        venue=_best(entries, VENUES, lambda entry: entry.venue, lambda venue: (-len(venue), venue)),
        doi=_best(entries, DOIS, _doi, lambda doi: doi),
    )


def differing(entry: Entry, best: Shown) -> Iterator[tuple[Claimed, str, bool]]:
    """Yield what an entry says in the fields of a paper, as text, and whether that differs from
    what the paper shows in more than spelling."""
    for claimed, value, other in (
        (Claimed.TITLE, entry.title, best.title),
        (Claimed.ABSTRACT, entry.abstract, best.abstract),
        (Claimed.VENUE, entry.venue, best.venue),
    ):
        if value and other:
            yield claimed, value, value != other and title_key(value) != title_key(other)
    if entry.authors:
        differ = family_names(entry.authors) != family_names(best.authors)
        yield Claimed.AUTHORS, "; ".join(entry.authors), differ
    if entry.categories:
        differ = set(entry.categories) != set(best.categories)
        yield Claimed.CATEGORIES, "; ".join(entry.categories), differ
    if doi := _doi(entry):
        yield Claimed.DOI, doi, doi != best.doi
    if entry.issued and not entry.issued_assumed:
        yield Claimed.ISSUED, entry.issued.isoformat(), entry.issued != best.issued
    elif entry.year:
        known = best.issued.year if best.issued else best.year
        yield Claimed.ISSUED, f"{entry.year:04}", entry.year != known


def _rank(entry: Entry, ranking: Ranking) -> int:
    return ranking.index(entry.source) if entry.source in ranking else len(ranking)


def _best(
    entries: Iterable[Entry],
    ranking: Ranking,
    field: Callable[[Entry], _Value | None],
    order: Callable[[_Value], Any],
) -> _Value | None:
    """Return the field's value of the best entry that has one."""
    found = [
        ((_rank(entry, ranking), -(entry.version or 0), order(value)), value)
        for entry in entries
        if (value := field(entry))
    ]
    return min(found, key=lambda one: one[0])[1] if found else None


def _text(entries: Sequence[Entry], field: Callable[[Entry], str]) -> str | None:
    return _best(entries, TEXTS, field, lambda text: (-len(text), text))


def _list(entries: Sequence[Entry], field: Callable[[Entry], tuple[str, ...]]) -> tuple[str, ...]:
    return _best(entries, TEXTS, field, lambda one: (-len(one), one)) or ()


def _doi(entry: Entry) -> str | None:
    dois = [one.removeprefix("doi:") for one in entry.identifiers if one.startswith("doi:10.")]
    return min(dois, default=None)


def _date(entries: Sequence[Entry]) -> tuple[date | None, int | None]:
    """Return the day; where no written one is known the year; else an assumed day.

    An assumed day whose year is the one that is written elsewhere is as good as written.
    """
    written = [entry for entry in entries if not entry.issued_assumed]
    if day := _best(written, DATES, lambda entry: entry.issued, lambda one: one):
        return day, None
    year = _best(entries, DATES, lambda entry: entry.year, lambda one: one)
    assumed = sorted(entry.issued for entry in entries if entry.issued)
    fitting = [one for one in assumed if year in (None, one.year)]
    return (fitting[0], None) if fitting else (None, year)
