"""`kg query` and `kg view`."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from kg.cli.group import CONTEXT, DEFAULT_OUTPUT, main
from kg.errors import QueryError


@main.command(context_settings={**CONTEXT, "ignore_unknown_options": True})
@click.argument("query", required=False)
@click.argument("parameters", nargs=-1, type=click.UNPROCESSED, metavar="[--PARAMETER VALUE]...")
@click.option(
    "-g",
    "--graph",
    "place",
    default=DEFAULT_OUTPUT,
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


@main.command(context_settings=CONTEXT)
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
    default=DEFAULT_OUTPUT,
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
