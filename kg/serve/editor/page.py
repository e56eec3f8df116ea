"""The routes of the query editor; its answers come from /sparql, which others serve."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.routing import Route

from kg.serve.answers import page, tagged
from kg.serve.editor.examples import data
from kg.serve.site import Site

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from kg.serve.index import GraphIndex

_BUILT = Path(__file__).parent / "web" / "built"
_FILES = {"query.js": "text/javascript", "query-style.css": "text/css"}

_GRIPS = "sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk="
"""Of the one style element that Yasgui makes: the handles that make columns wider."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        f"style-src 'self' '{_GRIPS}'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""The page's Content-Security-Policy: its own script and style, no server but this."""


def routes(index: GraphIndex, base: str) -> list[BaseRoute]:
    """Return the routes of the editor.

    Args:
        index: the graph, of which the queries take their examples.
        base: the address at which the routes are mounted; /sparql has to be there too.
    """
    site = Site(index, base)

    @cache
    def offered() -> bytes:
        return json.dumps(data(index), ensure_ascii=False).encode("utf-8", "replace")

    def editor(request: Request) -> Response:
        answer = page(request, "query.html", site=site)
        answer.headers["Content-Security-Policy"] = POLICY
        return answer

    def words(request: Request) -> Response:
        return tagged(request, offered(), "application/json")

    def file(name: str, media: str) -> Route:
        def built(request: Request) -> Response:
            return tagged(request, (_BUILT / name).read_bytes(), media)

        return Route(f"/static/{name}", built)

    return [
        Route("/query", editor),
        Route("/query/data.json", words),
        *(file(name, media) for name, media in _FILES.items()),
    ]
