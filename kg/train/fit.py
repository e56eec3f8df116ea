"""Fitting of linear models over named features; scikit-learn and SciPy do the work.

Weights are rounded to thousandths (kg.extract.learned.linear), so that two runs, and two machines
whose floating point differs in the last digits, write the same file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from kg.extract.learned.linear import UNIT, LinearModel, Output

Features = Collection[str]
Label = int | None
"""1 or 0, or None where an annotator left it open: then the row is not used."""

_RARE = 2
"""Features of fewer rows say nothing that holds elsewhere."""


class Vocabulary:
    """The features of the training rows, each with its column."""

    def __init__(self, rows: Iterable[Features]) -> None:
        counts = Counter(feature for row in rows for feature in row)
        kept = sorted(feature for feature, count in counts.items() if count >= _RARE)
        self.columns: Mapping[str, int] = {feature: place for place, feature in enumerate(kept)}

    def matrix(self, rows: Iterable[Features]) -> csr_matrix:
        """Return rows of ones and zeros."""
        columns: list[int] = []
        ends = [0]
        for row in rows:
            columns.extend(sorted(self.columns[f] for f in row if f in self.columns))
            ends.append(len(columns))
        shape = (len(ends) - 1, len(self.columns))
        return csr_matrix((np.ones(len(columns)), columns, ends), shape=shape)


def fit_labels(
    rows: Sequence[Features], labels: Mapping[str, Sequence[Label]], penalty: float
) -> LinearModel:
    """Return a logistic regression for each label, L2-regularised.

    Args:
        rows: the features of each example.
        labels: for each output the label of each example.
        penalty: inverse strength of the regularisation (scikit-learn's C).
    """
    vocabulary = Vocabulary(rows)
    matrix = vocabulary.matrix(rows)
    columns: list[Any] = []
    biases: list[int] = []
    for wanted in labels.values():
        used = np.array([label is not None for label in wanted])
        target = np.array([label or 0 for label in wanted])[used]
        if len(set(target.tolist())) < 2:
            columns.append(np.zeros(len(vocabulary.columns), dtype=int))
            biases.append(-10 * UNIT)
            continue
        fitted = LogisticRegression(C=penalty, solver="liblinear", random_state=0, max_iter=1000)
        fitted.fit(matrix[used], target)
        columns.append(_thousandths(fitted.coef_[0]))
        biases.append(int(_thousandths(fitted.intercept_)[0]))
    outputs = tuple(Output(name) for name in labels)
    return _model(outputs, biases, vocabulary, columns)


def fit_ranking(
    lists: Sequence[tuple[Sequence[Features], Sequence[bool]]], ridge: float
) -> LinearModel:
    """Return the model that ranks the right candidates of each list first.

    Conditional logit (McFadden 1974) over lists in which several candidates can be right; a list
    without a right one teaches nothing. The one output is called "right".
    """
    usable = [(rows, right) for rows, right in lists if any(right)]
    vocabulary = Vocabulary(row for rows, _ in usable for row in rows)
    matrix = vocabulary.matrix(row for rows, _ in usable for row in rows)
    right = np.array([one for _, rights in usable for one in rights], dtype=float)
    sizes = [len(rows) for rows, _ in usable]
    begins = np.cumsum([0, *sizes[:-1]])
    of_list = np.repeat(np.arange(len(sizes)), sizes)

    def loss(weights: Any) -> tuple[float, Any]:
        scores = matrix @ weights
        powers = np.exp(scores - np.maximum.reduceat(scores, begins)[of_list])
        every = np.add.reduceat(powers, begins)
        good = np.add.reduceat(powers * right, begins)
        gradient = matrix.T @ (powers / every[of_list] - powers * right / good[of_list])
        value = -np.log(good / every).sum() + ridge / 2 * weights @ weights
        return float(value), gradient + ridge * weights

    start = np.zeros(len(vocabulary.columns))
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 300})
    return _model((Output("right"),), (0,), vocabulary, [_thousandths(found.x)])


def _thousandths(weights: Any) -> Any:
    return np.rint(np.asarray(weights) * UNIT).astype(int)


def _model(
    outputs: tuple[Output, ...], bias: Iterable[int], vocabulary: Vocabulary, columns: Sequence[Any]
) -> LinearModel:
    """Return the model of the features that have any weight."""
    kept = np.any(np.stack(columns), axis=0)
    features = tuple(f for f, weighs in zip(vocabulary.columns, kept, strict=True) if weighs)
    weights = tuple(tuple(column[kept].tolist()) for column in columns)
    return LinearModel(outputs, tuple(bias), features, weights)
