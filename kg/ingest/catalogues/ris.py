"""RIS, the tagged format of reference managers and publishers, record by record through rispy.

https://refdb.sourceforge.net/manual-0.9.6/sect1-ris-format.html ; the tag AB, or N2 with many
publishers, holds the abstract. The file is cut at the lines "TY  - " and never held whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kg.errors import InputError
from kg.ingest.arxiv import arxiv_id
from kg.ingest.catalogues.bibliography import described, markup_removed
from kg.ingest.dates import parse_date
from kg.ingest.entry import Entry, Head, Item, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.record import entries, listed, text, texts, title_of, year_of
from kg.ingest.text import lines

RECORD_LIMIT = 1_000_000
_START = re.compile(r"TY  ?- ?")
_FIRST = re.compile(r"[\s\ufeff]*TY  ?- ?\w")
_VENUES = ("secondary_title", "journal_name", "alternate_title3", "alternate_title2")
_MEND = "mend or delete the record"


def recognises(head: Head, options: Options) -> bool:
    """Tell RIS by the tag that begins every record."""
    return bool(_FIRST.match(head.text))


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the paper of each record.

    Raises:
        InputError: rispy is not installed, or the file breaks off.
    """
    try:
        import rispy  # noqa: F401
    except ImportError as error:
        problem = "is RIS, and rispy is not installed"
        raise InputError(feed.place, problem, "pip install 'paperkg[bib]'") from error
    return entries(feed, _parsed(feed), _entry)


def _parsed(feed: Feed) -> Iterator[tuple[int, Mapping[str, Any]] | InputError]:
    first, taken, size = 0, list[str](), 0
    failed: InputError | None = None
    for line in lines(feed):
        written = line.text.lstrip("\ufeff")
        if _START.match(written):
            if taken:
                yield failed or _fields(feed, first, taken)
            first, taken, size, failed = line.number, [], 0, None
        elif not taken:
            continue
        size += len(written)
        if size > RECORD_LIMIT:
            problem = f"the record is longer than {RECORD_LIMIT:,} characters"
            failed = failed or feed.error(first, problem, _MEND)
        else:
            taken.append(written)
        failed = failed or line.error
    if taken:
        yield failed or _fields(feed, first, taken)


def _fields(
    feed: Feed, line: int, written: list[str]
) -> tuple[int, Mapping[str, Any]] | InputError:
    import rispy

    try:
        found = rispy.loads("\n".join([*written, "ER  - "]))
    except Exception as error:  # a library that parses what people type may fail in many ways
        return feed.error(line, f"the record cannot be read ({type(error).__name__})", _MEND)
    if not found:
        return feed.error(line, "the record is not RIS", _MEND)
    return line, found[0]


def _entry(fields: Mapping[str, Any]) -> Entry:
    issued, year = _date(fields)
    urls = texts([one for key in ("urls", "url") for one in _several(fields.get(key))])
    names = (*urls, *texts([fields.get(key) for key in ("id", "accession_number", "number")]))
    title = fields.get("title") or fields.get("primary_title")
    venue = next((found for key in _VENUES if (found := text(fields.get(key)))), "")
    return described(
        title=markup_removed(title_of(title)),
        abstract=markup_removed(text(fields.get("abstract")) or text(fields.get("notes_abstract"))),
        doi=text(fields.get("doi")),
        names=names,
        arxiv=next(filter(None, map(arxiv_id, names)), None),
        issued=issued,
        year=year,
        authors=[_person(one) for one in _people(fields)],
        venue=venue,
    )


def _several(value: object) -> list[Any]:
    return listed(value) or ([value] if isinstance(value, str) else [])


def _people(fields: Mapping[str, Any]) -> tuple[str, ...]:
    return texts(fields.get("authors")) or texts(fields.get("first_authors"))


def _person(name: str) -> str:
    family, _, given = name.partition(",")
    given, _, suffix = given.partition(",")
    return " ".join(part.strip() for part in (given, family, suffix) if part.strip())


def _date(fields: Mapping[str, Any]) -> tuple[date | None, int | None]:
    """Return the day of DA (2021/03/25), else the year of PY or Y1 (2021///)."""
    for key in ("date", "year", "publication_year"):
        if day := parse_date(text(fields.get(key))):
            return day, None
    years = [year_of(text(fields.get(key))[:4]) for key in ("year", "publication_year", "date")]
    return None, next((one for one in years if one), None)


SOURCE = Source("RIS", (".ris",), recognises, read)
