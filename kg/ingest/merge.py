"""One paper for all its entries, whichever order they come in.

Which entries are one paper is in kg.ingest.identity, which of their values is shown in
kg.ingest.precedence. Counts are the greatest; identifiers, listings and claims are gathered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from kg.ingest.identity import Listed, same_papers
from kg.ingest.precedence import Shown, differing, shown
from kg.model import Claim, Claimed, Listing, Paper


def merge(listed: Iterable[Listed]) -> list[Paper]:
    """Return the papers, sorted by key, of entries with the names of their listings."""
    papers = [_paper(key, group) for key, group in same_papers(listed)]
    return sorted(papers, key=lambda paper: paper.key)


def _paper(key: str, group: list[Listed]) -> Paper:
    entries = [entry for _, entry in group]
    best = shown(entries)
    scheme, _, value = key.partition(":")
    return Paper(
        key=key,
        title=best.title,
        abstract=best.abstract,
        arxiv_id=value if scheme == "arxiv" else None,
        issued=best.issued,
        authors=best.authors,
        author_count=_greatest(entry.author_count for entry in entries),
        comment_count=_greatest(entry.comment_count for entry in entries),
        categories=best.categories,
        identifiers=tuple(sorted({one for entry in entries for one in entry.identifiers})),
        listings=_sorted({_listing(one) for one in group}),
        year=best.year,
        doi=best.doi,
        venue=best.venue,
        claims=_claims(group, best),
    )


def _listing(listed: Listed) -> Listing:
    name, entry = listed
    return Listing(name, entry.listed_on, entry.source)


def _sorted(listings: Iterable[Listing]) -> tuple[Listing, ...]:
    return tuple(
        sorted(listings, key=lambda one: (one.name, one.issued or date.min, one.source or ""))
    )


def _claims(group: Sequence[Listed], best: Shown) -> tuple[Claim, ...]:
    """Return what the sources claim, and all values of the fields in which they differ."""
    said: dict[tuple[Claimed, str], set[Listing]] = defaultdict(set)
    alike: dict[tuple[Claimed, str], set[Listing]] = defaultdict(set)
    disputed: set[Claimed] = set()
    for one in group:
        listing = _listing(one)
        for claimed, value in one[1].claims:
            said[claimed, value].add(listing)
        if len(group) == 1:
            continue
        for claimed, value, differs in differing(one[1], best):
            if differs:
                disputed.add(claimed)
                said[claimed, value].add(listing)
            else:
                alike[claimed, value].add(listing)
    for (claimed, value), listings in alike.items():
        if claimed in disputed:
            said[claimed, value] |= listings
    return tuple(
        Claim(claimed, value, _sorted(listings))
        for (claimed, value), listings in sorted(said.items(), key=lambda item: item[0])
    )


def _greatest(counts: Iterable[int | None]) -> int | None:
    return max((count for count in counts if count is not None), default=None)
