"""OpenAlex works that a search finds, by cursor.

API: https://docs.openalex.org/how-to-use-the-api/get-lists-of-entities/paging (cursor paging) and
.../rate-limits-and-authentication (the contact goes into `mailto`).
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

from kg.fetch.plans.checks import json_of, load
from kg.fetch.request import Plan, Request, name_part

BASE = "https://api.openalex.org"
_PACE, _PER_PAGE = 0.2, 200


def plan_openalex(
    *,
    search: str,
    today: date,
    since: date | None = None,
    contact: str | None = None,
    base: str = BASE,
) -> Plan:
    """Ask for works with an abstract; `since` is the first day of publication."""
    key = os.environ.get("OPENALEX_API_KEY")
    filters = ["has_abstract:true"]
    filters += [f"from_publication_date:{since.isoformat()}"] if since else []
    name, page = name_part(search), 0
    cursor: str | None = "*"
    while cursor:
        file: Path = yield Request(
            name=f"openalex-{name}-{today.isoformat()}-{page:04}.json",
            url=f"{base}/works",
            params={
                "search": search,
                "filter": ",".join(filters),
                "per-page": str(_PER_PAGE),
                "cursor": cursor,
                **({"mailto": contact} if contact else {}),
            },
            secret_params={"api_key": key} if key else {},
            pace=_PACE,
            settled=True,
            check=json_of(dict, "results"),
        )
        answer = load(file)
        following = (answer.get("meta") or {}).get("next_cursor")
        cursor = following if answer["results"] and following != cursor else None
        page += 1
