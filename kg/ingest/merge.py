"""One paper for all its entries, whichever order they come in.

Every field is chosen by a rule that does not see the order. Texts and lists are those of the best
source (RANKING), of these the longest, of these the first in the order of their characters; a date
is the earliest written one, else the earliest assumed one; a year the earliest; a count the
greatest; identifiers and listings are gathered. What another source says otherwise is kept as its
claim, and so is what it says beside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from kg.ids import title_key
from kg.ingest.entry import Entry
from kg.ingest.identity import group, key
from kg.model import Claim, Listing, Paper

RANKING = (
    "arXiv", "ACL Anthology", "OpenReview", "Hugging Face", "Semantic Scholar", "OpenAlex",
    "CSL-JSON", "BibTeX", "RIS", "",
)  # fmt: skip
"""Services by how near their record is to what the authors wrote; "" are pages and plain tables."""

Listed = tuple[str, Entry]


def merge(listed: Iterable[Listed]) -> list[Paper]:
    """Return the papers, sorted by key, of entries with the names of their listings."""
    listed = list(listed)
    groups = group([entry for _, entry in listed])
    papers = [_paper([listed[place] for place in places]) for places in groups]
    return sorted(_told_apart(papers), key=lambda paper: paper.key)


def _told_apart(papers: Iterable[Paper]) -> Iterator[Paper]:
    """Yield the papers; those of one title and of years too far apart have the year in the key."""
    by_key: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        by_key[paper.key].append(paper)
    for found in by_key.values():
        for paper in found:
            year = paper.year or (paper.issued.year if paper.issued else None)
            yield replace(paper, key=f"{paper.key}:{year}") if len(found) > 1 else paper


def _paper(listed: list[Listed]) -> Paper:
    entries = sorted((entry for _, entry in listed), key=lambda e: RANKING.index(e.source))
    listings = {Listing(name, entry.listed_on) for name, entry in listed}
    paper = Paper(
        key=key(entries),
        title=_text(entries, lambda entry: entry.title),
        abstract=_text(entries, lambda entry: entry.abstract),
        arxiv_id=next((entry.arxiv_id for entry in entries if entry.arxiv_id), None),
        issued=_date(entries),
        authors=_list(entries, lambda entry: entry.authors),
        author_count=_greatest(entry.author_count for entry in entries),
        comment_count=_greatest(entry.comment_count for entry in entries),
        categories=_list(entries, lambda entry: entry.categories),
        identifiers=tuple(sorted({one for entry in entries for one in entry.identifiers})),
        listings=tuple(sorted(listings, key=lambda one: (one.name, one.issued or date.min))),
        year=min((entry.year for entry in entries if entry.year), default=None),
        venue=_text(entries, lambda entry: entry.venue or "") or None,
    )
    return replace(paper, claims=tuple(sorted(set(_claims(paper, listed)))))


def _text(entries: Iterable[Entry], field: Callable[[Entry], str]) -> str:
    """Return the text of the best source that has one."""
    return min(
        ((RANKING.index(e.source), -len(field(e)), field(e)) for e in entries if field(e)),
        default=(0, 0, ""),
    )[2]


def _list(entries: Iterable[Entry], field: Callable[[Entry], tuple[str, ...]]) -> tuple[str, ...]:
    return min(
        ((RANKING.index(e.source), -len(field(e)), field(e)) for e in entries if field(e)),
        default=(0, 0, ()),
    )[2]


def _greatest(counts: Iterable[int | None]) -> int | None:
    return max((count for count in counts if count is not None), default=None)


def _date(entries: Iterable[Entry]) -> date | None:
    dates = [(entry.issued_assumed, entry.issued) for entry in entries if entry.issued]
    return min(dates)[1] if dates else None


def _claims(paper: Paper, listed: Iterable[Listed]) -> Iterator[Claim]:
    """Yield what the sources say beside the paper's fields, and otherwise than these."""
    shown = {"title": paper.title, "abstract": paper.abstract, "venue": paper.venue or ""}
    for name, entry in listed:
        source = entry.source or name
        for field, value in entry.claims:
            yield Claim(source, field, value)
        said = {"title": entry.title, "abstract": entry.abstract, "venue": entry.venue or ""}
        for field, value in said.items():
            if value and title_key(value) != title_key(shown[field]):
                yield Claim(source, field, value)
        if entry.issued and entry.issued != paper.issued and not entry.issued_assumed:
            yield Claim(source, "issued", entry.issued.isoformat())
        if entry.year and entry.year != paper.year:
            yield Claim(source, "year", str(entry.year))
        if entry.authors and _folded(entry.authors) != _folded(paper.authors):
            yield Claim(source, "authors", "; ".join(entry.authors))


def _folded(names: Iterable[str]) -> list[str]:
    return [title_key(name) for name in names]
