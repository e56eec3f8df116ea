"""Linear models over named features: sums of weights, no library needed to apply them.

Weights are whole thousandths, so that a sum does not depend on the order of its terms and a file
of weights is the same on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

UNIT = 1000
"""Weights of 1 are stored as this number."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Platt's sigmoid (1999): probability = 1 / (1 + exp(-(slope * score + shift)))."""

    slope: float = 1.0
    shift: float = 0.0

    def probability(self, score: float) -> float:
        """Return the calibrated probability of a score in thousandths (log-odds)."""
        odds = self.slope * score / UNIT + self.shift
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


@dataclass(frozen=True, slots=True)
class Output:
    """One label of a model.

    Attributes:
        label: what it says.
        scale: its calibration.
        threshold: the probability from which on it is said.
        floor: of a sieve, the score (thousandths) below which nothing is looked at further.
    """

    label: str
    scale: Scale = Scale()
    threshold: float = 0.5
    floor: int = 0


@dataclass(frozen=True, slots=True)
class LinearModel:
    """One-versus-rest logistic regression over binary features.

    `bias` and each row of `weights` have one number for each output, in thousandths.
    """

    outputs: tuple[Output, ...]
    bias: tuple[int, ...]
    weights: Mapping[str, tuple[int, ...]] = field(repr=False)

    def score(self, features: Iterable[str]) -> Sequence[int]:
        """Return the score (log-odds, thousandths) of each output.

        Features that the model does not know count nothing.
        """
        rows = filter(None, map(self.weights.get, features))
        return list(map(sum, zip(self.bias, *rows, strict=True)))

    def sum(self, features: Iterable[str]) -> Sequence[int]:
        """Return what the features add to the score of each output."""
        rows = filter(None, map(self.weights.get, features))
        return list(map(sum, zip(*rows, strict=True))) or [0] * len(self.bias)
