"""A worker: answers questions on a socket, one after the other, from a store that it inherited.

It is forked from the nursery, so that it shares the graph's memory and is there at once. Nothing
in here trusts the query: the process may be killed at any time, has a limit on its memory, and
can open no file or connection at all, so that not even a SERVICE that came through would go out.
"""

from __future__ import annotations

import os
import resource
from typing import IO, TYPE_CHECKING, Any, TypeAlias, cast

import pyoxigraph as ox

from kg.errors import QueryError
from kg.query.engine import explain, refuse
from kg.serve.counting import row_counter
from kg.serve.frames import BODY, END, HEAD, REFUSED, Question, Refused, packed, receive
from kg.serve.limits import CHUNK, MB, MOST_ANSWER_BYTES, Limits
from kg.serve.media import SOLUTIONS, TRIPLES
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    import socket
    from collections.abc import Iterable, Iterator

Answer: TypeAlias = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
_PAGE = os.sysconf("SC_PAGESIZE")


def work(store: ox.Store, channel: socket.socket, limits: Limits) -> None:
    """Answer all questions of a channel, until its other end is closed."""
    _lock_in(limits.memory)
    while (data := receive(channel)) is not None:
        try:
            _answer(store, Question.from_bytes(data), channel, limits)
        except Refused as refused:
            channel.sendall(packed(REFUSED, refused.to_bytes()))


def _lock_in(memory: int) -> None:
    """Allow so many megabytes beyond those of now, no new file or connection, no core dump."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # an abort of the engine prints a trace
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    used = _address_space()
    if used:
        resource.setrlimit(resource.RLIMIT_AS, (used + memory * MB, used + memory * MB))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _address_space() -> int:
    """Return the bytes of this process's address space; 0 where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            return int(statm.read().split()[0]) * _PAGE
    except OSError:
        return 0


def _answer(store: ox.Store, question: Question, channel: socket.socket, limits: Limits) -> None:
    answer = _run(store, question)
    try:
        if isinstance(answer, ox.QueryTriples):
            media = _head(channel, question.triples, "a graph")
            out = _Output(channel, None, limits.results)
            triples = _at_most(answer, limits.results)
            form = getattr(ox.RdfFormat, TRIPLES[media])
            ox.serialize(triples, cast("IO[bytes]", out), form, prefixes=PREFIXES)
        else:
            table = isinstance(answer, ox.QuerySolutions)
            media = _head(
                channel,
                question.solutions if table else question.boolean,
                "a table" if table else "true or false",
            )
            name = SOLUTIONS[media]
            out = _Output(channel, name if table else None, limits.results)
            answer.serialize(cast("IO[bytes]", out), getattr(ox.QueryResultsFormat, name))
    except MemoryError as error:
        raise Refused(503, f"the query needs more than {limits.memory} MB of memory") from error
    except (OSError, RuntimeError, ValueError) as error:
        raise Refused(400, f"query: {error}") from error
    out.flush()
    channel.sendall(packed(END))


def _run(store: ox.Store, question: Question) -> Answer:
    """Return the engine's answer, which is worked out while it is read.

    Raises:
        Refused: the query cannot be parsed or is not allowed.
    """
    text = question.query
    try:
        refuse(text, "query")
        return store.query(
            text,
            prefixes=PREFIXES,
            default_graph=_nodes(question.default_graphs),
            named_graphs=_nodes(question.named_graphs),
        )
    except QueryError as error:
        raise Refused(400, str(error)) from error
    except SyntaxError as error:
        raise Refused(400, explain(text, "query", str(error))) from error
    except (OSError, RuntimeError, ValueError) as error:
        raise Refused(400, f"query: {error}") from error


def _nodes(iris: Iterable[str] | None) -> list[Any] | None:
    return None if iris is None else [ox.NamedNode(iri) for iri in iris]


def _head(channel: socket.socket, media: str, sort: str) -> str:
    if not media:
        raise Refused(406, f"the answer is {sort}, and its media type is none that you accept")
    channel.sendall(packed(HEAD, media.encode()))
    return media


def _at_most(triples: Iterable[ox.Triple], results: int) -> Iterator[ox.Triple]:
    """Yield each triple once.

    Raises:
        Refused: there are more than so many.
    """
    seen: set[ox.Triple] = set()
    for triple in triples:
        if triple not in seen:
            seen.add(triple)
            if len(seen) > results:
                raise _too_many(results)
            yield triple


def _too_many(results: int) -> Refused:
    return Refused(503, f"the answer has more than {results} results; ask for less, with LIMIT")


class _Output:
    """A file for serializers, of frames; rows and bytes are counted."""

    def __init__(self, channel: socket.socket, format: str | None, results: int) -> None:
        self._channel = channel
        self._rows = row_counter(format) if format else None
        self._results = results
        self._waiting = bytearray()
        self._sent = 0

    def write(self, data: bytes) -> int:
        self._waiting += data
        if len(self._waiting) >= CHUNK:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if not self._waiting:
            return
        piece = bytes(self._waiting)
        self._waiting.clear()
        if self._rows and self._rows(piece) > self._results:
            raise _too_many(self._results)
        self._sent += len(piece)
        if self._sent > MOST_ANSWER_BYTES:
            raise Refused(503, f"the answer is larger than {MOST_ANSWER_BYTES // MB} MB")
        self._channel.sendall(packed(BODY, piece))
