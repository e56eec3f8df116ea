"""Read feeds: files, folders, patterns, standard input -> papers, each once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kg.errors import InputError
from kg.ingest.archive import is_archive, members
from kg.ingest.columns import given_columns
from kg.ingest.entry import Entry, Item, Note, Options
from kg.ingest.feed import Feed, open_feed
from kg.ingest.identity import Listed
from kg.ingest.inputs import STDIN, Input, listing_names, locate
from kg.ingest.merge import merge
from kg.ingest.sources import has_format_suffix, has_known_suffix, source_of
from kg.model import Paper


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Where an entry stood: a file by its whole path ("-" for standard input), and which member
    of it if it is an archive."""

    path: str
    member: str = ""


@dataclass(slots=True)
class Entries:
    """What the inputs hold, not yet merged; errors and notes are those of a Reading."""

    found: list[tuple[Origin, Entry]] = field(default_factory=list)
    skipped: list[InputError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """What was read: the papers sorted by key, how many entries they came from, and the log.

    `skipped` has one error for each entry or file that could not be read, `notes` one line for each
    assumption. All of it is the same in whichever order the inputs are given.
    """

    papers: list[Paper] = field(default_factory=list)
    read: int = 0
    duplicates: int = 0
    skipped: list[InputError] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read(
    inputs: Sequence[str | os.PathLike[str]],
    *,
    page_date: date | None = None,
    columns: Mapping[str, str] | None = None,
    strict: bool = False,
) -> Reading:
    """Return the papers of all inputs; formats are told by content, .gz, .zst, .zip unpacked.

    Args:
        inputs: files, folders (searched through for the suffixes of known formats), patterns
            with * ? [ ] or **, and "-" for standard input.
        page_date: the day on which the pages were copied, for dates without a year.
        columns: field -> column, for tables with unusual column names
            ({"title": "paper_title"}).
        strict: raise the first error instead of skipping what is bad.

    Raises:
        InputError: with strict, the first entry or file that cannot be read.
        UnknownName: `columns` names a field that papers do not have.
    """
    entries = read_entries(inputs, page_date=page_date, columns=columns, strict=strict)
    papers = merge(listed(entries.found))
    read_in_all = len(entries.found)
    return Reading(papers, read_in_all, read_in_all - len(papers), entries.skipped, entries.notes)


def read_entries(
    inputs: Sequence[str | os.PathLike[str]],
    *,
    page_date: date | None = None,
    columns: Mapping[str, str] | None = None,
    strict: bool = False,
) -> Entries:
    """Return every entry of the inputs with its origin; args and errors are those of read."""
    options = Options(page_date, given_columns(columns or {}))
    entries = Entries()
    for origin, item in _items(inputs, options):
        if isinstance(item, Entry):
            entries.found.append((origin, item))
        elif isinstance(item, Note):
            entries.notes.append(item.text)
        elif strict:
            raise item
        else:
            entries.skipped.append(item)
    return entries


def listed(entries: Iterable[tuple[Origin, Entry]]) -> Iterator[Listed]:
    """Yield the entries with the names of their listings.

    A name depends on all origins together (kg.ingest.inputs.listing_names), on no order of them.
    """
    found = list(entries)
    names = listing_names(sorted({origin.path for origin, _ in found}))
    for origin, entry in found:
        member = f"/{origin.member}" if origin.member else ""
        yield names[origin.path] + member, entry


def _items(
    inputs: Iterable[str | os.PathLike[str]], options: Options
) -> Iterator[tuple[Origin, Item]]:
    """Yield what each input holds, with its origin."""
    located = locate(inputs, has_known_suffix)
    for error in sorted(located.errors, key=str):
        yield Origin(error.place), error
    for path in located.left_out:
        yield Origin(path), Note(f"{path}: left out, its suffix is that of no known format")
    for one in located.files:
        yield from _of_file(one, options)


def _of_file(one: Input, options: Options) -> Iterator[tuple[Origin, Item]]:
    """Yield what a file holds, or each member of an archive, with its origin."""
    path = str(one.path) if one.path else STDIN
    try:
        with open_feed(one.place, one.path) as feed:
            if not is_archive(feed):
                yield from ((Origin(path), item) for item in _of_feed(feed, options))
                return
            for member, opened in members(feed, has_format_suffix):
                origin = Origin(path, member)
                if isinstance(opened, Feed):
                    yield from ((origin, item) for item in _of_feed(opened, options))
                else:
                    yield origin, opened
    except InputError as error:
        yield Origin(path), error


def _of_feed(feed: Feed, options: Options) -> Iterator[Item]:
    empty = True
    try:
        source = source_of(feed, options)
        for item in source.read(feed, options):
            empty = empty and isinstance(item, Note)
            yield item
    except InputError as error:
        yield error
        return
    if empty:
        mend = f"it was read as {source.name}: check that it is what you think"
        yield InputError(feed.place, "holds no papers", mend)
