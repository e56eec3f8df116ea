"""Who waits how long: fairness of the queue, bounds of the cache."""

from __future__ import annotations

import pytest

from kg.serve.cache import Cache, Kept
from kg.serve.frames import Question, Refused
from kg.serve.turns import Turns


def question(text: str) -> Question:
    return Question(text, "text/csv", "text/csv", "text/turtle")


def test_clients_take_turns_however_much_one_asks() -> None:
    turns: Turns[str] = Turns(room=100)
    for number in range(40):
        turns.put("greedy", f"g{number}")
    turns.put("modest", "m0")
    turns.put("other", "o0")
    turns.put("modest", "m1")
    assert [turns.pop() for _ in range(6)] == ["g0", "m0", "o0", "g1", "m1", "g2"]
    assert len(turns) == 37


def test_the_queue_is_bounded_for_one_and_for_all() -> None:
    turns: Turns[int] = Turns(room=4)
    turns.put("a", 1)
    turns.put("a", 2)
    with pytest.raises(Refused) as own:
        turns.put("a", 3)
    turns.put("b", 3)
    turns.put("c", 4)
    with pytest.raises(Refused) as full:
        turns.put("d", 5)
    assert (own.value.status, full.value.status) == (429, 503)
    assert own.value.retry_after == full.value.retry_after == 1
    assert [turns.pop() for _ in range(4)] == [1, 3, 4, 2]
    with pytest.raises(KeyError):
        turns.pop()


def test_the_cache_never_grows_past_its_room() -> None:
    cache = Cache(1)
    for number in range(100):
        cache.put(1, question(f"q{number}"), Kept("text/csv", b"x" * 50_000))
        assert cache.size <= 1 << 20
    assert cache.get(1, question("q0")) is None
    assert cache.get(1, question("q99")) is not None
    cache.clear()
    assert cache.size == 0


def test_the_cache_goes_by_graph_question_and_format() -> None:
    cache = Cache(1)
    cache.put(1, question("q"), Kept("text/csv", b"one"))
    assert cache.get(2, question("q")) is None
    assert cache.get(1, Question("q", "", "", "")) is None
    found = cache.get(1, question("q"))
    assert found
    assert found.body == b"one"
    cache.put(1, question("large"), Kept("text/csv", b"x" * 300_000))
    assert cache.get(1, question("large")) is None


@pytest.mark.parametrize("name", ["NOW()", "rand()", "UUID()", "StrUUID()"])
def test_what_changes_is_not_kept(name: str) -> None:
    cache = Cache(1)
    cache.put(1, question(f"SELECT ({name} AS ?x) {{}}"), Kept("text/csv", b"x"))
    assert cache.size == 0
