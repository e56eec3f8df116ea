"""Places: each node has its own, communities stand apart, and nothing depends on chance."""

from __future__ import annotations

import random
from math import dist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.export.explorer import layout
from kg.export.explorer.layout import places


@given(st.integers(0, 60), st.integers())
def test_any_graph_has_places_and_always_the_same(count: int, seed: int) -> None:
    pick = random.Random(seed).randrange
    pairs = [(pick(count), pick(count)) for _ in range(count)]
    found = places(count, pairs)

    assert len(set(found)) == len(found) == count
    assert places(count, reversed(pairs)) == found


def planted(groups: int, size: int, within: int, across: int) -> list[tuple[int, int]]:
    """Return edges of groups that hang together more than with the others."""
    chance = random.Random(1)
    pairs = []
    for group in range(groups):
        members = range(group * size, (group + 1) * size)
        pairs += [(i, i + 1) for i in members[:-1]]
        pairs += [tuple(chance.sample(members, 2)) for _ in range(within)]
    pairs += [tuple(chance.sample(range(groups * size), 2)) for _ in range(across)]
    return pairs


def test_communities_stand_apart() -> None:
    groups, size = 20, 60
    found = places(groups * size, planted(groups, size, 120, 400))
    own = []
    for node in range(0, groups * size, 7):
        near = sorted(range(groups * size), key=lambda other: dist(found[node], found[other]))
        own += [other // size == node // size for other in near[1:11]]

    assert sum(own) / len(own) > 0.6  # by chance it would be 0.05


def test_the_state_of_pythons_own_chance_is_left_alone() -> None:
    random.seed(5)
    expected = random.random()
    random.seed(5)
    places(200, planted(2, 100, 50, 20))

    assert random.random() == expected


def test_places_do_not_depend_on_how_a_python_adds(monkeypatch: pytest.MonkeyPatch) -> None:
    """From 3.12 on the built-in sum of floats rounds otherwise than before."""
    chance = random.Random(7)
    pairs = [(chance.randrange(300), chance.randrange(300)) for _ in range(400)]
    monkeypatch.setattr(
        layout, "sum", lambda *_: pytest.fail("use math.fsum, which is exact"), raising=False
    )
    assert len(places(300, pairs)) == 300


def test_parts_without_ties_do_not_cover_the_main_one() -> None:
    main = planted(3, 60, 100, 60)
    found = places(200, main)
    lowest = min(y for _, y in found[:180])

    assert all(y < lowest for _, y in found[180:])
    assert len(set(found)) == 200
