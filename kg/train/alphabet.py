"""Features under their names, as training needs them: all that candidates have, not only those that
a model weighs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from kg.extract.learned.alphabet import Alphabet, Lookup, known
from kg.extract.learned.linear import LinearModel


class GrowingAlphabet(Alphabet):
    """An alphabet that numbers each new feature when it is looked up first."""

    @property
    def number(self) -> Lookup:
        """The look-up of a feature by its whole name; it always has a number."""
        return self._grown

    def of(self, template: str) -> Lookup:
        """Return the look-up of a template's features by their values."""
        return partial(self._joined, template)

    def names(self, numbers: Iterable[int]) -> frozenset[str]:
        """Return the names of features."""
        names = list(self._numbers)
        return frozenset(names[number - 1] for number in numbers)

    def _grown(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers) + 1)

    def _joined(self, template: str, value: str) -> int:
        return self._grown(template + value)


class NamedFeatureScorer:
    """A linear model applied to features by their names.

    Args:
        model: the model.
    """

    def __init__(self, model: LinearModel) -> None:
        alphabet = Alphabet(model.features)
        self._number = alphabet.number
        self._scorer = model.over(alphabet)

    def score(self, features: Iterable[str]) -> Sequence[int]:
        """Return the score (log-odds, thousandths) of each output; unknown ones count nothing."""
        return self._scorer.score(known(map(self._number, features)))
