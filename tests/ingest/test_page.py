"""Copied pages: every shape gives the same papers, and what is not whole is named by its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.ingest.page_lines import read_mark
from kg.ingest.read import Reading, read

HEADER = """new

Get trending papers in your email inbox!

Subscribe

Daily Papers

byAK and the research community

{day}

"""
KITES = (
    "Kites: Pulling Gradients Through Thin Air",
    "Training is slow when the wind is low. We present Kites, an optimizer that waits for gusts, "
    "and it trains a small language model in half the usual time on 3 data sets.",
)
SPOONS = (
    "Are Spoons All You Need?",
    "We study whether spoons replace forks in 12 kitchens; they do not, e.g. for spaghetti. "
    "Code is available at https://github.com/example/spoons",
)
MOSS = (
    "Moss-7B, a Model That Grows Slowly",
    "Growing a model layer by layer saves memory. Moss-7B grows for 40 days and then reaches "
    "71.5\\% on the garden benchmark, 2.3times faster than $\\mathbf{Fern}$.",
)
PAPERS = (KITES, SPOONS, MOSS)


def page(tmp_path: Path, text: str, name: str = "page.txt", **options: date) -> Reading:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return read([path], **options)


def in_paragraphs(*papers: tuple[str, str]) -> str:
    return "\n\n".join(f"{title}\n\n{abstract}" for title, abstract in papers) + "\n"


def in_lines(*papers: tuple[str, str]) -> str:
    return "\n".join(f"{title}\n{abstract}" for title, abstract in papers) + "\n"


def pairs(reading: Reading) -> set[tuple[str, str]]:
    return {(paper.title, paper.abstract) for paper in reading.papers}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "text",
    [
        HEADER.format(day="Jul 30") + in_paragraphs(*PAPERS),
        "Get trending papers in your email inbox once a day!\n"
        "Get trending papers in your email inbox!\nSubscribe" + in_lines(*PAPERS),
        in_lines(*PAPERS),
        "\ufeff" + in_paragraphs(*PAPERS).rstrip(),
        "\n\n\n" + in_paragraphs(*PAPERS).replace("\n\n", " \n\n \t\n"),
    ],
    ids=["paragraphs", "compact", "bare lines", "bare paragraphs with a mark", "extra blanks"],
)
def test_every_shape_gives_the_original_texts(tmp_path: Path, text: str, newline: str) -> None:
    reading = page(tmp_path, text.replace("\n", newline))
    assert pairs(reading) == set(PAPERS)
    assert reading.skipped == []
    assert (reading.read, reading.duplicates) == (3, 0)


def test_the_shape_does_not_depend_on_the_name(tmp_path: Path) -> None:
    assert pairs(page(tmp_path, in_lines(*PAPERS), "feed.csv")) == set(PAPERS)


def test_wrapped_lines_are_one_paragraph(tmp_path: Path) -> None:
    words = KITES[1].split()
    wrapped = "\n".join(" ".join(words[at : at + 9]) for at in range(0, len(words), 9))
    text = in_paragraphs((KITES[0].replace(" Through", "\nThrough"), wrapped), SPOONS)
    assert pairs(page(tmp_path, text)) == {KITES, SPOONS}


def test_marks_give_counts_and_dates(tmp_path: Path) -> None:
    text = HEADER.format(day="Oct 10") + (
        f"{KITES[0]}\n\n{KITES[1]}\n\n  • 10 authors\n·\nDec 19, 2023 5\n\n"
        f"{SPOONS[0]}\n\n{SPOONS[1]}\n\n  • 1 author\n·\nApr 10 3\n\n"
        f"{MOSS[0]}\n\n{MOSS[1]}\n"
    )
    reading = page(tmp_path, text)
    kites, spoons, moss = (
        next(paper for paper in reading.papers if paper.title == title) for title, _ in PAPERS
    )
    assert (kites.author_count, kites.issued, kites.comment_count) == (10, date(2023, 12, 19), 5)
    assert (spoons.author_count, spoons.issued, spoons.comment_count) == (1, date(2024, 4, 10), 3)
    assert (moss.author_count, moss.issued, moss.comment_count) == (None, None, None)
    assert {one.issued for paper in reading.papers for one in paper.listings} == {
        date(2024, 10, 10)
    }
    assert len(reading.notes) == 1
    assert "read as of 2024, the year after the latest one written" in reading.notes[0]


@pytest.mark.parametrize(
    ("own", "written", "yearless", "page_date", "listing", "entry"),
    [
        ("Oct 10", "Dec 19, 2023", "Apr 10", None, date(2024, 10, 10), date(2024, 4, 10)),
        ("Oct 10", "Dec 19, 2021", "Apr 10", date(2025, 10, 11), date(2025, 10, 10),
         date(2025, 4, 10)),
        ("Oct 10", None, "Apr 10", None, None, None),
        ("Oct 10, 2024", None, "Apr 10", None, date(2024, 10, 10), date(2024, 4, 10)),
        # nobody lists what appears later: December of a page of January is last year's
        ("Jan 5", "Mar 2, 2023", "Dec 28", date(2025, 1, 6), date(2025, 1, 5), date(2024, 12, 28)),
        ("Jan 5", "Mar 2, 2023", "Dec 28", None, date(2024, 1, 5), date(2023, 12, 28)),
        # unless the page was copied later than its own day, or the clock is a time zone ahead
        ("Jan 5", None, "Mar 28", date(2025, 6, 1), date(2025, 1, 5), date(2025, 3, 28)),
        ("Jan 5", None, "Jan 6", date(2025, 1, 5), date(2025, 1, 5), date(2025, 1, 6)),
        ("Dec 31", None, "Dec 30", date(2025, 1, 1), date(2024, 12, 31), date(2024, 12, 30)),
        # the calendar has no such day
        ("Jul 30", "Mar 2, 2022", "Feb 29", None, date(2023, 7, 30), None),
        # no page date of its own
        ("", "Mar 2, 2022", "May 3", None, None, date(2023, 5, 3)),
    ],
)  # fmt: skip
def test_years_that_are_left_out(
    tmp_path: Path,
    own: str,
    written: str | None,
    yearless: str,
    page_date: date | None,
    listing: date | None,
    entry: date | None,
) -> None:
    text = HEADER.format(day=own) + (
        f"{KITES[0]}\n\n{KITES[1]}\n\n• 2 authors\n·\n{written or ''}\n\n"
        f"{SPOONS[0]}\n\n{SPOONS[1]}\n\n• 3 authors\n·\n{yearless}\n"
    )
    path = tmp_path / "page.txt"
    path.write_text(text, encoding="utf-8")
    reading = read([path], page_date=page_date)
    spoons = next(paper for paper in reading.papers if paper.title == SPOONS[0])
    assert spoons.issued == entry
    assert [one.issued for one in spoons.listings] == [listing]
    assert any("without a year" in note for note in reading.notes)


def test_no_note_where_every_year_is_written(tmp_path: Path) -> None:
    text = f"{KITES[0]}\n\n{KITES[1]}\n\n• 2 authors\n·\nMay 3, 2021 7\n"
    reading = page(tmp_path, text)
    assert reading.notes == []
    assert reading.papers[0].issued == date(2021, 5, 3)


def test_two_paragraphs_are_one_abstract(tmp_path: Path) -> None:
    more = "We also let the kite rest at night, which costs nothing and gains 2 points of accuracy."
    text = in_paragraphs(KITES).rstrip() + f"\n\n{more}\n\n" + in_paragraphs(SPOONS)
    reading = page(tmp_path, text)
    assert pairs(reading) == {(KITES[0], f"{KITES[1]} {more}"), SPOONS}
    assert reading.skipped == []


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("shape", [in_paragraphs, in_lines])
def test_a_title_without_an_abstract_is_named_and_the_others_stay(
    tmp_path: Path, place: int, shape: object
) -> None:
    separator = "\n\n" if shape is in_paragraphs else "\n"
    pieces = [separator.join(paper) for paper in (KITES, MOSS)]
    pieces.insert(place, "Lonely: A Title Without Company")
    reading = page(tmp_path, separator.join(pieces) + "\n")
    assert pairs(reading) == {KITES, MOSS}
    (error,) = reading.skipped
    assert error.problem.startswith("a title without an abstract")
    assert "Lonely" in error.problem
    assert error.place == f"{tmp_path}/page.txt:{1 + place * 2 * len(separator)}"


def test_an_abstract_without_a_title_is_named(tmp_path: Path) -> None:
    text = (
        f"{KITES[0]}\n\n{KITES[1]}\n\n• 2 authors\n·\nMay 3, 2021\n\n"
        f"{SPOONS[1]}\n\n• 2 authors\n·\nMay 4, 2021\n\n{MOSS[0]}\n\n{MOSS[1]}\n"
    )
    reading = page(tmp_path, text)
    assert pairs(reading) == {KITES, MOSS}
    (error,) = reading.skipped
    assert error.problem.startswith("an abstract without a title")
    assert error.place.endswith("page.txt:9")


def test_a_page_without_papers_is_one_error(tmp_path: Path) -> None:
    reading = page(tmp_path, HEADER.format(day="Jul 30"))
    assert reading.papers == []
    assert [error.problem for error in reading.skipped] == ["holds no papers"]


def test_a_byte_that_is_not_utf8_costs_one_entry(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes(in_lines(*PAPERS).encode().replace(b"spaghetti", b"spagh\xe9tti"))
    reading = read([path])
    assert pairs(reading) == {KITES, MOSS}
    (error,) = reading.skipped
    assert error.place == f"{path}:4"
    assert "0xE9" in error.problem


def test_a_title_in_brackets_is_no_json_and_one_with_commas_no_table(tmp_path: Path) -> None:
    odd = ("[CLS], Tokens, and Title", KITES[1]), ("{Kite}: Braces, Commas", SPOONS[1])
    assert pairs(page(tmp_path, in_lines(*odd))) == set(odd)
    assert pairs(page(tmp_path, in_paragraphs(*reversed(odd)))) == set(odd)


@pytest.mark.parametrize(
    "text", ["May 28", "12 authors", "· May 28, 2021 · 3", "•", "  • 1 author · Sept 3"]
)
def test_marks(text: str) -> None:
    assert read_mark(text) is not None


@pytest.mark.parametrize(
    "text", ["May we ask?", "Fox 28", "May 281", "12 authors wrote", "Maybe 12", "3 May 2021 x"]
)
def test_what_is_no_mark(text: str) -> None:
    assert read_mark(text) is None
