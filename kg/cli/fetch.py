"""`kg fetch`: what catalogues answer, kept raw."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.group import CONTEXT, main
from kg.errors import KgError

if TYPE_CHECKING:
    from kg.fetch.request import Plan

_DAY = click.DateTime(["%Y-%m-%d"])


def _since(text: str) -> date:
    """Return a day, written as such or as the number of days before today that it lies (7d)."""
    try:
        if text.endswith("d"):
            return _today() - timedelta(days=int(text[:-1]))
        return date.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        problem = f"{text!r} is neither a day (2026-06-01) nor a number of days (7d)"
        raise click.BadParameter(problem) from error


@dataclass(frozen=True, slots=True)
class _Common:
    """What every fetch is told."""

    output: Path
    contact: str | None
    proxy: str | None
    timeout: float
    most: int
    base: str | None

    def of_base(self) -> dict[str, str]:
        """Return the argument of a plan for another server, if one is named."""
        return {"base": self.base.rstrip("/")} if self.base else {}


@main.group(context_settings=CONTEXT)
def fetch() -> None:
    """Fetch what is new from catalogues of papers, keeping their rules (needs paperkg[fetch]).

    \b
    kg fetch hf --since 2026-06-01
    kg fetch arxiv --query 'cat:cs.CL AND abs:"token pruning"' --since 2026-06-01
    kg fetch openalex --search "token pruning" --contact me@example.org
    kg fetch s2 --ids ids.txt
    kg fetch url https://example.org/papers.bib

    Answers are kept as they came, in the folder that --output names; `kg build` and `kg add` read
    them. What is there already is asked for again only if it may have changed, and an interrupted
    fetch goes on where it was. Keys come from the environment: HF_TOKEN, OPENALEX_API_KEY,
    S2_API_KEY.
    """


_OPTIONS = (
    click.option(
        "-o",
        "--output",
        default="feeds",
        show_default=True,
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the answers.",
    ),
    click.option(
        "--contact",
        envvar="PAPERKG_CONTACT",
        help="Your mail address, for the User-Agent: whom the catalogue can write to.",
    ),
    click.option("--proxy", help="URL of a proxy; HTTPS_PROXY by default."),
    click.option("--timeout", default=30.0, show_default=True, help="Seconds without a byte."),
    click.option("--limit", "most", default=1000, show_default=True, help="Answers at most."),
    click.option("--base-url", help="Another server with the same API, a mirror for instance."),
)


def _fetching(planned: Callable[..., Plan]) -> Callable[..., None]:
    """Make a command of what plans a fetch: it has the options of all, and carries the plan out."""

    @wraps(planned)
    def command(
        output: Path,
        contact: str | None,
        proxy: str | None,
        timeout: float,
        most: int,
        base_url: str | None,
        **own: Any,
    ) -> None:
        common = _Common(output, contact, proxy, timeout, most, base_url)
        _run(planned(common, **own), common)

    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@fetch.command(context_settings=CONTEXT)
@click.option("--date", "days", multiple=True, type=_DAY, metavar="YYYY-MM-DD", help="A day.")
@click.option("--week", metavar="YYYY-Www", help="A week, e.g. 2026-W24.")
@click.option("--month", metavar="YYYY-MM", help="A month.")
@click.option("--since", type=_since, metavar="DAY", help="All days from this one on; or 7d.")
@_fetching
def hf(
    common: _Common,
    days: tuple[datetime, ...],
    week: str | None,
    month: str | None,
    since: date | None,
) -> Plan:
    """Hugging Face's daily papers; today's (UTC) if no day is named."""
    from kg.fetch.plans import plan_hugging_face

    today = _today()
    named = [day.date() for day in days]
    return plan_hugging_face(
        today=today,
        days=named if named or week or month or since else [today],
        since=since,
        week=week,
        month=month,
        **common.of_base(),
    )


@fetch.command(context_settings=CONTEXT)
@click.option("--query", required=True, help="In arXiv's syntax: cat:cs.CL AND abs:\"...\".")
@click.option("--since", type=_since, metavar="DAY", help="First day of submission; or 7d.")
@_fetching
def arxiv(common: _Common, query: str, since: date | None) -> Plan:
    """arXiv's answers to a query, the latest papers first; one request in three seconds."""
    from kg.fetch.plans import plan_arxiv

    return plan_arxiv(query=query, today=_today(), since=since, **common.of_base())


@fetch.command(context_settings=CONTEXT)
@click.option("--search", required=True, help="Words of titles, abstracts and full texts.")
@click.option("--since", type=_since, metavar="DAY", help="First day of publication; or 7d.")
@_fetching
def openalex(common: _Common, search: str, since: date | None) -> Plan:
    """OpenAlex's works that a search finds."""
    from kg.fetch.plans import plan_openalex

    return plan_openalex(
        search=search,
        today=_today(),
        since=since,
        contact=common.contact,
        **common.of_base(),
    )


@fetch.command(context_settings=CONTEXT)
@click.option(
    "--ids",
    required=True,
    type=click.File("r", encoding="utf-8"),
    help="File of identifiers, one a line: arXiv, DOI, or as Semantic Scholar writes them.",
)
@_fetching
def s2(common: _Common, ids: Any) -> Plan:
    """Semantic Scholar's records of papers that you name."""
    from kg.fetch.plans import plan_semantic_scholar

    named = [line.strip() for line in ids if line.strip()]
    return plan_semantic_scholar(ids=named, **common.of_base())


@fetch.command(context_settings=CONTEXT)
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@_fetching
def url(common: _Common, urls: tuple[str, ...]) -> Plan:
    """Feeds at addresses of the web."""
    from kg.fetch.plans import plan_urls

    return plan_urls(urls=urls)


def _today() -> date:
    return datetime.now(UTC).date()


def _run(plan: Plan, common: _Common) -> None:
    try:
        from kg.fetch.request import Settings
        from kg.fetch.run import fetch as carry_out
    except ModuleNotFoundError as error:
        raise KgError(f"{error.name} is missing; pip install 'paperkg[fetch]'") from error

    settings = Settings(
        common.output, common.contact, common.proxy, common.timeout, most=common.most
    )
    done = carry_out(plan, settings)
    for file in done.files:
        click.echo(f"fetched {file}")
    click.echo(f"{len(done.files)} new answers, {len(done.unchanged)} as before, in {common.output}")
    if done.failed:
        raise done.failed
