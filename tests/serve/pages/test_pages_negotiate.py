"""Accept headers, as RFC 9110 reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.negotiate import preferred

OFFERS = ["text/html", "text/turtle", "application/ld+json"]


@pytest.mark.parametrize(
    ("accept", "best"),
    [
        (None, "text/html"),
        ("", "text/html"),
        ("*/*", "text/html"),
        ("text/*;q=0.3, application/ld+json;q=0.2", "text/html"),
        ("text/turtle", "text/turtle"),
        ("TEXT/Turtle", "text/turtle"),
        ("text/html;q=0.5, text/turtle;q=0.9", "text/turtle"),
        ("text/html;level=1;q=0.4, application/ld+json;q=0.41", "application/ld+json"),
        ("text/html;q=0, */*;q=0.1", "text/turtle"),
        ("text/*, text/html;q=0.1", "text/turtle"),
        ("image/png", None),
        ("*/*;q=0", None),
        # what Firefox and Chromium ask for
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        # what rdflib and Jena ask for
        ("application/ld+json, text/turtle;q=0.9, */*;q=0.1", "application/ld+json"),
    ],
)
def test_the_best_offer(accept: str | None, best: str | None) -> None:
    assert preferred(accept, OFFERS) == best


@given(st.text(max_size=300))
def test_any_header_gets_an_offer_or_none(accept: str) -> None:
    assert preferred(accept, OFFERS) in [*OFFERS, None]


def test_a_long_header_is_read_in_no_time() -> None:
    assert preferred("text/turtle;" + ";q" * 1_000_000, OFFERS) in OFFERS
