"""One paper for all its entries, whichever order they come in.

Entries with the same arXiv id are one paper, and so are entries without one that share a title
(kg.ids.title_key). An entry without an arXiv id joins the paper with one that has its title; if
several have, the one with the smallest id.

Every field is chosen by a rule that does not see the order: a text is the longest there is, of
these the first in the order of its characters; a date is the earliest written one, else the
earliest assumed one; a list the longest, then the first; a count the greatest; identifiers and
listings are gathered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from kg.ids import title_key
from kg.ingest.entry import Entry
from kg.model import Listing, Paper

Listed = tuple[str, Entry]


def merge(listed: Iterable[Listed]) -> list[Paper]:
    """Return the papers, sorted by key, of entries with the names of their listings."""
    by_id: dict[str, list[Listed]] = defaultdict(list)
    by_title: dict[str, list[Listed]] = defaultdict(list)
    for name, entry in listed:
        if entry.arxiv_id is None:
            by_title[_title(entry)].append((name, entry))
        else:
            by_id[entry.arxiv_id].append((name, entry))
    if by_title:
        # The greatest id comes first, so that the smallest one stays.
        ids = sorted(by_id, reverse=True)
        id_of = {_title(entry): one for one in ids for _, entry in by_id[one]}
        for title in by_title.keys() & id_of.keys():
            by_id[id_of[title]] += by_title.pop(title)
    papers = [_paper(f"arxiv:{arxiv_id}", group) for arxiv_id, group in by_id.items()]
    papers += [_paper(f"title:{title}", group) for title, group in by_title.items()]
    return sorted(papers, key=lambda paper: paper.key)


def _title(entry: Entry) -> str:
    """Return what entries without an arXiv id are told apart by."""
    # A title of signs only has no key; then it is its own.
    return title_key(entry.title) or entry.title


def _paper(key: str, group: list[Listed]) -> Paper:
    entries = [entry for _, entry in group]
    listings = {Listing(name, entry.listed_on) for name, entry in group}
    return Paper(
        key=key,
        title=_longest_text(entry.title for entry in entries),
        abstract=_longest_text(entry.abstract for entry in entries),
        arxiv_id=next((entry.arxiv_id for entry in entries if entry.arxiv_id), None),
        issued=_date(entries),
        authors=_longest_list(entry.authors for entry in entries),
        author_count=_greatest(entry.author_count for entry in entries),
        comment_count=_greatest(entry.comment_count for entry in entries),
        categories=_longest_list(entry.categories for entry in entries),
        identifiers=tuple(sorted({one for entry in entries for one in entry.identifiers})),
        listings=tuple(sorted(listings, key=lambda one: (one.name, one.issued or date.min))),
    )


def _longest_text(texts: Iterable[str]) -> str:
    return min(texts, key=lambda text: (-len(text), text))


def _longest_list(lists: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return min(lists, key=lambda one: (-len(one), one))


def _greatest(counts: Iterable[int | None]) -> int | None:
    return max((count for count in counts if count is not None), default=None)


def _date(entries: list[Entry]) -> date | None:
    dates = [(entry.issued_assumed, entry.issued) for entry in entries if entry.issued]
    return min(dates)[1] if dates else None
