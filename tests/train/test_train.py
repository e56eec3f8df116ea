"""Training: the same files give the same bytes, and what is learnt holds for papers never seen."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import InputError
from kg.evaluate.gold import read_gold
from kg.evaluate.predictions import from_extractions
from kg.evaluate.score import NAMED_ROW, VALUE_AND_METRIC, score, totals
from kg.lexicon import lexicon_paths, load_lexicon
from kg.train.run import TrainingSet, held_out, training_set


@pytest.fixture(scope="module")
def given_set(gold_file: Path, texts_file: Path) -> TrainingSet:
    return training_set([gold_file], [], [texts_file], load_lexicon(lexicon_paths()))


def test_the_command_writes_the_same_bytes_again(
    gold_file: Path, texts_file: Path, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        arguments = ["train", str(gold_file), "--texts", str(texts_file)]
        ran = CliRunner().invoke(main, [*arguments, "-o", str(tmp_path / name), "--jobs", "1"])
        assert ran.exit_code == 0, ran.output
    files = sorted((tmp_path / "one").iterdir())

    assert len(files) == 6
    assert all(f.read_bytes() == (tmp_path / "two" / f.name).read_bytes() for f in files)


def test_held_out_papers_are_read_well(given_set: TrainingSet) -> None:
    read = held_out(given_set)
    assert [one.paper.title for one in read] == [one.title for one in given_set.annotated]

    rows = totals(score(given_set.annotated, from_extractions(read, given_set.lexicon)))

    assert rows[NAMED_ROW].f1 > 0.9
    assert rows[VALUE_AND_METRIC].f1 > 0.8


def test_the_report_holds_every_table(gold_file: Path, texts_file: Path, tmp_path: Path) -> None:
    report = tmp_path / "QUALITY.md"
    arguments = ["train", str(gold_file), "--texts", str(texts_file), "--report", str(report)]
    ran = CliRunner().invoke(main, [*arguments, "--jobs", "1"])

    assert ran.exit_code == 0, ran.output
    text = report.read_text(encoding="utf-8")
    for words in ("24 papers are held out", "rules only", "lexicons only", "calibration error",
                  "minimum confidence", "recall of candidates", "kg train GOLD"):  # fmt: skip
        assert words in text


def test_annotations_may_stand_apart_from_their_texts(
    gold_file: Path, texts_file: Path, tmp_path: Path
) -> None:
    lexicon = load_lexicon(lexicon_paths())
    apart = tmp_path / "apart.jsonl"
    annotated = [json.loads(line) for line in gold_file.read_text().splitlines()]
    bare = [{k: v for k, v in one.items() if k != "abstract"} for one in annotated]
    apart.write_text("\n".join(map(json.dumps, bare)), encoding="utf-8")

    with pytest.raises(InputError, match=r"has no abstract.*--texts"):
        training_set([apart], [], [texts_file], lexicon)
    both = training_set([apart], [], [texts_file, gold_file], lexicon)
    assert [one.abstract for one in both.annotated] == [
        one.abstract for one in read_gold([gold_file])
    ]


def test_nothing_to_do_is_said(gold_file: Path, texts_file: Path) -> None:
    ran = CliRunner().invoke(main, ["train", str(gold_file), "--texts", str(texts_file)])

    assert ran.exit_code == 2
    assert "give -o, --report or both" in ran.output
