"""Which entries of listings are one paper.

Entries are one paper if they share an arXiv id, or an identifier of another service
(kg.identifiers.STRONG). An entry that has neither in common with another still is the same
paper if its title is (kg.ids.title_key) and the years agree: unknown, or at most one apart, as
those of a preprint and its proceedings are. Two arXiv ids are always two papers; of several that
have a title, one without an id joins the smallest.

Nothing depends on the order of the entries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from kg.identifiers import STRONG, paper_key
from kg.ids import title_key
from kg.ingest.entry import Entry

_MOST_YEARS_APART = 1


def group(entries: Sequence[Entry]) -> list[list[int]]:
    """Return the places of the entries, those of one paper together."""
    sets = _Sets(entries)
    first_with: dict[str, int] = {}
    for place, entry in enumerate(entries):
        if entry.arxiv_id:
            sets.join(first_with.setdefault(f"arxiv:{entry.arxiv_id}", place), place)
    holders: dict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        for one in entry.identifiers:
            if one.partition(":")[0] in STRONG:
                holders[one].append(place)
    for one in sorted(holders):
        _join_all(sets, holders[one])
    by_title: dict[str, list[int]] = defaultdict(list)
    for place, entry in enumerate(entries):
        by_title[_title(entry)].append(place)
    for title in sorted(by_title):
        _join_by_year(sets, by_title[title])
    return list(sets.members())


def key(entries: Sequence[Entry]) -> str:
    """Return the identity of the paper of some entries: "arxiv:...", "doi:...", or "title:..."."""
    title = min((entry.title for entry in entries), key=_folded)
    arxiv_id = min((entry.arxiv_id for entry in entries if entry.arxiv_id), default=None)
    return paper_key(title, arxiv_id, (one for entry in entries for one in entry.identifiers))


def year_of(entry: Entry) -> int | None:
    """Return the year that an entry states, of its date or alone."""
    if entry.year is None and entry.issued and not entry.issued_assumed:
        return entry.issued.year
    return entry.year


def _title(entry: Entry) -> str:
    return _folded(entry.title)


def _folded(title: str) -> str:
    # A title of signs only has no key; then it is its own.
    return title_key(title) or title


def _join_all(sets: _Sets, places: Sequence[int]) -> None:
    """Join the holders of one identifier, those without an arXiv id to the smallest one."""
    roots = sorted(set(map(sets.find, places)), key=sets.rank)
    for other in roots[1:]:
        sets.join(roots[0], other)


def _join_by_year(sets: _Sets, places: Sequence[int]) -> None:
    """Join what has one title, as far as the years allow it."""
    roots = sorted(set(map(sets.find, places)), key=sets.rank)
    for at, root in enumerate(roots):
        for other in roots[at + 1 :]:
            if sets.agree(root, other):
                sets.join(root, other)


class _Sets:
    """Sets of entries that are one paper: union-find (Galler and Fischer 1964)."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._parent = list(range(len(entries)))
        self._arxiv = [entry.arxiv_id for entry in entries]
        self._entries = entries
        years = map(year_of, entries)
        self._years = [frozenset() if year is None else frozenset({year}) for year in years]

    def find(self, place: int) -> int:
        while self._parent[place] != place:
            self._parent[place] = self._parent[self._parent[place]]
            place = self._parent[place]
        return place

    def rank(self, root: int) -> tuple[bool, str, int, tuple[str, str, str]]:
        """Return what sets are sorted by: those with an arXiv id first, then the dated ones."""
        arxiv = self._arxiv[root]
        return arxiv is None, arxiv or "", min(self._years[root], default=9999), self._order(root)

    def agree(self, one: int, other: int) -> bool:
        """Tell whether the years of two sets can be those of one paper."""
        years = self._years[self.find(one)], self._years[self.find(other)]
        if not all(years):
            return True
        return any(abs(a - b) <= _MOST_YEARS_APART for a in years[0] for b in years[1])

    def join(self, one: int, other: int) -> None:
        """Make two sets one, unless their arXiv ids differ."""
        one, other = self.find(one), self.find(other)
        first, second = self._arxiv[one], self._arxiv[other]
        if one == other or (first and second and first != second):
            return
        if self._order(other) < self._order(one):
            one, other = other, one
        self._parent[other] = one
        self._arxiv[one] = first or second
        self._years[one] |= self._years[other]

    def _order(self, place: int) -> tuple[str, str, str]:
        entry = self._entries[place]
        return _title(entry), entry.abstract, str(entry)

    def members(self) -> Iterator[list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self._parent)):
            found[self.find(place)].append(place)
        yield from found.values()
