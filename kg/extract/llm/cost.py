"""Tokens, what they cost, and the ledger that keeps a run within its limit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Condition

from kg.extract.llm.errors import LimitReached

_BYTES_PER_TOKEN = 3.6
"""English with names, numbers and JSON: 3.5 to 4.2 with today's vocabularies; the low side."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Tokens read and tokens written by a model."""

    input: int = 0
    output: int = 0

    def __add__(self, other: Tokens) -> Tokens:
        return Tokens(self.input + other.input, self.output + other.output)

    def __sub__(self, other: Tokens) -> Tokens:
        return Tokens(self.input - other.input, self.output - other.output)


@dataclass(frozen=True, slots=True)
class Prices:
    """Dollars per million tokens."""

    input: float = 0.0
    output: float = 0.0

    @property
    def free(self) -> bool:
        """Whether nothing costs anything."""
        return not (self.input or self.output)

    def of(self, tokens: Tokens) -> float:
        """Return the dollars that so many tokens cost."""
        return (tokens.input * self.input + tokens.output * self.output) / 1e6


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a run is expected to need.

    Attributes:
        papers: those that have to be asked for.
        cached: those whose answers are known.
        tokens: what all requests are likely to use.
        dollars: the price of that.
        dearest: the most dollars that any one request can cost.
    """

    papers: int
    cached: int
    tokens: Tokens
    dollars: float
    dearest: float

    def __str__(self) -> str:
        return (
            f"{self.papers} papers to ask ({self.cached} answered before), about "
            f"{self.tokens.input:,} tokens in and {self.tokens.output:,} out: ${self.dollars:.4f}"
        )


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run has used.

    Attributes:
        requests: those that may have been billed.
        reported: tokens that the endpoint reported.
        assumed: tokens of the requests of which it reported none (cut off, timed out, or silent
            about it), each counted at the most that it can have been.
        dollars: the price of both together.
    """

    requests: int
    reported: Tokens
    assumed: Tokens
    dollars: float

    def __str__(self) -> str:
        line = (
            f"{self.requests} requests, {self.reported.input:,} tokens in and "
            f"{self.reported.output:,} out: ${self.dollars:.4f}"
        )
        if self.assumed != Tokens():
            line += (
                f", with at most {self.assumed.input:,} in and {self.assumed.output:,} out "
                "that were not reported"
            )
        return line


def tokens_of(size: int) -> int:
    """Return the tokens that so many bytes of UTF-8 are likely to be."""
    return round(size / _BYTES_PER_TOKEN)


class Bill:
    """The bill of one request; what is not settled counts as the most that it can be."""

    def __init__(self, most: Tokens) -> None:
        self.reported = Tokens()
        self.assumed = most

    def settle(self, used: Tokens) -> None:
        """Enter what the endpoint reported; nothing at all for a request that it turned away."""
        self.reported, self.assumed = used, Tokens()


class Ledger:
    """What the requests of a run have used; lets no request begin that might pass the limit."""

    def __init__(self, prices: Prices, limit: float | None) -> None:
        self._prices = prices
        self._limit = limit
        self._requests = 0
        self._reported = Tokens()
        self._assumed = Tokens()
        self._held = Tokens()
        self._change = Condition()

    @contextmanager
    def request(self, most: Tokens) -> Iterator[Bill]:
        """Hold back the price of a request while it runs, then enter its bill.

        While others run, it waits for what they do not use of theirs.

        Args:
            most: the most tokens that the request can use.

        Raises:
            LimitReached: with this request the spend might pass the limit.
        """
        with self._change:
            while not self._fits(most):
                if self._held == Tokens():
                    raise LimitReached("the limit on spend is reached")
                self._change.wait()
            self._held += most
        bill = Bill(most)
        try:
            yield bill
        finally:
            with self._change:
                self._held -= most
                self._reported += bill.reported
                self._assumed += bill.assumed
                self._requests += bill.reported + bill.assumed != Tokens()
                self._change.notify_all()

    def _fits(self, most: Tokens) -> bool:
        spent = self._reported + self._assumed + self._held
        return self._limit is None or self._prices.of(spent + most) <= self._limit

    @property
    def cost(self) -> Cost:
        """What has been used until now."""
        with self._change:
            dollars = self._prices.of(self._reported + self._assumed)
            return Cost(self._requests, self._reported, self._assumed, dollars)
