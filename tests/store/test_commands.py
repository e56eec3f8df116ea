"""The verbs of a store, as a user types them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import kg
from kg.cli import main

Table = Callable[[Path, list[int]], Path]

USUAL = ["--extractor", "rules", "--jobs", "1"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, table: Table) -> Path:
    """Return a folder with a feed of four papers and the store that holds them."""
    folder = tmp_path_factory.mktemp("made")
    table(folder / "feeds" / "all.jsonl", [0, 1, 2, 3])
    kg.Store(folder / "papers.kg").add(folder / "feeds")
    return folder


@pytest.fixture
def place(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder to be in, with a store of PAPERS in it."""
    shutil.copytree(made, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("PAPERKG_USER", "Ann Lee")
    return tmp_path / "here"


def run(*words: str, said: str | None = None) -> Result:
    """Return what a kg command did; `said` is what the user types meanwhile."""
    return CliRunner().invoke(main, list(words), input=said)


def graph() -> kg.Graph:
    return kg.Store("papers.kg").build()


def test_add_says_what_came_and_skips_what_is_bad(place: Path) -> None:
    (place / "bad.jsonl").write_text('{"title": "A"}\n{"title": "B", "abstract": "We fly."}\n')
    done = run("add", "bad.jsonl", "feeds/all.jsonl", *USUAL)
    assert done.exit_code == 1
    assert "skipped: bad.jsonl:1" in done.output
    assert "papers.kg: 5 entries read, 1 new, of 1 papers; 1 texts extracted, 1 skipped" in (
        done.output
    )


def test_build_writes_the_store(place: Path) -> None:
    done = run("build", "--store", "papers.kg", "--formats", "ttl,csv", *USUAL)
    assert done.exit_code == 0, done.output
    assert "papers   4 read, 4 different" in done.output
    refused = run("build", "feeds", "--store", "papers.kg")
    assert refused.exit_code == 2
    assert "give it no input options" in refused.output


def test_status_and_check_and_backup(place: Path) -> None:
    shown = run("status").output
    assert "papers       4 of 4 entries" in shown
    assert "4  all.jsonl" in shown
    assert run("check").output == "papers.kg: sound\n"
    assert run("backup", "copy.kg").exit_code == 0
    assert run("check", "--store", "copy.kg").exit_code == 0
    (place / "copy.kg").write_bytes((place / "copy.kg").read_bytes()[:8000])
    harmed = run("check", "--store", "copy.kg")
    assert harmed.exit_code == 1
    assert "copy.kg" in harmed.output


def test_fixes_are_kept_listed_taken_back_and_shared(place: Path) -> None:
    assert run("fix", "alias", "KiteNet", "Flying Net", "--why", "their page").exit_code == 0
    assert run("fix", "retype", "SpoonQuant", "technique").exit_code == 0
    assert run("fix", "merge", "KiteNet", "SpoonQuant").exit_code == 0
    assert run("fix", "drop", "2403.00001", "usesBaseModel", "LLaVA-1.5-7B").exit_code == 0
    assert run("remove", "A Paper without a Number").exit_code == 0
    shown = run("fix", "list").output.splitlines()
    assert len(shown) == 5
    assert "Ann Lee: method/kitenet is also called 'Flying Net' (their page)" in shown[0]
    assert len(graph().records.papers) == 3
    assert run("fix", "export", "shared.yaml").exit_code == 0
    for number in range(1, 6):
        assert run("fix", "undo", str(number)).exit_code == 0
    assert run("fix", "list").output == ""
    assert len(graph().records.papers) == 4
    assert run("fix", "import", "shared.yaml").output == "5 of 5 corrections are new\n"
    assert run("fix", "import", "shared.yaml").output == "0 of 5 corrections are new\n"
    assert run("fix", "undo", "1").exit_code == 1


def test_an_edge_is_named_by_its_identifier_too(place: Path) -> None:
    statement = graph().records.papers[0].statements[0]
    done = run("fix", "confirm", graph().records.base + statement.id)
    assert done.exit_code == 0, done.output
    assert next(
        one.confidence
        for record in graph().records.papers
        for one in record.statements
        if one.id == statement.id
    ) == pytest.approx(1.0)


def numbers() -> dict[str, tuple[str | None, float]]:
    return {
        one.result.value_text: (one.result.metric_text, one.result.confidence)
        for record in graph().records.papers
        for one in record.results
    }


def test_a_number_is_named_by_its_paper_or_its_identifier(place: Path) -> None:
    before = numbers()
    assert {"45%", "71.2%", "1.8x"} <= before.keys()
    [reported] = [
        one for r in graph().records.papers for one in r.results if one.result.value_text == "45%"
    ]
    assert run("fix", "measure", "2403.00002", "reports", "71.2%", "recall").exit_code == 0
    assert run("fix", "confirm", f"{reported.id}/reports").exit_code == 0
    assert run("fix", "drop", "2403.00003", "reports", "1.8x").exit_code == 0
    assert numbers() == {"45%": (before["45%"][0], 1.0), "71.2%": ("recall", 1.0)}
    shown = run("fix", "list").output
    assert "71.2% of arxiv:2403.00002 is of 'recall'" in shown
    assert "drop arxiv:2403.00003 reports 1.8x" in shown


def test_a_split_needs_to_know_what(place: Path) -> None:
    done = run("fix", "split", "KiteNet")
    assert done.exit_code == 1
    assert "--name (papers call it 'KiteNet'" in done.output
    assert run("fix", "split", "KiteNet", "--paper", "2403.00003", "--as", "Kite II").exit_code == 0
    assert "Kite II" in {entity.name for entity in graph().records.entities.values()}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["fix", "merge", "KiteNet", "KiteNets"], "are one thing already"),
        (["fix", "merge", "KiteNet", "SpunQuant"], "did you mean SpoonQuant"),
        (["fix", "merge", "KiteNet", "On the Use of Kites"], "is a paper"),
        (["fix", "retype", "KiteNet", "Modle"], "did you mean Model"),
        (["fix", "drop", "2403.00001", "likes", "KiteNet"], "no relation is called 'likes'"),
        (["fix", "drop", "2403.00001", "extends", "KiteNet"], "has no edge extends"),
        (["fix", "drop", "2403.99999", "extends", "KiteNet"], "no paper is called"),
        (["fix", "drop", "one", "two"], "an edge is one identifier"),
        (["fix", "drop", "2403.00001", "reports", "46%"], "reports no 46%; its numbers: 45%"),
        (["fix", "drop", "result/x"], "no edge is called 'result/x'"),
        (["fix", "measure", "2403.00001", "introduces", "KiteNet", "FLOPs"], "is no reported"),
        (["fix", "apart", "KiteNet", "KiteNets"], "are one thing (method/kitenet); split it"),
        (["remove", "Nothing"], "no paper is called 'Nothing'"),
        (["fix", "undo", "77"], "no correction is called '77'"),
        (["status", "--store", "none.kg"], "does not exist; make it with"),
        (["config", "feeds/all.jsonl"], "is no TOML"),
    ],
)
def test_what_cannot_be_understood_gets_one_line(place: Path, words: list[str], said: str) -> None:
    done = run(*words)
    assert done.exit_code == 1
    assert said in done.output
    assert done.output.count("\n") == 1


