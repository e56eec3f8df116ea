"""Corrections last: what a person decides holds in every later build, signed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.correct.correction import Action, Correction
from kg.correct.file import read_corrections, to_yaml
from kg.errors import CorrectionError
from kg.graph.load import from_store
from kg.model import Kind, KnowledgeGraph, Relation

DAY = date(2026, 11, 23)
PAGE = """\
KiteNet: Token Pruning for LLaVA-1.5

We propose KiteNet, a token pruning method. KiteNet is applied to LLaVA-1.5-7B and
is evaluated on MMBench.

A Study of SpoonNets

We introduce SpoonNets, a model. We compare with KiteNet on ImageNet. We fine-tune
LLaMA-2-7B with SVD.

TeapotNet: A Vessel

We propose TeapotNet, a method that uses SVD. We evaluate TeapotNet on ImageNet. TeapotNet
reduces FLOPs by 45% and memory by 45%.
"""
CUTS = "TeapotNet reduces FLOPs by 45% and memory by 45%."
KITE, SPOON, TEAPOT = "method/kitenet", "method/spoonnet", "method/teapotnet"


def decided(action: Action, **said: object) -> Correction:
    """Return a correction of Ann's."""
    return Correction(action, "Ann Lee", DAY, "as the authors say", **said)  # type: ignore[arg-type]


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    return path


def build(page: Path, *corrections: Correction) -> kg.Graph:
    """Return the graph of the page with corrections, given as a YAML file."""
    file = page.with_name("corrections.yaml")
    file.write_text(to_yaml(corrections), encoding="utf-8")
    return kg.build(page, extractor="rules", corrections=file)


def edges(graph: kg.Graph) -> set[tuple[str, str, str]]:
    return {
        (record.paper.title.split()[0], statement.relation, statement.object)
        for record in graph.records.papers
        for statement in record.statements
    }


def key(graph: kg.Graph, title: str) -> str:
    return next(r.paper.key for r in graph.records.papers if r.paper.title.startswith(title))


def test_the_page_is_what_the_tests_take_it_for(page: Path) -> None:
    found = edges(kg.build(page, extractor="rules"))
    assert ("KiteNet:", "introduces", KITE) in found
    assert ("KiteNet:", "usesBaseModel", "model/llava-1.5-7b") in found
    assert {one for one in found if one[2].startswith("technique/singular")} == {
        (paper, "usesTechnique", "technique/singular-value-decomposition")
        for paper in ("A", "TeapotNet:")
    }


def test_merged_things_are_one_with_all_their_edges_and_names(page: Path) -> None:
    before = kg.build(page, extractor="rules")
    graph = build(page, decided(Action.MERGE, thing=KITE, other=SPOON))
    assert SPOON not in graph.records.entities
    assert before.records.entities[SPOON].name in graph.records.entities[KITE].aliases
    moved = {(p, r, KITE if t == SPOON else t) for p, r, t in edges(before)}
    itself = {
        (p, r, t) for p, r, t in moved if r == "comparesWith" and (p, "introduces", t) in moved
    }
    assert len(itself) == 1
    assert edges(graph) == moved - itself
    assert graph.missed == ()


def test_what_was_merged_is_found_under_the_name_that_stayed(page: Path) -> None:
    graph = build(
        page,
        decided(Action.MERGE, thing=KITE, other=TEAPOT),
        decided(Action.MERGE, thing=SPOON, other=TEAPOT),
    )
    assert {KITE, SPOON, TEAPOT} & graph.records.entities.keys() == {SPOON}
    assert {"KiteNet", "TeapotNet"} <= set(graph.records.entities[SPOON].aliases)
    assert graph.missed == ()


def test_a_retyped_thing_takes_the_edges_that_fit(page: Path) -> None:
    graph = build(page, decided(Action.RETYPE, thing="model/llava-1.5-7b", kind=Kind.DATASET))
    assert graph.records.entities["model/llava-1.5-7b"].kind is Kind.DATASET
    assert ("KiteNet:", "mentions", "model/llava-1.5-7b") in edges(graph)


def test_an_alias_catches_what_is_called_so(page: Path) -> None:
    graph = build(page, decided(Action.ALIAS, thing=KITE, name="TeapotNet"))
    assert TEAPOT not in graph.records.entities
    assert ("TeapotNet:", "introduces", KITE) in edges(graph)
    assert "TeapotNet" in graph.records.entities[KITE].aliases


def test_a_split_gives_the_named_papers_a_thing_of_their_own(page: Path) -> None:
    thing = "technique/singular-value-decomposition"
    before = kg.build(page, extractor="rules")
    users = {paper for paper, _, end in edges(before) if end == thing}
    assert len(users) == 2
    paper = key(before, "TeapotNet")
    graph = build(page, decided(Action.SPLIT, thing=thing, papers=(paper,), name="spoon voting"))
    assert {p for p, _, end in edges(graph) if end == thing} == users - {"TeapotNet:"}
    other = f"{thing}--spoon-voting"
    assert {p for p, _, end in edges(graph) if end == other} == {"TeapotNet:"}
    assert graph.records.entities[other].name == "spoon voting"


