"""`kg serve`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.group import CONTEXT, DEFAULT_OUTPUT, main
from kg.errors import InputError


@main.command(context_settings=CONTEXT)
@click.argument("graph", default=DEFAULT_OUTPUT, metavar="[GRAPH]")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at; any other than the loopback lets others in.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes any that is free.")
@click.option("--base-url", help="Address by which others reach the server, if a proxy or a name stands before it; links name it.")
@click.option("--token", envvar="PAPERKG_TOKEN", help="Bearer token that clients have to send. Better set PAPERKG_TOKEN: arguments can be seen by others.")
@click.option("--timeout", default=10.0, show_default=True, type=click.FloatRange(0.1, 3600), help="Seconds for one query.")
@click.option("--memory", default=1024, show_default=True, type=click.IntRange(16), help="Megabytes for one query, beside the graph.")
@click.option("--max-results", default=1_000_000, show_default=True, type=click.IntRange(1), help="Rows or triples of one answer.")
@click.option("--workers", type=click.IntRange(1, 256), help="Short queries that run at once. As many as processors by default, but two.")
@click.option("--cache", default=64, show_default=True, type=click.IntRange(0), help="Megabytes of answers to keep; 0 keeps none.")
@click.option("--log-queries", is_flag=True, help="Write the text of queries into the access log.")
def serve(
    graph: str, host: str, port: int, base_url: str | None, token: str | None, timeout: float, memory: int,
    max_results: int, workers: int | None, cache: int, log_queries: bool,
) -> None:  # fmt: skip
    """Serve a graph over HTTP, read only (docs/SERVE.md).

    The explorer is at /, SPARQL at /sparql with an editor at /query, a page or RDF of everything at
    /id/..., a JSON API at /api, a server for agents (Model Context Protocol) at /mcp.

    GRAPH is the folder of a build, an RDF file, or a store (papers.kg), which is built first. A new
    build of it, or an addition to the store, is taken over without a pause. SIGTERM or Ctrl-C ends the server once the running queries are done.
    """
    try:
        from kg.mcp.served import agents
        from kg.serve.limits import Limits
        from kg.serve.run import Address, serve
    except ImportError as error:
        raise InputError("kg serve", f"{error.name} is not installed", "pip install 'paperkg[serve]'") from error

    short = {} if workers is None else {"workers": workers}
    limits = Limits(seconds=timeout, memory=memory, results=max_results, cache=cache, **short)
    address = Address(host, port, token or None, base_url)
    serve(Path(graph), address, limits, log_queries=log_queries, beside=agents)
