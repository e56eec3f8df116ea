"""`kg build`."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from kg.cli.group import CONTEXT, DEFAULT_OUTPUT, main
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.extract.llm import Settings
    from kg.extract.reading import Choice


@main.command(context_settings=CONTEXT)
@click.argument("inputs", nargs=-1, metavar="[INPUT]...")
@click.option(
    "-o",
    "--output",
    default=DEFAULT_OUTPUT,
    show_default=True,
    type=click.Path(file_okay=False),
    help="Folder that gets the products; files of other names there stay.",
)
@click.option(
    "--formats",
    metavar="LIST",
    help="Comma-separated: ttl, nt, trig, jsonld, graphml, gexf, csv, html (all by default), rdf12, overview.",
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
@click.option(
    "--extractor",
    type=click.Choice(["learned", "rules", "llm"]),
    default="learned",
    show_default=True,
    help="What reads the papers: the trained models, the rules alone (three times faster, less right), or a language model (docs/LLM.md).",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    help="Leave out edges and results that are less likely to be right than this.",
)
@click.option("--llm-url", envvar="PAPERKG_LLM_URL", help="Base of an OpenAI-compatible API, e.g. https://host/v1.")
@click.option("--llm-model", envvar="PAPERKG_LLM_MODEL", help="Name of the language model.")
@click.option("--llm-price", metavar="IN,OUT", help="Dollars per million tokens read and written.")
@click.option("--max-cost", type=click.FloatRange(0), help="Dollars that the language model may cost.")
@click.option(
    "--llm-cache",
    default=".paperkg-llm",
    show_default=True,
    type=click.Path(file_okay=False),
    help="Folder of its answers, in which a later run finds them.",
)
@click.option(
    "--store",
    "store",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Build what a store holds (`kg add`) instead of INPUT.",
)
@click.option(
    "--corrections",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A YAML file of corrections to apply (`kg fix export`); a store has its own.",
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
    extractor: str,
    min_confidence: float,
    llm_url: str | None,
    llm_model: str | None,
    llm_price: str | None,
    max_cost: float | None,
    llm_cache: str,
    store: Path | None,
    corrections: Path | None,
    strict: bool,
) -> None:
    """Read papers and write their knowledge graph.

    INPUT is a copied Daily Papers page, a table of papers (JSON Lines, CSV or Parquet, also .gz), a
    folder, a glob, or - for standard input. Without any, the sample page is built.

    The exit code is 1 if anything could not be read; all the rest is built all the same.
    """
    from kg.api import build as build_graph
    from kg.parallel import collector_paused
    from kg.vocab import BASE

    started = time.perf_counter()
    click.get_current_context().with_resource(collector_paused())
    wanted = _formats(formats)
    workers = jobs or os.cpu_count() or 1
    reader = _extractor(extractor, llm_url, llm_model, llm_price, max_cost, llm_cache)
    if store is not None:
        graph = _of_store(
            store,
            given=bool(inputs or page_date or columns or corrections),
            lexicons=lexicons,
            base=_base(base or BASE),
            extractor=reader,
            min_confidence=min_confidence,
            jobs=workers,
        )
    else:
        graph = build_graph(
            inputs,
            page_date=page_date.date() if page_date else None,
            columns=_columns(columns),
            lexicons=lexicons,
            base=_base(base or BASE),
            strict=strict,
            extractor=reader,
            min_confidence=min_confidence,
            corrections=corrections,
            jobs=workers,
        )
    reading = graph.reading
    assert reading is not None
    for correction in graph.missed:
        click.echo(f"note: correction without effect: {correction}", err=True)
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


def _of_store(store: Path, *, given: bool, extractor: Choice | Settings, **options: Any) -> Graph:
    """Return the graph of a store; `given` says that the user named inputs as well."""
    from kg.api import Store

    if given:
        raise click.UsageError("--store builds what `kg add` put there; give it no input options")
    if not isinstance(extractor, str):
        raise click.UsageError("--store reads with --extractor learned or rules")
    return Store(store).build(extractor=extractor, **options)


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


def _extractor(
    name: str,
    url: str | None,
    model: str | None,
    price: str | None,
    max_cost: float | None,
    cache: str,
) -> Choice | Settings:
    """Return the extractor that the options name; settings for a language model."""
    if name == "learned" or name == "rules":
        return cast("Choice", name)
    if not url or not model:
        raise click.UsageError("--extractor llm needs --llm-url and --llm-model")
    from kg.extract.llm import Settings

    reads, writes = _prices(price) if price else (None, None)
    return Settings(url, model, reads, writes, max_cost, cache=Path(cache))


def _prices(text: str) -> tuple[float, float]:
    try:
        reads, writes = map(float, text.split(","))
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not IN,OUT", param_hint="--llm-price") from error
    return reads, writes
