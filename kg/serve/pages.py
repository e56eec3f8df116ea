"""The pages of a graph: every IRI dereferences, for people and for machines.

As linked-data practice has it (https://www.w3.org/TR/cooluris/): /id/<class>/<slug> answers with a
page, or leads by 303 to /data/<class>/<slug>.<suffix> who asks for RDF. Data have addresses of
their own, as identifiers have dots in them. Nothing here needs JavaScript.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route

from kg.model import Entity, PaperRecord
from kg.serve import discover, schema_org
from kg.serve.answers import WEB, page, tagged, whole_number
from kg.serve.describe import SYNTAXES, document, serialised
from kg.serve.negotiate import preferred
from kg.serve.parts import Link, named
from kg.serve.site import Site
from kg.serve.views import view

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from kg.serve.describe import Syntax
    from kg.serve.index import GraphIndex, Node

HTML = "text/html"
_FOUND = 50  # hits on the page of a search
_NEAR = 8
_MOST_PAGES = 100_000
_BY_SUFFIX = {syntax.suffix: syntax for syntax in SYNTAXES}
_BY_MEDIA = {syntax.media: syntax for syntax in SYNTAXES}


@dataclass(frozen=True, slots=True)
class FoundName:
    """A line of a search's page; `alias` is the name that fits, where it is not the main one."""

    link: Link
    alias: str


def routes(index: GraphIndex, base: str) -> list[BaseRoute]:
    """Return the routes of the pages, of their data and of what tells programs about them.

    Args:
        index: the graph.
        base: the address at which the routes are mounted ("https://data.example/papers").
    """
    site = Site(index, base)

    def node(request: Request) -> Response:
        return _node(site, request)

    def data(request: Request) -> Response:
        return _data(site, request)

    def search(request: Request) -> Response:
        return _search(site, request)

    @cache
    def described(syntax: Syntax) -> bytes:
        return serialised(discover.void(site), syntax)

    def void(request: Request) -> Response:
        return _void(site, request, described)

    def sitemap(request: Request) -> Response:
        return tagged(request, discover.sitemap(site).encode(), "application/xml")

    def sitemap_part(request: Request) -> Response:
        part = request.path_params["part"]
        if not 1 <= part <= discover.parts_of_sitemap(site):
            return PlainTextResponse("There is no such part.\n", 404)
        return tagged(request, discover.sitemap_part(site, part).encode(), "application/xml")

    def robots(request: Request) -> Response:
        return tagged(request, discover.robots(site).encode(), "text/plain")

    def style(request: Request) -> Response:
        return tagged(request, (WEB / "pages.css").read_bytes(), "text/css")

    return [
        Route("/id/{identifier:path}", node),
        Route("/data/{name:path}", data),
        Route("/search", search),
        Route("/.well-known/void", void),
        Route("/sitemap.xml", sitemap),
        Route("/sitemap-{part:int}.xml", sitemap_part),
        Route("/robots.txt", robots),
        Route("/static/pages.css", style),
    ]


def _node(site: Site, request: Request) -> Response:
    identifier = request.path_params["identifier"]
    node = site.index.node(identifier)
    if node is None:
        return missing(site, request, identifier)
    media = preferred(request.headers.get("accept"), [HTML, *_BY_MEDIA])
    if media is None:
        known = ", ".join([HTML, *_BY_MEDIA])
        return PlainTextResponse(f"Not as that; there are {known}.\n", 406, {"Vary": "Accept"})
    if media != HTML:
        place = site.data(identifier, _BY_MEDIA[media].suffix)
        return RedirectResponse(place, 303, {"Vary": "Accept"})
    return _page(site, request, node)


def _page(site: Site, request: Request, node: Node) -> Response:
    number = whole_number(request.query_params.get("page"), 1, _MOST_PAGES)
    seen = view(site, node, request.query_params.get("show"), number) if number else None
    if seen is None:
        return missing(site, request, node.id)
    pictured = isinstance(node, PaperRecord | Entity)
    answer = page(
        request,
        "node.html",
        site=site,
        view=seen,
        syntaxes=SYNTAXES,
        markup=schema_org.script(site, node),
        around=f"{site.link('/explore')}?{urlencode({'around': node.id})}" if pictured else None,
    )
    answer.headers["Vary"] = "Accept"
    answer.headers["Link"] = ", ".join(
        f'<{site.data(node.id, one.suffix)}>; rel="alternate"; type="{one.media}"'
        for one in SYNTAXES
    )
    return answer


def _data(site: Site, request: Request) -> Response:
    identifier, _, suffix = request.path_params["name"].rpartition(".")
    node, syntax = site.index.node(identifier), _BY_SUFFIX.get(suffix)
    if node is None or syntax is None:
        known = ", ".join(f".{one}" for one in _BY_SUFFIX)
        return PlainTextResponse(f"No such data; names end in one of {known}.\n", 404)
    headers = {
        "Link": f'<{site.page(node.id)}>; rel="describes"',
        "Access-Control-Allow-Origin": "*",
    }
    return tagged(request, document(site, node, syntax), syntax.media, headers)


def _search(site: Site, request: Request) -> Response:
    asked = request.query_params.get("q", "").strip()
    found = []
    for hit in site.index.search(asked, _FOUND) if asked else []:
        link = named(site, hit.id)
        found.append(FoundName(link, hit.name if hit.name != link.text else ""))
    return page(request, "search.html", site=site, asked=asked[:300], hits=found)


def _void(site: Site, request: Request, described: Callable[[Syntax], bytes]) -> Response:
    media = preferred(request.headers.get("accept"), [*_BY_MEDIA, "*/*"])
    syntax = _BY_MEDIA.get(media or "", SYNTAXES[0])
    headers = {"Vary": "Accept", "Access-Control-Allow-Origin": "*"}
    return tagged(request, described(syntax), syntax.media, headers)


def missing(site: Site, request: Request, identifier: str) -> Response:
    """Return the page that says that nothing has the identifier, with what is called nearly so."""
    kind, _, slug = identifier.partition("/")
    words = (slug or kind).replace("-", " ")
    hits = site.index.search(words, _NEAR, kind) or site.index.search(words, _NEAR)
    near = [named(site, hit.id) for hit in hits]
    wanted = identifier[:200]
    return page(request, "missing.html", 404, site=site, identifier=wanted, near=near)
