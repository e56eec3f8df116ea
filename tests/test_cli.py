"""The commands, as a user types them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.cli import main

PAGE = (
    "new\n\nDaily Papers\n\nJul 30\n\n"
    "QuickCast: Skipping Idle Layers\n\n"
    "Serving models is slow because every layer runs for every token of the input text. We "
    "propose QuickCast, which skips idle layers of LLaVA-1.5-7B and is 1.8times faster than "
    "FlashAttention on GSM8K, with token pruning. Code is at https://github.com/a/quickcast.\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path


def kg(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


def test_build_writes_everything_and_says_so(folder: Path) -> None:
    done = kg("build", "page.txt")
    assert done.exit_code == 0, done.output
    names = {p.name for p in (folder / "exports").iterdir()}
    assert names == {
        "graph.ttl", "graph.nt", "graph.jsonld", "graph.trig", "graph.graphml", "graph.gexf",
        "nodes.csv", "edges.csv", "graph.html",
    }  # fmt: skip
    for word in ("1 read", "1 different", "Paper 1", "introduces", "graph.ttl", " s"):
        assert word in done.output


def test_build_without_input_builds_the_sample(folder: Path) -> None:
    done = kg("build", "--formats", "ttl", "-o", "out")
    assert done.exit_code == 0, done.output
    assert [p.name for p in (folder / "out").iterdir()] == ["graph.ttl"]


def test_build_of_standard_input(folder: Path) -> None:
    done = kg("build", "-", "--formats", "nt", stdin=PAGE)
    assert done.exit_code == 0, done.output
    assert "QuickCast" in (folder / "exports/graph.nt").read_text(encoding="utf-8")


def test_one_bad_file_does_not_stop_the_others(folder: Path) -> None:
    (folder / "empty.txt").touch()
    done = kg("build", "empty.txt", "page.txt", "--formats", "ttl")
    assert done.exit_code == 1
    assert "empty.txt" in done.output
    assert (folder / "exports/graph.ttl").is_file()


def test_strict_stops_at_the_first(folder: Path) -> None:
    (folder / "empty.txt").touch()
    done = kg("build", "empty.txt", "page.txt", "--strict")
    assert done.exit_code == 1
    assert len(done.output.strip().splitlines()) == 1
    assert "empty.txt" in done.output
    assert not (folder / "exports").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "nowhere.txt"], ["nowhere.txt"]),
        (["build", "page.txt", "--formats", "turtle"], ["turtle", "ttl"]),
        (["build", "page.txt", "--column", "title"], ["FIELD=NAME"]),
        (["build", "page.txt", "--base", "no iri"], ["no iri"]),
        (["build", "page.txt", "--lexicon", "nowhere.yaml"], ["nowhere.yaml"]),
        (["query", "papers-usign", "--model", "x"], ["papers-using"]),
        (["query", "papers-using", "--model", "LAVA"], ["LAVA", "LLaVA"]),
        (["query", "papers-using", "--modle", "LLaVA"], ["model"]),
        (["query", "papers-using", "LLaVA"], ["--PARAMETER"]),
        (["query", "SELECT * { ?s ?p }"], ["1:"]),
        (["query", "evidence", "-g", "nowhere"], ["nowhere", "kg build"]),
        (["view", "LAVA"], ["LLaVA"]),
    ],
)
def test_every_mistake_gets_one_clear_answer(
    folder: Path, arguments: list[str], words: list[str]
) -> None:
    kg("build", "page.txt", "--formats", "ttl")
    done = kg(*arguments)
    assert done.exit_code != 0
    assert "Traceback" not in done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)
    for word in words:
        assert word in done.output


def test_query_in_every_form(folder: Path) -> None:
    kg("build", "page.txt", "--formats", "ttl")
    select = "SELECT ?t { ?p a kg:Paper ; dcterms:title ?t }"
    for form in ("table", "csv", "json", "markdown"):
        done = kg("query", select, "--format", form)
        assert done.exit_code == 0, done.output
        assert "QuickCast: Skipping Idle Layers" in done.output
    done = kg(
        "query",
        "CONSTRUCT { ?p dcterms:title ?t } { ?p dcterms:title ?t ; a kg:Paper }",
        "--format",
        "ttl",
    )
    assert "dcterms:title" in done.output
    (folder / "q.rq").write_text(select, encoding="utf-8")
    assert "QuickCast" in kg("query", "q.rq").output


def test_saved_queries_are_listed_and_run(folder: Path) -> None:
    kg("build", "page.txt", "--formats", "ttl")
    listed = kg("query", "--list").output
    assert "papers-using --model" in listed
    assert "QuickCast" in kg("query", "papers-using", "--model", "LLaVA").output
    assert "1.8x" in kg("query", "speedups", "--model=LLaVA").output


def test_view(folder: Path) -> None:
    kg("build", "page.txt", "--formats", "ttl")
    done = kg("view", "llava 1.5-7b", "--hops", "2", "--no-open")
    assert done.exit_code == 0, done.output
    page = (folder / "exports/view.html").read_text(encoding="utf-8")
    assert "QuickCast" in page


def test_help_names_every_command() -> None:
    text = kg("--help").output
    for verb in ("build", "query", "view"):
        assert verb in text


def test_a_higher_minimum_confidence_leaves_fewer_edges(tmp_path: Path) -> None:
    counts = []
    for level in ("0", "0.9"):
        folder = tmp_path / level
        options = ["--min-confidence", level, "--formats", "nt", "-o", str(folder)]
        assert CliRunner().invoke(main, ["build", *options]).exit_code == 0
        text = (folder / "graph.nt").read_text(encoding="utf-8")
        counts.append(text.count("ontology#Statement>"))
        if level == "0.9":
            found = re.findall(r'ontology#confidence> "([\d.]+)"', text)
            assert min(map(float, found)) >= 0.9

    assert 0 < counts[1] < counts[0]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--extractor", "llm"], "needs --llm-url and --llm-model"),
        (
            ["--extractor", "llm", "--llm-url", "http://localhost:1/v1", "--llm-model", "m",
             "--llm-price", "dear"],
            "is not IN,OUT",
        ),
        (
            ["--extractor", "llm", "--llm-url", "https://llm.example/v1", "--llm-model", "m"],
            "the prices at llm.example are not known",
        ),
    ],
)  # fmt: skip
def test_a_language_model_needs_its_settings(options: list[str], said: str) -> None:
    ran = CliRunner().invoke(main, ["build", *options])

    assert ran.exit_code != 0
    assert said in ran.output
