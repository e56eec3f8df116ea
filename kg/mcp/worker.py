"""SPARQL in a process of its own, that can be ended: a query that runs away cannot be cancelled.

The process reads one query a line from its standard input and writes one answer a line, both JSON.
It is started at the first query, ended when one takes too long, and started again by the next.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from threading import Lock, Timer
from typing import Any

from kg.errors import KgError, QueryError

_LOADING = 600.0  # seconds that the graph may take to load
_MEMORY = 4 << 30  # bytes that a query may take beside the graph


class SparqlWorker:
    """Answers SPARQL queries over a graph on disk, one at a time.

    Args:
        place: folder of a build, or an RDF file.
        limit: seconds that a query may take.
    """

    def __init__(self, place: Path, limit: float = 10.0) -> None:
        self._place, self._limit = place, limit
        self._lock = Lock()
        self._process: subprocess.Popen[str] | None = None

    def ask(self, query: str) -> dict[str, Any]:
        """Return the answer of a query as kg.mcp.rows has it.

        Raises:
            QueryError: it cannot be parsed, is no reading query, or takes too long or too much.
        """
        with self._lock:
            process = self._started()
            answer = self._exchange(process, json.dumps(query), self._limit)
        if answer is None:
            told = f"stopped: it took over {self._limit:g} s or too much memory"
            raise QueryError(f"query: {told}; ask for less, or add a LIMIT inside")
        if "error" in answer:
            raise QueryError(answer["error"])
        return answer

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kg.mcp.worker", str(self._place)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
            )
            ready = self._exchange(self._process, "", _LOADING)
            if ready is None or "error" in ready:
                self._end()
                raise QueryError((ready or {}).get("error", f"{self._place}: cannot be loaded"))
        return self._process

    def _exchange(
        self, process: subprocess.Popen[str], line: str, limit: float
    ) -> dict[str, Any] | None:
        """Return the answer to a line; None, and the process is gone, if there is none in time."""
        assert process.stdin is not None
        assert process.stdout is not None
        clock = Timer(limit, process.kill)
        clock.start()
        try:
            process.stdin.write(line + "\n")
            process.stdin.flush()
            found = process.stdout.readline()
        except OSError:
            found = ""
        finally:
            clock.cancel()
        if not found.endswith("\n"):
            self._end()
            return None
        answer: dict[str, Any] = json.loads(found)
        return answer

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None


def _answered(store: Any, query: str) -> dict[str, Any]:
    from kg.mcp.rows import rows_of
    from kg.query.engine import run

    try:
        return rows_of(run(store, query))
    except KgError as error:
        return {"error": str(error)}


def _bounded() -> None:
    """Bound the memory of this process where it can be seen: on Linux."""
    statm = Path("/proc/self/statm")
    if not statm.exists():
        return
    import resource

    taken = int(statm.read_text().split()[0]) * resource.getpagesize()
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = taken + _MEMORY if hard == resource.RLIM_INFINITY else min(taken + _MEMORY, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


def main(place: str) -> None:
    """Load a graph and answer queries until the standard input ends."""
    from kg.query.store import load_store

    answers, sys.stdout = sys.stdout, sys.stderr
    sys.stdin.readline()
    try:
        store = load_store(Path(place))
    except KgError as error:
        print(json.dumps({"error": str(error)}), file=answers, flush=True)
        return
    _bounded()
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(_answered(store, json.loads(line))), file=answers, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
