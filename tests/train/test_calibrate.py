"""Probabilities and thresholds are what their definitions say."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from kg.train.calibrate import best_threshold, fit_scale
from kg.train.folds import folds


def test_a_scale_gives_the_shares_that_are_right() -> None:
    draw = random.Random(0)
    scores = [draw.randrange(-4000, 4000) for _ in range(4000)]
    right = [draw.random() < 1 / (1 + 2.718281828 ** -(0.5 * s / 1000 - 1)) for s in scores]

    scale = fit_scale(scores, right)

    assert abs(scale.slope - 0.5) < 0.1
    assert abs(scale.shift + 1) < 0.15


def test_too_few_examples_leave_the_scores_alone() -> None:
    assert fit_scale([1000, -1000], [True, False]).slope == 1.0


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60), st.integers(0, 40))
def test_no_other_level_promises_more(probabilities: list[float], missed: int) -> None:
    wanted = missed + 1

    def promised(level: float) -> float:
        said = [p for p in probabilities if p >= level]
        return 2 * sum(said) / (len(said) + wanted)

    best = best_threshold(probabilities, wanted)
    assert promised(best) >= max(map(promised, probabilities)) - 0.05


@given(st.integers(5, 80), st.integers(0, 9))
def test_every_paper_is_held_out_once(count: int, seed: int) -> None:
    splits = list(folds(count, seed))

    assert sorted(place for _, held in splits for place in held) == list(range(count))
    assert all(not set(kept) & set(held) for kept, held in splits)
    assert splits == list(folds(count, seed))
