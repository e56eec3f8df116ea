"""Features as whole numbers, as in Mallet's alphabets (McCallum 2002): what a model looks up.

A feature has a name, such as "left=our" or "title". Most begin with a template, up to the first "="
or, without one, the first "~". A template's values can be looked up without making the name, and
words that are looked up again and again keep their hash: that is where the speed comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, partial
from typing import TypeVar, cast

Lookup = Callable[[str], int | None]
"""Gives the number of a feature (from 1 on), or None for one that no model weighs."""

Key = TypeVar("Key")
Value = TypeVar("Value")

_MOST = 1 << 15


class Alphabet:
    """The features that some models weigh, numbered in the order of the names.

    Args:
        names: the features' names; one that comes again keeps its first number.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._numbers = {name: place for place, name in enumerate(dict.fromkeys(names), start=1)}

    def __len__(self) -> int:
        return len(self._numbers)

    @property
    def number(self) -> Lookup:
        """The look-up of a feature by its whole name."""
        return self._numbers.get

    def of(self, template: str) -> Lookup:
        """Return the look-up of a template's features by their values: of("left=")("our")."""
        return self._values.get(template, {}).get

    @cached_property
    def _values(self) -> Mapping[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for name, number in self._numbers.items():
            cut = (name.find("=") + 1) or (name.find("~") + 1)
            if cut:
                found.setdefault(name[:cut], {})[name[cut:]] = number
        return found


def known(numbers: Iterable[int | None]) -> set[int]:
    """Return the numbers, each once, without None."""
    found = set(numbers)
    found.discard(None)
    return cast("set[int]", found)


class Memo(dict[Key, Value]):
    """Remembers what was computed for a key; forgets everything when it is full.

    Args:
        compute: gives the value of a key.
    """

    def __init__(self, compute: Callable[[Key], Value]) -> None:
        super().__init__()
        self._compute = compute

    def __missing__(self, key: Key) -> Value:
        if len(self) >= _MOST:
            self.clear()
        value = self[key] = self._compute(key)
        return value


def remembered(number: Lookup, names: Callable[[Key], Iterable[str]]) -> Memo[Key, tuple[int, ...]]:
    """Return the numbers of the features that depend on a few values only, by these values.

    Args:
        number: the look-up of a feature by its name.
        names: gives the names of the features that some values have.
    """
    return Memo(partial(_numbers, number, names))


def _numbers(number: Lookup, names: Callable[[Key], Iterable[str]], key: Key) -> tuple[int, ...]:
    return tuple(known(map(number, names(key))))