def test_a_review_keeps_each_answer(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.doubt._DOUBTFUL", (0.0, 0.99))
    (place / "near.jsonl").write_text(
        '{"title": "TeapotFlow: Pouring", "abstract": "We propose TeapotFlow, a method."}\n'
        '{"title": "TeapotFlows2: Pouring", "abstract": "We use TeapottFlow as a baseline and '
        'compare with TeapottFlow on ImageNet."}\n'
    )
    assert run("add", "near.jsonl").exit_code == 0
    asked = run("review", "--limit", "5", said="y\nn\nrecall\nn\nn\nn\n\n")
    assert asked.exit_code == 0, asked.output
    assert "3 doubtful numbers, 1 possible duplicates; 5 asked" in asked.output
    kept = [line.partition(" Ann Lee: ")[2] for line in run("fix", "list").output.splitlines()]
    assert [line.split()[0] for line in kept] == [
        "confirm",
        "71.2%",
        "method/teapottflow",
        "drop",
        "drop",
    ]
    assert "method/teapottflow is not method/teapotflow" in kept
    again = run("review", said="q\n")
    assert again.exit_code == 0
    assert "1 doubtful numbers, 0 possible duplicates" in again.output


def test_config_says_what_diff_follows(place: Path) -> None:
    assert "follow = []" in run("config").output
    assert run("config", "-", said='follow = ["KiteNet"]\n').exit_code == 0
    assert run("config").output == 'follow = ["KiteNet"]\n'
    shown = run("diff", "--since", "2020-01-01", *USUAL).output
    assert "4 new papers since 2020-01-01:" in shown
    assert "introduces KiteNet: KiteNet: Token Pruning for LLaVA-1.5" in shown
    for bad in ("follow = 1", "feeds = []", "[[feed]]\nfrom = 1"):
        assert run("config", "-", said=bad).exit_code == 1
    assert run("config").output == 'follow = ["KiteNet"]\n'
