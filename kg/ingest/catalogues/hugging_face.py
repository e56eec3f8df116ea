"""Daily Papers of Hugging Face as its API gives them: /api/daily_papers and /api/papers/{id}.

Optional keys are absent, not null. A listing wraps each paper: {"paper": {...}, "publishedAt": ...,
"numComments": 2}. The outer publishedAt is some hours off; that of the paper is arXiv's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.ingest.arxiv import arxiv_id
from kg.ingest.dates import parse_date
from kg.ingest.entry import Entry, Head, Item, Options, Source
from kg.ingest.feed import Feed
from kg.ingest.json_records import first_record, is_json, records
from kg.ingest.record import (
    claims,
    contents,
    count,
    entries,
    listed,
    mapping,
    text,
    texts,
    title_of,
)
from kg.model import Claimed

PUBLISHER = "Hugging Face"


def recognises(head: Head, options: Options) -> bool:
    """Tell a listing by its wrapped papers, a paper by its discussion."""
    first = first_record(head.text) if is_json(head) else {}
    paper = mapping(first.get("paper"))
    wrapped = bool({"authors", "publishedAt", "title", "summary", "upvotes"} & paper.keys())
    return wrapped or {"discussionId", "upvotes"} <= first.keys()


def read(feed: Feed, options: Options) -> Iterator[Item]:
    """Yield the entry of each paper."""
    return entries(feed, contents(records(feed)), _entry)


def _entry(record: Mapping[str, Any]) -> Entry:
    paper = mapping(record.get("paper")) or record
    comments = count(record.get("numComments"))
    organization = mapping(paper.get("organization") or record.get("organization"))
    return Entry(
        title_of(paper.get("title") or record.get("title")),
        text(paper.get("summary")) or text(record.get("summary")),
        arxiv_id=arxiv_id(text(paper.get("id"))),
        issued=parse_date(text(paper.get("publishedAt"))),
        authors=texts([one for one in listed(paper.get("authors")) if _shown(one)], "name"),
        comment_count=comments,
        listed_on=parse_date(text(paper.get("submittedOnDailyAt"))),
        claims=claims(
            (Claimed.UPVOTES, count(paper.get("upvotes"))),
            (Claimed.COMMENTS, comments),
            (Claimed.CODE, paper.get("githubRepo")),
            (Claimed.STARS, count(paper.get("githubStars"))),
            (Claimed.PROJECT_PAGE, paper.get("projectPage")),
            (Claimed.ORGANIZATION, organization.get("fullname") or organization.get("name")),
            (Claimed.KEYWORD, texts(paper.get("ai_keywords"))),
            (Claimed.SUMMARY, paper.get("ai_summary")),
        ),
        source=PUBLISHER,
    )


def _shown(author: object) -> bool:
    return mapping(author).get("hidden") is not True


SOURCE = Source("Hugging Face Daily Papers", (".json",), recognises, read)
