from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.latex import JOINER, plain, tidy


@given(st.text(alphabet=st.sampled_from(list("a1.%x \\{}$^_~times approxrightarrow"))))
def test_plain_keeps_every_offset(text: str) -> None:
    assert len(plain(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1.8times", "1.8x"),
        (r"$1.8\times$", "1.8x"),
        (r"46\%", "46%"),
        ("approx0.37%", "0.37%"),
        (r"\textbf{46\%}", "46%"),
        ("IA-RED$^2$", "IA-RED2"),
        ("RTX~3090", "RTX 3090"),
        ("30 rightarrow 90", "30 → 90"),
    ],
)
def test_lost_and_present_latex_read_the_same(text: str, shown: str) -> None:
    assert tidy(text) == shown


def test_words_that_hold_a_symbol_name_stay() -> None:
    text = "sometimes approximate simple methods"
    assert plain(text) == text
    assert JOINER not in plain(text)
