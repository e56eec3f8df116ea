"""What goes wrong with a language model.

KgError
├── EndpointError     an endpoint, or the settings for one, that cannot be used
└── SpendRefused      a run that may cost more than was allowed; nothing has been asked

Of one paper only, and never seen by the caller, who gets the rules' reading of it:

PaperNotRead
├── BadAnswer         the endpoint answered, but not with what was asked for
├── NoAnswer          the endpoint did not answer, however often it was asked
└── LimitReached      the next request might pass the limit on spend
"""

from __future__ import annotations

from kg.errors import KgError

_LONGEST = 200


class EndpointError(KgError):
    """An endpoint, or the settings for one, that cannot be used."""


class SpendRefused(KgError):
    """A run that may cost more than was allowed; nothing has been asked."""


def one_line(text: str) -> str:
    """Return a stranger's text fit for a message: printable, in one line, at most 200 letters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:_LONGEST]


class PaperNotRead(Exception):
    """A paper that the model has not read; its text says why in one line."""

    def __init__(self, problem: str) -> None:
        super().__init__(one_line(problem))


class BadAnswer(PaperNotRead):
    """An answer that is not what was asked for; `text` is the answer."""

    def __init__(self, problem: str, text: str = "") -> None:
        super().__init__(problem)
        self.text = text


class NoAnswer(PaperNotRead):
    """No answer, however often the endpoint was asked."""


class LimitReached(PaperNotRead):
    """The next request might pass the limit on spend."""
