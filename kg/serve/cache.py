"""Answers that are kept: whole ones, by question and graph, the least recently used going first."""

from __future__ import annotations

import gzip
import re
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.serve.limits import MB

if TYPE_CHECKING:
    from kg.serve.frames import Question

# Their answers differ from time to time; also in comments and strings, where it does no harm.
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\b", re.IGNORECASE)
_SHARE = 4
_FAST = 4  # of gzip's levels
_SQUEEZED_SHARE = 4  # a compressed form is kept if it is at most this part of the body


@dataclass(slots=True)
class Kept:
    """A whole answer, and its compressed form once someone wanted that."""

    media: str
    body: bytes
    _squeezed: bytes | None = field(default=None, repr=False)

    def squeezed(self) -> bytes:
        """Return it compressed by gzip, always the same bytes."""
        if self._squeezed is not None:
            return self._squeezed
        squeezed = gzip.compress(self.body, _FAST, mtime=0)
        if len(squeezed) <= len(self.body) // _SQUEEZED_SHARE:
            self._squeezed = squeezed
        return squeezed

    @property
    def size(self) -> int:
        """Return the bytes that it takes at most, with the compressed form and all the rest."""
        return len(self.body) + len(self.body) // _SQUEEZED_SHARE + 1024


class Cache:
    """Answers of one server.

    Args:
        room: megabytes of all answers together; one of them takes a quarter at most.
    """

    def __init__(self, room: int) -> None:
        self._room = room * MB
        self._used = 0
        self._kept: OrderedDict[tuple[int, Question], Kept] = OrderedDict()
        self.hits = 0
        self.misses = 0

    @property
    def largest(self) -> int:
        """Bytes that no body that is kept exceeds."""
        return self._room // _SHARE

    @property
    def size(self) -> int:
        """Bytes in use."""
        return self._used

    def get(self, generation: int, question: Question) -> Kept | None:
        """Return the answer that a graph gave to a question, if it is still there."""
        found = self._kept.get((generation, question))
        if found is None:
            self.misses += 1
            return None
        self.hits += 1
        self._kept.move_to_end((generation, question))
        return found

    def put(self, generation: int, question: Question, answer: Kept) -> None:
        """Keep an answer, if it is small enough and the same whenever it is asked for."""
        size = answer.size + 4 * len(question.query)
        if size > self._room // _SHARE or _CHANGING.search(question.query):
            return
        key = (generation, question)
        if key in self._kept:
            return
        self._kept[key] = answer
        self._used += size
        while self._used > self._room:
            (_, old), gone = self._kept.popitem(last=False)
            self._used -= gone.size + 4 * len(old.query)

    def clear(self) -> None:
        """Forget all: the graph is another."""
        self._kept.clear()
        self._used = 0
