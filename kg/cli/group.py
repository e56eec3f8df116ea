"""The command group: what `kg` itself is, and what all of its commands share."""

from __future__ import annotations

from typing import Any

import click

from kg import __version__
from kg.errors import KgError

CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
DEFAULT_OUTPUT = "exports"


class _OneLine(click.Group):
    """A group whose commands end a KgError with its one line and exit code 1, without a trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_OneLine, context_settings=CONTEXT)
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """Turn feeds of paper titles and abstracts into a knowledge graph that carries its evidence.

    \b
    kg build page.txt            read papers, write the graph into exports/
    kg add feeds/ ; kg build --store papers.kg    a graph that grows
    kg query --list              the questions that are ready to ask
    kg query papers-using --model LLaVA
    kg view LLaVA --hops 2       a page of one thing's neighbourhood
    kg eval exports gold.jsonl   how good the edges are, against annotated papers
    """
