"""What each line of a copied Daily Papers page is: furniture, a mark below an entry, or text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kg.errors import InputError
from kg.ingest.clean import clean
from kg.ingest.dates import month_number
from kg.ingest.page_years import Day
from kg.ingest.text import Line

_MAIL = r"Get trending papers in your email inbox(?: once a day)?!"
_FURNITURE = re.compile(
    rf"new|{_MAIL}|\.*once a day!|Subscribe|Daily Papers|by\s?AK and the research community"
    r"|Daily|Weekly|Monthly|Trending Papers|Upvote|Submitted by|View all.*|Previous|Next"
    r"|\d+(?:\.\d+)?k?",
    re.IGNORECASE,
)
# Copied without its line break, the button's word sticks to the first title.
_GLUED = re.compile(rf"(?:{_MAIL}|Subscribe)+(?=[A-Z0-9])")
_MARK = re.compile(
    r"[\s•·]*(?:(?P<authors>\d+) authors?)?[\s•·]*"
    r"(?:(?P<month>[A-Z][a-z]{2,8})\.? (?P<day>\d{1,2})(?:,? (?P<year>(?:19|20)\d\d))?"
    r"(?:[\s•·]+(?P<comments>\d+))?)?[\s•·]*"
)
# A wrapped line is full if the next word would not have fitted; few may be short (formulas, lists).
_CLEARLY_LONG = 200
_FULL = 0.75
_SHORT_LINES = 0.2
_URL_END = re.compile(r"(?:https?://|www\.)\S+$")
_SENTENCE_END = re.compile(r"""[.!?…]["'”’)\]]*$""")


@dataclass(frozen=True, slots=True)
class Mark:
    """What stands below an entry: the number of its authors, its date, the number of comments."""

    authors: int | None = None
    day: Day | None = None
    comments: int | None = None

    def joined(self, later: Mark) -> Mark:
        """Return this mark with what a later line of the same entry adds."""
        return Mark(
            self.authors if later.authors is None else later.authors,
            later.day or self.day,
            self.comments if later.comments is None else later.comments,
        )


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A piece of text between blank lines, on one line, and where it begins."""

    line: int
    text: str
    error: InputError | None = None


Block = Paragraph | Mark


@dataclass(frozen=True, slots=True)
class Layout:
    """A page: the date of its own, then texts and marks in their order."""

    own: Day | None
    blocks: tuple[Block, ...]


def lay_out(lines: Iterable[Line]) -> Layout:
    """Return what the lines of a page are."""
    own: Day | None = None
    blocks: list[Block] = []
    run: list[Line] = []
    for line in lines:
        text = line.text.strip()
        if not blocks and not run:
            text = _GLUED.sub("", text, count=1)
        mark = read_mark(text) if text else None
        if line.error or (text and mark is None and not _FURNITURE.fullmatch(text)):
            run.append(Line(line.number, text, line.error))
            continue
        blocks += _paragraphs(run)
        run = []
        if mark is not None and blocks:
            last = blocks[-1]
            blocks[-1:] = [last.joined(mark)] if isinstance(last, Mark) else [last, mark]
        elif mark is not None:
            own = own or mark.day
    blocks += _paragraphs(run)
    return Layout(own, tuple(blocks))


def read_mark(text: str) -> Mark | None:
    """Return the mark that the whole line is, or None.

    >>> read_mark("Dec 19, 2023 5")
    Mark(authors=None, day=Day(month=12, day=19, year=2023), comments=5)
    """
    match = _MARK.fullmatch(text)
    if match is None:
        return None
    month = month_number(match["month"] or "")
    if match["month"] and month is None:
        return None
    day = Day(month, int(match["day"]), _int(match["year"])) if month else None
    return Mark(_int(match["authors"]), day, _int(match["comments"]))


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence does."""
    return bool(_SENTENCE_END.search(text))


def ends_in_url(text: str) -> bool:
    """Tell whether the last word of a text is a URL."""
    return bool(_URL_END.search(text))


def _int(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _paragraphs(run: list[Line]) -> Iterator[Paragraph]:
    """Yield the paragraphs of lines that stand together: each line, or all as a wrapped one."""
    for piece in [run] if run and _is_wrapped(run) else [[line] for line in run]:
        error = next((line.error for line in piece if line.error), None)
        text = clean(" ".join(line.text for line in piece))
        if text or error:
            yield Paragraph(piece[0].number, text, error)


def _is_wrapped(run: list[Line]) -> bool:
    """Tell one paragraph of full lines from texts that have a line each."""
    widest = max(len(line.text) for line in run)
    if widest > _CLEARLY_LONG or _alternates(run):
        return False
    short = sum(
        len(line.text) + 1 + len(after.text.partition(" ")[0]) < _FULL * widest
        for line, after in pairwise(run)
    )
    return short <= _SHORT_LINES * (len(run) - 1)


def _alternates(run: list[Line]) -> bool:
    """Tell titles and abstracts on alternating lines from the lines of one wrapped paragraph."""
    pairs = list(zip(run[::2], run[1::2], strict=False))
    fitting = sum(
        len(title.text) < len(abstract.text)
        and (ends_sentence(abstract.text) or ends_in_url(abstract.text))
        and not title.text.endswith((".", ",", ";"))
        for title, abstract in pairs
    )
    return bool(pairs) and fitting >= 0.75 * len(pairs)
