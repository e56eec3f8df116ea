"""XML as a stream of records, from files that nobody vouches for.

Python's expat parses; what makes XML dangerous is refused here (see the notes on vulnerabilities in
https://docs.python.org/3/library/xml.html): a document type declaration ends the reading, so that
no entity is ever declared, expanded or fetched; depth, the size of a record and the length of a
single token are bounded. Names lose their namespaces: feeds use several for the same elements.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from kg.errors import InputError
from kg.ingest.entry import Head
from kg.ingest.feed import Feed

DEPTH_LIMIT = 100
RECORD_LIMIT = 10_000_000
_PROLOG = re.compile(r"[\s\ufeff]*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")


@dataclass(frozen=True, slots=True)
class Found:
    """One record: its element, the line it begins on and the elements around it, the outer first.

    Of these only names and attributes are known.
    """

    element: Element
    line: int
    around: tuple[tuple[str, dict[str, str]], ...]


@lru_cache(maxsize=2)
def root_of(text: str) -> str:
    """Return the local name of the root element that a text begins with, "" if it is no XML.

    >>> root_of("<?xml version='1.0'?><!-- x --><atom:feed>")
    'feed'
    """
    prolog = _PROLOG.match(text)
    root = _ROOT.match(text, prolog.end() if prolog else 0)
    return root[1] if root else ""


def has_root(head: Head, names: Collection[str]) -> bool:
    """Tell a file whose root element has one of the names."""
    return head.text.lstrip("\ufeff \t\r\n")[:1] == "<" and root_of(head.text) in names


def records(feed: Feed, names: Collection[str]) -> Iterator[Found | InputError]:
    """Yield each element of one of the names (not those inside others), then what broke it off.

    A record that is too large costs itself only.
    """
    reader = _Reader(feed, frozenset(names))
    try:
        for chunk in feed.chunks():
            reader.feed(chunk)
            yield from reader.taken()
        reader.close()
    except InputError as error:
        yield from reader.taken()
        yield error
    else:
        yield from reader.taken()


def inner_text(element: Element | None) -> str:
    """Return the whole text of an element, that of its children in its place."""
    return "" if element is None else "".join(element.itertext())


class _Reader:
    """An expat parser that builds the wanted elements and forgets all else."""

    def __init__(self, feed: Feed, wanted: frozenset[str]) -> None:
        self._feed = feed
        self._wanted = wanted
        self._done: list[Found | InputError] = []
        self._path: list[tuple[str, dict[str, str]]] = []
        self._builder: TreeBuilder | None = None
        self._line = self._size = self._depth_of_record = self._bytes = 0
        self._parser = expat.ParserCreate(namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype

    def taken(self) -> list[Found | InputError]:
        """Return what is finished, once."""
        done, self._done = self._done, []
        return done

    def feed(self, chunk: bytes) -> None:
        """Parse the next bytes.

        Raises:
            InputError: they are no XML, or more than is allowed.
        """
        self._parse(chunk, final=False)
        self._bytes += len(chunk)
        if self._bytes - max(self._parser.CurrentByteIndex, 0) > RECORD_LIMIT:
            raise self._refused(f"one token is longer than {RECORD_LIMIT:,} bytes")

    def close(self) -> None:
        """Parse the end.

        Raises:
            InputError: the document is not finished.
        """
        self._parse(b"", final=True)

    def _parse(self, chunk: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as error:
            reason = expat.ErrorString(error.code)
            raise self._feed.error(
                error.lineno, f"the XML is not well-formed ({reason})", "get the whole file again"
            ) from error
        except (ValueError, LookupError) as error:  # an encoding that expat cannot decode
            raise self._refused("the XML is in an unknown encoding") from error

    def _refused(self, problem: str) -> InputError:
        line = self._parser.CurrentLineNumber
        return self._feed.error(line, problem, "give the feed as its publisher serves it")

    def _doctype(self, *_: object) -> None:
        raise self._refused("the XML has a document type declaration, which may hide entities")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition("}")[2]
        if len(self._path) >= DEPTH_LIMIT:
            raise self._refused(f"the XML is nested deeper than {DEPTH_LIMIT} elements")
        if self._builder is None and not self._depth_of_record and local in self._wanted:
            self._builder, self._size = TreeBuilder(), 0
            self._line, self._depth_of_record = self._parser.CurrentLineNumber, len(self._path) + 1
        self._path.append((local, attributes))
        if self._builder is not None:
            self._grow(sum(map(len, attributes)) + sum(map(len, attributes.values())) + 100)
        if self._builder is not None:
            own = {key.rpartition("}")[2]: value for key, value in attributes.items()}
            self._builder.start(local, own)

    def _text(self, data: str) -> None:
        if self._builder is not None:
            self._grow(len(data))
        if self._builder is not None:
            self._builder.data(data)

    def _grow(self, size: int) -> None:
        """Count what the record holds; drop it where that is too much."""
        self._size += size
        if self._size > RECORD_LIMIT:
            problem = f"the record is longer than {RECORD_LIMIT:,} characters"
            self._done.append(self._feed.error(self._line, problem, "mend or delete the record"))
            self._builder = None

    def _end(self, name: str) -> None:
        local, _ = self._path.pop()
        if self._builder is not None:
            self._builder.end(local)
        if self._depth_of_record == len(self._path) + 1:
            if self._builder is not None:
                around = tuple(self._path)
                self._done.append(Found(self._builder.close(), self._line, around))
            self._builder, self._depth_of_record = None, 0
