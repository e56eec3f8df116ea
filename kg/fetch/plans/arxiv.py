"""arXiv's query API: slices of one query, sorted by the day of submission.

Manual: https://info.arxiv.org/help/api/user-manual.html ; terms: one request in three seconds over
one connection, slices of at most 2,000 (https://info.arxiv.org/help/api/tou.html).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from pathlib import Path

from kg.errors import FetchError
from kg.fetch.request import Plan, Request, name_part

BASE = "https://export.arxiv.org"
PACE, SLICE = 3.0, 1000
_TOTAL = re.compile(rb"<(?:\w+:)?totalResults\b[^>]*>\s*(\d+)\s*<")
_ENTRY = re.compile(rb"<(?:\w+:)?entry[\s>]")
_ERROR = re.compile(
    rb"<(?:\w+:)?entry[\s>].{0,400}?<title[^>]*>\s*Error\s*</title>"
    rb".{0,400}?<summary[^>]*>\s*(.{1,200}?)\s*</summary>",
    re.DOTALL,
)


def plan_arxiv(*, query: str, today: date, since: date | None = None, base: str = BASE) -> Plan:
    """Ask for what a query finds, the latest first; `since` is the first day of submission.

    The name of a file holds the day on which it was asked, so an interrupted fetch goes on with
    the next slice on the same day, and asks anew on the next.
    """
    asked = query
    if since:
        asked = f"({query}) AND submittedDate:[{since:%Y%m%d}0000 TO {today:%Y%m%d}2359]"
    name, start, total = name_part(query), 0, 1
    while start < total:
        file: Path = yield Request(
            name=f"arxiv-{name}-{today.isoformat()}-{start:06}.xml",
            url=f"{base}/api/query",
            params={
                "search_query": asked,
                "start": str(start),
                "max_results": str(SLICE),
                "sortBy": "submittedDate",
                "sortOrder": "descending",
            },
            pace=PACE,
            settled=True,
            check=_whole_slice(start),
        )
        total = total_of(file.read_bytes())
        start += SLICE


def total_of(feed: bytes) -> int:
    """Return how many papers the query finds, as the feed says.

    Raises:
        ValueError: it is no feed.
    """
    found = _TOTAL.search(feed)
    if found is None or b"</feed>" not in feed[-200:]:
        raise ValueError("no whole feed")
    return int(found[1])


def _whole_slice(start: int) -> Callable[[Path], None]:
    """Return a check for a feed that is whole: the API is known for empty slices in the middle.

    An error comes as a whole feed with one entry called Error; asking again is of no use then.
    """

    def check(file: Path) -> None:
        feed = file.read_bytes()
        total = total_of(feed)
        if said := _ERROR.search(feed):
            reason = unescape(said[1].decode("utf-8", "replace"))
            raise FetchError("arXiv", f"says {reason!r}", "mend the query")
        if start < total and not _ENTRY.search(feed):
            raise ValueError("an empty slice")

    return check
