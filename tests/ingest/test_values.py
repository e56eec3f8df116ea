"""Single cells: identifiers, dates, names, categories, texts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from kg.ingest.arxiv import arxiv_id, from_number
from kg.ingest.clean import clean
from kg.ingest.dates import parse_date
from kg.ingest.values import categories, people


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        ("2403.06764", "2403.06764"),
        ("2403.06764v3", "2403.06764"),
        ("arXiv:2403.06764v1 [cs.CV]", "2403.06764"),
        ("http://arxiv.org/abs/2403.06764v1", "2403.06764"),
        ("https://arxiv.org/pdf/0704.0001.pdf", "0704.0001"),
        ("https://arxiv.org/abs/hep-th/9901001v2", "hep-th/9901001"),
        ("https://huggingface.co/papers/2403.06764", "2403.06764"),
        ("https://www.alphaxiv.org/abs/2403.06764?x=1", "2403.06764"),
        ("hep-th/9901001", "hep-th/9901001"),
        ("math.GT/0309136v1", "math/0309136"),
        ("CS.CL/0001001", "cs/0001001"),
        ("10.48550/arXiv.2403.06764", "2403.06764"),
        ("https://doi.org/10.48550/arxiv.2403.06764", "2403.06764"),
        ("2413.06764", None),
        ("2403.067645", None),
        ("10.1103/PhysRevD.76.013009", None),
        ("https://example.org/2403.06764", None),
        ("42", None),
        ("", None),
    ],
)
def test_arxiv_identifiers(text: str, identifier: str | None) -> None:
    assert arxiv_id(text) == identifier


@given(st.integers(0, 99), st.integers(1, 12), st.integers(1, 99999))
def test_an_identifier_survives_a_spreadsheet(year: int, month: int, number: int) -> None:
    five = (year, month) >= (15, 1)
    identifier = f"{year:02}{month:02}." + (f"{number:05}" if five else f"{number % 10000:04}")
    assert from_number(float(identifier)) == identifier


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2019-06-14T05:49:22Z", date(2019, 6, 14)),
        ("2019-06-14 05:49:22", date(2019, 6, 14)),
        ("2019/6/4", date(2019, 6, 4)),
        ("20190614", date(2019, 6, 14)),
        ("Jun 14, 2019", date(2019, 6, 14)),
        ("14 June 2019", date(2019, 6, 14)),
        ("Mon, 2 Apr 2007 19:18:42 GMT", date(2007, 4, 2)),
        (1560470400, date(2019, 6, 14)),
        (1560470400000, date(2019, 6, 14)),
        (20190614, date(2019, 6, 14)),
        (datetime(2019, 6, 14, 23, tzinfo=UTC), date(2019, 6, 14)),
        (date(2019, 6, 14), date(2019, 6, 14)),
        ("2019", None),
        ("2019-06", None),
        (2019, None),
        ("06/07/2019", None),
        ("2019-02-30", None),
        ("14 Smarch 2019", None),
        (float("nan"), None),
        (1e300, None),
        (True, None),
        (None, None),
        ([2019], None),
    ],
)
def test_dates(value: object, day: date | None) -> None:
    assert parse_date(value) == day


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("Ann Lee", ("Ann Lee",)),
        ("Ann Lee, Bo Chen, and Cy Dahl", ("Ann Lee", "Bo Chen", "Cy Dahl")),
        ("Ann Lee (MIT (Lab A, B)), Bo Chen Jr.", ("Ann Lee", "Bo Chen Jr.")),
        ("Ann Lee, Jr., Bo Chen", ("Ann Lee, Jr.", "Bo Chen")),
        ("Lee, Ann; Chen, Bo", ("Lee, Ann", "Chen, Bo")),
        ("Lee, Ann and Chen, Bo", ("Lee, Ann", "Chen, Bo")),
        ("['Ann Lee', \"Bo O'Hara\"]", ("Ann Lee", "Bo O'Hara")),
        ('["Ann Lee"]', ("Ann Lee",)),
        (["Ann Lee ", "Bo\nChen", None, ""], ("Ann Lee", "Bo Chen")),
        ([{"name": "Ann Lee"}, {"given": "Bo", "family": "Chen"}, {}], ("Ann Lee", "Bo Chen")),
        ("[broken", ("[broken",)),
        (None, ()),
        ("", ()),
    ],
)
def test_people(value: object, names: tuple[str, ...]) -> None:
    assert people(value) == names


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("cs.CV cs.LG", ("cs.CV", "cs.LG")),
        ("hep-ph", ("hep-ph",)),
        ("Computer Vision", ("Computer Vision",)),
        ("Computer Vision, cs.CL", ("Computer Vision", "cs.CL")),
        (["cs.CV", "cs.CV", "cs.LG"], ("cs.CV", "cs.LG")),
        (None, ()),
    ],
)
def test_categories(value: object, found: tuple[str, ...]) -> None:
    assert categories(value) == found


@given(st.text(st.characters(exclude_categories=())))
def test_every_clean_text_is_legal_xml_on_one_line_and_stays_clean(text: str) -> None:
    found = clean(text)
    element = etree.Element("t")
    element.text = found
    assert (etree.fromstring(etree.tostring(element)).text or "") == found
    assert len(found.splitlines()) <= 1
    assert found == found.strip()
    assert clean(found) == found


def test_clean_keeps_every_other_character() -> None:
    text = "IA-RED$^2$:  naïve \\emph{日本語} — 😀 & <b> 71\\%"
    assert clean(f"\n {text}\n") == text
    assert clean("a\n   b\x00c\ud800d\te") == "a b c d e"
