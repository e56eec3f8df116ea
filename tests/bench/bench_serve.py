"""Ask a SPARQL endpoint the saved queries from many clients, with and without a runaway one.

    python tests/bench/bench_serve.py FOLDER [--requests N] [--clients N] [--runaway]
        [--endpoint URL --pid PID] [--only QUERY ...] [-- OPTIONS OF kg serve]

FOLDER is a product of `kg build`. Without --endpoint, `kg serve FOLDER` is started with the options
after --, and the time to its first answer is told, too. With it, another server is asked, which has
loaded the same graph.nt; --pid is then its process, for its memory. Each saved query is bound to
what the graph says most about. Printed is a row of a Markdown table. pytest does not collect this
file.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

from kg.query.names import names
from kg.query.saved import bind, saved_queries
from kg.query.store import load_store
from kg.vocab import PREFIXES

PROLOGUE = "".join(f"PREFIX {prefix}: <{name}>\n" for prefix, name in PREFIXES.items())
HEADER = (
    "| server | runaway | requests | per s | MB/s | p50 ms | p99 ms | max ms | errors "
    "| MB before | MB after | start s | pages s |"
)
RUNAWAYS = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "SELECT (COUNT(*) AS ?n) { ?a (!<urn:x>|^!<urn:x>)* ?b . ?b (!<urn:y>|^!<urn:y>)* ?c }",
    "SELECT ?a { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f",
    "SELECT DISTINCT ?c ?f ?i { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
)


@dataclass
class Measured:
    """Times of whole answers in seconds, by query, and what went wrong."""

    times: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    received: int = 0

    @property
    def all(self) -> list[float]:
        """All times, sorted."""
        return sorted(one for times in self.times.values() for one in times)


class Client:
    """One connection that is kept alive, as far as the server does."""

    def __init__(self, url: str) -> None:
        self._parts = urlsplit(url)
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def ask(self, query: str) -> tuple[int, int]:
        """Return status and size of the answer."""
        body = urlencode({"query": query}).encode()
        if not self._streams:
            self._streams = await asyncio.open_connection(
                self._parts.hostname, self._parts.port, limit=1 << 20
            )
        reader, writer = self._streams
        try:
            writer.write(
                f"POST {self._parts.path} HTTP/1.1\r\nHost: {self._parts.netloc}\r\n"
                "Accept: application/sparql-results+json\r\n"
                "Content-Type: application/x-www-form-urlencoded\r\n"
                f"Content-Length: {len(body)}\r\n\r\n".encode()
                + body
            )
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            status = int(head.split(" ", 2)[1])
            if found := re.search(r"content-length: (\d+)", head):
                size = await _skip(reader, int(found[1]))
            elif "transfer-encoding: chunked" in head:
                size = 0
                while length := int(await reader.readline() or b"cut", 16):
                    size += await _skip(reader, length)
                    await reader.readexactly(2)
                await reader.readline()
            else:
                raise ConnectionError("no length")
            if "connection: close" in head or head.startswith("http/1.0"):
                self.close()
            return status, size
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Leave."""
        if self._streams:
            self._streams[1].close()
        self._streams = None


async def _skip(reader: asyncio.StreamReader, length: int) -> int:
    left = length
    while left:
        part = await reader.read(min(left, 1 << 20))
        if not part:
            raise ConnectionError("cut")
        left -= len(part)
    return length


async def load(
    url: str,
    queries: dict[str, str],
    requests: int,
    *,
    clients: int = 1,
    runaway: bool = False,
    seconds: float = float("inf"),
) -> Measured:
    """Send so many requests from so many clients, each with an order of its own."""
    measured = Measured({name: [] for name in queries})
    left = iter(range(requests))
    end = time.perf_counter() + seconds

    async def one(seed: int) -> None:
        client = Client(url)
        order = sorted(queries)
        random.Random(seed).shuffle(order)
        for name, _ in zip(cycle(order), left, strict=False):
            start = time.perf_counter()
            if start > end:
                break
            try:
                status, size = await client.ask(queries[name])
            except (OSError, EOFError, ValueError) as error:
                measured.errors[type(error).__name__] += 1
                continue
            measured.times[name].append(time.perf_counter() - start)
            measured.received += size
            if status != 200:
                measured.errors[str(status)] += 1
        client.close()

    async def run_away() -> None:
        client = Client(url)
        for query in cycle(RUNAWAYS):
            with suppress(OSError, EOFError, ValueError):
                await client.ask(query)
            await asyncio.sleep(0)

    away = asyncio.create_task(run_away()) if runaway else None
    await asyncio.sleep(1 if runaway else 0)
    await asyncio.gather(*map(one, range(clients)))
    if away:
        away.cancel()
    return measured


