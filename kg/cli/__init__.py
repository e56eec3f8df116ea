"""The command line: one thin function a verb, each a call of the Python API."""

from kg.cli import build, measure, query, serve
from kg.cli.group import main

__all__ = ["build", "main", "measure", "query", "serve"]
