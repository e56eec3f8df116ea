"""`kg review`: what is doubtful, asked one by one; each answer is a decision."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.fix import decider, desk, keep
from kg.cli.group import CONTEXT, main

if TYPE_CHECKING:
    from kg.correct.correction import Correction
    from kg.store.decide import Desk
    from kg.store.doubt import Doubt


@main.command(context_settings=CONTEXT)
@decider
@click.option("--limit", default=20, show_default=True, help="Questions to ask at most.")
def review(place: Path, why: str | None, by: str | None, wait: float, limit: int) -> None:
    """Walk through what is doubtful: edges and numbers at even odds, things that may be one.

    Answer y (yes), n (no), s (skip) or q (quit); each yes or no is kept as a correction at once.
    """
    from kg.store.doubt import doubtful_edges, doubtful_numbers, possible_duplicates

    at = desk(place, by, why)
    edges, numbers = doubtful_edges(at.graph), doubtful_numbers(at.graph)
    pairs = possible_duplicates(at.graph)
    asked = list(islice(_in_turn(edges, numbers, pairs), limit))
    click.echo(
        f"{len(edges)} doubtful edges, {len(numbers)} doubtful numbers, "
        f"{len(pairs)} possible duplicates; {len(asked)} asked"
    )
    for doubt in asked:
        click.echo()
        question = _shown(doubt)
        answer = click.prompt(question, type=click.Choice(["y", "n", "s", "q"]), default="s")
        if answer == "q":
            return
        if answer != "s":
            keep(place, _decided(at, doubt, answer == "y"), wait)


def _in_turn(*lists: Sequence[Any]) -> Iterator[Any]:
    """Yield the first of each list, then the second of each, and so on."""
    return (one for one in chain.from_iterable(zip_longest(*lists)) if one is not None)


def _shown(doubt: Doubt) -> str:
    """Show where a doubt comes from; return what is asked of it."""
    from kg.store.doubt import DoubtfulEdge, PossibleDuplicate

    if isinstance(doubt, PossibleDuplicate):
        kind = doubt.entity.kind
        return f"Are {doubt.entity.name!r} and {doubt.other.name!r} one {kind}?"
    click.echo(doubt.record.paper.title)
    if isinstance(doubt, DoubtfulEdge):
        statement = doubt.statement
        click.echo(f"  {statement.evidence.quote}")
        return f"{statement.relation} {doubt.entity.name} ({statement.evidence.surface!r})?"
    result = doubt.reported.result
    click.echo(f"  {result.evidence.quote}")
    return f"{result.evidence.surface!r} is of {result.metric_text!r}?"


def _decided(at: Desk, doubt: Doubt, yes: bool) -> Correction:
    from kg.correct.correction import Action
    from kg.store.doubt import DoubtfulEdge, PossibleDuplicate

    if isinstance(doubt, PossibleDuplicate):
        decide = at.merge if yes else at.apart
        return decide(doubt.entity.id, doubt.other.id)
    edge = doubt.statement if isinstance(doubt, DoubtfulEdge) else doubt.reported
    if yes:
        return at.on_edge(Action.CONFIRM, doubt.record, edge)
    if isinstance(doubt, DoubtfulEdge):
        return at.on_edge(Action.DROP, doubt.record, edge)
    metric = click.prompt("Of what, then? (nothing: it is no result)", default="", show_default=False)
    if metric:
        return at.measure((doubt.reported.id,), metric)
    return at.on_edge(Action.DROP, doubt.record, edge)
