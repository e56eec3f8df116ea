"""A pattern that can match a text is always among the candidates."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract.cues import CUES
from kg.extract.prefilter import Prefilter, atoms

PATTERNS = [cue.pattern for cue in CUES]
ALL = Prefilter(PATTERNS)


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (r"\bunlike\s(?:\w+\s)?", {"unlike"}),
        (r"\b(?:on top of|based)\s", {"on top of", "based"}),
        (r"(?:us(?:e|es|ing)|via)\s+models?", {"model"}),
        (r"fine-?tun(?:ed|ing)", {"fine"}),
        (r"(?:the )*new", {"new"}),
        (r"(?:trained )?", set()),
        (r"\w+", set()),
        (r"(?:best|[a-z]+)", set()),
    ],
)
def test_the_atoms_of_a_pattern(pattern: str, expected: set[str]) -> None:
    assert atoms(re.compile(pattern)) == expected


def test_patterns_without_atoms_are_always_candidates() -> None:
    assert Prefilter([re.compile("one"), re.compile(r"\w")]).candidates("two") == [1]


def test_candidates_come_in_the_order_of_the_patterns() -> None:
    some = Prefilter([re.compile("on the"), re.compile("the"), re.compile("other")])
    assert some.candidates("the one on the other side") == [0, 1, 2]
    assert some.candidates("other") == [1, 2]  # atoms may overlap


def test_a_lone_surrogate_is_a_character_as_any_other() -> None:
    assert Prefilter([re.compile("unlike")]).candidates("\ud800 unlike é ") == [0]


def test_few_cues_are_tried_in_vain() -> None:
    assert len(ALL.candidates("the weather was fine, we heard, and so we went ")) < len(CUES) / 4


@given(place=st.integers(0, len(PATTERNS) - 1), data=st.data())
@settings(max_examples=300)
def test_what_a_cue_matches_makes_it_a_candidate(place: int, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(PATTERNS[place], alphabet=st.characters(codec="ascii")))
    assert PATTERNS[place].search(text)
    assert place in ALL.candidates(text)


@given(text=st.text(st.sampled_from("abc "), max_size=12))
def test_small_patterns(text: str) -> None:
    patterns = [
        re.compile(p) for p in ("ab|bc", "a(?:bc)?c", "(?:aa|b)+ c", "[ab]c{2}", "(?:ab)?c c")
    ]
    matching = {place for place, pattern in enumerate(patterns) if pattern.search(text)}
    assert matching <= set(Prefilter(patterns).candidates(text))
