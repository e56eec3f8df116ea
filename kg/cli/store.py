"""`kg add`, `remove`, `status`, `diff`, `check` and `backup`: one graph, kept up to date."""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.group import CONTEXT, main
from kg.store.file import WAIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.extract.reading import Choice
    from kg.store.papers import Reader

DEFAULT_STORE = "papers.kg"


def store_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option --store."""
    return click.option(
        "--store",
        "place",
        default=DEFAULT_STORE,
        show_default=True,
        envvar="PAPERKG_STORE",
        type=click.Path(dir_okay=False, path_type=Path),
        help="The store's file.",
    )(command)


def wait_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option --wait."""
    return click.option(
        "--wait",
        default=WAIT,
        show_default=True,
        type=click.FloatRange(0),
        help="Seconds to wait while another kg writes to the store.",
    )(command)


def reader_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command what makes a Reader: --extractor, --lexicon, --jobs."""
    for option in (
        click.option(
            "--jobs", type=click.IntRange(min=1), help="Processes to use. All cores by default."
        ),
        click.option(
            "--lexicon",
            "lexicons",
            multiple=True,
            type=click.Path(dir_okay=False, path_type=Path),
            help="A further lexicon file. May be repeated.",
        ),
        click.option(
            "--extractor",
            type=click.Choice(["learned", "rules"]),
            default="learned",
            show_default=True,
            help="What reads new texts.",
        ),
    ):
        command = option(command)
    return command


def reader(extractor: Choice, lexicons: tuple[Path, ...], jobs: int | None) -> Reader:
    """Return the Reader that the options name."""
    from kg.store.papers import Reader

    return Reader(extractor, lexicons, jobs or os.cpu_count() or 1)


@main.command(context_settings=CONTEXT)
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@store_option
@reader_options
@click.option(
    "--page-date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Day on which pages were copied, for dates without a year.",
)
@click.option("--strict", is_flag=True, help="Add nothing if an entry cannot be read.")
@wait_option
def add(
    inputs: tuple[str, ...],
    place: Path,
    extractor: Choice,
    lexicons: tuple[Path, ...],
    jobs: int | None,
    page_date: datetime | None,
    strict: bool,
    wait: float,
) -> None:
    """Add papers to a store, which is made if it is not there.

    INPUT is what `kg build` reads. What the store holds already is not read again; papers that
    other sources list are enriched. `kg build --store` writes the graph.

    The exit code is 1 if anything could not be read; all the rest is added all the same.
    """
    from kg.store.add import add as add_to_store

    added = add_to_store(
        place,
        inputs,
        page_date=page_date.date() if page_date else None,
        strict=strict,
        reader=reader(extractor, lexicons, jobs),
        wait=wait,
    )
    for note in added.notes:
        click.echo(f"note: {note}", err=True)
    for problem in added.skipped:
        click.echo(f"skipped: {problem}", err=True)
    click.echo(
        f"{place}: {added.read} entries read, {added.new} new, of {added.papers} papers; "
        f"{added.extracted} texts extracted, {len(added.skipped)} skipped"
    )
    if added.skipped:
        sys.exit(1)


@main.command(context_settings=CONTEXT)
@click.argument("papers", nargs=-1, required=True, metavar="PAPER...")
@store_option
@click.option("--why", help="The reason, for readers of the graph.")
@click.option("--by", envvar="PAPERKG_USER", help="Who decides; the user's login by default.")
@wait_option
def remove(
    papers: tuple[str, ...], place: Path, why: str | None, by: str | None, wait: float
) -> None:
    """Leave papers out of the graph, however often feeds list them again.

    PAPER is an identifier (2403.06764, doi:10.1000/x) or a title. Nothing is lost: `kg fix list`
    shows the removal and `kg fix undo` takes it back.
    """
    from kg.cli.fix import desk, keep

    at = desk(place, by, why)
    for one in [at.remove(name) for name in papers]:
        keep(place, one, wait)


@main.command(context_settings=CONTEXT)
@store_option
def status(place: Path) -> None:
    """Show what a store holds and when it came."""
    from kg.store.status import status as status_of

    found = status_of(place)
    readers = ", ".join(f"{count} by {name}" for name, count in found.extractions.items())
    click.echo(f"store        {place}, version {found.version}, {found.size / 1e6:.1f} MB")
    click.echo(f"papers       {found.papers} of {found.entries} entries")
    click.echo(f"extractions  {readers or 'none'}")
    click.echo(f"corrections  {found.corrections}")
    click.echo(f"listings     {len(found.listings)}")
    for name, count in found.listings.items():
        click.echo(f"  {count:>7}  {name}")
    click.echo(f"additions    {len(found.additions)}; the latest:")
    for one in found.additions[-10:]:
        click.echo(f"  {one.at:%Y-%m-%d %H:%M}  {', '.join(one.inputs)}")


@main.command(context_settings=CONTEXT)
@store_option
@click.option(
    "--since",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The first day (UTC) whose additions are new.",
)
@click.option(
    "--follow", "followed", multiple=True, metavar="NAME", help="A thing whose new edges to show."
)
@click.option(
    "--format",
    "form",
    default="text",
    show_default=True,
    type=click.Choice(["text", "markdown", "json", "atom"]),
)
@reader_options
def diff(
    place: Path,
    since: datetime,
    followed: tuple[str, ...],
    form: str,
    extractor: Choice,
    lexicons: tuple[Path, ...],
    jobs: int | None,
) -> None:
    """Show what came since a day: papers, new things, new edges on what is followed.

    Followed are the names of --follow and those of the store's own config (`kg config`).
    """
    from kg.store.bulletin import FORMATS
    from kg.store.config import read_config
    from kg.store.news import news

    names = dict.fromkeys((*read_config(place).follow, *followed))
    by = reader(extractor, lexicons, jobs)
    found = news(place, since.replace(tzinfo=UTC), tuple(names), reader=by)
    click.echo(FORMATS[form](found), nl=False)


@main.command(context_settings=CONTEXT)
@store_option
def check(place: Path) -> None:
    """Verify a store: the database, every hash, every span. The exit code is 1 if it is not sound."""
    from kg.store.verify import verify

    found = verify(place)
    for line in found:
        click.echo(line)
    click.echo(f"{place}: {len(found)} faults" if found else f"{place}: sound")
    if found:
        sys.exit(1)


@main.command(context_settings=CONTEXT)
@click.argument("copy", type=click.Path(dir_okay=False, path_type=Path))
@store_option
def backup(copy: Path, place: Path) -> None:
    """Copy a store into a new file COPY, while others may read and write it."""
    from kg.store.file import back_up

    back_up(place, copy)
    click.echo(f"wrote {copy}")
