"""The command line: one thin function a verb, each a call of the Python API."""

from kg.cli import build, feeds, fetch, fix, mcp, measure, query, review, serve, store
from kg.cli.group import main

__all__ = ["build", "feeds", "fetch", "fix", "main", "mcp", "measure", "query", "review", "serve", "store"]
