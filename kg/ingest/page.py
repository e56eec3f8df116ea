"""Daily Papers pages of Hugging Face, copied as text from a browser.

Three shapes are known, and told apart line by line: title and abstract as paragraphs between blank
lines, the same with "• 10 authors · Dec 19, 2023 5" below an entry, and title and abstract on
alternating lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kg.errors import InputError
from kg.ingest.entry import Entry, Head, Item, Note, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.page_entries import Listed, entries
from kg.ingest.page_lines import Mark, lay_out
from kg.ingest.page_years import Calendar, Day, calendar
from kg.ingest.text import Line, lines

PAGE_LIMIT = 50_000_000
_MARKUP = re.compile(r"\s*(?:<[!?a-zA-Z/]|@\w+\s*\{|%PDF)")
_MEND = "give each entry a title and an abstract, as paragraphs or on alternating lines"


def recognises(head: Head, options: Options) -> bool:
    """Tell plain text, which may be a page, from markup."""
    return bool(head.text.strip()) and not _MARKUP.match(head.text)


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the entries of a page, an error for each that is not whole, and notes on its dates.

    Raises:
        InputError: the file is too large for a page, or breaks off.
    """
    kept, failure = _whole(feed)
    layout = lay_out(kept)
    marks = [block for block in layout.blocks if isinstance(block, Mark)]
    days = [mark.day for mark in marks if mark.day]
    years = calendar(layout.own, days, options.page_date)
    listed_on = years.resolve(layout.own) if layout.own else None
    for listed in entries(layout.blocks):
        yield _entry(feed, listed, years, listed_on)
    if note := _note(feed.place, years, [*days, *([layout.own] if layout.own else [])]):
        yield Note(note)
    if failure:
        raise failure


def _whole(feed: Feed) -> tuple[list[Line], InputError | None]:
    """Return the lines of a page, and why these are not all of them."""
    kept: list[Line] = []
    size = 0
    try:
        for line in lines(feed):
            size += len(line.text) + 1
            if size > PAGE_LIMIT:
                problem = f"the page is longer than {PAGE_LIMIT:,} characters"
                mend = "cut it, or give a table (JSON Lines, CSV)"
                return kept, feed.error(line.number, problem, mend)
            kept.append(line)
    except InputError as failure:
        return kept, failure
    return kept, None


def _entry(
    feed: Feed, listed: Listed, years: Calendar, listed_on: date | None
) -> Entry | InputError:
    paragraphs = [*([listed.title] if listed.title else []), *listed.abstract]
    for paragraph in paragraphs:
        if paragraph.error:
            return paragraph.error
    if listed.title is None:
        start = _beginning(listed.abstract[0].text)
        return feed.error(listed.line, f'an abstract without a title ("{start}")', _MEND)
    if not listed.abstract:
        start = _beginning(listed.title.text)
        return feed.error(listed.line, f'a title without an abstract ("{start}")', _MEND)
    mark = listed.mark
    return Entry(
        listed.title.text,
        " ".join(paragraph.text for paragraph in listed.abstract),
        issued=years.resolve(mark.day) if mark.day else None,
        issued_assumed=mark.day is not None and mark.day.year is None,
        author_count=mark.authors,
        comment_count=mark.comments,
        listed_on=listed_on,
    )


def _beginning(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _note(place: str, years: Calendar, days: list[Day]) -> str | None:
    """Return what was assumed of the dates without a year, if there are any."""
    count = sum(day.year is None for day in days)
    if not count:
        return None
    dates = f"{place}: {count} date{'s' if count > 1 else ''} without a year"
    if years.year is None:
        return f"{dates} left out: {years.reason}; give the day on which it was copied"
    earlier = sum(
        day.year is None and (found := years.resolve(day)) is not None and found.year < years.year
        for day in days
    )
    before = (
        f", {earlier} of them as of the year before, being later than the page" if earlier else ""
    )
    return f"{dates} read as of {years.year}, {years.reason}{before}"


SOURCE = Source("page", (".txt", ".text"), recognises, read)
