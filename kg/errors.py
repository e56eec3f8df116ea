"""Every error that paperkg raises on purpose.

KgError                    anything that the user can mend
├── InputError             a file, or a place in it, that cannot be read
├── LexiconError           a lexicon file that breaks its format
├── ShapeViolation         a built graph that breaks schema/shapes.ttl
├── QueryError             a SPARQL query that cannot be run
├── StoreError             a store (papers.kg) that cannot be used
├── FetchError             something that cannot be fetched
├── CorrectionError        a correction that cannot be understood
├── UnknownName            a name (query, parameter, thing, format) that does not exist
└── OutputError            a product that cannot be written
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class KgError(Exception):
    """Base of all: its text is one line that says what, where and how to mend it."""


class InputError(KgError):
    """Input that cannot be read.

    Args:
        place: the file, with the line where one is known ("page.txt:12").
        problem: what is wrong there.
        mend: what the user can do.
    """

    def __init__(self, place: str, problem: str, mend: str) -> None:
        super().__init__(f"{place}: {problem}; {mend}")
        self.place = place
        self.problem = problem
        self.mend = mend

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        return type(self), (self.place, self.problem, self.mend)


class LexiconError(KgError):
    """A lexicon file that breaks its format."""


class ShapeViolation(KgError):
    """A built graph that breaks its shapes."""


class QueryError(KgError):
    """A SPARQL query that cannot be parsed or run."""


class StoreError(KgError):
    """A store that cannot be used.

    Args:
        place: the store's file.
        problem: what is wrong with it.
        mend: what the user can do.
    """

    def __init__(self, place: str, problem: str, mend: str) -> None:
        super().__init__(f"{place}: {problem}; {mend}")


class FetchError(KgError):
    """Something that cannot be fetched.

    Args:
        place: the address, without keys.
        problem: what went wrong there.
        mend: what the user can do.
    """

    def __init__(self, place: str, problem: str, mend: str) -> None:
        super().__init__(f"{place}: {problem}; {mend}")


class CorrectionError(KgError):
    """A correction that cannot be understood."""


class OutputError(KgError):
    """A product that cannot be written."""


class UnknownName(KgError):
    """A name that does not exist, with the nearest that do.

    Args:
        what: the sort of name ("saved query", "format").
        name: the one that was asked for.
        known: those that exist.
    """

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        choices = sorted(set(known))
        near = get_close_matches(name, choices, n=5, cutoff=0.5) or choices[:12]
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        super().__init__(f"no {what} is called {name!r}{hint}")
