"""SOURCES: every format that paperkg reads, and which of them a file has.

A file is of the first format that recognises its beginning; its name does not matter. The page
stands last, because any text may be one; catalogues stand before tables of unknown origin.
"""

from __future__ import annotations

import codecs

from kg.errors import InputError
from kg.ingest import delimited, json_document, json_lines, page, parquet
from kg.ingest.catalogues import (
    acl_anthology,
    arxiv_atom,
    arxiv_kaggle,
    arxiv_oai,
    arxiv_rss,
    bibtex,
    csl_json,
    hugging_face,
    openalex,
    openreview,
    ris,
    semantic_scholar,
)
from kg.ingest.entry import Options, Source
from kg.ingest.feed import Feed
from kg.ingest.text import read_head

SOURCES: tuple[Source, ...] = (
    parquet.SOURCE,
    hugging_face.SOURCE,
    arxiv_kaggle.SOURCE,
    semantic_scholar.SOURCE,
    openalex.SOURCE,
    openreview.SOURCE,
    csl_json.SOURCE,
    arxiv_atom.SOURCE,
    arxiv_oai.SOURCE,
    arxiv_rss.SOURCE,
    acl_anthology.SOURCE,
    bibtex.SOURCE,
    ris.SOURCE,
    json_lines.SOURCE,
    json_document.SOURCE,
    delimited.SOURCE,
    page.SOURCE,
)

_PACKED_SUFFIXES = (".gz", ".zst")
_ARCHIVE_SUFFIX = ".zip"
# What people take for a feed by mistake, by its first bytes.
_OTHERS = (
    (b"PK\x03\x04", "a ZIP archive inside another file", "unpack it"),
    (b"%PDF", "a PDF file", "give the feed that lists the paper, or its title and abstract"),
    (b"BZh", "compressed by bzip2", "unpack it, or pack it with gzip"),
    (b"\xfd7zXZ", "compressed by xz", "unpack it, or pack it with gzip"),
)


def source_of(feed: Feed, options: Options) -> Source:
    """Return the format of an opened input.

    Raises:
        InputError: it is empty, binary or of no known format.
    """
    head = read_head(feed.head)
    if not feed.head.removeprefix(codecs.BOM_UTF8).strip():
        raise feed.failure or InputError(
            feed.place, "is empty", "copy the page or export the table again"
        )
    for source in SOURCES:
        if source.recognises(head, options):
            return source
    for magic, what, mend in _OTHERS:
        if feed.head.startswith(magic):
            raise InputError(feed.place, f"is {what}", mend)
    known = ", ".join(source.name for source in SOURCES)
    if head.text.strip():
        raise InputError(feed.place, "is markup of an unknown format", f"known are: {known}")
    raise InputError(
        feed.place, "is a binary file, or text that is not UTF-8", f"known are: {known}"
    )


def has_known_suffix(name: str) -> bool:
    """Tell whether a file with this name is taken from a folder, packed or not."""
    return name.lower().endswith(_ARCHIVE_SUFFIX) or has_format_suffix(name)


def has_format_suffix(name: str) -> bool:
    """Tell whether a file with this name is taken from an archive, packed or not."""
    bare = name.lower()
    for packed in _PACKED_SUFFIXES:
        bare = bare.removesuffix(packed)
    return bare.endswith(tuple(suffix for source in SOURCES for suffix in source.suffixes))
