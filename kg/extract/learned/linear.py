"""Linear models over named features: sums of weights, no library needed to apply them.

Weights are whole thousandths, so that a sum does not depend on the order of its terms and a file
of weights is the same on every machine.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat
from operator import add, lshift

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
    the features. To apply the model, the weights of a feature are one whole number with a field of
    32 bits for each output, so that one addition adds all of them.
    """

    outputs: tuple[Output, ...]
    bias: tuple[int, ...]
    features: tuple[str, ...] = field(repr=False)
    columns: tuple[tuple[int, ...], ...] = field(repr=False)
    _packed: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        packed: Iterable[int] = self.columns[0]
        for place, column in enumerate(self.columns[1:], start=1):
            packed = map(add, packed, map(lshift, column, repeat(_FIELD * place)))
        object.__setattr__(self, "_packed", dict(zip(self.features, packed, strict=True)))

    def score(self, features: Iterable[str]) -> Sequence[int]:
        """Return the score (log-odds, thousandths) of each output.

        Features that the model does not know count nothing.
        """
        return self._unpack(sum(filter(None, map(self._packed.get, features)), _pack(self.bias)))

    def sum(self, features: Iterable[str]) -> Sequence[int]:
        """Return what the features add to the score of each output."""
        return self._unpack(sum(filter(None, map(self._packed.get, features))))

    def _unpack(self, total: int) -> Sequence[int]:
        count = len(self.bias)
        if count == 1:
            return (total,)
        raw = (total + _pack((_MIDDLE,) * count)).to_bytes(4 * count, "little")
        return [one - _MIDDLE for one in struct.unpack(f"<{count}I", raw)]


_FIELD = 32
_MIDDLE = 1 << (_FIELD - 1)
"""What is added to a field before it is cut out, so that no field is negative."""


@lru_cache(maxsize=1 << 8)
def _pack(row: tuple[int, ...]) -> int:
    return sum(weight << (_FIELD * place) for place, weight in enumerate(row))
