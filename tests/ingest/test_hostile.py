"""Hostile files of every catalogue: nothing but clear input errors, and the others survive."""

from __future__ import annotations

import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.ingest import sources
from kg.ingest.entry import Entry, Note, Options
from kg.ingest.feed import open_feed
from kg.ingest.read import Reading, read

NAMES = (
    "hf.json", "atom.xml", "oai.xml", "feed.rss", "snapshot.jsonl", "s2.json", "openalex.json",
    "refs.bib", "refs.ris", "zotero.json", "openreview.json", "acl.xml",
)  # fmt: skip
JSON = tuple(name for name in NAMES if "json" in name)
XML = ("atom.xml", "oai.xml", "feed.rss", "acl.xml")
ILLEGAL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def read_bytes(data: bytes, name: str = "feed") -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return read([path])


def source_name(text: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "feed"
        path.write_text(text, encoding="utf-8")
        with open_feed("feed", path) as feed:
            return sources.source_of(feed, Options()).name


def check(reading: Reading) -> None:
    """Hold what is promised of any input."""
    assert reading.read or reading.skipped
    for error in reading.skipped:
        assert isinstance(error, InputError)
        assert "\n" not in str(error)
        assert len(str(error)) < 500
    for paper in reading.papers:
        texts = [paper.title, paper.abstract, *paper.authors, *paper.identifiers, *paper.categories]
        texts += [paper.venue or "", *(claim.value for claim in paper.claims)]
        assert paper.title
        assert not any(ILLEGAL.search(text) for text in texts)


def test_each_format_is_told_by_its_content(feeds: dict[str, str]) -> None:
    names = {name: source_name(text) for name, text in feeds.items()}
    assert len(set(names.values())) == len(feeds) == 13
    for name, text in feeds.items():
        spaced = text.replace("\n", "\r\n") if name != "page.txt" else text
        assert source_name("\ufeff" + spaced) == names[name]


def test_every_source_has_a_name_and_suffixes_of_its_own() -> None:
    assert len({source.name for source in sources.SOURCES}) == len(sources.SOURCES) == 17
    assert all(source.suffixes for source in sources.SOURCES)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_cut_anywhere_gives_what_came_before_and_an_error(
    feeds: dict[str, str], name: str
) -> None:
    data = feeds[name].encode()
    whole = len(read_bytes(data).papers)
    assert whole == 20
    before = 0
    for part in range(1, 20):
        reading = read_bytes(data[: len(data) * part // 20])
        check(reading)
        assert before - 1 <= len(reading.papers) <= part + 1
        before = len(reading.papers)
    assert before >= 17


@pytest.mark.parametrize("name", NAMES)
def test_one_bad_byte_costs_one_record_at_most(feeds: dict[str, str], name: str) -> None:
    data = feeds[name].encode()
    at = data.index(b'"kites": [' if name == "openalex.json" else b"kites in the wild") + 1
    reading = read_bytes(data[:at] + b"\xff" + data[at:])
    check(reading)
    assert "UTF-8" in str(reading.skipped[0]) or "not well-formed" in str(reading.skipped[0])
    if name not in XML:
        assert len(reading.papers) == 19


@pytest.mark.parametrize("name", NAMES)
def test_nul_is_cleaned_away_or_an_error(feeds: dict[str, str], name: str) -> None:
    data = feeds[name].encode().replace(b"otters", b"ott\0ers", 1)
    check(read_bytes(data))


@pytest.mark.parametrize("name", NAMES)
def test_other_encodings_are_an_error_or_read(feeds: dict[str, str], name: str) -> None:
    for encoding in ("utf-16", "latin-1", "utf-7"):
        check(read_bytes(feeds[name].encode(encoding, "replace")))
    if name not in XML:
        assert len(read_bytes(feeds[name].encode("utf-16")).papers) == 20


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("deep", ["[" * 200_000, '{"a":' * 200_000])
def test_deep_nesting_costs_one_record(feeds: dict[str, str], name: str, deep: str) -> None:
    text = feeds[name]
    at = text.index('"', text.index("wild"))  # behind an abstract, or a word of its index
    reading = read_bytes((text[: at + 1] + ', "deep": ' + deep + text[at + 1 :]).encode())
    check(reading)
    assert reading.skipped


@pytest.mark.parametrize("name", NAMES)
def test_a_line_of_50_megabytes_costs_itself_only(feeds: dict[str, str], name: str) -> None:
    text = feeds[name]
    thing = "otters" if name != "openalex.json" else '"otters'
    huge = text.replace(thing, thing + "a" * 50_000_000, 1)
    reading = read_bytes(huge.encode())
    check(reading)
    (error,) = [one for one in reading.skipped if "onger" in str(one) or "no end" in str(one)][:1]
    assert "," in error.problem
    if "\n" in text.strip() and name not in XML:
        assert len(reading.papers) == 19


WRONG: tuple[Any, ...] = (
    None, True, 0, -1, 1.5, 1e308, "", "x", "\0", [], [None], [[]], [{}], {}, {"a": None},
    {"value": []}, ["x", 1, None, {}], "9" * 5000, {"date-parts": "x"}, {"date-parts": [[{}]]},
    {"name": {}}, {"w": [-1, 0, "x", 10**30]}, [{"author": 3}, {"name": ["x"]}],
)  # fmt: skip


def records_of(text: str) -> tuple[Any, list[dict[str, Any]]]:
    """Return a JSON feed as values, and its records within them."""
    if text.count("\n") > 10 and not text.startswith("["):
        lines = [json.loads(line) for line in text.splitlines()]
        return lines, lines
    whole = json.loads(text)
    if isinstance(whole, dict):
        return whole, next(value for value in whole.values() if isinstance(value, list))
    return whole, whole


@pytest.mark.parametrize("name", JSON)
def test_wrong_types_anywhere_cost_one_record_at_most(feeds: dict[str, str], name: str) -> None:
    whole, records = records_of(feeds[name])
    del records[3:]
    victim = records[1]
    inner = [victim, *(one for one in victim.values() if isinstance(one, dict))]
    tried = 0
    for members in inner:
        for key in list(members):
            kept = members[key]
            for wrong in WRONG:
                members[key] = wrong
                reading = read_bytes(json.dumps(whole).encode())
                check(reading)
                assert len(reading.papers) >= 2 or reading.skipped, (key, wrong)
                tried += 1
            members[key] = kept
    assert tried > 100


@pytest.mark.parametrize("name", JSON)
def test_records_of_nothing_cost_themselves_only(feeds: dict[str, str], name: str) -> None:
    whole, records = records_of(feeds[name])
    records[1:1] = [None, {}, [], 3, "x", {"title": None}, {"title": {}}]  # type: ignore[list-item]
    if isinstance(whole, list) and name == "snapshot.jsonl":
        data = "\n".join(json.dumps(one) for one in whole)
    else:
        data = json.dumps(whole)
    reading = read_bytes(data.encode())
    check(reading)
    assert len(reading.papers) == 20
    assert reading.skipped


HANG = 30_000
"""Milliseconds for some hundred bytes: no measure of speed, only of whether it ends."""

PIECES = st.sampled_from(
    [b'{"title":', b'"paper":{', b'"abstract":null', b'{"data":[', b'"results":[', b"null", b"[",
     b'"paperId":"x"', b'"id":"https://openalex.org/W1"', b'"notes":[{"content":{', b"]", b"}",
     b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>", b"</entry>", b"arxiv.org", b",",
     b"<item>", b"<OAI-PMH>", b"<record>", b"<metadata>", b"<!DOCTYPE a [", b"<!ENTITY a 'b'>",
     b"<rss>", b"<collection id='P19'>", b"<volume id='1'>", b"<paper id='1'>", b"<title>", b"&a;",
     b"</title>", b"]]>", b"<![CDATA[", b"@article{a,", b"title = {", b"}", b"@string{a = ", b'"',
     b"@comment{", b"\\", b"#", b"TY  - JOUR\n", b"TI  - ", b"ER  - \n", b"AU  - ,\n", b"\n",
     b"\0", b"\xff", b"\xef\xbb\xbf", b"PK\x03\x04", b"\x28\xb5\x2f\xfd", b"\x1f\x8b", b"{\\",
     b"$", b"\\'{", b"9" * 400, b"\xed\xa0\x80"]
)  # fmt: skip


@settings(max_examples=250, deadline=HANG, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(st.binary(max_size=400), st.lists(PIECES, max_size=25).map(b"".join)))
def test_any_bytes_give_papers_or_input_errors(data: bytes) -> None:
    check(read_bytes(data))


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
KEYS = st.sampled_from(
    ["paper", "title", "summary", "abstract", "id", "publishedAt", "authors", "paperId", "tldr",
     "externalIds", "year", "publicationDate", "doi", "ids", "abstract_inverted_index", "corpusid",
     "publication_date", "primary_location", "locations", "keywords", "content", "forum", "type",
     "invitation", "pdate", "issued", "author", "DOI", "URL", "container-title", "versions",
     "authors_parsed", "categories", "discussionId", "upvotes", "organization", "venue", "data",
     "authorships"]
)  # fmt: skip


@settings(max_examples=120, deadline=HANG, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.dictionaries(KEYS, JSON_VALUES | st.dictionaries(KEYS, JSON_VALUES)), max_size=4),
    st.sampled_from(["data", "results", "notes", "", "\n"]),
)
def test_any_json_gives_papers_or_input_errors(records: list[Any], wrapper: str) -> None:
    if wrapper == "\n":
        text = "\n".join(json.dumps(one) for one in records)
    else:
        text = json.dumps({"total": 1, wrapper: records} if wrapper else records)
    check(read_bytes(text.encode()))


@settings(max_examples=250, deadline=HANG, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_mutation_of_a_whole_file_gives_papers_or_input_errors(
    feeds: dict[str, str], data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(NAMES))
    mutated = bytearray(feeds[name].encode()[: data.draw(st.integers(1000, 6000))])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(mutated) - 1))
        length = data.draw(st.integers(0, 40))
        mutated[at : at + length] = data.draw(PIECES | st.binary(max_size=6))
    check(read_bytes(bytes(mutated)))


def test_items_are_of_the_three_kinds(feeds: dict[str, str], tmp_path: Path) -> None:
    for name, text in feeds.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        with open_feed(name, path) as feed:
            for item in sources.source_of(feed, Options()).read(feed, Options()):
                assert isinstance(item, Entry | Note)