def memory(pid: int) -> float:
    """Return the megabytes of a process and all below it, shared ones counted once (PSS)."""
    total, waiting = 0, [pid]
    while waiting:
        one = waiting.pop()
        with suppress(OSError):
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
            total += int(re.search(r"\nPss: +(\d+)", rollup)[1])  # type: ignore[index]
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
    return total / 1024


def bound_queries(folder: Path) -> dict[str, str]:
    """Return the saved queries, bound to the busiest things; kept in a file."""
    kept = folder / "bench-queries.json"
    if kept.exists():
        return json.loads(kept.read_text())  # type: ignore[no-any-return]
    sys.path.insert(0, str(Path(__file__).parent))
    from bench_queries import _arguments

    store = load_store(folder)
    lookup = names(store)
    found = {
        query.name: PROLOGUE + bind(query, lookup, _arguments(store, query.parameters))
        for query in saved_queries().values()
    }
    kept.write_text(json.dumps(found))
    return found


def started(folder: Path, options: list[str]) -> tuple[subprocess.Popen[str], str, float, float]:
    """Return a server, its URL, and the seconds from its start to its first answer and page."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", str(folder), "--port", "0", *options],
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr
    for line in process.stderr:
        if found := re.search(r"http://\S+/sparql", line):
            break
    else:
        raise SystemExit("the server did not start")
    asyncio.run(Client(found[0]).ask("ASK { ?s ?p ?o }"))
    seconds = time.perf_counter() - begin
    sink = subprocess.Popen(["cat"], stdin=process.stderr, stdout=subprocess.DEVNULL)
    sink.poll()
    while not _shows_pages(found[0]):
        time.sleep(0.2)
    return process, found[0], seconds, time.perf_counter() - begin


def _shows_pages(url: str) -> bool:
    try:
        with urlopen(url.removesuffix("sparql"), timeout=60) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def main() -> None:
    """Print the row."""
    own, options = sys.argv[1:], []
    if "--" in own:
        place = own.index("--")
        own, options = own[:place], own[place + 1 :]
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--requests", type=int, default=50_000)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after them")
    parser.add_argument("--runaway", action="store_true")
    parser.add_argument("--endpoint")
    parser.add_argument("--pid", type=int)
    parser.add_argument("--each", action="store_true", help="a line for each query, too")
    parser.add_argument("--only", nargs="+", metavar="QUERY", help="leave out the other queries")
    chosen = parser.parse_args(own)
    queries = bound_queries(chosen.folder)
    queries = {name: queries[name] for name in chosen.only or queries}
    server, start, pages = None, float("nan"), float("nan")
    if chosen.endpoint:
        url, pid = chosen.endpoint, chosen.pid or os.getpid()
    else:
        server, url, start, pages = started(chosen.folder, options)
        pid = server.pid
    try:
        asyncio.run(load(url, queries, len(queries)))  # each once, to warm up
        before = memory(pid)
        begin = time.perf_counter()
        found = asyncio.run(
            load(
                url,
                queries,
                chosen.requests,
                clients=chosen.clients,
                runaway=chosen.runaway,
                seconds=chosen.seconds,
            )
        )
        seconds = time.perf_counter() - begin
        after = memory(pid)
    finally:
        if server:
            server.terminate()
            server.wait()
    times = [1000 * one for one in found.all]
    p50, p99 = (times[int(len(times) * share)] for share in (0.5, 0.99))
    print(HEADER)
    print(
        f"| {url if chosen.endpoint else 'kg serve ' + ' '.join(options)} | {chosen.runaway} "
        f"| {len(times)} | {len(times) / seconds:.0f} | {found.received / seconds / 1e6:.0f} "
        f"| {p50:.1f} | {p99:.1f} | {times[-1]:.0f} | {sum(found.errors.values())} "
        f"{dict(found.errors) or ''} | {before:.0f} | {after:.0f} | {start:.2f} | {pages:.1f} |"
    )
    if chosen.each:
        for name, one in found.times.items():
            ms = sorted(1000 * seconds for seconds in one) or [float("nan")]
            print(f"    {name:28} p50 {ms[len(ms) // 2]:9.1f} ms, max {ms[-1]:9.1f} ms")


if __name__ == "__main__":
    main()
