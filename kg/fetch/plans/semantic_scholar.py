"""Semantic Scholar's papers of given identifiers, 500 at a time.

API: https://api.semanticscholar.org/api-docs/graph#tag/Paper-Data/operation/post_graph_get_papers
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from hashlib import sha256

from kg.fetch.plans.checks import json_of
from kg.fetch.request import Plan, Request
from kg.ingest.arxiv import arxiv_id
from kg.ingest.identifiers import doi

BASE = "https://api.semanticscholar.org"
_PACE, _BATCH = 1.1, 500
_FIELDS = "paperId,externalIds,title,abstract,year,publicationDate,authors,venue,citationCount,url"


def plan_semantic_scholar(*, ids: Sequence[str], base: str = BASE) -> Plan:
    """Ask for papers by arXiv id, DOI, or any identifier that the API knows (CorpusID:7 ...)."""
    key = os.environ.get("S2_API_KEY")
    named = list(dict.fromkeys(_named(one) for one in ids))
    for start in range(0, len(named), _BATCH):
        batch = named[start : start + _BATCH]
        digest = sha256("\n".join(batch).encode()).hexdigest()[:12]
        yield Request(
            name=f"s2-{digest}.json",
            url=f"{base}/graph/v1/paper/batch",
            params={"fields": _FIELDS},
            body={"ids": batch},
            secrets={"x-api-key": key} if key else {},
            pace=_PACE,
            check=json_of(list),
        )


def _named(text: str) -> str:
    """Return an identifier in the API's form.

    >>> _named("2403.06764v2"), _named("10.1000/X"), _named("CorpusID:7")
    ('ARXIV:2403.06764', 'DOI:10.1000/x', 'CorpusID:7')
    """
    found = arxiv_id(text)
    if found:
        return f"ARXIV:{found}"
    return f"DOI:{name}" if (name := doi(text)) else text.strip()
