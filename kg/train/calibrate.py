"""Scores of held-out papers to probabilities, and the probability from which an edge is said."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from kg.extract.learned.linear import UNIT, Scale

_DIGITS = 4
_FEW = 5
_FREE = 1e6
"""Platt's two numbers are fitted without regularisation."""


def fit_scale(scores: Sequence[int], right: Sequence[bool]) -> Scale:
    """Return the sigmoid that turns scores (thousandths) into probabilities of being right.

    J. Platt, "Probabilistic outputs for support vector machines", 1999. Too few examples of either
    kind leave the score as it is.
    """
    if min(sum(right), len(right) - sum(right)) < _FEW:
        return Scale()
    fitted = LogisticRegression(C=_FREE, solver="lbfgs", max_iter=1000)
    fitted.fit(np.array(scores, dtype=float)[:, None] / UNIT, np.array(right, dtype=int))
    slope = max(0.05, float(fitted.coef_[0][0]))
    return Scale(round(slope, _DIGITS), round(float(fitted.intercept_[0]), _DIGITS))


def best_threshold(probabilities: Sequence[float], wanted: int) -> float:
    """Return the probability from which on saying edges gives the highest expected F1.

    The probabilities themselves are summed, not the few right answers above a level: that is
    steadier where a slot has few examples. (Lipton, Elkan and Naryanaswamy, "Optimal thresholding
    of classifiers to maximize F1 measure", 2014: the best level is half of the F1 that it reaches.)

    Args:
        probabilities: calibrated, of held-out candidates.
        wanted: annotated edges, whether there is a candidate for them or not.
    """
    best, expected, level = 0.0, 0.0, 0.5
    for said, probability in enumerate(sorted(probabilities, reverse=True), start=1):
        expected += probability
        score = 2 * expected / (said + wanted)
        if score > best:
            best, level = score, probability
    return math.floor(level * 100) / 100
