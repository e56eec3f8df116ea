"""Identifiers of papers at the places that number them, in one form: "scheme:value".

arXiv's own are in kg.ingest.arxiv. A scheme stands in SCHEMES if its identifiers name one paper
each, so that two entries with the same one are the same paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from kg.ids import title_key
from kg.ingest.clean import clean

_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:)?\s*(10\.\d{4,9}(?:\.\d+)*/\S+)")
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)")
_OPENREVIEW = r"[A-Za-z0-9_-]{6,24}"
_ACL = r"(?:\d{4}\.[A-Za-z0-9_]+-[A-Za-z0-9_]+\.\d+|[A-Z]\d{2}-\d{4,6})"

# Scheme -> the whole of a value. The order is that in which a paper's key is chosen.
SCHEMES: dict[str, re.Pattern[str]] = {
    "doi": re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+"),
    "acl": re.compile(_ACL),
    "openreview": re.compile(_OPENREVIEW),
    "openalex": re.compile(r"W\d{1,12}"),
    "s2": re.compile(r"[0-9a-f]{40}"),
    "corpusid": re.compile(r"\d{1,12}"),
    "dblp": re.compile(r"[a-z]+/[A-Za-z0-9_-]+/[A-Za-z0-9_./-]+"),
}

_URLS = (
    ("openalex", re.compile(r"https?://(?:api\.)?openalex\.org/(?:works/)?(W\d{1,12})", re.I)),
    ("s2", re.compile(r"https?://(?:www\.)?semanticscholar\.org/paper/(?:[^/]+/)?([0-9a-f]{40})")),
    ("acl", re.compile(rf"https?://(?:www\.)?aclanthology\.org/({_ACL})(?:/|\.pdf|\.bib)?")),
    ("openreview",
     re.compile(rf"https?://(?:www\.)?openreview\.net/(?:forum|pdf)\?id=({_OPENREVIEW}).*")),
    ("dblp", re.compile(r"https?://dblp\.(?:org|uni-trier\.de)/rec/([\w./-]+?)(?:\.html|\.xml)?")),
)  # fmt: skip


def doi(text: str) -> str | None:
    """Return the DOI that a text is, in lower case (DOIs do not mind), or None.

    >>> doi("https://doi.org/10.1103/PhysRevD.76.013009"), doi("none")
    ('10.1103/physrevd.76.013009', None)
    """
    match = _DOI.fullmatch(clean(unquote(text)).lower())
    return match[1].rstrip(".,;") if match else None


def identifier(scheme: str, value: object) -> str | None:
    """Return "scheme:value" where the value is one of a known scheme, else None.

    >>> identifier("corpusid", 232352874), identifier("s2", None)
    ('corpusid:232352874', None)
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = doi(str(value)) if scheme == "doi" else str(value).strip()
    if text is None or _ARXIV_DOI.fullmatch(text) or not SCHEMES[scheme].fullmatch(text):
        return None
    return f"{scheme}:{clean(text)}"


def recognised(text: str) -> str | None:
    """Return what a URL or DOI of a paper names as "scheme:value", or None.

    >>> recognised("https://aclanthology.org/2020.acl-main.1/")
    'acl:2020.acl-main.1'
    """
    for scheme, pattern in _URLS:
        if match := pattern.fullmatch(text.strip()):
            value = match[1].upper() if scheme == "openalex" else match[1]
            return identifier(scheme, value)
    return identifier("doi", text)


def known(identifiers: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Return those identifiers that are of known schemes as (scheme, value)."""
    pairs = (one.partition(":") for one in identifiers)
    return tuple(
        (scheme, value)
        for scheme, _, value in pairs
        if scheme in SCHEMES and SCHEMES[scheme].fullmatch(value)
    )


def paper_key(arxiv_id: str | None, identifiers: Iterable[str], title: str) -> str:
    """Return the key of a paper: its arXiv id, else the first of SCHEMES that it has, else the
    folded title.

    >>> paper_key(None, ["openalex:W7", "doi:10.1000/b", "doi:10.1000/a"], "Kites")
    'doi:10.1000/a'
    """
    if arxiv_id:
        return f"arxiv:{arxiv_id}"
    names = known(identifiers)
    for scheme in SCHEMES:
        if values := [value for other, value in names if other == scheme]:
            return f"{scheme}:{min(values)}"
    return f"title:{folded_title(title)}"


def folded_title(title: str) -> str:
    """Return what papers without identifiers are told apart by; a title of signs is its own."""
    return title_key(title) or title
