"""Queries are bounded and killed, all others go on, and graphs change under a running server."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from .conftest import Server, Starting

CROSS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(40)) + " }"
HUNGRY = (
    "SELECT (COUNT(DISTINCT *) AS ?n) { "
    + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(12))
    + " }"
)
MANY = "SELECT * { " + " ".join(f"?s{i} ?p{i} ?o{i} ." for i in range(12)) + " }"


def until(true: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def metric(server: Server, name: str) -> float:
    text = httpx.get(f"{server.url}/metrics", trust_env=False).text
    return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(name))


def test_a_query_past_its_time_is_ended(server: Server) -> None:
    answer = server.get(CROSS)
    assert answer.status_code == 504
    assert "2 seconds" in answer.text


def test_a_query_past_its_memory_is_ended(starting: Starting, quads: Path) -> None:
    server = starting(str(quads), "--timeout", "15", "--memory", "64")
    answer = server.get(HUNGRY)
    assert answer.status_code == 503
    assert "64 MB of memory" in answer.text
    assert server.answers()


def test_a_result_past_its_size_is_refused(starting: Starting, quads: Path) -> None:
    server = starting(str(quads), "--max-results", "6")
    for accept in ("text/csv", "application/sparql-results+xml", "*/*"):
        assert server.get("SELECT * { ?s ?p ?o }", accept=accept).status_code == 200
        answer = server.get("SELECT * { ?s ?p ?o . ?a ?b ?c }", accept=accept)
        assert answer.status_code == 503
        assert "more than 6 results" in answer.text
    graph = server.get("CONSTRUCT { ?s ?p ?c } { ?s ?p ?o . ?a ?b ?c }")
    assert graph.status_code == 503
    assert server.answers()


def test_a_streamed_answer_past_a_limit_is_cut_and_never_looks_whole(server: Server) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
        server.get(MANY, accept="text/csv")
    until(lambda: any(line.get("cut") for line in server.log()))


def test_runaways_do_not_stand_in_the_way(server: Server) -> None:
    """Eight endless queries on two workers, and each short one is answered meanwhile."""
    with ThreadPoolExecutor(8) as threads:
        runaways = [threads.submit(server.get, f"{CROSS} # {n}") for n in range(8)]
        until(lambda: metric(server, "paperkg_queries_long ") == 8)
        for number in range(10):
            found = server.get(f"SELECT ?o {{ ?s ?p ?o }} LIMIT {number + 1}")
            assert len(found.json()["results"]["bindings"]) == min(number + 1, 6)
        assert [runaway.result().status_code for runaway in runaways] == [504] * 8
    assert metric(server, "paperkg_queries_long ") == 0


def test_too_many_long_queries_are_refused(starting: Starting, quads: Path) -> None:
    server = starting(str(quads), "--timeout", "5", "--workers", "1")
    with ThreadPoolExecutor(8) as threads:  # eight lanes for one worker
        running = [threads.submit(server.get, f"{CROSS} # {n}") for n in range(8)]
        until(lambda: metric(server, "paperkg_queries_long ") == 8)
        refused = server.get(f"{CROSS} # one more")
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        assert {one.result().status_code for one in running} == {504}
    assert server.answers()


def test_a_client_that_leaves_ends_its_query(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        body = CROSS + " # leaving"
        client.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            + f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        until(lambda: metric(server, "paperkg_queries_short ") == 1)
    until(lambda: metric(server, "paperkg_queries_") == 0, seconds=1.5)  # before its time is over


def _workers(server: Server) -> list[int]:
    """Return the workers: children of the server's child."""

    def children(pid: int) -> list[int]:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    return [worker for nursery in children(server.process.pid) for worker in children(nursery)]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="wants /proc")
def test_workers_killed_from_outside_are_replaced(starting: Starting, quads: Path) -> None:
    server = starting(str(quads), "--cache", "0")
    until(lambda: len(_workers(server)) >= 3)
    for worker in _workers(server):
        os.kill(worker, signal.SIGKILL)
    answers = [server.get("ASK { ?s ?p ?o }") for _ in range(8)]
    assert {answer.status_code for answer in answers} <= {200, 503}
    assert answers[-1].json()["boolean"] is True


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="wants /proc")
def test_a_killed_nursery_is_replaced(starting: Starting, quads: Path) -> None:
    server = starting(str(quads), "--cache", "0")
    nurseries = Path(f"/proc/{server.process.pid}/task/{server.process.pid}/children")
    os.kill(int(nurseries.read_text().split()[0]), signal.SIGKILL)
    until(lambda: server.get("ASK { ?s ?p ?o }").status_code == 200)
    until(lambda: httpx.get(f"{server.url}/health", trust_env=False).json()["graph"] == 2)


def test_a_new_graph_is_taken_over_without_a_lost_request(
    starting: Starting, tmp_path: Path
) -> None:
    def build(number: int) -> None:
        fresh = tmp_path / "fresh"
        fresh.write_text(f"<http://a> <http://b> {number} .\n")
        os.replace(fresh, tmp_path / "graph.ttl")

    build(1)
    server = starting(str(tmp_path))
    seen: list[str] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            answer = server.get("SELECT ?n { ?s ?p ?n }")
            assert answer.status_code == 200
            seen.append(answer.json()["results"]["bindings"][0]["n"]["value"])

    with ThreadPoolExecutor(2) as threads:
        asking = [threads.submit(ask) for _ in range(2)]
        until(lambda: "1" in seen)
        build(2)
        until(lambda: seen[-2:] == ["2", "2"])
        (tmp_path / "graph.ttl").write_text("no turtle")
        until(lambda: any("left out" in str(line.get("text")) for line in server.log()))
        build(3)
        until(lambda: seen[-2:] == ["3", "3"])
        done.set()
        for one in asking:
            one.result()
    assert set(seen) == {"1", "2", "3"}


def test_what_runs_may_finish_at_the_end(starting: Starting, quads: Path) -> None:
    server = starting(str(quads), "--timeout", "1.5")
    with ThreadPoolExecutor(1) as threads:
        running = threads.submit(server.get, CROSS)
        until(lambda: metric(server, "paperkg_queries_long ") == 1)
        server.process.send_signal(signal.SIGTERM)
        assert running.result().status_code == 504  # its own limit, and not a broken connection
    assert server.process.wait(10) == 0
    with pytest.raises(httpx.ConnectError):
        server.answers()


def test_nothing_stays_behind(starting: Starting, quads: Path) -> None:
    server = starting(str(quads))
    assert server.answers()
    workers = _workers(server)
    assert server.stop() == 0
    until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))


def test_answers_may_be_kept_or_not(starting: Starting, quads: Path) -> None:
    query = "SELECT (RAND() AS ?x) {}"
    for cache in ("0", "8"):
        server = starting(str(quads), "--cache", cache)
        assert len({server.get(query).text for _ in range(3)}) == 3  # never one that changes
        for _ in range(3):
            assert server.answers()
        assert metric(server, "paperkg_cache_hits") == (2 if cache == "8" else 0)
