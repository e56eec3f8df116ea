"""The routes of the JSON API, a FastAPI application below /api, and its OpenAPI 3.1 document."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from fastapi import FastAPI, HTTPException, Path, Query
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException as AnyHTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Mount, Route

from kg import __version__
from kg.model import Relation
from kg.serve.answers import page as laid_out
from kg.serve.api import models, records
from kg.serve.api.page import calls
from kg.serve.index import day
from kg.serve.site import Site
from kg.serve.walk import edges_along, edges_among, edges_of, neighbourhood, way

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.routing import BaseRoute

    from kg.model import PaperRecord
    from kg.serve.index import GraphIndex

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")

_PROBLEM = "application/problem+json"
_MOST_AROUND = 500
_MOST_EDGES = 5_000
_LONGEST_WAY = 6

ThingClass = Literal[
    "benchmark", "dataset", "hardware", "method", "metric", "model", "task", "technique"
]
"""Classes of things, as identifiers begin: the kinds of kg.model.Kind."""

Class = Annotated[ThingClass, Path(description="Class of the thing", examples=["model"])]
Slug = Annotated[str, Path(max_length=300, examples=["llava-1.5"])]
Identifier = Annotated[str, Query(max_length=300, examples=["model/llava-1.5"])]
PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]
Size = Annotated[int, Query(ge=1, le=200, description="Items of a page")]


def _told(status: HTTPStatus, description: str) -> dict[int | str, dict[str, Any]]:
    schema = {"$ref": "#/components/schemas/Problem"}
    told = {"description": description, "content": {_PROBLEM: {"schema": schema}}}
    return {status.value: told}


_WRONG = _told(HTTPStatus.UNPROCESSABLE_ENTITY, "A parameter is missing or of another kind")
_MISSING = _told(HTTPStatus.NOT_FOUND, "The graph has nothing of this identifier")


def routes(index: GraphIndex, base: str) -> list[BaseRoute]:
    """Return the routes of the API and of the page that tells people about it.

    Args:
        index: the graph.
        base: the address at which the routes are mounted.
    """
    site = Site(index, base)
    app = application(site)

    def about(request: Request) -> Response:
        told = calls(app.openapi())
        return laid_out(request, "api.html", site=site, summary=app.summary, calls=told)

    return [Route("/api", about), Route("/api/", about), Mount("/api", app)]


def application(site: Site) -> FastAPI:
    """Return the API as an application of its own."""
    index = site.index
    app = FastAPI(
        title="Knowledge graph of papers",
        version=__version__,
        summary="Papers, what they name, and the sentence behind every edge. Read only.",
        servers=[{"url": f"{site.address}/api"}],
        root_path_in_servers=False,
        docs_url=None,
        redoc_url=None,
        responses=_WRONG,
    )
    app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET"])
    app.add_exception_handler(AnyHTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)

    def known(identifier: str) -> str:
        if identifier not in index.degree:
            near = index.search(identifier.rpartition("/")[2].replace("-", " "), 3)
            hint = f"; near to it are {', '.join(hit.id for hit in near)}" if near else ""
            raise HTTPException(404, f"no paper or thing is {identifier[:100]!r}{hint}")
        return identifier

    @app.get("/search", summary="Find papers and things by name")
    def search(
        q: Annotated[str, Query(max_length=300, description="A name or title, typos forgiven")],
        kind: ThingClass | Literal["paper"] | None = None,
        limit: Annotated[int, Query(ge=1, le=50)] = 10,
    ) -> list[models.Found]:
        return [records.found(site, hit) for hit in index.search(q, limit, kind)]

    @app.get("/things/{kind}/{slug}", summary="A thing", responses=_MISSING)
    def thing(kind: Class, slug: Slug) -> models.Thing:
        return records.thing(site, index.things[known(f"{kind}/{slug}")])

    @app.get("/things/{kind}/{slug}/edges", summary="Its edges, with evidence", responses=_MISSING)
    def edges_of_thing(
        kind: Class,
        slug: Slug,
        relation: Annotated[str | None, Query(max_length=40, examples=["usesBaseModel"])] = None,
        origin: Literal["read", "curated", "derived"] | None = None,
        page: PageNumber = 1,
        size: Size = 50,
    ) -> models.Page[models.Edge]:
        found = edges_of(index, known(f"{kind}/{slug}"), relation, origin)
        return _page(found, page, size, lambda one: records.edge(site, one))

    @app.get("/things/{kind}/{slug}/results", summary="Results naming it", responses=_MISSING)
    def results_of_thing(
        kind: Class, slug: Slug, page: PageNumber = 1, size: Size = 50
    ) -> models.Page[models.Result]:
        found = index.results_of(known(f"{kind}/{slug}"))
        return _page(found, page, size, lambda one: records.result(site, one))

    @app.get(
        "/papers",
        summary="Papers by what they name and when they appeared; newest first",
        responses=_MISSING,
    )
    def papers(
        thing: Annotated[
            str | None, Query(max_length=300, description="Identifier of a thing they name")
        ] = None,
        relation: Annotated[Relation | None, Query(description="How they name it")] = None,
        since: Annotated[date | None, Query(description="First day")] = None,
        until: Annotated[date | None, Query(description="Last day")] = None,
        page: PageNumber = 1,
        size: Size = 50,
    ) -> models.Page[models.Named]:
        found = [
            record.id
            for record in _naming(index, thing and known(thing), relation)
            if _within(day(record), since, until)
        ]
        return _page(found, page, size, lambda one: records.named(site, one))

    @app.get("/papers/{slug}", summary="A paper", responses=_MISSING)
    def paper(slug: Slug) -> models.Paper:
        return records.paper(site, index.papers[known(f"paper/{slug}")])

    @app.get("/papers/{slug}/edges", summary="What it says, with evidence", responses=_MISSING)
    def edges_of_paper(
        slug: Slug, relation: Relation | None = None, page: PageNumber = 1, size: Size = 50
    ) -> models.Page[models.Edge]:
        found = edges_of(index, known(f"paper/{slug}"), relation)
        return _page(found, page, size, lambda one: records.edge(site, one))

    @app.get("/papers/{slug}/results", summary="What it reports", responses=_MISSING)
    def results_of_paper(
        slug: Slug, page: PageNumber = 1, size: Size = 50
    ) -> models.Page[models.Result]:
        found = index.results_of(known(f"paper/{slug}"))
        return _page(found, page, size, lambda one: records.result(site, one))

    @app.get("/neighbourhood", summary="What is around a paper or thing", responses=_MISSING)
    def around(
        id: Identifier,
        hops: Annotated[int, Query(ge=1, le=3)] = 1,
        most: Annotated[int, Query(ge=1, le=_MOST_AROUND, description="Nodes at most")] = 100,
    ) -> models.Neighbourhood:
        near = neighbourhood(index, known(id), hops, most + 1)
        kept = dict(list(near.items())[:most])
        edges = edges_among(index, list(kept))
        return models.Neighbourhood(
            nodes=[
                models.Step(**records.named(site, one).model_dump(), distance=distance)
                for one, distance in kept.items()
            ],
            edges=[records.edge(site, one) for one in edges[:_MOST_EDGES]],
            complete=len(near) == len(kept) and len(edges) <= _MOST_EDGES,
        )

    @app.get("/path", summary="A shortest way between two papers or things", responses=_MISSING)
    def path(start: Identifier, end: Identifier) -> models.Way:
        nodes = way(index, known(start), known(end), _LONGEST_WAY) or []
        return models.Way(
            nodes=[records.named(site, one) for one in nodes],
            edges=[records.edge(site, one) for one in edges_along(index, nodes)],
        )

    describe = app.openapi

    def openapi() -> dict[str, Any]:
        document = describe()
        document["components"]["schemas"]["Problem"] = models.Problem.model_json_schema()
        return document

    app.openapi = openapi  # type: ignore[method-assign]
    return app


def _page(
    found: Sequence[_Item], page: int, size: int, made: Callable[[_Item], _Made]
) -> models.Page[_Made]:
    items = [made(one) for one in found[(page - 1) * size : page * size]]
    pages = -(-len(found) // size)
    return models.Page[Any](total=len(found), page=page, pages=pages, items=items)


def _naming(index: GraphIndex, thing: str | None, relation: Relation | None) -> list[PaperRecord]:
    """Return the papers that have an edge of the relation to the thing, the newest first."""
    if thing is None:
        return [
            record
            for record in index.papers.values()
            if relation is None or any(said.relation is relation for said in record.statements)
        ]
    said = (one for one in index.said_of(thing) if relation in (None, one.relation))
    return [index.papers[one] for one in dict.fromkeys(one.paper for one in said)]


def _within(written: str, since: date | None, until: date | None) -> bool:
    """Return whether a day, or any day of a year, is in a span; what has none is in no span."""
    if since is None and until is None:
        return True
    first, last = (
        (written, written) if len(written) > 4 else (f"{written}-01-01", f"{written}-12-31")
    )
    after = since is None or last >= since.isoformat()
    before = until is None or first <= until.isoformat()
    return bool(written) and after and before


def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, AnyHTTPException)
    return _problem(error.status_code, str(error.detail), dict(error.headers or {}))


def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = (f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in error.errors())
    return _problem(422, "; ".join(wrong))


def _problem(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    told = models.Problem(
        title=HTTPStatus(status).phrase, status=status, detail=records.clean(detail)
    )
    return JSONResponse(told.model_dump(), status, headers, media_type=_PROBLEM)
