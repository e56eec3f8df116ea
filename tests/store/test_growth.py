"""Whatever is added in whichever order and portions gives the graph of all at once."""

from __future__ import annotations

import json
import sqlite3
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.errors import InputError
from kg.ingest.entry import Entry
from kg.ingest.merge import merge
from kg.ingest.read import Origin, listed
from kg.store import papers
from kg.store.add import add
from kg.store.entries import insert_addition, insert_entries, signs
from kg.store.file import reading, writing
from kg.store.papers import Reader
from kg.store.status import status
from kg.store.verify import verify

RULES = Reader("rules")


def build(path: Path) -> kg.Graph:
    return kg.Store(path).build(extractor="rules")


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_any_order_gives_the_graph_of_all_at_once(
    feeds: list[Path], tmp_path: Path, order: tuple[int, ...]
) -> None:
    store = tmp_path / "papers.kg"
    for place in order:
        add(store, [feeds[place]], reader=RULES)
    assert build(store).records == kg.build(feeds, extractor="rules").records


def test_the_products_are_the_same_bytes(feeds: list[Path], tmp_path: Path) -> None:
    store = tmp_path / "papers.kg"
    for feed in reversed(feeds):
        add(store, [feed], reader=RULES)
    formats = ["ttl", "nt", "trig", "jsonld", "graphml", "gexf", "csv", "html"]
    for one, other in zip(
        kg.build(feeds, extractor="rules").write(tmp_path / "once", formats),
        build(store).write(tmp_path / "grown", formats),
        strict=True,
    ):
        assert one.read_bytes() == other.read_bytes(), one.name


def test_portions_of_a_file_are_as_good_as_the_file(feeds: list[Path], tmp_path: Path) -> None:
    store, lines = tmp_path / "papers.kg", feeds[0].read_text().splitlines(keepends=True)
    for count in range(1, len(lines) + 1):
        feeds[0].write_text("".join(lines[:count]))
        add(store, feeds, reader=RULES)
    assert build(store).records == kg.build(feeds, extractor="rules").records


def test_the_learned_extractor_is_the_default(feeds: list[Path], tmp_path: Path) -> None:
    store = kg.Store(tmp_path / "papers.kg")
    store.add(feeds)
    assert store.build().records == kg.build(feeds).records


def test_the_same_again_changes_nothing_but_the_log(feeds: list[Path], tmp_path: Path) -> None:
    store = tmp_path / "papers.kg"
    first, again = (add(store, feeds, reader=RULES) for _ in range(2))
    assert (first.read, first.new, first.extracted) == (7, 7, 4)
    assert (again.read, again.new, again.extracted) == (7, 0, 0)
    found = status(store)
    assert (found.entries, found.papers, len(found.additions)) == (7, 4, 2)
    assert found.listings == {"feeds/monday.jsonl": 3, "more/monday.jsonl": 2, "tuesday.jsonl": 2}


def test_a_store_is_moved_with_its_feeds(feeds: list[Path], tmp_path: Path) -> None:
    add(tmp_path / "papers.kg", feeds, reader=RULES)
    before = build(tmp_path / "papers.kg").records
    moved = tmp_path.with_name(f"{tmp_path.name}-moved")
    tmp_path.rename(moved)
    again = [moved / feed.relative_to(tmp_path) for feed in feeds]
    assert add(moved / "papers.kg", again, reader=RULES).new == 0
    assert build(moved / "papers.kg").records == before


