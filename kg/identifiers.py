"""Identifiers of papers at the services that know them, in one form each: "scheme:value".

Known forms: DOI (ISO 26324), OpenAlex works, Semantic Scholar papers and corpus numbers, ACL
Anthology, OpenReview forums, DBLP keys, PubMed. arXiv's own are in `kg.ingest.arxiv`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg.ids import title_key

STRONG = ("doi", "openalex", "s2", "corpusid", "acl", "openreview", "dblp", "pmid")
"""Schemes whose identifiers name one paper, in the order in which a paper's key is taken."""

_FORMS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (scheme, re.compile(rf"(?:{scheme}:\s*|{address})(?P<value>{value})(?:[?#].*)?", re.IGNORECASE))
    for scheme, address, value in (
        ("doi", r"(?:https?://)?(?:dx\.)?doi\.org/", r"10\.\d{4,9}/\S+"),
        ("openalex", r"(?:https?://)?(?:api\.)?openalex\.org/(?:works/)?", r"W\d+"),
        (
            "s2",
            r"(?:https?://)?(?:www\.)?semanticscholar\.org/paper/(?:[^/?#]*/)?",
            r"[0-9a-f]{40}",
        ),
        ("corpusid", r"(?:https?://)?api\.semanticscholar\.org/corpusid:", r"\d+"),
        (
            "acl",
            r"(?:https?://)?(?:www\.)?aclanthology\.org/",
            r"[A-Z]\d\d-\d{4}|\d{4}\.[\w-]+\.\d+",
        ),
        ("openreview", r"(?:https?://)?openreview\.net/(?:forum|pdf)\?id=", r"[\w-]+"),
        ("dblp", r"(?:https?://)?dblp\.org/rec/", r"[\w-]+/[\w./-]+"),
        ("pmid", r"(?:https?://)?pubmed\.ncbi\.nlm\.nih\.gov/", r"\d+"),
    )
)
_BARE_DOI = re.compile(r"10\.\d{4,9}/\S+")
_CASELESS = frozenset({"doi", "s2"})
_ADDRESSES: Mapping[str, str] = {
    "doi": "https://doi.org/",
    "openalex": "https://openalex.org/",
    "s2": "https://www.semanticscholar.org/paper/",
    "acl": "https://aclanthology.org/",
    "openreview": "https://openreview.net/forum?id=",
    "dblp": "https://dblp.org/rec/",
    "pmid": "https://pubmed.ncbi.nlm.nih.gov/",
}
_LEGAL = re.compile(r"[A-Za-z0-9._~:/?=()&+,;@%-]+")


def identifier(text: str) -> str:
    """Return an identifier in its one form; text of no known form as it is.

    >>> identifier("https://doi.org/10.1000/ABC"), identifier("https://openalex.org/W12")
    ('doi:10.1000/abc', 'openalex:W12')
    """
    text = text.strip()
    if _BARE_DOI.fullmatch(text):
        return "doi:" + text.lower().rstrip(".")
    for scheme, form in _FORMS:
        if match := form.fullmatch(text):
            value = match["value"].rstrip("/.")
            return f"{scheme}:{value.lower() if scheme in _CASELESS else value}"
    return text


def address(known: str) -> str | None:
    """Return the IRI of a paper at the service of an identifier, None where there is none.

    >>> address("acl:2020.acl-main.1")
    'https://aclanthology.org/2020.acl-main.1'
    """
    scheme, _, value = known.partition(":")
    if scheme not in _ADDRESSES or not _LEGAL.fullmatch(value):
        return None
    return _ADDRESSES[scheme] + value


def paper_key(title: str, arxiv_id: str | None, identifiers: Iterable[str]) -> str:
    """Return the identity of a paper: "arxiv:...", else that of the first known service, else of
    its title."""
    if arxiv_id:
        return f"arxiv:{arxiv_id}"
    known = sorted(identifiers)
    for scheme in STRONG:
        if found := next((one for one in known if one.startswith(f"{scheme}:")), None):
            return found
    # A title of signs only has no key; then it is its own.
    return f"title:{title_key(title) or title}"
