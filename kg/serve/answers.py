"""Responses that all pages share: markup with a strict policy, an entity tag, a not-modified."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import Response

if TYPE_CHECKING:
    from starlette.requests import Request

WEB = Path(__file__).parent / "web"

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""The Content-Security-Policy of pages without a program: no script runs, whatever stands in them.

Data blocks (application/ld+json) are no scripts and are not stopped by it.
"""


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(WEB),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """Return a page laid out by a template; every value is escaped unless it is Markup."""
    text = _environment().get_template(template).render(**{"asked": None, **values})
    headers = {"Content-Security-Policy": POLICY}
    return tagged(request, text.encode("utf-8", "replace"), "text/html", headers, status)


def tagged(
    request: Request,
    body: bytes,
    media: str,
    headers: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    """Return a body with an entity tag, or 304 where the client has it (RFC 9110, 13.1.2)."""
    tag = f'"{sha256(body).hexdigest()[:24]}"'
    told = {"ETag": tag, "Cache-Control": "no-cache", **(headers or {})}
    known = {
        one.strip().removeprefix("W/")
        for one in request.headers.get("if-none-match", "").split(",")
    }
    if status == 200 and known & {tag, "*"}:
        return Response(status_code=304, headers=told)
    return Response(body, status, told, media_type=media)


def whole_number(text: str | None, default: int, most: int) -> int | None:
    """Return a number of a query string, from 1 to `most`; None if it is no such number."""
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    return int(text) if 1 <= int(text) <= most else None
