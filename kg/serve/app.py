"""The application: which paths there are, and what every request passes before it gets there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from kg.serve.guards import BearerToken, SecurityHeaders
from kg.serve.observed import Metrics, Observed, health
from kg.serve.shown import PARTS
from kg.serve.sparql import METHODS, SparqlEndpoint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.routing import BaseRoute

    from kg.serve.holding import Holding

_A_DAY = 86_400


def make_app(
    holding: Holding,
    *,
    token: str | None = None,
    log_queries: bool = False,
    extra: Sequence[BaseRoute] = (),
) -> Starlette:
    """Return the ASGI application that serves a graph.

    Args:
        holding: the graph, which the caller opens and closes.
        token: what clients have to send as bearer token; None lets everyone read.
        log_queries: write queries into the access log.
        extra: further routes, for the pages and interfaces beside /sparql.
    """
    metrics = Metrics(holding)
    routes: list[BaseRoute] = [
        Route("/sparql", SparqlEndpoint(holding)),
        Route("/health", health(holding), methods=["GET"]),
        Route("/metrics", metrics.page, methods=["GET"]),
        *extra,
    ]
    counted = frozenset(("/sparql", "/health", "/metrics", *PARTS))
    # From the outermost to the innermost; preflights carry no token, so CORS stands before it.
    passed = [
        Middleware(Observed, metrics=metrics, routes=counted, log_queries=log_queries),
        Middleware(SecurityHeaders),
        Middleware(
            CORSMiddleware,
            allow_origins=["*"],
            allow_methods=METHODS,
            allow_headers=["*"],
            expose_headers=["Retry-After"],
            max_age=_A_DAY,
        ),
    ]
    if token:
        passed.append(Middleware(BearerToken, token=token))
    return Starlette(routes=routes, middleware=passed)
