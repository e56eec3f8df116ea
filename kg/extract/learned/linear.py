"""Linear models over named features: sums of weights, no library needed to apply them.

Weights are whole thousandths, so that a sum does not depend on the order of its terms and a file
of weights is the same on every machine.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from operator import add, lshift

from kg.extract.learned.alphabet import Alphabet

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

    `bias` has one number for each output, in thousandths, and so has each of `columns` for each of
    the features.
    """

    outputs: tuple[Output, ...]
    bias: tuple[int, ...]
    features: tuple[str, ...] = field(repr=False)
    columns: tuple[tuple[int, ...], ...] = field(repr=False)

    def over(self, alphabet: Alphabet) -> Scorer:
        """Return the model applied to features by their numbers in an alphabet that has them."""
        packed: Iterable[int] = self.columns[0]
        for place, column in enumerate(self.columns[1:], start=1):
            packed = map(add, packed, map(lshift, column, repeat(_FIELD * place)))
        weights = [0] * (len(alphabet) + 1)
        for number, weight in zip(map(alphabet.number, self.features), packed, strict=True):
            if number is not None:
                weights[number] = weight
        return Scorer(self.outputs, self.bias, weights)


class Scorer:
    """A linear model over the features of an alphabet.

    The weights of a feature are one whole number with a field of 32 bits for each output, so that
    one addition adds all of them.

    Args:
        outputs: what the model says.
        bias: one number for each output, in thousandths.
        weights: those of each feature by its number; the first is of none.
    """

    def __init__(
        self, outputs: tuple[Output, ...], bias: tuple[int, ...], weights: Sequence[int]
    ) -> None:
        self.outputs = outputs
        self._bias = _packed(bias)
        self._weight = weights.__getitem__
        self._count = len(bias)
        self._middle = _packed((_MIDDLE,) * len(bias))
        self._fields = f"<{len(bias)}I"

    def score(self, features: Iterable[int]) -> Sequence[int]:
        """Return the score (log-odds, thousandths) of each output for different features."""
        return self._unpacked(sum(map(self._weight, features), self._bias))

    def sum(self, features: Iterable[int]) -> Sequence[int]:
        """Return what the features add to the score of each output."""
        return self._unpacked(sum(map(self._weight, features)))

    def _unpacked(self, total: int) -> Sequence[int]:
        if self._count == 1:
            return (total,)
        raw = (total + self._middle).to_bytes(4 * self._count, "little")
        return [one - _MIDDLE for one in struct.unpack(self._fields, raw)]


_FIELD = 32
_MIDDLE = 1 << (_FIELD - 1)
"""What is added to a field before it is cut out, so that no field is negative."""


def _packed(row: Sequence[int]) -> int:
    return sum(weight << (_FIELD * place) for place, weight in enumerate(row))