def test_a_new_extractor_reads_every_text_once_more(
    feeds: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = tmp_path / "papers.kg"
    add(store, feeds, reader=RULES)
    read: list[int] = []
    real = papers.read_papers

    def counted(some: Any, *args: Any, **options: Any) -> Any:
        read.append(len(some))
        return real(some, *args, **options)

    monkeypatch.setattr(papers, "read_papers", counted)
    build(store)
    assert read == []
    kg.Store(store).build(extractor="learned")
    kg.Store(store).build(extractor="learned")
    assert read == [4]


def test_a_user_lexicon_is_part_of_what_read_a_text(feeds: list[Path], tmp_path: Path) -> None:
    lexicon = tmp_path / "own.yaml"
    lexicon.write_text("kind: Model\nentries:\n  - name: TeapotNet\n")
    one, other = RULES.key, Reader("rules", (lexicon,)).key
    assert one != other
    lexicon.write_text("kind: Model\nentries:\n  - name: TeapotNet-2\n")
    assert Reader("rules", (lexicon,)).key not in (one, other)


def test_strict_adds_nothing_where_an_entry_is_bad(feeds: list[Path], tmp_path: Path) -> None:
    store = tmp_path / "papers.kg"
    add(store, feeds[:1], reader=RULES)
    before = status(store)
    bad = tmp_path / "bad.jsonl"
    bad.write_text(json.dumps({"title": "Good", "abstract": "We propose Good."}) + "\n{broken\n")
    with pytest.raises(InputError, match=r"bad\.jsonl:2"):
        add(store, [bad], strict=True, reader=RULES)
    assert status(store) == before
    added = add(store, [bad], reader=RULES)
    assert (added.new, len(added.skipped)) == (1, 1)


ENTRIES = st.builds(
    Entry,
    title=st.sampled_from(["Kites", "kites!", "Spoons", "Teapots", "Bells", "Gongs"]),
    abstract=st.sampled_from(["We fly.", "We eat."]),
    arxiv_id=st.none() | st.sampled_from(["2403.00001", "2403.00002"]),
    identifiers=st.lists(
        st.sampled_from(["doi:10.1000/a", "doi:10.1000/b", "openalex:W7", "acl:2020.acl-main.1"]),
        max_size=2,
    ).map(tuple),
    authors=st.sampled_from([(), ("Ann Lee",), ("Bo Ek", "Ann Lee"), ("Cy Ow",)]),
    year=st.none() | st.integers(2019, 2024),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ENTRIES, max_size=12), st.data())
def test_the_papers_that_an_entry_touches_are_those_of_the_whole(
    some: list[Entry], data: st.DataObject
) -> None:
    """What `touched` merges alone is what merging everything gives for these papers."""
    found = [(Origin(f"/feeds/{place}.jsonl"), entry) for place, entry in enumerate(some)]
    whole = {paper.key: paper for paper in merge(listed(found))}
    store = sqlite3.connect(":memory:")
    from kg.store.layout import MIGRATIONS

    for step in MIGRATIONS:
        for statement in step:
            store.execute(statement)
    from datetime import UTC, datetime

    number = insert_addition(store, datetime(2024, 3, 1, tzinfo=UTC), ["x"], 0)
    numbers = insert_entries(store, found, number)
    assert len(numbers) == len(found)
    wanted = data.draw(st.lists(st.sampled_from(numbers), unique=True) if numbers else st.just([]))
    touched = papers.touched(store, wanted)
    texts = {(paper.key, paper.title, paper.abstract) for paper in touched}
    assert texts <= {(paper.key, paper.title, paper.abstract) for paper in whole.values()}
    reached = {sign for number in wanted for sign in signs(some[number - 1])}
    mine = {key for key, paper in whole.items() if key in reached or _title(paper.title) in reached}
    assert mine <= {paper.key for paper in touched}


def _title(title: str) -> str:
    (sign,) = (one for one in signs(Entry(title, "")) if one.startswith("title:"))
    return sign


def test_a_sound_store_is_said_to_be(feeds: list[Path], tmp_path: Path) -> None:
    store = tmp_path / "papers.kg"
    add(store, feeds, reader=RULES)
    assert verify(store) == []


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE entry SET record = replace(record, 'KiteNet', 'KiteNot')", "hash"),
        ("DELETE FROM sign WHERE sign LIKE 'arxiv:%'", "signs"),
        ("DELETE FROM extraction", "never extracted"),
        ("UPDATE extraction SET record = x'00'", "damaged"),
        ("INSERT INTO correction (record) VALUES ('{}')", "correction"),
        ("PRAGMA foreign_keys = OFF; DELETE FROM addition", "not there"),
    ],
)
def test_harm_is_found(feeds: list[Path], tmp_path: Path, harm: str, said: str) -> None:
    store = tmp_path / "papers.kg"
    add(store, feeds, reader=RULES)
    connection = sqlite3.connect(store)
    connection.executescript(harm)
    connection.commit()
    connection.close()
    assert any(said in line for line in verify(store)), verify(store)


def test_a_moved_span_is_found(feeds: list[Path], tmp_path: Path) -> None:
    import zlib

    store = tmp_path / "papers.kg"
    add(store, feeds, reader=RULES)
    with writing(store) as connection:
        rows = connection.execute("SELECT rowid, record FROM extraction").fetchall()
        for row, record in rows:
            text = zlib.decompress(record).decode().replace('"start":', '"start":1')
            connection.execute(
                "UPDATE extraction SET record = ? WHERE rowid = ?",
                (zlib.compress(text.encode()), row),
            )
    assert any("is not at" in line for line in verify(store))


def test_a_store_of_nothing_is_sound(tmp_path: Path) -> None:
    store = tmp_path / "papers.kg"
    with writing(store, create=True):
        pass
    assert verify(store) == []
    with reading(store) as connection:
        assert papers.papers(connection).papers == []