def test_a_split_that_leaves_nothing_is_said(page: Path) -> None:
    graph = build(page, decided(Action.SPLIT, thing=KITE, names=("Nothing",)))
    assert [one.action for one in graph.missed] == [Action.SPLIT]


def test_a_dropped_edge_is_gone_with_what_follows_from_it(page: Path) -> None:
    before = kg.build(page, extractor="rules")
    assert any(d.predicate == "appliedTo" for r in before.records.papers for d in r.derived)
    edge = ("KiteNet:", "usesBaseModel", "model/llava-1.5-7b")
    graph = build(
        page,
        decided(
            Action.DROP,
            paper=key(before, "KiteNet"),
            relation=Relation.USES_BASE_MODEL,
            thing="model/llava-1.5-7b",
        ),
    )
    assert edges(before) - edges(graph) == {edge}
    assert not any(
        d.object == "model/llava-1.5-7b" for r in graph.records.papers for d in r.derived
    )


def test_a_confirmed_edge_is_certain_and_outlives_the_threshold(page: Path) -> None:
    before = kg.build(page, extractor="rules")
    paper = key(before, "KiteNet")
    edge = decided(
        Action.CONFIRM,
        paper=paper,
        relation=Relation.USES_BASE_MODEL,
        thing="model/llava-1.5-7b",
    )
    file = page.with_name("corrections.yaml")
    file.write_text(to_yaml([edge]), encoding="utf-8")
    graph = kg.build(page, extractor="rules", corrections=file, min_confidence=0.999)
    assert edges(graph) == {("KiteNet:", "usesBaseModel", "model/llava-1.5-7b")}


def numbers(graph: kg.Graph) -> list[tuple[str, str | None, float]]:
    return [
        (one.result.value_text, one.result.metric_text, one.result.confidence)
        for record in graph.records.papers
        for one in record.results
    ]


def on_number(action: Action, page: Path, nth: int, **more: object) -> Correction:
    paper = key(kg.build(page, extractor="rules"), "TeapotNet")
    return decided(action, paper=paper, number="45%", quote=CUTS, nth=nth, **more)


@pytest.mark.parametrize("nth", [1, 2])
def test_a_dropped_number_is_gone_and_the_same_one_beside_it_is_not(page: Path, nth: int) -> None:
    before = numbers(kg.build(page, extractor="rules"))
    assert [number for number, _, _ in before] == ["45%", "45%"]
    graph = build(page, on_number(Action.DROP, page, nth))
    assert numbers(graph) == [before[2 - nth]]
    assert graph.missed == ()


def test_both_of_two_same_numbers_can_go(page: Path) -> None:
    graph = build(page, on_number(Action.DROP, page, 1), on_number(Action.DROP, page, 2))
    assert numbers(graph) == []
    assert graph.missed == ()


def test_a_confirmed_number_is_certain_and_outlives_the_threshold(page: Path) -> None:
    file = page.with_name("corrections.yaml")
    file.write_text(to_yaml([on_number(Action.CONFIRM, page, 2)]), encoding="utf-8")
    graph = kg.build(page, extractor="rules", corrections=file, min_confidence=0.999)
    assert numbers(graph) == [("45%", "memory", 1.0)]


def test_a_person_says_what_a_number_measures(page: Path) -> None:
    graph = build(page, on_number(Action.MEASURE, page, 1, metric="throughput"))
    [record] = [one for one in graph.records.papers if one.results]
    first, second = record.results
    assert (first.result.metric_text, first.result.confidence) == ("throughput", 1.0)
    assert (first.metric, first.result.direction) == ("metric/throughput", "higher")
    assert second.result.metric_text == "memory"
    answer = graph.query(
        "SELECT ?n ?who WHERE { ?s rdf:object ?r ; prov:wasAttributedTo/rdfs:label ?who ."
        " ?r kg:valueText ?n }"
    )
    assert [[cell.value for cell in row] for row in answer.rows] == [["45%", "Ann Lee"]]  # type: ignore[union-attr]
    assert from_store(graph.store).corrections == graph.records.corrections


@pytest.mark.parametrize("nth", [0, 3, -1])
def test_a_number_that_is_not_there_is_said(page: Path, nth: int) -> None:
    lost = on_number(Action.DROP, page, nth)
    assert build(page, lost).missed == (lost,)


def test_what_is_kept_apart_stays_as_it_is_and_is_known_as_such(page: Path) -> None:
    before = kg.build(page, extractor="rules")
    graph = build(page, decided(Action.APART, thing=KITE, other=TEAPOT))
    assert graph.records.entities == before.records.entities
    assert [one.targets for one in graph.records.corrections] == [(KITE, TEAPOT)]
    one_thing = decided(Action.APART, thing=KITE, other=KITE)
    assert build(page, one_thing).missed == (one_thing,)


