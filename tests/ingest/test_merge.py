"""One paper for all its entries, whichever order they come in."""

from __future__ import annotations

import re
import tempfile
from datetime import date
from itertools import permutations
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.ingest.entry import Entry
from kg.ingest.merge import merge
from kg.ingest.read import read
from kg.model import Listing

SHORT = Entry("Kites!", "They fly.", author_count=2, issued=date(2024, 5, 1), issued_assumed=True)
LONG = Entry(
    "KITES", "They fly, and we show it.", "2401.00001", date(2024, 6, 1), authors=("Ann Lee",),
    comment_count=1, identifiers=("doi:10.1/b",), listed_on=date(2024, 7, 1),
)  # fmt: skip
LATER = Entry(
    "Kites Revisited", "They flew, and we show it.", "2401.00001", date(2024, 8, 1),
    authors=("Ann Lee", "Bo Chen"), comment_count=4, identifiers=("doi:10.1/a",),
)  # fmt: skip
LISTED = [("b.txt", SHORT), ("a.json", LONG), ("c.csv", LATER), ("c.csv", LATER)]


def test_the_rules() -> None:
    (paper,) = merge(LISTED)
    assert paper.key == "arxiv:2401.00001"
    assert (paper.title, paper.abstract) == ("Kites Revisited", "They flew, and we show it.")
    assert paper.issued == date(2024, 6, 1)  # the earliest that was written, not assumed
    assert paper.authors == ("Ann Lee", "Bo Chen")
    assert (paper.author_count, paper.comment_count) == (2, 4)
    assert paper.identifiers == ("doi:10.1/a", "doi:10.1/b")
    assert paper.listings == (
        Listing("a.json", date(2024, 7, 1)), Listing("b.txt"), Listing("c.csv"),
    )  # fmt: skip


def test_the_order_does_not_matter() -> None:
    assert all(merge(order) == merge(LISTED) for order in permutations(LISTED))


def test_two_identifiers_are_two_papers_and_a_bare_title_joins_the_smaller() -> None:
    same = [Entry("Introduction", f"We begin {n}.", f"240{n}.00001") for n in (2, 1)]
    bare = Entry("introduction", "We begin, in a feed.")
    for order in permutations([*same, bare]):
        first, second = merge(("x", entry) for entry in order)
        assert (first.key, second.key) == ("arxiv:2401.00001", "arxiv:2402.00001")
        assert first.abstract == "We begin, in a feed."
        assert second.abstract == "We begin 2."


def test_titles_without_letters_stay_apart() -> None:
    papers = merge([("x", Entry("???", "We ask.")), ("x", Entry("!!!", "We shout."))])
    assert {paper.key for paper in papers} == {"title:???", "title:!!!"}


ENTRIES = st.builds(
    Entry,
    title=st.sampled_from(["Kites", "kites", "Spoons", "?", "Ünï"]),
    abstract=st.sampled_from(["They fly.", "They fly!", "We show that they fly."]),
    arxiv_id=st.sampled_from([None, None, "2401.00001", "2401.00002"]),
    issued=st.sampled_from([None, date(2024, 1, 1), date(2023, 1, 1)]),
    issued_assumed=st.booleans(),
    authors=st.sampled_from([(), ("A",), ("B", "C"), ("A", "C")]),
    author_count=st.sampled_from([None, 0, 3]),
    categories=st.sampled_from([(), ("cs.CV",), ("cs.AI",)]),
    identifiers=st.sampled_from([(), ("doi:1",), ("doi:2", "x")]),
    listed_on=st.sampled_from([None, date(2025, 1, 1)]),
)
LISTS = st.lists(st.tuples(st.sampled_from("abc"), ENTRIES), max_size=8)


@given(LISTS.flatmap(lambda one: st.tuples(st.just(one), st.permutations(one))))
def test_any_order_gives_the_same_papers(both: tuple[list[tuple[str, Entry]], ...]) -> None:
    given_order, other = (merge(one) for one in both)
    assert given_order == other
    keys = [paper.key for paper in given_order]
    assert keys == sorted(set(keys))
    assert {name for name, _ in both[0]} == {
        listing.name for paper in given_order for listing in paper.listings
    }


ILLEGAL = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
FRAGMENTS = st.sampled_from(
    [b"title,abstract\n", b'{"title": "A", "abstract": "It is."}\n', b'[{"title": "B",', b"[{",
     b'"', b",", b"\n", b"\n\n", b"}]", b"Kites: A Study\n", b"We show that kites fly well.\n",
     b"\xff", b"\0", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1f\x8b", b"PAR1", b"Subscribe", b"May 3 2\n",
     b"  \xe2\x80\xa2 3 authors\n", b"\xc2\xb7\n", b"\xed\xa0\x80", b"title\tabstract\nA\tB\n",
     b"\r", b"\\ud800", b"<html>", b"9" * 50]
)  # fmt: skip
CONTENTS = st.one_of(st.binary(max_size=300), st.lists(FRAGMENTS, max_size=12).map(b"".join))


@settings(max_examples=300, deadline=None)
@given(st.lists(CONTENTS, min_size=1, max_size=3))
def test_any_bytes_give_papers_or_input_errors_in_any_order(contents: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"feed{n}.txt" for n in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_bytes(content)
        reading, other = read(paths), read(paths[::-1])
    assert all(isinstance(error, InputError) for error in reading.skipped)
    assert (reading.papers, reading.read, reading.notes) == (other.papers, other.read, other.notes)
    assert list(map(str, reading.skipped)) == list(map(str, other.skipped))
    assert reading.read or reading.skipped
    for paper in reading.papers:
        assert paper.title
        assert paper.abstract
        assert not ILLEGAL.search(paper.title + paper.abstract)
