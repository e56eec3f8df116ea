"""The command line: one thin function a verb, each a call of the Python API."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from kg import __version__
from kg.errors import InputError, KgError, QueryError

_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_DEFAULT_OUTPUT = "exports"


class _OneLine(click.Group):
    """A group whose commands end a KgError with its one line and exit code 1, without a trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_OneLine, context_settings=_CONTEXT)
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """Turn feeds of paper titles and abstracts into a knowledge graph that carries its evidence.

    \b
    kg build page.txt            read papers, write the graph into exports/
    kg query --list              the questions that are ready to ask
    kg query papers-using --model LLaVA
    kg view LLaVA --hops 2       a page of one thing's neighbourhood
    """


@main.command(context_settings=_CONTEXT)
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option(
    "-o",
    "--output",
    default=_DEFAULT_OUTPUT,
    show_default=True,
    type=click.Path(file_okay=False),
    help="Folder that gets the products; files of other names there stay.",
)
@click.option(
    "--formats",
    metavar="LIST",
    help="Comma-separated: ttl, nt, trig, jsonld, graphml, gexf, csv, html (all by default), rdf12.",
)
@click.option(
    "--page-date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="Day on which pages were copied, for dates without a year. By default the year after the latest one written on the page.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="A table's own column name, e.g. title=paper_title. May be repeated.",
)
@click.option(
    "--lexicon",
    "lexicons",
    multiple=True,
    type=click.Path(dir_okay=False),
    help="A further lexicon file (YAML, see schema/README.md). May be repeated.",
)
@click.option("--base", metavar="IRI", help="Base IRI of the things, ending in / or #.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    help="Processes to use; the bytes do not depend on it. All cores by default.",
)
@click.option("--strict", is_flag=True, help="Stop at the first entry that cannot be read.")
def build(
    inputs: tuple[str, ...],
    output: str,
    formats: str | None,
    page_date: datetime | None,
    columns: tuple[str, ...],
    lexicons: tuple[str, ...],
    base: str | None,
    jobs: int | None,
    strict: bool,
) -> None:
    """Read papers and write their knowledge graph.

    INPUT is a copied Daily Papers page, a table of papers (JSON Lines, CSV or Parquet, also .gz), a
    folder, a glob, or - for standard input. Without any, the sample page is built.

    The exit code is 1 if anything could not be read; all the rest is built all the same.
    """
    from kg.api import build as build_graph
    from kg.vocab import BASE

    started = time.perf_counter()
    wanted = _formats(formats)
    workers = jobs or os.cpu_count() or 1
    graph = build_graph(
        inputs,
        page_date=page_date.date() if page_date else None,
        columns=_columns(columns),
        lexicons=lexicons,
        base=_base(base or BASE),
        strict=strict,
        jobs=workers,
    )
    reading = graph.reading
    assert reading is not None
    for note in reading.notes:
        click.echo(f"note: {note}", err=True)
    for problem in reading.skipped:
        click.echo(f"skipped: {problem}", err=True)
    if not reading.papers:
        raise InputError(
            "input", "holds no paper", "give a page or table of papers; see `kg build --help`"
        )
    written = graph.write(output, wanted, jobs=workers)
    from kg.summary import summary

    for line in summary(graph.records, reading, written, time.perf_counter() - started):
        click.echo(line)
    if reading.skipped:
        sys.exit(1)


def _formats(formats: str | None) -> list[str] | None:
    if formats is None:
        return None
    from kg.errors import UnknownName
    from kg.export.formats import EXPORTERS

    wanted = [name.strip() for name in formats.split(",") if name.strip()]
    for name in wanted:
        if name not in EXPORTERS:
            raise UnknownName("format", name, EXPORTERS)
    return wanted


def _columns(columns: Sequence[str]) -> dict[str, str]:
    pairs = [column.partition("=") for column in columns]
    for field, equals, name in pairs:
        if not (field and equals and name):
            raise click.BadParameter(f"{field!r} is not FIELD=NAME", param_hint="--column")
    return {field: name for field, _, name in pairs}


