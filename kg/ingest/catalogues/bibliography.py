"""What bibliographies of any format give: an entry from loose fields, written by many hands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from kg.ingest.arxiv import arxiv_id
from kg.ingest.clean import clean
from kg.ingest.entry import Entry
from kg.ingest.identifiers import identifier, recognised

_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|sc|span|p|jats:[a-z]+)(?:\s[^<>]{0,200})?/?>", re.I)


def described(
    *,
    title: str,
    abstract: str,
    doi: str = "",
    names: Iterable[str] = (),
    arxiv: str | None = None,
    issued: date | None = None,
    year: int | None = None,
    authors: Iterable[str] = (),
    venue: str = "",
    categories: tuple[str, ...] = (),
    identifiers: Iterable[str] = (),
) -> Entry:
    """Return an entry; its DOI and the URLs among `names` are looked at for known identifiers."""
    found = {identifier("doi", doi), *map(recognised, names), *identifiers}
    return Entry(
        title,
        abstract,
        arxiv_id=arxiv or arxiv_id(f"doi:{doi}"),
        issued=issued,
        year=None if issued else year,
        authors=tuple(dict.fromkeys(one for one in authors if one)),
        categories=categories,
        identifiers=tuple(sorted(one for one in found if one)),
        venue=venue or None,
    )


def markup_removed(text: str) -> str:
    """Return text without the inline tags that bibliographies carry; "a < b" stays.

    >>> markup_removed("On <i>E. coli</i> at p < 0.05")
    'On E. coli at p < 0.05'
    """
    return clean(_TAG.sub("", text))
