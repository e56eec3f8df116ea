"""The documents do not go stale: their commands parse, their links lead to files."""

from __future__ import annotations

import re
import shlex
from copy import copy
from pathlib import Path

import click
import pytest

from kg.cli import main

ROOT = Path(__file__).parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"```(?:bash|console)\n(.*?)```", re.DOTALL)
COMMANDS = [
    pytest.param(line.strip(), id=f"{path.name}: {line.strip()}")
    for path in DOCUMENTS
    for block in BLOCK.findall(path.read_text(encoding="utf-8"))
    for line in block.replace("\\\n", " ").splitlines()
    if line.strip().startswith("kg ")
]
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")


def test_there_are_commands_to_test() -> None:
    assert len(COMMANDS) > 30


@pytest.mark.parametrize("line", COMMANDS)
def test_commands_parse(line: str) -> None:
    """Options, their values and the number of arguments are right; nothing is run."""
    words = shlex.split(re.split(r"\s(?:>|\||&&|<)\s", line)[0], comments=True)[1:]
    command: click.Command = main
    context = click.Context(main, info_name="kg")
    while isinstance(command, click.Group):
        name, found, words = command.resolve_command(context, words)
        assert found is not None
        command = found
        if not isinstance(command, click.Group):
            _without_files(command).make_context(name or "", words, parent=context)


def _without_files(command: click.Command) -> click.Command:
    """Return a copy of the command with paths that need not exist here."""
    lenient = copy(command)
    lenient.params = [copy(parameter) for parameter in command.params]
    for parameter in lenient.params:
        if isinstance(parameter.type, click.Path | click.File):
            parameter.type = click.STRING
    return lenient


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_to_files(path: Path) -> None:
    for target in LINK.findall(path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target
