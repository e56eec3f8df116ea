"""When a host is asked again: its pace, its limits, its wish for a pause, the tries."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kg.fetch.hosts import pause_needed, pause_wished

from .conftest import Answer, Fetching, Make, Scripted, Waiting


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_bad_moment_is_waited_for_ever_longer(
    server: Scripted, fetching: Fetching, make: Make, waiting: Waiting, status: int
) -> None:
    server.says(Answer(status), Answer(status), Answer(body=b"[]"))
    assert fetching(make()).files
    assert waiting.waits == [1.0, 2.0]  # half of 2, half of 4


@pytest.mark.parametrize(
    ("wish", "pause"), [("7", 7.0), ("Fri, 12 Jun 2026 08:00:09 GMT", 9.0), ("soon", 1.0)]
)
def test_the_pause_that_a_server_wishes_for_is_kept(
    server: Scripted, fetching: Fetching, make: Make, waiting: Waiting, wish: str, pause: float
) -> None:
    server.says(Answer(429, headers={"Retry-After": wish}), Answer())
    assert fetching(make()).files
    assert waiting.waits == [pause]


def test_a_pause_of_hours_ends_the_fetch_and_says_so(
    server: Scripted, fetching: Fetching, make: Make, waiting: Waiting
) -> None:
    server.says(Answer(503, headers={"Retry-After": "7200"}))
    failed = fetching(make()).failed
    assert "answered 503, and wishes for a pause of 7200 s, 1 try; try later" in str(failed)
    assert waiting.waits == []


def test_tries_come_to_an_end(server: Scripted, fetching: Fetching, make: Make) -> None:
    server.says(*[Answer(500)] * 9)
    failed = fetching(make(), tries=3).failed
    assert str(failed) == (
        f"{server.url}/a: answered 500, 3 tries; try later; what was fetched so far is kept"
    )
    assert len(server.asked) == 3


def test_one_connection_and_the_pace_of_the_host(
    server: Scripted, fetching: Fetching, make: Make, waiting: Waiting
) -> None:
    server.rule = lambda _: Answer()
    fetching(*(make(f"{n}", f"/{n}", pace=3.0) for n in range(3)))
    assert waiting.waits == [3.0, 3.0]
    assert len({one.connection for one in server.asked}) == 1


def test_a_limit_that_is_used_up_is_waited_for(
    server: Scripted, fetching: Fetching, make: Make, waiting: Waiting
) -> None:
    server.says(
        Answer(headers={"RateLimit": '"api";r=1;t=90'}),
        Answer(headers={"RateLimit": '"api";r=0;t=90'}),
        Answer(),
    )
    fetching(*(make(f"{n}") for n in range(3)))
    assert waiting.waits == [90.0]


@pytest.mark.parametrize(
    ("headers", "pause"),
    [
        ({}, 0.0),
        ({"ratelimit": '"api";r=0;t=12'}, 12.0),
        ({"ratelimit": '"api";r=5;t=12'}, 0.0),
        ({"ratelimit": "nonsense"}, 0.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "30"}, 30.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "1781251200"}, 0.0),
        ({"x-ratelimit-remaining": "0"}, 0.0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": "-3"}, 0.0),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "4"}, 4.0),
    ],
)
def test_what_headers_say_of_limits(headers: dict[str, str], pause: float) -> None:
    assert pause_needed(headers) == pause


@pytest.mark.parametrize(
    ("text", "pause"),
    [
        ("3", 3.0),
        ("", None),
        ("-3", None),
        ("Fri, 12 Jun 2026 08:01:00 GMT", 60.0),
        ("Fri, 12 Jun 2026 08:01:00 -0000", 60.0),
        ("Fri, 12 Jun 2020 08:01:00 GMT", 0.0),
        ("x" * 10_000, None),
    ],
)
def test_what_retry_after_says(text: str, pause: float | None) -> None:
    today = datetime(2026, 6, 12, 8, 0, tzinfo=UTC)
    assert pause_wished({"retry-after": text}, today) == pause
