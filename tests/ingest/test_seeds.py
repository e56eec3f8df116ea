"""The three pages and the table that the project was given, where they are at hand."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from kg.ids import title_key
from kg.ingest.read import read

SHARED = Path(__file__).resolve().parents[3] / "shared"
SEEDS = {"page-compact.txt": 119, "page-jul30.txt": 97, "page-oct10-with-dates.txt": 101}
PAGES = [SHARED / "seeds" / name for name in SEEDS]
TABLE = SHARED / "corpus" / "arxiv-20k.jsonl.gz"
with_seeds = pytest.mark.skipif(not PAGES[0].exists(), reason="the seed pages are not here")


@with_seeds
@pytest.mark.parametrize("name", SEEDS)
def test_each_page_gives_all_its_entries_word_for_word(name: str) -> None:
    path = SHARED / "seeds" / name
    reading = read([path])
    assert (reading.read, reading.skipped) == (SEEDS[name], [])
    text = path.read_text(encoding="utf-8")
    for paper in reading.papers:
        assert paper.title in text
        assert paper.abstract in text
        assert len(paper.title) < len(paper.abstract)


@with_seeds
def test_together_they_hold_267_papers_in_any_order() -> None:
    readings = [read(order) for order in permutations(PAGES)]
    assert (readings[0].read, len(readings[0].papers), readings[0].duplicates) == (317, 267, 50)
    assert all(one == readings[0] for one in readings)
    assert len({title_key(paper.title) for paper in readings[0].papers}) == 267
    assert sum(len(paper.listings) for paper in readings[0].papers) == 317


@with_seeds
def test_the_dated_page_is_of_2025() -> None:
    papers = read([SHARED / "seeds" / "page-oct10-with-dates.txt"]).papers
    assert {one.issued for paper in papers for one in paper.listings} == {date(2025, 10, 10)}
    by_title = {paper.title: paper for paper in papers}
    (stream,) = (paper for title, paper in by_title.items() if title.startswith("StreamDiffusion"))
    assert (stream.author_count, stream.issued, stream.comment_count) == (10, date(2023, 12, 19), 5)
    assert max(paper.issued for paper in papers if paper.issued) <= date(2025, 10, 10)


@pytest.mark.skipif(not TABLE.exists(), reason="the 20,000-paper table is not here")
def test_the_table_of_20000_papers() -> None:
    reading = read([TABLE])
    assert (reading.read, len(reading.papers), reading.skipped) == (20_000, 20_000, [])
    assert all(paper.arxiv_id and paper.issued and paper.authors for paper in reading.papers)
    assert not any("\n" in paper.abstract for paper in reading.papers)
