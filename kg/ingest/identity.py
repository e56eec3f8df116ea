"""Which entries are of the same paper, whichever order they come in.

In this order of precedence: the same arXiv id; else the same identifier of another scheme
(kg.ingest.identifiers.SCHEMES); else the same folded title (kg.ids.title_key). A lower sign never
joins what a higher one keeps apart: two arXiv ids are two papers whatever their titles say.

By title two papers are one unless both are identified and something speaks against it: two
different identifiers of one scheme, years two or more apart (a preprint and its proceedings are at
most one), or authors of whom none is the same. A year that is unknown or assumed speaks against
nothing. An entry that fits several papers joins the one nearest in years, of these the one with the
smallest identifier.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.ids import fold
from kg.ingest.entry import Entry
from kg.ingest.identifiers import SCHEMES, folded_title, known, paper_key

Listed = tuple[str, Entry]
"""An entry with the name of its listing."""

PRECEDENCE = ("arxiv", *SCHEMES)
_YEARS_APART = 2
_NAME_PART = re.compile(r"[^\W\d_]{2,}")


def same_papers(listed: Iterable[Listed]) -> list[tuple[str, list[Listed]]]:
    """Return the entries of each paper under the paper's key."""
    groups = _Groups(listed)
    for rank, scheme in enumerate(PRECEDENCE):
        groups.join_by_identifier(scheme, PRECEDENCE[:rank])
    groups.join_by_title()
    return [(group.key(), group.members) for group in groups.all()]


def family_names(authors: Sequence[str]) -> tuple[str, ...]:
    """Return the folded family names of authors written "Ann Lee" or "Lee, Ann"."""
    families = (name.partition(",")[0] if "," in name else name for name in authors)
    words = (_NAME_PART.findall(fold(family)) for family in families)
    return tuple(found[-1] for found in words if found)


class _Group:
    """Entries taken for one paper, and all by which it is recognised."""

    def __init__(self, signature: _Signature) -> None:
        identifiers, title, years = signature
        self.members: list[Listed] = []
        self.names: dict[str, set[str]] = defaultdict(set)
        for scheme, value in identifiers:
            self.names[scheme].add(value)
        self.titles = {title}
        self.years = set(years)
        self.families: set[str] = set()

    def key(self) -> str:
        """Return the key: the first identifier in the order of precedence, else the title."""
        arxiv = min(self.names["arxiv"], default=None)
        names = [f"{scheme}:{one}" for scheme, values in self.names.items() for one in values]
        return paper_key(arxiv, names, min(self.titles))

    def order(self) -> tuple[int, str]:
        """Return the place among groups of one title: identified ones first."""
        key = self.key()
        scheme = key.partition(":")[0]
        return (PRECEDENCE.index(scheme) if scheme in PRECEDENCE else len(PRECEDENCE), key)

    def add(self, other: _Group) -> None:
        """Take over all of another group."""
        self.members += other.members
        for scheme, values in other.names.items():
            self.names[scheme] |= values
        self.titles |= other.titles
        self.years |= other.years
        self.families |= other.families

    def contradicts(self, other: _Group, schemes: Sequence[str]) -> bool:
        """Tell whether a scheme names the two differently."""
        return any(
            self.names[scheme]
            and other.names[scheme]
            and self.names[scheme].isdisjoint(other.names[scheme])
            for scheme in schemes
        )

    def years_to(self, other: _Group) -> int:
        """Return how many years lie between the two; 0 if one has none."""
        return min((abs(a - b) for a in self.years for b in other.years), default=0)

    def may_share_title_with(self, other: _Group) -> bool:
        """Tell whether nothing speaks against one paper of the same title."""
        if not (any(self.names.values()) and any(other.names.values())):
            return True
        strangers = self.families and other.families and self.families.isdisjoint(other.families)
        return not (
            self.contradicts(other, _NAMING_ONE)
            or self.years_to(other) >= _YEARS_APART
            or strangers
        )


# DBLP numbers the preprint and the proceedings of one paper apart, OpenReview each submission.
_NAMING_ONE = tuple(one for one in PRECEDENCE if one not in ("dblp", "openreview"))
_Signature = tuple[tuple[tuple[str, str], ...], str, tuple[int, ...]]


class _Groups:
    """All groups; joins go through them in an order that the input's does not change."""

    def __init__(self, listed: Iterable[Listed]) -> None:
        alike: dict[_Signature, _Group] = {}
        for name, entry in listed:
            signature = _signature(entry)
            group = alike.get(signature) or alike.setdefault(signature, _Group(signature))
            group.members.append((name, entry))
            group.families.update(family_names(entry.authors))
        self._groups = [alike[signature] for signature in sorted(alike)]
        self._parent = list(range(len(self._groups)))

    def all(self) -> list[_Group]:
        """Return the groups that are left."""
        return [group for at, group in enumerate(self._groups) if self._parent[at] == at]

    def join_by_identifier(self, scheme: str, higher: Sequence[str]) -> None:
        """Join the groups of each value of the scheme that no higher scheme keeps apart."""
        holders: dict[str, list[int]] = defaultdict(list)
        for at in self._roots():
            for value in self._groups[at].names.get(scheme, ()):
                holders[value].append(at)
        for value in sorted(holders):
            kept: list[int] = []
            for at in self._ordered(holders[value]):
                group = self._groups[at]
                fitting = (k for k in kept if not self._groups[k].contradicts(group, higher))
                self._settle(at, next(fitting, None), kept)

    def join_by_title(self) -> None:
        """Join the groups of each title that may be one paper."""
        holders: dict[str, list[int]] = defaultdict(list)
        for at in self._roots():
            for title in self._groups[at].titles:
                holders[title].append(at)
        for title in sorted(holders):
            kept: list[int] = []
            for at in self._ordered(holders[title]):
                group = self._groups[at]
                fitting = [k for k in kept if self._groups[k].may_share_title_with(group)]
                nearest = min(
                    fitting,
                    key=lambda k: (self._groups[k].years_to(group), self._groups[k].order()),
                    default=None,
                )
                self._settle(at, nearest, kept)

    def _roots(self) -> list[int]:
        return [at for at, parent in enumerate(self._parent) if at == parent]

    def _root(self, at: int) -> int:
        while self._parent[at] != at:
            self._parent[at] = self._parent[self._parent[at]]
            at = self._parent[at]
        return at

    def _ordered(self, holders: Iterable[int]) -> list[int]:
        roots = {self._root(at) for at in holders}
        if len(roots) == 1:
            return list(roots)
        return sorted(roots, key=lambda at: (self._groups[at].order(), at))

    def _settle(self, at: int, into: int | None, kept: list[int]) -> None:
        """Join a group into another, or keep it as one of its own."""
        if into is None:
            kept.append(at)
        else:
            self._parent[at] = into
            self._groups[into].add(self._groups[at])


def _signature(entry: Entry) -> _Signature:
    names = sorted({*known(entry.identifiers)})
    if entry.arxiv_id:
        names.append(("arxiv", entry.arxiv_id))
    day = entry.issued if not entry.issued_assumed else None
    years = {one for one in (day.year if day else None, entry.year) if one}
    return tuple(names), folded_title(entry.title), tuple(sorted(years))
