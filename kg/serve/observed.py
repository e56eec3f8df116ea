"""What can be seen of a running server: an access log in JSON lines, and metrics of Prometheus."""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from kg.serve.holding import Holding

_BUCKETS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})

_GAUGES: dict[str, tuple[str, Callable[[Holding], float]]] = {
    "queries_short": ("Queries in the short lane.", lambda held: held.now.pool.short),
    "queries_long": ("Queries in the long lane.", lambda held: held.now.pool.long),
    "queries_waiting": ("Queries that wait.", lambda held: held.now.pool.waiting),
    "cache_hits": ("Answers that the cache had.", lambda held: held.cache.hits),
    "cache_misses": ("Answers that it had not.", lambda held: held.cache.misses),
    "cache_bytes": ("Size of the cache.", lambda held: held.cache.size),
    "graph_number": ("Which graph is served.", lambda held: held.now.number),
    "graph_triples": ("Its triples.", lambda held: held.now.contents.triples),
}


class Metrics:
    """The metrics of one server, and their page.

    Args:
        holding: whose lanes, cache and graph are measured when the page is asked for.
    """

    def __init__(self, holding: Holding) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "paperkg_requests",
            "Requests by first part of the path, method and status.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "paperkg_request_seconds",
            "Time from the request's head to the response's last byte.",
            ("route",),
            buckets=_BUCKETS,
            registry=self.registry,
        )
        for name, (text, measure) in _GAUGES.items():
            gauge = Gauge(f"paperkg_{name}", text, registry=self.registry)
            gauge.set_function(partial(measure, holding))

    async def page(self, _request: Request) -> Response:
        """Return /metrics."""
        return Response(
            generate_latest(self.registry), headers={"content-type": CONTENT_TYPE_LATEST}
        )


def health(holding: Holding) -> Callable[[Request], Response]:
    """Return the page /health: 200 while queries can be answered, else 503."""

    def page(_request: Request) -> Response:
        now = holding.now
        state = {"status": "ok" if now.pool.alive else "restarting", "graph": now.number}
        return JSONResponse(state, 200 if now.pool.alive else 503)

    return page


class JsonLines(logging.Formatter):
    """Writes log records as JSON lines, beside those of the access log."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a record on one line."""
        line = {"time": _now(), "level": record.levelname, "text": record.getMessage()}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Observed:
    """Counts every request and writes its line to standard error.

    Args:
        app: what comes after.
        metrics: where it is counted.
        routes: first parts of paths that are counted by name; all others are "other".
        log_queries: write the text of queries, too.
    """

    def __init__(
        self, app: ASGIApp, metrics: Metrics, routes: frozenset[str], log_queries: bool
    ) -> None:
        self._app = app
        self._metrics = metrics
        self._routes = routes
        self._log_queries = log_queries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        start = time.perf_counter()
        status, size, whole = 0, 0, False

        async def counted(message: Message) -> None:
            nonlocal status, size, whole
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
                whole = not message.get("more_body", False)
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            seconds = time.perf_counter() - start
            route = "/" + scope["path"].split("/", 2)[1] if "/" in scope["path"] else ""
            route = route if route in self._routes else "other"
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self._metrics.requests.labels(route, method, str(status)).inc()
            self._metrics.seconds.labels(route).observe(seconds)
            line = {
                "time": _now(),
                "client": scope["client"][0] if scope.get("client") else "",
                "method": scope["method"],
                "path": scope["path"],
                "status": status,
                "bytes": size,
                "ms": round(seconds * 1000, 2),
            }
            if not whole:
                line["cut"] = True
            if self._log_queries and "query" in scope.get("state", {}):
                line["query"] = scope["state"]["query"]
            sys.stderr.write(json.dumps(line) + "\n")
