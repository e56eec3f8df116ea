"""The pieces that a page is made of, ready for the templates: facts, and lists cut into pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from markupsafe import Markup

    from kg.serve.index import Node
    from kg.serve.site import Site

FEW, PAGE = 10, 100
"""Rows of a list on a page of everything, and on a page of that list alone."""


@dataclass(frozen=True, slots=True)
class Link:
    """A name and where it leads; text without a target where href is empty."""

    text: str
    href: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of what is known: a label with its values, of which `more` are not shown."""

    label: str
    values: tuple[Link, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class EdgeRow:
    """One edge: its other end, the paper that says so, the sentence, the confidence, its page."""

    other: Link
    day: str
    sentence: Markup
    confidence: str
    statement: str


@dataclass(frozen=True, slots=True)
class DerivedRow:
    """One edge between things with the papers it was derived from."""

    other: Link
    papers: tuple[Link, ...]
    statement: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One reported number; `things` are in the order of the columns."""

    value: Link
    things: tuple[Link | None, ...]
    metric_text: str
    paper: Link
    sentence: Markup
    confidence: str


Row: TypeAlias = EdgeRow | DerivedRow | ResultRow | Link


@dataclass(frozen=True, slots=True)
class Part:
    """A list of the page, or the piece of it that is shown.

    `page` of `pages`; `alone` is the path of the page of this list alone, on which it is cut.
    """

    name: str
    title: str
    kind: str
    rows: tuple[Row, ...]
    total: int
    alone: str
    page: int = 1
    pages: int = 1


@dataclass(frozen=True, slots=True)
class View:
    """All that the page of a node shows."""

    node: Node
    kind: str
    title: str
    heading: Markup | str
    facts: tuple[Fact, ...]
    parts: tuple[Part, ...]
    text: Markup | None = None
    text_title: str = ""


_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class Cut:
    """How much of the lists of a page is shown: `show` alone, its page `page`, or some of each.

    `here` is the path of the page.
    """

    here: str
    show: str | None = None
    page: int = 1

    def part(
        self, name: str, title: str, kind: str, items: Sequence[_Item], row: Callable[[_Item], Row]
    ) -> Part | None:
        """Return a list as far as it is shown, None if nothing of it is; only that is made."""
        if not items or self.show not in (None, name):
            return None
        size = PAGE if self.show else FEW
        some = items[(self.page - 1) * size : self.page * size]
        if not some:
            return None
        pages = -(-len(items) // PAGE) if self.show else 1
        rows = tuple(map(row, some))
        alone = f"{self.here}?show={name}"
        return Part(name, title, kind, rows, len(items), alone, self.page, pages)


def filled(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the facts that have values."""
    return tuple(fact for fact in facts if fact.values)


def named(site: Site, identifier: str) -> Link:
    """Return the name of a paper or thing as a link to its page."""
    thing = site.index.things.get(identifier)
    kind = thing.kind.value if thing else "Paper"
    return Link(site.index.name(identifier), site.page(identifier), kind)


def web(text: str) -> Link:
    """Return an address of a text; only one of the web (no script, no file) leads there."""
    try:
        scheme = urlsplit(text).scheme.lower()
    except ValueError:
        scheme = ""
    return Link(text, text if scheme in ("http", "https") else "")
