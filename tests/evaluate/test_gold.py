"""Annotated papers come in checked; what is wrong is said in one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluate.gold import Annotation, Slot, names_in, read_gold

SLOTS = {slot.value: [] for slot in Slot}
LINE = {"title": "A Study", "abstract": "We test GSM8K.", "results": [], **SLOTS}


def written(folder: Path, *lines: object) -> Path:
    path = folder / "gold.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def test_a_paper_is_read_with_all_its_marks(tmp_path: Path) -> None:
    entry = {"name": "GSM8K", "aliases": ["GSM-8K"], "optional": True, "unknown": 1}
    result = {"value": "3%", "metric": "accuracy", "subject": None, "evidence": "by 3%"}
    line = {**LINE, "n": 4, "benchmarks": [entry], "results": [result]}
    (paper,) = read_gold([written(tmp_path, line, "")])
    assert paper.of(Slot.BENCHMARKS) == (Annotation("GSM8K", ("GSM-8K",), optional=True),)
    assert not paper.benchmarks[0].counts
    assert (paper.results[0].value, paper.results[0].metric) == ("3%", "accuracy")
    assert (paper.text("title"), paper.text("abstract")) == ("A Study", "We test GSM8K.")
    assert names_in([paper]) == {"gsm8k"}


def test_several_files_follow_each_other(tmp_path: Path) -> None:
    path = written(tmp_path, LINE)
    assert len(read_gold([path, path])) == 2


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "gold.jsonl:2"),
        ("[]", "gold.jsonl:2"),
        ({**LINE, "title": ""}, "title"),
        ({k: v for k, v in LINE.items() if k != "tasks"}, "tasks"),
        ({**LINE, "tasks": [{"aliases": []}]}, "tasks.0.name"),
        ({**LINE, "results": [{"value": 3}]}, "results.0.value"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: object, says: str) -> None:
    with pytest.raises(InputError) as error:
        read_gold([written(tmp_path, LINE, line)])
    assert says in str(error.value)
    assert "gold.jsonl:2" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_bad_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="check the path"):
        read_gold([tmp_path / "absent.jsonl"])
    with pytest.raises(InputError, match="no annotated paper"):
        read_gold([written(tmp_path, "")])
    (tmp_path / "latin.jsonl").write_bytes(b"\xe9")
    with pytest.raises(InputError, match="UTF-8"):
        read_gold([tmp_path / "latin.jsonl"])
