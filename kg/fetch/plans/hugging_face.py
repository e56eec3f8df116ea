"""Hugging Face's daily papers: a day, a week or a month at a time.

API: https://huggingface.co/api/daily_papers (parameters date, week, month, p, limit); limits are
told in RateLimit headers: https://huggingface.co/docs/hub/rate-limits .
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from kg.fetch.plans.checks import json_of, load
from kg.fetch.request import Plan, Request

BASE = "https://huggingface.co"
_LIMIT = 100
_SETTLES_AFTER = timedelta(days=30)
"""Votes and comments of older days hardly change any more."""


def plan_hugging_face(
    *,
    today: date,
    days: Iterable[date] = (),
    since: date | None = None,
    week: str | None = None,
    month: str | None = None,
    base: str = BASE,
) -> Plan:
    """Ask for days, for all days from one until today, for a week (2026-W24) or month (2026-06)."""
    wanted = [("date", day.isoformat()) for day in (*days, *_from(since, today))]
    wanted += [("week", week)] if week else []
    wanted += [("month", month)] if month else []
    token = os.environ.get("HF_TOKEN")
    secrets = {"Authorization": f"Bearer {token}"} if token else {}
    for key, value in wanted:
        settled = key == "date" and today - date.fromisoformat(value) > _SETTLES_AFTER
        for page in range(1000):
            more = f"-{page:03}" if page else ""
            file: Path = yield Request(
                name=f"hf-{value.lower()}{more}.json",
                url=f"{base}/api/daily_papers",
                params={key: value, "limit": str(_LIMIT)} | ({"p": str(page)} if page else {}),
                secrets=secrets,
                settled=settled,
                check=json_of(list),
            )
            if len(load(file)) < _LIMIT:
                break


def _from(since: date | None, today: date) -> Iterator[date]:
    day = since
    while day is not None and day <= today:
        yield day
        day += timedelta(days=1)
