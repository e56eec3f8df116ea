"""Lexicon files are read when they are new or have changed, and what is wrong in them is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import LexiconError
from kg.lexicon import load_lexicon
from kg.model import Kind

FILE = """\
kind: Model
entries:
  - name: Prunella
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_an_unchanged_file_is_read_once(file: Path) -> None:
    assert load_lexicon([file]) is load_lexicon([file])


def test_a_changed_file_is_read_again(file: Path) -> None:
    assert load_lexicon([file]).find(Kind.MODEL, "Trimsal") is None
    file.write_text(FILE + "  - name: Trimsal\n", encoding="utf-8")
    assert load_lexicon([file]).find(Kind.MODEL, "Trimsal")
    file.unlink()
    with pytest.raises(LexiconError, match="cannot be read"):
        load_lexicon([file])


@pytest.mark.parametrize("text", ["kind: [", "kind: Nothing", "- 7", "kind: Model\nentries: 3"])
def test_a_broken_file_is_named_every_time(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    for _ in range(2):
        with pytest.raises(LexiconError, match=r"mine\.yaml"):
            load_lexicon([file])
