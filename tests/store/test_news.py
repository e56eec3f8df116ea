"""What came since a day: exact, escaped, the same in every format."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from kg.errors import UnknownName
from kg.model import KnowledgeGraph
from kg.store.add import add
from kg.store.bulletin import FORMATS, as_atom, as_json, as_markdown, as_text
from kg.store.news import News, compared, news
from kg.store.papers import Reader

Table = Callable[[Path, list[int]], Path]

RULES = Reader("rules")
MONDAY, TUESDAY = (datetime(2026, 11, day, 6, tzinfo=UTC) for day in (23, 24))
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def store(tmp_path: Path, table: Table) -> Path:
    path = tmp_path / "papers.kg"
    add(path, [table(tmp_path / "monday.jsonl", [0, 3])], reader=RULES, at=MONDAY)
    add(path, [table(tmp_path / "tuesday.jsonl", [1, 2, 4])], reader=RULES, at=TUESDAY)
    return path


def test_new_papers_are_those_of_no_earlier_addition(store: Path) -> None:
    found = news(store, NOON, reader=RULES)
    assert [record.paper.arxiv_id for record in found.papers] == ["2403.00003", "2403.00002"]
    assert [new.entity.name for new in found.things] == ["SpoonQuant"]
    assert [record.paper.arxiv_id for record in found.things[0].papers] == ["2403.00002"]


def test_before_all_additions_everything_is_new_and_after_them_nothing(store: Path) -> None:
    assert len(news(store, MONDAY, reader=RULES).papers) == 4
    later = news(store, datetime(2027, 1, 1, tzinfo=UTC), ["KiteNet"], reader=RULES)
    assert (later.papers, later.things, later.edges) == ((), (), ())


def test_edges_on_what_is_followed_and_on_its_variants(store: Path) -> None:
    found = news(store, NOON, ["KiteNet", "LLaMA"], reader=RULES)
    said = {(edge.paper.paper.arxiv_id, edge.entity.name) for edge in found.edges}
    assert ("2403.00003", "KiteNet") in said
    assert ("2403.00002", "Llama 2-7B") in said
    assert not any("LLaVA" in name for _, name in said)
    assert {paper for paper, _ in said} == {"2403.00003", "2403.00002"}


def test_what_is_followed_has_to_be_there(store: Path) -> None:
    with pytest.raises(UnknownName, match="no paper or thing is called 'Nowhere'"):
        news(store, NOON, ["Nowhere"], reader=RULES)


@pytest.fixture
def hostile(small_graph: KnowledgeGraph) -> News:
    """Return the news that a graph with hostile texts is against one of nothing."""
    nothing = replace(small_graph, papers=(), entities={})
    return compared(nothing, small_graph, NOON, ["technique/compression"])


def test_json_says_all(hostile: News) -> None:
    said = json.loads(as_json(hostile))
    assert [len(said[key]) for key in ("papers", "things", "edges")] == [3, 3, 3]
    assert {edge["thing"].rpartition("/")[2] for edge in said["edges"]} == {
        "token-pruning",
        "quantization",
    }


def test_atom_is_xml_whose_texts_are_texts(hostile: News) -> None:
    feed = ET.fromstring(as_atom(hostile))
    titles = [str(entry.findtext(f"{ATOM}title")) for entry in feed.iter(f"{ATOM}entry")]
    assert len(titles) == 6
    assert any(title.startswith("<img src=x onerror=alert(1)>") for title in titles)
    identifiers = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert len(set(identifiers)) == len(identifiers)
    for entry in feed.iter(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        assert link.get("href", "").startswith("https://")
        assert datetime.fromisoformat(str(entry.findtext(f"{ATOM}updated"))).tzinfo


def test_markdown_has_no_markup_of_papers(hostile: News) -> None:
    text = as_markdown(hostile)
    assert "\\<img src=x" in text
    assert not re.search(r"(?<!\\)[<`*\[]", text)
    assert text.startswith("## 3 new papers since 2026-11-23\n")


def test_text_has_a_line_for_each(hostile: News) -> None:
    lines = as_text(hostile).splitlines()
    assert lines[0] == "3 new papers since 2026-11-23:"
    assert sum(line.startswith("  ") and not line.startswith("   ") for line in lines) >= 9


def test_every_format_is_deterministic(store: Path) -> None:
    first, again = (news(store, NOON, ["KiteNet"], reader=RULES) for _ in range(2))
    assert set(FORMATS) == {"text", "markdown", "json", "atom"}
    for render in FORMATS.values():
        assert render(first) == render(again)
