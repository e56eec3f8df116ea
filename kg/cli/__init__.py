"""The command line: one thin function a verb, each a call of the Python API."""

from kg.cli import build, mcp, measure, query
from kg.cli.group import main

__all__ = ["build", "main", "mcp", "measure", "query"]
