"""`kg mcp`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

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

    GRAPH is the folder of a build, an RDF file, or a store as it is at the start. Needs
    paperkg[mcp]. An agent is told to start it by {"command": "kg", "args": ["mcp", "exports"]}.
    """
    from concurrent.futures import ThreadPoolExecutor
    from tempfile import TemporaryDirectory

    from kg.errors import InputError, KgError
    from kg.store.file import is_store

    try:
        from kg.mcp.server import server
        from kg.mcp.worker import SparqlWorker
    except ModuleNotFoundError as error:
        raise KgError(f"{error.name} is missing; pip install 'paperkg[mcp]'") from error
    place = Path(graph)
    if not place.exists():
        raise InputError(graph, "no graph is there", "make a graph with `kg build`")
    with TemporaryDirectory(prefix="paperkg-") as made, ThreadPoolExecutor(1) as pool:
        folder = Path(made) if is_store(place) else place
        worker = SparqlWorker(folder, time_limit)
        loading = pool.submit(_loaded, place, folder)

        def ask(query: str) -> dict[str, Any]:
            loading.result()
            return worker.ask(query)

        try:
            server(loading.result, ask).run("stdio")
        finally:
            worker.close()


def _loaded(place: Path, folder: Path) -> GraphIndex:
    """Return the index of a graph; a store's is written into the folder as well."""
    from kg.api import Store, load
    from kg.serve.index import GraphIndex

    if folder == place:
        return GraphIndex(load(place).records).ready()
    graph = Store(place).build()
    graph.write(folder, ["ttl"])
    return GraphIndex(graph.records).ready()
