"""The same paper is one, whatever tells of it; different papers stay apart."""

from __future__ import annotations

import random
from datetime import date
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.ingest.entry import Entry
from kg.ingest.merge import merge
from kg.ingest.read import read
from kg.model import Claimed, Paper

ASKED = (
    "hf.json", "atom.xml", "snapshot.jsonl", "s2.json", "openalex.json", "refs.bib", "page.txt",
)  # fmt: skip
ALL = (
    *ASKED, "oai.xml", "feed.rss", "refs.ris", "zotero.json", "openreview.json", "acl.xml",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(feeds: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("feeds")
    for name, text in feeds.items():
        (folder / name).write_text(text, encoding="utf-8")
    assert set(feeds) == set(ALL)
    return folder


@pytest.fixture(scope="module")
def listed(folder: Path) -> dict[str, list[tuple[str, Entry]]]:
    """Return the entries of each feed, read once."""
    from kg.ingest.entry import Options
    from kg.ingest.feed import open_feed
    from kg.ingest.sources import source_of

    found: dict[str, list[tuple[str, Entry]]] = {}
    for name in ALL:
        with open_feed(name, folder / name) as feed:
            items = list(source_of(feed, Options()).read(feed, Options()))
        assert all(isinstance(item, Entry) for item in items), (name, items)
        found[name] = [(name, item) for item in items if isinstance(item, Entry)]
    return found


@pytest.mark.parametrize("name", ALL)
def test_each_feed_alone_gives_twenty_papers_with_all_their_words(
    listed: dict[str, list[tuple[str, Entry]]], twenty: tuple[Any, ...], name: str
) -> None:
    papers = merge(listed[name])
    assert len(papers) == 20
    texts = {" ".join(paper.abstract.split()) for paper in papers}
    assert texts == {one.abstract for one in twenty}
    assert {paper.title for paper in papers} == {one.title for one in twenty}


@pytest.mark.parametrize("names", list(combinations(ALL, 2)), ids="+".join)
def test_any_two_feeds_give_twenty_papers(
    listed: dict[str, list[tuple[str, Entry]]], names: tuple[str, str]
) -> None:
    there, back = (merge(listed[a] + listed[b]) for a, b in (names, names[::-1]))
    assert len(there) == 20
    assert there == back
    assert all({one.name for one in paper.listings} == set(names) for paper in there)


def test_all_feeds_give_the_same_twenty_papers_in_any_order(
    listed: dict[str, list[tuple[str, Entry]]], twenty: tuple[Any, ...]
) -> None:
    chance = random.Random(7)
    entries = [one for name in ALL for one in listed[name]]
    papers = merge(entries)
    for _ in range(10):
        chance.shuffle(entries)
        assert merge(entries) == papers
    assert {paper.key for paper in papers} == {f"arxiv:{one.arxiv}" for one in twenty}
    assert {paper.doi for paper in papers} == {one.doi.lower() for one in twenty}
    assert {paper.issued for paper in papers} == {one.day for one in twenty}
    assert {paper.venue for paper in papers} == {"Proceedings of Kites"}


def test_the_graph_of_seven_feeds_has_twenty_paper_nodes(folder: Path, tmp_path: Path) -> None:
    files = [folder / name for name in ASKED]
    graph, other = (kg.build(order, extractor="rules") for order in (files, files[::-1]))
    assert len(graph.records.papers) == 20
    assert graph.records == other.records
    graph.write(tmp_path, ["ttl"])
    again = kg.load(tmp_path / "graph.ttl").records
    assert [_sets(one.paper) for one in again.papers] == [
        _sets(one.paper) for one in graph.records.papers
    ]


def _sets(paper: Paper) -> tuple[object, ...]:
    """Return what RDF keeps of a paper: authors and categories have no order there."""
    return (
        paper.key, paper.title, paper.abstract, paper.arxiv_id, paper.issued, paper.year,
        paper.doi, paper.venue, paper.claims, paper.identifiers, paper.listings,
        sorted(paper.authors), sorted(paper.categories), paper.comment_count,
    )  # fmt: skip


def names(*entries: Entry) -> list[list[str]]:
    """Return which listings each paper has, the same in every order of the entries."""
    numbered = [(str(number), entry) for number, entry in enumerate(entries)]
    found = [merge(order) for order in permutations(numbered)]
    assert all(one == found[0] for one in found)
    return sorted([one.name for one in paper.listings] for paper in found[0])


def entry(title: str = "Kites", **given: Any) -> Entry:
    return Entry(title, "They fly.", **given)


def test_an_identifier_joins_whatever_the_titles_are() -> None:
    doi = ("doi:10.1000/a",)
    assert names(entry("Kites", identifiers=doi), entry("Kites, Extended", identifiers=doi)) == [
        ["0", "1"]
    ]
    chain = [
        entry("A", arxiv_id="2401.00001", identifiers=("doi:10.1000/a",)),
        entry("B", identifiers=("doi:10.1000/a", "openalex:W1")),
        entry("C", identifiers=("openalex:W1", "s2:" + "a" * 40)),
        entry("D", identifiers=("s2:" + "a" * 40,)),
    ]
    assert names(*chain) == [["0", "1", "2", "3"]]


def test_two_arxiv_ids_are_two_papers_whatever_else_they_share() -> None:
    same = {"identifiers": ("doi:10.1000/a", "openalex:W1")}
    assert names(entry(arxiv_id="2401.00001", **same), entry(arxiv_id="2401.00002", **same)) == [
        ["0"],
        ["1"],
    ]


ARXIV = {"arxiv_id": "2001.00001"}
DOI = {"identifiers": ("doi:10.1000/a",)}
ASSUMED = {"issued": date(2025, 1, 2), "issued_assumed": True}


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ({}, {}, True),
        ({"year": 2020}, {}, True),
        ({"year": 2020}, {"year": 2021}, True),
        ({"year": 2015}, {"year": 2021}, True),  # neither is identified
        (ARXIV | {"year": 2020}, {"year": 2024}, True),
        (ARXIV | {"year": 2020}, DOI | {"year": 2021}, True),
        (ARXIV | {"year": 2020}, DOI | {"year": 2022}, False),
        (ARXIV | {"year": 2020}, DOI, True),
        (ARXIV | {"issued": date(2020, 1, 2)}, DOI | ASSUMED, True),
        (DOI, {"identifiers": ("doi:10.1000/b",)}, False),
        ({"identifiers": ("openalex:W1",)}, {"identifiers": ("openalex:W2",)}, False),
        ({"identifiers": ("dblp:conf/a/b",)}, {"identifiers": ("dblp:journals/corr/b",)}, True),
        (DOI | {"authors": ("Ann Lee",)}, ARXIV | {"authors": ("Chen, Bo",)}, False),
        (DOI | {"authors": ("A. Lee", "B. Chen")}, ARXIV | {"authors": ("Lee, Ann",)}, True),
        ({"identifiers": ("S2:42",)}, {"identifiers": ("S2:43",)}, True),  # of no known scheme
    ],
)
def test_one_title(first: dict[str, Any], second: dict[str, Any], one: bool) -> None:
    assert names(entry(**first), entry("KITES!", **second)) == (
        [["0", "1"]] if one else [["0"], ["1"]]
    )


