"""What a source yields: entries, notes for the log, and (kg.errors) input errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.model import Claimed

if TYPE_CHECKING:
    from kg.ingest.feed import Feed


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper as one listing gives it; the texts are clean (kg.ingest.clean).

    `abstract` is "" where a catalogue has none. `issued_assumed` says that the year of `issued`
    was not written; `year` stands where no day is known. `listed_on` is the date of the listing
    itself. `identifiers` are those of kg.ingest.identifiers, and others as they were found.
    `source` is the publisher of the feed ("OpenAlex"), None for files of unknown origin; `version`
    is that of the text at arXiv; `claims` are what the source says beyond the paper's own words.
    """

    title: str
    abstract: str
    arxiv_id: str | None = None
    issued: date | None = None
    issued_assumed: bool = False
    authors: tuple[str, ...] = ()
    author_count: int | None = None
    comment_count: int | None = None
    categories: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    listed_on: date | None = None
    year: int | None = None
    venue: str | None = None
    claims: tuple[tuple[Claimed, str], ...] = ()
    version: int | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """One line for the log: something that was assumed or left out."""

    text: str


Item = Entry | InputError | Note


@dataclass(frozen=True, slots=True)
class Options:
    """What the user said about the inputs.

    Args:
        page_date: the day on which the pages were copied.
        columns: field -> the column of a table that holds it.
    """

    page_date: date | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Head:
    """The first bytes of a file, unpacked, and the same as text ("" where they are not text)."""

    raw: bytes
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """One format.

    Args:
        name: as the user reads it ("JSON Lines").
        suffixes: of the files that are taken from a folder.
        recognises: whether a file with this beginning is of the format.
        read: yields what the file holds; an InputError is yielded for one bad entry, and raised
            where the rest of the file cannot be read.
    """

    name: str
    suffixes: tuple[str, ...]
    recognises: Callable[[Head, Options], bool]
    read: Callable[[Feed, Options], Iterator[Item]]
