"""`kg mcp`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.group import CONTEXT, DEFAULT_OUTPUT, main

if TYPE_CHECKING:
    from kg.serve.index import GraphIndex


@main.command(context_settings=CONTEXT)
@click.argument("graph", default=DEFAULT_OUTPUT)
@click.option(
    "--time-limit",
    default=10.0,
    show_default=True,
    type=click.FloatRange(0.1, 600),
    help="Seconds that a SPARQL query may take.",
)
def mcp(graph: str, time_limit: float) -> None:
    """Answer an agent: a Model Context Protocol server on standard input and output.

    GRAPH is the folder of a build, or an RDF file. Needs paperkg[mcp]. An agent is told to start it
    by {"command": "kg", "args": ["mcp", "exports"]}.
    """
    from concurrent.futures import ThreadPoolExecutor

    from kg.errors import InputError, KgError

    try:
        from kg.mcp.server import server
        from kg.mcp.worker import SparqlWorker
    except ModuleNotFoundError as error:
        raise KgError(f"{error.name} is missing; pip install 'paperkg[mcp]'") from error
    place = Path(graph)
    if not place.exists():
        raise InputError(graph, "no graph is there", "make a graph with `kg build`")
    worker = SparqlWorker(place, time_limit)
    with ThreadPoolExecutor(1) as pool:
        loading = pool.submit(_loaded, place)
        try:
            server(loading.result, worker.ask).run("stdio")
        finally:
            worker.close()


def _loaded(place: Path) -> GraphIndex:
    from kg.api import load
    from kg.serve.index import GraphIndex

    return GraphIndex(load(place).records).ready()