def test_a_bare_title_joins_the_nearest_in_years_of_these_the_first() -> None:
    old = entry(arxiv_id="1501.00001", year=2015)
    new = entry(identifiers=("doi:10.1000/a",), year=2022)
    assert names(old, new, entry(year=2021)) == [["0"], ["1", "2"]]
    assert names(old, new, entry()) == [["0", "2"], ["1"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hep-th/9901001v3", "hep-th/9901001"),
        ("https://arxiv.org/abs/2403.06764v2", "2403.06764"),
        ("10.48550/arXiv.2403.06764", "2403.06764"),
    ],
)
def test_forms_of_one_arxiv_id_are_one_paper(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "a.csv").write_text(f"title,abstract,url\nA,It is.,{text}\n")
    (tmp_path / "b.csv").write_text(f"title,abstract,id\nB,It was.,arXiv:{expected}\n")
    (paper,) = read([tmp_path]).papers
    assert paper.key == f"arxiv:{expected}"


def test_the_key_goes_by_precedence() -> None:
    def key(**given: Any) -> str:
        (paper,) = merge([("x", entry(**given))])
        return paper.key

    every = ("acl:2020.acl-main.1", "doi:10.1000/a", "openalex:W1", "openreview:abcdefgh")
    assert key(arxiv_id="2401.00001", identifiers=every) == "arxiv:2401.00001"
    assert key(identifiers=every) == "doi:10.1000/a"
    assert key(identifiers=(*every[:1], *every[2:])) == "acl:2020.acl-main.1"
    assert key(identifiers=every[2:]) == "openreview:abcdefgh"
    assert key(identifiers=("S2:42",)) == "title:kites"


def test_values_that_differ_are_kept_with_where_they_came_from_and_the_better_one_shows() -> None:
    arxiv = {"arxiv_id": "2401.00001"}
    entries = [
        ("a", entry("Kites v1", source="arXiv", version=1, issued=date(2024, 1, 2), **arxiv)),
        ("b", entry("Kites", source="arXiv", version=2, issued=date(2024, 1, 2), **arxiv)),
        ("c", entry("Kites: The Longest", source="OpenAlex", issued=date(2023, 5, 6), **arxiv)),
        ("d", entry("KITES", source="Semantic Scholar", year=2024, venue="JoK", **arxiv)),
    ]  # fmt: skip
    found = [merge(order) for order in permutations(entries)]
    assert all(one == found[0] for one in found)
    ((paper,),) = [found[0]]
    assert (paper.title, paper.issued, paper.year, paper.venue) == (
        "Kites", date(2024, 1, 2), None, "JoK",
    )  # fmt: skip
    said = {(c.claimed, c.value): [one.name for one in c.listings] for c in paper.claims}
    assert said == {
        (Claimed.TITLE, "Kites"): ["b"],
        (Claimed.TITLE, "KITES"): ["d"],
        (Claimed.TITLE, "Kites v1"): ["a"],
        (Claimed.TITLE, "Kites: The Longest"): ["c"],
        (Claimed.ISSUED, "2024-01-02"): ["a", "b"],
        (Claimed.ISSUED, "2023-05-06"): ["c"],
        (Claimed.ISSUED, "2024"): ["d"],
    }


def test_sources_that_agree_claim_nothing() -> None:
    (paper,) = merge([("a", entry("Kites!")), ("b", entry("Kites")), ("c", entry("KITES"))])
    assert paper.claims == ()
