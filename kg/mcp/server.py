"""The tools and resources, over a GraphIndex; on standard input and output, or as an ASGI app."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias, TypeVar

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import ToolAnnotations
from pydantic import Field

from kg import __version__
from kg.errors import KgError
from kg.graph.same_as import same_as
from kg.ids import title_key
from kg.mcp import models
from kg.model import DerivedEdge, Relation, Statement
from kg.resources import schema_root
from kg.serve.api.records import clean
from kg.serve.index import day
from kg.serve.walk import edges_of, ends, origin, predicate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.applications import Starlette

    from kg.model import Evidence, ReportedResult
    from kg.serve.index import GraphIndex
    from kg.serve.walk import Edge

Ask: TypeAlias = Callable[[str], dict[str, Any]]
"""From SPARQL to {"columns", "rows", "total"}; it bounds the time. See kg.mcp.worker."""

_Item = TypeVar("_Item")

_INSTRUCTIONS = (
    "A knowledge graph of scientific papers. Every edge and number carries the sentence of the "
    "paper that states it and a calibrated confidence. Call find_thing first to turn a name into "
    "an id. When you state what a tool answered, cite the paper's title and id and quote its "
    "sentence; do not state what no citation supports."
)
_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_PAGE = 20
_ALIASES = 8

Kind = Literal[
    "benchmark", "dataset", "hardware", "method", "metric", "model", "paper", "task", "technique"
]
Which = Annotated[
    str, Field(max_length=300, description="Id from find_thing (model/llava), or an exact name")
]
PageNumber = Annotated[int, Field(ge=1, le=100_000, description="20 to a page")]


def server(held: Callable[[], GraphIndex], ask: Ask) -> MCPServer[Any]:
    """Return the server of a graph.

    Args:
        held: returns the graph, at the first question: a large one may still be loading when an
            agent asks what tools there are. A KgError that it raises is told as the answer.
        ask: answers SPARQL queries within a time limit.
    """
    made: MCPServer[Any] = MCPServer(
        "paperkg",
        title="Knowledge graph of papers",
        instructions=_INSTRUCTIONS,
        version=__version__,
        log_level="WARNING",
    )
    tools = _Tools(held, ask)
    for tool in (
        tools.find_thing,
        tools.edges_with_evidence,
        tools.papers_using,
        tools.reported_results,
        tools.sparql,
    ):
        told = " ".join((tool.__doc__ or "").split())
        made.add_tool(tool, description=told, annotations=_READS)

    @made.resource("paperkg://ontology", name="ontology", mime_type="text/turtle")
    def ontology() -> str:
        """The classes and properties of the graph, as OWL in Turtle; read it before sparql."""
        return (schema_root() / "ontology.ttl").read_text(encoding="utf-8")

    @made.resource("paperkg://queries", name="saved queries", mime_type="text/plain")
    def queries() -> str:
        """SPARQL queries that work on this graph, to start from."""
        files = sorted((schema_root() / "queries").glob("*.rq"))
        return "\n".join(f"# {one.stem}\n{one.read_text(encoding='utf-8')}" for one in files)

    return made


def mcp_app(
    held: Callable[[], GraphIndex], ask: Ask, hosts: Sequence[str] | None, path: str = "/mcp"
) -> Starlette:
    """Return the server as an ASGI application, by Streamable HTTP, without sessions.

    Its lifespan has to run (mounted in another application, in that one's lifespan).

    Args:
        held: returns the graph, as that of `server` does.
        ask: answers SPARQL queries within a time limit.
        hosts: names and ports at which a server of this machine alone is asked; requests for other
            hosts, or of pages of other origins, are refused, as the protocol asks for against DNS
            rebinding. None for a server that others reach in any case.
        path: where it is.
    """
    security = TransportSecuritySettings(
        enable_dns_rebinding_protection=hosts is not None,
        allowed_hosts=list(hosts or ()),
        allowed_origins=[f"http://{host}" for host in hosts or ()],
    )
    return server(held, ask).streamable_http_app(
        streamable_http_path=path,
        json_response=True,
        stateless_http=True,
        transport_security=security,
    )


class _Tools:
    """The tools; their docstrings are what models read of them."""

    def __init__(self, held: Callable[[], GraphIndex], ask: Ask) -> None:
        self._held, self._ask = held, ask

    @property
    def _index(self) -> GraphIndex:
        try:
            return self._held()
        except KgError as error:
            raise ToolError(str(error)) from error

    def find_thing(
        self,
        name: Annotated[str, Field(max_length=300, description="A name, typos forgiven")],
        kind: Annotated[Kind | None, Field(description="Only things of this kind")] = None,
        limit: Annotated[int, Field(ge=1, le=20)] = 5,
    ) -> list[models.Thing]:
        """Find models, methods, datasets, benchmarks, techniques, tasks, metrics, hardware and
        papers by name, alias or title. Best match first. Versions and sizes are different things.
        """
        return [self._thing(hit.id, hit.name) for hit in self._index.search(name, limit, kind)]

    def edges_with_evidence(
        self,
        thing: Which,
        relation: Annotated[
            str | None, Field(max_length=40, description="Only this relation, as usesBaseModel")
        ] = None,
        page: PageNumber = 1,
    ) -> models.Edges:
        """List what the graph says of a thing or paper: which papers introduce, use, evaluate on
        or compare with it, what it is a variant of; each with the sentence that states it.
        """
        found = edges_of(self._index, self._resolved(thing), relation)
        edges = [self._edge(one) for one in _cut(found, page)]
        return models.Edges(total=len(found), page=page, pages=_pages(found), edges=edges)

    def papers_using(
        self,
        thing: Which,
        relation: Annotated[
            Relation | None, Field(description="How they name it; any way by default")
        ] = None,
        since: Annotated[date | None, Field(description="First day (2025-01-31)")] = None,
        page: PageNumber = 1,
    ) -> models.Papers:
        """List the papers that name a thing, newest first, with the sentences that do so. The
        relations are introduces, extends, usesBaseModel, evaluatesOn, trainsOn, usesTechnique,
        addressesTask, comparesWith, runsOn and mentions.
        """
        index = self._index
        by_paper: dict[str, list[Statement]] = {}
        for said in index.said_of(self._resolved(thing)):
            if relation in (None, said.relation):
                by_paper.setdefault(said.paper, []).append(said)
        first = since.isoformat() if since else ""
        found = [one for one in by_paper if day(index.papers[one]) >= first]
        papers = [
            models.PaperUsing(
                paper_id=one,
                paper_title=clean(index.name(one)),
                relations=sorted({said.relation.value for said in by_paper[one]}),
                citations=[
                    self._citation(one, said.evidence, said.confidence) for said in by_paper[one]
                ],
            )
            for one in _cut(found, page)
        ]
        return models.Papers(total=len(found), page=page, pages=_pages(found), papers=papers)

    def reported_results(self, thing: Which, page: PageNumber = 1) -> models.Results:
        """List the numbers that papers report of a thing (a method, model, benchmark, metric or
        device), or that one paper reports, with metric, baseline and the sentence of each.
        """
        found = self._index.results_of(self._resolved(thing))
        results = [self._result(one) for one in _cut(found, page)]
        return models.Results(total=len(found), page=page, pages=_pages(found), results=results)

    def sparql(
        self, query: Annotated[str, Field(max_length=20_000, description="SPARQL 1.1 query")]
    ) -> models.Rows:
        """Answer a read-only SPARQL query (SELECT, ASK, CONSTRUCT, DESCRIBE) over the whole graph.
        The prefixes kg, dcterms, skos, schema, prov, rdf, rdfs and xsd are declared. Updates and
        SERVICE are refused, long queries stopped. Read the resource paperkg://ontology first, and
        select kg:quote of kg:Statement nodes to have sentences to cite.
        """
        try:
            answer = self._ask(query)
        except KgError as error:
            raise ToolError(str(error)) from error
        complete = answer["total"] == len(answer["rows"])
        return models.Rows(**answer, complete=complete)

    def _resolved(self, text: str) -> str:
        """Return the identifier of what an identifier or exact name means.

        Raises:
            ToolError: nothing, or more than one thing, is called so.
        """
        if text in self._index.degree:
            return text
        hits = self._index.search(text, 8)
        same = [hit.id for hit in hits if title_key(hit.name) == title_key(text)]
        if len(same) == 1:
            return same[0]
        near = ", ".join(same or [hit.id for hit in hits][:5]) or "nothing near"
        what = "several things are" if same else "nothing is"
        raise ToolError(f"{what} called {text[:100]!r}; give one of these ids: {near}")

    def _thing(self, identifier: str, matched: str) -> models.Thing:
        index = self._index
        thing = index.things.get(identifier)
        counts = Counter(predicate(edge) for edge in edges_of(index, identifier))
        return models.Thing(
            id=identifier,
            name=clean(index.name(identifier)),
            kind=thing.kind.value if thing else "Paper",
            also_called=[clean(alias) for alias in thing.aliases[:_ALIASES]] if thing else [],
            matched=clean(matched),
            edges=dict(sorted(counts.items())),
            results=len(index.results_of(identifier)),
        )

    def _edge(self, edge: Edge) -> models.Edge:
        subject, end = ends(edge)
        citation = None
        if isinstance(edge, Statement):
            citation = self._citation(edge.paper, edge.evidence, edge.confidence)
        elif isinstance(edge, DerivedEdge):
            citation = self._citation(edge.paper, None, None)
        return models.Edge(
            subject=subject,
            subject_name=clean(self._index.name(subject)),
            relation=predicate(edge),
            object=end,
            object_name=clean(self._index.name(end)),
            origin=origin(edge),
            citation=citation,
        )

    def _result(self, reported: ReportedResult) -> models.Result:
        def name(identifier: str | None) -> str | None:
            return clean(self._index.name(identifier)) if identifier else None

        said = reported.result
        return models.Result(
            value=clean(said.value_text),
            kind=said.kind,
            better=said.direction,
            metric=name(reported.metric) or (clean(said.metric_text) if said.metric_text else None),
            subject=name(reported.subject),
            baseline=name(reported.baseline),
            model=name(reported.model),
            benchmark=name(reported.benchmark),
            hardware=name(reported.hardware),
            citation=self._citation(reported.paper, said.evidence, said.confidence),
        )

    def _citation(
        self, paper: str, place: Evidence | None, confidence: float | None
    ) -> models.Citation:
        record = self._index.papers[paper]
        elsewhere = [other for _, other in same_as(record.paper)]
        return models.Citation(
            paper_id=paper,
            paper_title=clean(record.paper.title),
            day=day(record) or None,
            address=elsewhere[0] if elsewhere else None,
            sentence=clean(place.quote) if place else None,
            confidence=confidence,
        )


def _cut(found: Sequence[_Item], page: int) -> Sequence[_Item]:
    return found[(page - 1) * _PAGE : page * _PAGE]


def _pages(found: Sequence[object]) -> int:
    return -(-len(found) // _PAGE)
