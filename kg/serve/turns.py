"""Who is next: a bounded queue in which every client has its turn, however much it asks."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Generic, TypeVar

from kg.serve.frames import Refused

T = TypeVar("T")


class Turns(Generic[T]):
    """A queue of clients, each with a queue of its own; they are served in turn.

    Args:
        room: items that may wait; half of them from one client.

    >>> turns = Turns(room=8)
    >>> for client, item in [("a", 1), ("a", 2), ("b", 3)]: turns.put(client, item)
    >>> turns.pop(), turns.pop(), turns.pop()
    (1, 3, 2)
    """

    def __init__(self, room: int) -> None:
        self._room = room
        self._waiting: OrderedDict[str, deque[T]] = OrderedDict()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def put(self, client: str, item: T) -> None:
        """Add an item at the end of its client's queue.

        Raises:
            Refused: the queue (503) or the client's half of it (429) is full.
        """
        if self._count >= self._room:
            raise Refused(503, "too many queries are waiting; try again soon", retry_after=1)
        own = self._waiting.get(client)
        if own and len(own) >= self._room // 2:
            raise Refused(429, "too many of your queries are waiting; try again soon", 1)
        if own is None:
            own = self._waiting[client] = deque()
        own.append(item)
        self._count += 1

    def pop(self) -> T:
        """Remove and return the first item of the client whose turn it is, who is then the last.

        Raises:
            KeyError: nothing waits.
        """
        client, own = self._waiting.popitem(last=False)
        item = own.popleft()
        self._count -= 1
        if own:
            self._waiting[client] = own
        return item
