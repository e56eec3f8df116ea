from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.latex import JOINER, plain, tidy

PIECES = [*"a1.%x {}$^_~[]", "times", "approx", "rightarrow", "\\", "\\%", "\\citep{", "\\text{"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
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
        (r"a corpus \citep[p. 3]{Smith2015,Doe99} of", "a corpus of"),
        (r"Code\footnote{See x.org}", "CodeSee x.org"),
    ],
)
def test_lost_and_present_latex_read_the_same(text: str, shown: str) -> None:
    assert tidy(text) == shown


def test_words_that_hold_a_symbol_name_stay() -> None:
    text = "sometimes approximate simple methods"
    assert plain(text) == text
    assert JOINER not in plain(text)
