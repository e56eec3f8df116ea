"""`kg mcp`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.group import CONTEXT, DEFAULT_OUTPUT, main


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
    from kg.api import load
    from kg.errors import KgError

    try:
        from kg.mcp.server import server
        from kg.mcp.worker import SparqlWorker
        from kg.serve.index import GraphIndex
    except ModuleNotFoundError as error:
        raise KgError(f"{error.name} is missing; pip install 'paperkg[mcp]'") from error
    place = Path(graph)
    index = GraphIndex(load(place).records).ready()
    worker = SparqlWorker(place, time_limit)
    try:
        server(index, worker.ask).run("stdio")
    finally:
        worker.close()