def test_a_removed_paper_takes_its_things_along(page: Path) -> None:
    before = kg.build(page, extractor="rules")
    graph = build(page, decided(Action.REMOVE, paper=key(before, "TeapotNet")))
    assert {r.paper.title for r in before.records.papers} - {
        r.paper.title for r in graph.records.papers
    } == {"TeapotNet: A Vessel"}
    assert TEAPOT not in graph.records.entities


def test_a_correction_finds_its_paper_when_it_gets_an_identifier(page: Path) -> None:
    before = kg.build(page, extractor="rules")
    correction = decided(Action.REMOVE, paper=key(before, "TeapotNet"))
    record = page.with_name("more.jsonl")
    record.write_text('{"title": "TeapotNet: A Vessel", "abstract": "We.", "id": "2403.06764"}\n')
    file = page.with_name("corrections.yaml")
    file.write_text(to_yaml([correction]), encoding="utf-8")
    graph = kg.build([page, record], extractor="rules", corrections=file)
    assert len(graph.records.papers) == 2
    assert graph.missed == ()


def test_what_meets_nothing_is_said_and_changes_nothing(page: Path) -> None:
    lost = (
        decided(Action.MERGE, thing=KITE, other="method/nowhere"),
        decided(Action.RETYPE, thing="method/nowhere", kind=Kind.MODEL),
        decided(Action.REMOVE, paper="arxiv:2001.00001"),
        decided(
            Action.DROP,
            paper="arxiv:2001.00001",
            relation=Relation.EXTENDS,
            thing=KITE,
        ),
    )
    graph = build(page, *lost)
    assert graph.missed == lost
    assert graph.records == kg.build(page, extractor="rules").records


def test_the_graph_says_who_decided(page: Path) -> None:
    before = kg.build(page, extractor="rules")
    graph = build(
        page,
        decided(Action.ALIAS, thing=KITE, name="KN"),
        decided(
            Action.CONFIRM,
            paper=key(before, "KiteNet"),
            relation=Relation.USES_BASE_MODEL,
            thing="model/llava-1.5-7b",
        ),
    )
    answer = graph.query(
        "SELECT ?what ?who ?action ?day WHERE { ?c a kg:Correction ; kg:corrects ?what ;"
        " kg:action ?action ; dcterms:issued ?day . ?what prov:wasAttributedTo/rdfs:label ?who }"
        " ORDER BY ?action"
    )
    rows = [[str(cell) for cell in row] for row in answer.rows]  # type: ignore[union-attr]
    assert [row[2].strip('"') for row in rows] == ["alias", "confirm"]
    assert all("Ann Lee" in row[1] and "2026-11-23" in row[3] for row in rows)
    assert "statement/" in rows[1][0]


def test_a_graph_with_corrections_is_read_back(page: Path) -> None:
    graph = build(page, decided(Action.ALIAS, thing=KITE, name="KN"))
    again = from_store(graph.store)
    assert isinstance(again, KnowledgeGraph)
    assert again.corrections == graph.records.corrections
    assert isinstance(graph.store, ox.Store)


EVERY = (
    decided(Action.MERGE, thing="model/a", other="model/b"),
    decided(Action.SPLIT, thing="model/a", names=("A: \n'x'", "B"), papers=("arxiv:1",), name="C"),
    decided(Action.RETYPE, thing="model/a", kind=Kind.MODEL),
    decided(Action.ALIAS, thing="model/a", name="日本 <b>"),
    decided(Action.DROP, paper="title:x", relation=Relation.EXTENDS, thing="model/a"),
    decided(Action.CONFIRM, paper="title:x", relation=Relation.EXTENDS, thing="model/a"),
    decided(Action.REMOVE, paper="doi:10.1000/x"),
    decided(Action.APART, thing="model/a", other="model/b"),
    decided(Action.DROP, paper="title:x", number="45%", quote="- by 45%: \n 'x'", nth=2),
    decided(Action.MEASURE, paper="title:x", number="45%", quote="by 45%", metric="FLOPs"),
)


def test_every_action_survives_the_file(tmp_path: Path) -> None:
    assert {one.action for one in EVERY} == set(Action)
    file = tmp_path / "corrections.yaml"
    for some in (EVERY, ()):
        file.write_text(to_yaml(some), encoding="utf-8")
        assert read_corrections(file) == list(some)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- action: merge\n  by: a\n  day: 2026-11-23\n  thing: model/a\n", "item 1: .*other"),
        ("- action: guess\n  by: a\n  day: 2026-11-23\n", "item 1: action"),
        ("- {}\n", "item 1: "),
        (
            "- action: drop\n  by: a\n  day: 2026-11-23\n  paper: x\n  number: 4%\n",
            "item 1: .*quote",
        ),
        ("- action: remove\n  by: a\n  day: soon\n  paper: x\n", "item 1: day"),
        ("action: merge\n", "is no list"),
        ("[", "cannot be read"),
        ("- !!python/object/apply:os.system [echo]\n", "cannot be read"),
    ],
)
def test_a_bad_file_gets_one_line_with_the_place(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "corrections.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CorrectionError, match=said) as caught:
        read_corrections(file)
    assert str(caught.value).startswith(str(file))
    assert "\n" not in str(caught.value)
