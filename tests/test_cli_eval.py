"""`kg eval`, as a user types it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main

SLOTS = ("introduces", "extends", "base_models", "benchmarks", "train_data", "techniques", "tasks",
         "baselines", "hardware", "mentions", "results")  # fmt: skip
TITLE = "QuickCast: Skipping Idle Layers"
ABSTRACT = (
    "We propose QuickCast, which skips idle layers. It is evaluated on the GSM8K benchmark and is "
    "1.8x faster than FlashAttention."
)
PAIR = '{"a": {"name": "Llama 3", "kind": "Model"}, "b": {"name": "LLaMA-3", "kind": "Model"}, "relation": "same"}'  # noqa: E501


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    paper = {"title": TITLE, "abstract": ABSTRACT}
    (tmp_path / "papers.jsonl").write_text(json.dumps(paper), encoding="utf-8")
    slots = dict.fromkeys(SLOTS, ()) | {
        "introduces": [{"name": "QuickCast"}],
        "benchmarks": [{"name": "GSM8K"}, {"name": "MMLU"}],
    }
    (tmp_path / "gold.jsonl").write_text(json.dumps(paper | slots), encoding="utf-8")
    (tmp_path / "pairs.jsonl").write_text(PAIR, encoding="utf-8")
    built = kg("build", "papers.jsonl", "--formats", "ttl", "-o", "out")
    assert built.exit_code == 0, built.output
    return tmp_path


def kg(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_the_table_is_printed(folder: Path) -> None:
    done = kg("eval", "out", "gold.jsonl")
    assert done.exit_code == 0, done.output
    assert "1 annotated papers" in done.output
    assert "| introduces " in done.output
    assert "95 % interval" in done.output
    assert "annotated seen" not in done.output


def test_everything_at_once(folder: Path) -> None:
    done = kg(
        "eval", "out/graph.ttl", "gold.jsonl", "--errors", "benchmarks",
        "--trained-on", "gold.jsonl", "--resolution", "pairs.jsonl",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    for words in ("annotated seen", "1 of them were trained on", "all pairs", "MMLU   ["):
        assert words in done.output


def test_json_is_one_object(folder: Path) -> None:
    done = kg("eval", "out", "gold.jsonl", "--json")
    figures = json.loads(done.output)
    assert figures["rows"]["introduces"]["recall"] == 1.0
    assert figures["rows"]["benchmarks"]["recall"] == 0.5
    assert kg("eval", "out", "gold.jsonl", "--json", "--errors", "tasks").exit_code == 2


def test_mistakes_end_in_one_line(folder: Path) -> None:
    (folder / "bad.jsonl").write_text('{"title": "x"}', encoding="utf-8")
    for arguments, words in (
        (("out", "bad.jsonl"), "bad.jsonl:1"),
        (("out", "absent.jsonl"), "absent.jsonl"),
        (("absent", "gold.jsonl"), "absent"),
        (("out", "gold.jsonl", "--errors", "benchmark"), "benchmarks"),
        (("out", "gold.jsonl", "--resolution", "bad.jsonl"), "bad.jsonl:1"),
    ):
        done = kg("eval", *arguments)
        assert done.exit_code == 1, arguments
        assert words in done.output
        assert done.output.count("\n") == 1


def test_help_tells_the_slots_and_examples() -> None:
    text = kg("eval", "--help").output
    for words in ("base_models", "kg eval exports gold.jsonl --errors", "--trained-on"):
        assert words in text
