"""`kg fix`: decisions of people, kept in the store."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.group import CONTEXT, main
from kg.cli.store import store_option, wait_option
from kg.store.file import WAIT

if TYPE_CHECKING:
    from kg.correct.correction import Correction
    from kg.store.decide import Desk


@main.group(context_settings=CONTEXT)
def fix() -> None:
    """Correct the graph of a store; corrections last, and the graph says whose they are.

    \b
    kg fix merge LLaVA-1.5 "LLaVA v1.5 (ours)"
    kg fix split SVD --name "singular value decomposition"
    kg fix retype Cosmos Model
    kg fix alias "visual question answering" VQA
    kg fix drop 2403.06764 usesBaseModel LLaVA
    kg fix confirm 2403.06764 evaluatesOn MME
    kg fix drop 2403.06764 reports 45%
    kg fix measure 2403.06764 reports 45% FLOPs
    kg fix apart MMBench MMEBench
    """


def decider(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command what every decision has: --store, --why, --by, --wait."""
    for option in (
        wait_option,
        click.option("--by", envvar="PAPERKG_USER", help="Who decides; your login by default."),
        click.option("--why", help="The reason, for readers of the graph."),
        store_option,
    ):
        command = option(command)
    return command


def _decision(decide: Callable[..., Correction]) -> Callable[..., None]:
    """Make a command of what decides at a desk: what it returns is kept."""

    @decider
    @wraps(decide)
    def command(place: Path, why: str | None, by: str | None, wait: float, **asked: Any) -> None:
        keep(place, decide(desk(place, by, why), **asked), wait)

    return command


def desk(place: Path, by: str | None, why: str | None) -> Desk:
    """Return the desk of the person who decides today."""
    import getpass
    from datetime import date

    from kg.store.decide import Desk

    return Desk(place, by or getpass.getuser(), date.today(), why)


def keep(place: Path, correction: Correction, wait: float = WAIT) -> None:
    """Keep a correction and say its number."""
    from kg.store import decide

    kept = decide.keep(place, [correction], wait=wait)
    number = f"{kept[0][0]}: " if kept else "there already: "
    click.echo(f"{number}{correction}")


@fix.command(context_settings=CONTEXT)
@click.argument("thing")
@click.argument("other")
@_decision
def merge(at: Desk, thing: str, other: str) -> Correction:
    """Make OTHER and THING one thing, called THING."""
    return at.merge(thing, other)


@fix.command(context_settings=CONTEXT)
@click.argument("thing")
@click.option("--name", "names", multiple=True, help="A name in papers that means the other thing.")
@click.option("--paper", "papers", multiple=True, help="A paper that means the other thing.")
@click.option("--as", "called", help="What the other thing is called.")
@_decision
def split(
    at: Desk, thing: str, names: tuple[str, ...], papers: tuple[str, ...], called: str | None
) -> Correction:
    """Make a second thing of what some papers, or some names, mean by THING."""
    return at.split(thing, names, papers, called)


@fix.command(context_settings=CONTEXT)
@click.argument("thing")
@click.argument("kind")
@_decision
def retype(at: Desk, thing: str, kind: str) -> Correction:
    """Say that THING is a KIND: Method, Model, Dataset, Benchmark, Technique, Task, Metric ..."""
    return at.retype(thing, kind)


@fix.command(context_settings=CONTEXT)
@click.argument("thing")
@click.argument("name")
@_decision
def alias(at: Desk, thing: str, name: str) -> Correction:
    """Say that THING is also called NAME."""
    return at.alias(thing, name)


@fix.command(context_settings=CONTEXT)
@click.argument("edge", nargs=-1, required=True, metavar="EDGE")
@_decision
def drop(at: Desk, edge: tuple[str, ...]) -> Correction:
    """Take an edge or a number out. EDGE is PAPER RELATION THING, PAPER reports NUMBER, or the
    identifier of a kg:Statement or kg:Result."""
    return at.drop(edge)


@fix.command(context_settings=CONTEXT)
@click.argument("edge", nargs=-1, required=True, metavar="EDGE")
@_decision
def confirm(at: Desk, edge: tuple[str, ...]) -> Correction:
    """Say that an edge or a number is right. EDGE is as for `kg fix drop`."""
    return at.confirm(edge)


@fix.command(context_settings=CONTEXT)
@click.argument("edge", nargs=-1, required=True, metavar="NUMBER")
@click.argument("metric")
@_decision
def measure(at: Desk, edge: tuple[str, ...], metric: str) -> Correction:
    """Say that a number is one of METRIC. NUMBER is PAPER reports NUMBER, or the identifier of a
    kg:Result."""
    return at.measure(edge, metric)


@fix.command(context_settings=CONTEXT)
@click.argument("thing")
@click.argument("other")
@_decision
def apart(at: Desk, thing: str, other: str) -> Correction:
    """Say that THING and OTHER are not one, so that `kg review` asks no more."""
    return at.apart(thing, other)


@fix.command("list", context_settings=CONTEXT)
@store_option
def listing(place: Path) -> None:
    """Show all corrections with their numbers, days and people."""
    from kg.store.corrections import corrections
    from kg.store.file import reading

    with reading(place) as store:
        for number, one in corrections(store).items():
            why = f" ({one.why})" if one.why else ""
            click.echo(f"{number}: {one.day} {one.by}: {one}{why}")


@fix.command(context_settings=CONTEXT)
@click.argument("number", type=int)
@store_option
@wait_option
def undo(number: int, place: Path, wait: float) -> None:
    """Take correction NUMBER back."""
    from kg.errors import UnknownName
    from kg.store.corrections import corrections, delete_correction
    from kg.store.file import writing

    with writing(place, wait=wait) as store:
        known = corrections(store)
        if not delete_correction(store, number):
            raise UnknownName("correction", str(number), map(str, known))
    click.echo(f"taken back: {known[number]}")


@fix.command(context_settings=CONTEXT)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@store_option
def export(file: Path, place: Path) -> None:
    """Write all corrections into a YAML FILE, to review and share."""
    from kg.correct.file import to_yaml
    from kg.export.aside import written_aside
    from kg.store.corrections import corrections
    from kg.store.file import reading

    with reading(place) as store:
        known = corrections(store)
    with written_aside(file.parent, [file.name]) as scratch:
        (scratch / file.name).write_text(to_yaml(list(known.values())), encoding="utf-8")
    click.echo(f"wrote {len(known)} corrections into {file}")


@fix.command("import", context_settings=CONTEXT)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@store_option
@wait_option
def import_(file: Path, place: Path, wait: float) -> None:
    """Append the corrections of a YAML FILE that the store does not have yet."""
    from kg.correct.file import read_corrections
    from kg.store import decide

    given = read_corrections(file)
    kept = decide.keep(place, given, wait=wait)
    click.echo(f"{len(kept)} of {len(given)} corrections are new")
