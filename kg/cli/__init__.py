"""The command line: one thin function a verb, each a call of the Python API."""

from kg.cli import build, feeds, fix, mcp, measure, query, serve, store
from kg.cli.group import main

__all__ = ["build", "feeds", "fix", "main", "mcp", "measure", "query", "serve", "store"]
