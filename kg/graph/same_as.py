"""The IRIs that other places have for a paper.

owl:sameAs says that two names are of one thing, with all that follows from it. It is written only
for DOIs, OpenAlex and DBLP, whose IRIs name the work, and only where the paper has a single one of
the scheme (a DOI: the one that is shown). Pages about the paper are schema:sameAs.
"""

from __future__ import annotations

from collections import Counter
from urllib.parse import quote

from kg.ingest.identifiers import known
from kg.model import Paper

_SAFE = "/:._-~()"
_WORKS = {
    "doi": "https://doi.org/",
    "openalex": "https://openalex.org/",
    "dblp": "https://dblp.org/rec/",
}
_PAGES = {
    "acl": "https://aclanthology.org/",
    "openreview": "https://openreview.net/forum?id=",
    "s2": "https://www.semanticscholar.org/paper/",
    "corpusid": "https://api.semanticscholar.org/CorpusID:",
}


def same_as(paper: Paper) -> list[tuple[str, str]]:
    """Return ("owl:sameAs" or "schema:sameAs", IRI) for each known identifier, sorted."""
    names = sorted(set(known(paper.identifiers)))
    counts = Counter(scheme for scheme, _ in names)
    found = [("schema:sameAs", f"https://arxiv.org/abs/{paper.arxiv_id}")] if paper.arxiv_id else []
    for scheme, value in names:
        single = value == paper.doi if scheme == "doi" else counts[scheme] == 1
        if scheme in _WORKS:
            predicate = "owl:sameAs" if single else "schema:sameAs"
            found.append((predicate, _WORKS[scheme] + quote(value, safe=_SAFE)))
        else:
            found.append(("schema:sameAs", _PAGES[scheme] + quote(value, safe=_SAFE)))
    return sorted(found)
