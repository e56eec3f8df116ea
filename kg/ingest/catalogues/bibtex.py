"""BibTeX and BibLaTeX, entry by entry through bibtexparser (an extra).

The file is cut where a line begins with "@name{", so that it is never held whole and a broken entry
costs itself only; bibtexparser takes such a line for a new entry, too. Braces and accents are
resolved, formulas stay LaTeX.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import date

from kg.errors import InputError
from kg.ingest.arxiv import arxiv_id
from kg.ingest.catalogues.bibliography import described, markup_removed
from kg.ingest.clean import clean
from kg.ingest.dates import day_of, month_number, parse_date
from kg.ingest.entry import Entry, Head, Item, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.record import entries, title_of, year_of
from kg.ingest.row import Unreadable
from kg.ingest.text import lines

ENTRY_LIMIT = 1_000_000
_STRINGS_LIMIT = 10_000
_FIRST = re.compile(r"(?:\s|%[^\n]*(?:\n|$))*@\s*[A-Za-z]+\s*[{(]")
_START = re.compile(r"\s*@\s*([A-Za-z]+)\s*[{(]")
_STRING = re.compile(r"\s*@\s*string\s*[{(]\s*([^\s=]{1,100})\s*=", re.IGNORECASE)
_NAME = re.compile(r"[=#]\s*([A-Za-z][\w:.+/-]*)")
_NO_PAPERS = frozenset({"comment", "preamble", "string"})
_MEND = "mend or delete the entry"


def recognises(head: Head, options: Options) -> bool:
    """Tell BibTeX by an entry that begins the file, or a line of it behind remarks."""
    if _FIRST.match(head.text):
        return True
    found = re.search(r"^@(?:article|inproceedings|misc|book|string)\s*\{", head.text, re.M | re.I)
    return bool(found) and head.text.lstrip()[:1] not in "<{["


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the paper of each entry.

    Raises:
        InputError: bibtexparser is not installed, or the file breaks off.
    """
    try:
        import bibtexparser  # noqa: F401
    except ImportError as error:
        problem = "is BibTeX, and bibtexparser is not installed"
        raise InputError(feed.place, problem, "pip install 'paperkg[bib]'") from error
    # It logs what it cannot parse, which is said here with file and line.
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    return entries(feed, _parsed(feed), _entry)


def _parsed(feed: Feed) -> Iterator[tuple[int, Mapping[str, str]] | InputError]:
    strings: dict[str, str] = {}
    for line, block in _blocks(feed):
        if isinstance(block, InputError):
            yield block
        elif (string := _STRING.match(block)) and len(strings) < _STRINGS_LIMIT:
            strings[string[1].lower()] = block
        elif (start := _START.match(block)) and start[1].lower() not in _NO_PAPERS:
            yield _fields(feed, line, block, strings)


def _blocks(feed: Feed) -> Iterator[tuple[int, str | InputError]]:
    """Yield the text of each block with the line that it begins on, or what is wrong there."""
    first, taken, size = 0, list[str](), 0
    failed: InputError | None = None
    for line in lines(feed):
        if _START.match(line.text) and taken:
            yield first, failed or "\n".join(taken)
            taken, size, failed = [], 0, None
        if not taken:
            if not _START.match(line.text):
                continue
            first = line.number
        size += len(line.text) + 1
        if size > ENTRY_LIMIT:
            problem = f"the entry is longer than {ENTRY_LIMIT:,} characters"
            failed = failed or feed.error(first, problem, _MEND)
        else:
            taken.append(line.text)
        failed = failed or line.error
    if taken:
        yield first, failed or "\n".join(taken)


def _fields(
    feed: Feed, line: int, block: str, strings: Mapping[str, str]
) -> tuple[int, Mapping[str, str]] | InputError:
    """Return the fields of one entry by their names in lower case."""
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import (
        LatexDecodingMiddleware,
        RemoveEnclosingMiddleware,
        ResolveStringReferencesMiddleware,
    )

    needed = {name.lower() for name in _NAME.findall(block)} & strings.keys()
    text = "\n".join([*(strings[name] for name in sorted(needed)), block])
    stack = [
        ResolveStringReferencesMiddleware(allow_inplace_modification=True),
        RemoveEnclosingMiddleware(allow_inplace_modification=True),
        LatexDecodingMiddleware(keep_math_mode=True, allow_inplace_modification=True),
    ]
    try:
        library = parse_string(text, parse_stack=stack)
    except Exception as error:  # a library that parses what people type may fail in many ways
        return feed.error(line, f"the entry cannot be read ({type(error).__name__})", _MEND)
    if not library.entries:
        reasons = [str(getattr(one, "error", "")) for one in library.failed_blocks]
        reason = clean(next(filter(None, reasons), "no end found"))[:100]
        return feed.error(line, f"the entry is not BibTeX ({reason})", _MEND)
    entry = library.entries[0]
    fields = {field.key.lower(): str(field.value) for field in entry.fields}
    return line, {**fields, "ENTRYTYPE": entry.entry_type.lower()}


def _entry(fields: Mapping[str, str]) -> Entry:
    def said(*names: str) -> str:
        return next((found for name in names if (found := clean(fields.get(name, "")))), "")

    if not said("title"):
        raise Unreadable("the entry has no title")
    subtitle = f": {said('subtitle')}" if said("subtitle") else ""
    issued = _day(said("date"), said("year"), said("month"), said("day"))
    urls = [said(name) for name in ("url", "ee", "biburl", "howpublished", "note")]
    eprint = said("eprint", "arxivid", "arxiv")
    journal = said("journal", "journaltitle")
    arxiv = [arxiv_id(one) for one in (eprint, *urls, *journal.split())]
    return described(
        title=markup_removed(title_of(said("title") + subtitle)),
        abstract=markup_removed(said("abstract", "annotation")),
        doi=said("doi"),
        names=urls,
        arxiv=next(filter(None, arxiv), None),
        issued=issued,
        year=year_of(said("date")[:4]) or year_of(said("year")[:4]),
        authors=_people(fields.get("author", "")),
        venue=said("booktitle") or ("" if _says_arxiv(journal) else journal),
    )


def _says_arxiv(journal: str) -> bool:
    """Tell a journal that only says that the paper is at arXiv ("CoRR", "arXiv preprint ...")."""
    return journal.lower() == "corr" or journal.lower().startswith("arxiv")


def _people(cell: str) -> list[str]:
    """Return names as one reads them, from "Lee, Ann and Bo Chen and others"."""
    names = [clean(one) for one in re.split(r"\s+and\s+", clean(cell))]
    found = []
    for name in names:
        family, comma, given = name.partition(",")
        found.append(f"{given.strip()} {family.strip()}".strip() if comma else name)
    return [one for one in found if one and one.lower() != "others"]


def _day(written: str, year: str, month: str, day: str) -> date | None:
    """Return the day of BibLaTeX's date, or of the fields year, month and day."""
    if found := parse_date(written):
        return found
    number = month_number(month) or (int(month) if month.isascii() and month.isdigit() else None)
    known = number and day.isascii() and day.isdigit() and year_of(year)
    return day_of(int(year), number, int(day)) if known and number else None


SOURCE = Source("BibTeX", (".bib", ".bibtex"), recognises, read)