def _base(base: str) -> str:
    import pyoxigraph as ox

    try:
        ox.NamedNode(base)
    except ValueError as error:
        raise click.BadParameter(f"{base!r} is no IRI ({error})", param_hint="--base") from error
    if not base.endswith(("/", "#")):
        raise click.BadParameter(f"{base!r} has to end in / or #", param_hint="--base")
    return base


@main.command(context_settings={**_CONTEXT, "ignore_unknown_options": True})
@click.argument("query", required=False)
@click.argument("parameters", nargs=-1, type=click.UNPROCESSED, metavar="[--PARAMETER VALUE]...")
@click.option(
    "-g",
    "--graph",
    "place",
    default=_DEFAULT_OUTPUT,
    show_default=True,
    help="Folder of a build, or an RDF file.",
)
@click.option(
    "--format",
    "form",
    default="table",
    show_default=True,
    type=click.Choice(["table", "csv", "json", "markdown", "ttl"]),
)
@click.option(
    "--list", "listed", is_flag=True, help="Show the saved queries with their parameters."
)
def query(
    query: str | None, parameters: tuple[str, ...], place: str, form: str, listed: bool
) -> None:
    """Ask a graph: SPARQL text, a .rq FILE, or a saved query with its parameters.

    \b
    kg query 'SELECT ?t { ?p a kg:Paper ; dcterms:title ?t } LIMIT 5'
    kg query question.rq --format csv
    kg query papers-using --model LLaVA
    kg query --list

    The prefixes kg, dcterms, skos, prov, schema and the like are declared already.
    """
    from kg.query.engine import run
    from kg.query.saved import run_saved, saved_queries
    from kg.query.store import load_store
    from kg.query.tables import render

    if listed or query is None:
        for saved in saved_queries().values():
            given = " ".join(
                f"--{p.name} {p.kind.split('|')[0].upper()}"
                if p.default is None
                else f"[--{p.name} {p.default}]"
                for p in saved.parameters
            )
            click.echo(f"{saved.name} {given}".rstrip())
            click.echo(f"    {saved.description}")
        return
    store = load_store(Path(place))
    is_text = any(c in query for c in " {\n") or query.endswith(".rq")
    if is_text and parameters:
        raise QueryError(f"{parameters[0]!r} is no option; parameters go with a saved query's name")
    answer = run(store, query) if is_text else run_saved(store, query, _arguments(parameters))
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() and form == "table" else None
    click.echo(render(answer, form, width), nl=False)


def _arguments(parameters: Sequence[str]) -> dict[str, str]:
    """Return {"model": "LLaVA"} for --model LLaVA or --model=LLaVA."""
    found: dict[str, str] = {}
    waiting = list(parameters)
    while waiting:
        word = waiting.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not name or not (equals or waiting):
            raise QueryError(f"{word!r} is not understood; write --PARAMETER VALUE")
        found[name] = value if equals else waiting.pop(0)
    return found


@main.command(context_settings=_CONTEXT)
@click.argument("name")
@click.option(
    "--hops",
    default=1,
    show_default=True,
    type=click.IntRange(1, 4),
    help="How far from the thing.",
)
@click.option(
    "-g",
    "--graph",
    "place",
    default=_DEFAULT_OUTPUT,
    show_default=True,
    help="Folder of a build, or an RDF file.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="HTML file to write. view.html in the folder of the graph by default.",
)
@click.option("--open/--no-open", "opened", default=True, help="Open it in the browser.")
def view(name: str, hops: int, place: str, output: str | None, opened: bool) -> None:
    """Write and open a page of the neighbourhood of one thing or paper, by any of its names."""
    from kg.api import load
    from kg.export.view import find_node, write_view

    graph = load(place).records
    folder = Path(place) if Path(place).is_dir() else Path(place).parent
    path = write_view(
        graph, find_node(graph, name), hops, Path(output) if output else folder / "view.html"
    )
    click.echo(f"wrote {path}")
    if opened and sys.stdout.isatty():
        click.launch(str(path))
