"""`kg config`, `kg update` and `kg watch`: a store that keeps itself up to date."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from kg.cli.group import CONTEXT, main
from kg.cli.store import reader, reader_options, store_option, wait_option

if TYPE_CHECKING:
    from kg.errors import KgError
    from kg.extract.reading import Choice
    from kg.store.add import Added


@main.command(context_settings=CONTEXT)
@click.argument("file", required=False, type=click.File("r", encoding="utf-8"), metavar="[FILE]")
@click.option("--edit", is_flag=True, help="Open it in your editor.")
@store_option
@wait_option
def config(file: TextIO | None, edit: bool, place: Path, wait: float) -> None:
    """Show a store's config (TOML: what is followed, what is fetched), or replace it by FILE."""
    from kg.store.config import EXAMPLE, config_text, write_config

    known = config_text(place) if place.exists() else EXAMPLE
    text = file.read() if file else click.edit(known, extension=".toml") if edit else None
    if text is None:
        click.echo(known, nl=False)
        return
    write_config(place, text, wait=wait)
    click.echo(f"{place}: config kept")


@main.command(context_settings=CONTEXT)
@store_option
@reader_options
@wait_option
@click.option(
    "--feeds",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of the raw answers; <store>.feeds by default. Keep it: it can be read again.",
)
def update(
    place: Path,
    extractor: Choice,
    lexicons: tuple[Path, ...],
    jobs: int | None,
    wait: float,
    feeds: Path | None,
) -> None:
    """Fetch what the store's config names and add it.

    A feed that cannot be fetched does not stop the others; what is there of it is added, and the
    exit code is 1.
    """
    from kg.errors import StoreError
    from kg.store.add import add
    from kg.store.config import read_config

    folder = feeds or place.with_name(f"{place.name}.feeds")
    wanted = read_config(place).feeds
    if not wanted:
        raise StoreError(str(place), "its config names no feed", "add one: kg config --edit")
    failed = [words for words in wanted if not _fetched(words, folder)]
    files = [file for file in folder.rglob("*") if file.is_file()] if folder.is_dir() else []
    if files:
        added = add(place, [folder], reader=reader(extractor, lexicons, jobs), wait=wait)
        for problem in added.skipped:
            click.echo(f"skipped: {problem}", err=True)
        click.echo(f"{place}: {added.new} new entries, of {added.papers} papers")
        failed = failed or [()] * len(added.skipped)
    if failed:
        sys.exit(1)


def _fetched(words: tuple[str, ...], folder: Path) -> bool:
    """Run `kg fetch` with the words of a feed and tell whether it went well."""
    try:
        main.main(["fetch", *words, "--output", str(folder)], "kg", standalone_mode=False)
    except click.ClickException as error:
        click.echo(f"failed: kg fetch {' '.join(words)}: {error.format_message()}", err=True)
        return False
    return True


@main.command(context_settings=CONTEXT)
@click.argument(
    "folder", type=click.Path(exists=True, file_okay=False, path_type=Path), metavar="FOLDER"
)
@store_option
@reader_options
@click.option(
    "--every",
    default=2.0,
    show_default=True,
    type=click.FloatRange(0.1),
    help="Seconds between two looks.",
)
def watch(
    folder: Path,
    place: Path,
    extractor: Choice,
    lexicons: tuple[Path, ...],
    jobs: int | None,
    every: float,
) -> None:
    """Add the files of FOLDER to a store, now and as they come, until Ctrl-C or SIGTERM."""
    import signal
    import threading

    from kg.store.watch import watch as watch_folder

    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())

    def told(file: Path, what: Added | KgError) -> None:
        if isinstance(what, Exception):
            click.echo(f"skipped: {what}", err=True)
            return
        for problem in what.skipped:
            click.echo(f"skipped: {problem}", err=True)
        click.echo(f"{file}: {what.read} entries read, {what.new} new")
        sys.stdout.flush()

    click.echo(f"watching {folder}", err=True)
    watch_folder(
        folder,
        place,
        reader=reader(extractor, lexicons, jobs),
        every=every,
        stop=stop,
        told=told,
    )
