"""Files at addresses that the user gives."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from urllib.parse import urlsplit

from kg.errors import FetchError
from kg.fetch.request import Plan, Request, name_part


def plan_urls(*, urls: Sequence[str]) -> Plan:
    """Ask for each address; a file is called as its address ends.

    Raises:
        FetchError: an address is none of http or https.
    """
    for url in urls:
        try:
            parts = urlsplit(url)
            host = parts.hostname
        except ValueError:
            parts, host = urlsplit(""), None
        if parts.scheme not in ("http", "https") or not host:
            raise FetchError(url, "is no address of the web", "give one with http:// or https://")
        stem = name_part(parts.path.rpartition("/")[2])
        digest = sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        first, dot, rest = stem.partition(".")
        yield Request(name=f"url-{first}-{digest}{dot}{rest}", url=url)
