"""What a request to /sparql asks: the SPARQL 1.1 Protocol (https://www.w3.org/TR/sparql11-protocol/).

Pure: from method, query string, headers and body to a Question or a Refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from kg.serve.frames import Question, Refused
from kg.serve.limits import LARGEST_QUERY, MB
from kg.serve.media import SOLUTIONS, TRIPLES, negotiated

if TYPE_CHECKING:
    from collections.abc import Sequence

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
_UPDATE = "application/sparql-update"
_READ_ONLY = "this endpoint only reads: SPARQL Update is not accepted"
_MOST_FIELDS = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """A query request as it came, after decoding."""

    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]

    def question(self, accept: str | None) -> Question:
        """Return the question for a worker: the request's data set goes before the query's own.

        With any graph given, the data set has only those: the default graph is the merge of the
        default-graph-uri, and is empty without one (2.1.4).
        """
        given = bool(self.default_graphs or self.named_graphs)
        return Question(
            self.query,
            negotiated(accept, SOLUTIONS),
            negotiated(accept, SOLUTIONS),
            negotiated(accept, TRIPLES),
            self.default_graphs if given else None,
            self.named_graphs if given else None,
        )


def asked(method: str, query_string: bytes, content_type: str, body: bytes) -> Asked | None:
    """Return what a request asks; None for a GET without a query, which asks for the description.

    Args:
        method: GET, HEAD or POST.
        query_string: of the URL, as it came.
        content_type: the header, "" if there is none.
        body: of a POST.

    Raises:
        Refused: 400 for what is malformed, 403 for an update, 415 for another media type.
    """
    fields = _fields(query_string, "the query string")
    if method == "POST":
        media = _media_type(content_type)
        if media == FORM:
            fields += _fields(body, "the form")
        elif media == DIRECT:
            fields.append(("query", _utf8(body, "the query")))
        elif media == _UPDATE:
            raise Refused(403, _READ_ONLY)
        else:
            raise Refused(415, f"POST a query as {FORM} or {DIRECT}")
    return _of_fields(fields, method)


def _media_type(header: str) -> str:
    media, *parameters = (part.strip().lower() for part in header.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "charset" and value.strip(' "') not in ("utf-8", "utf8", "us-ascii"):
            raise Refused(415, "the body has to be UTF-8")
    return media


def _fields(data: bytes, what: str) -> list[tuple[str, str]]:
    if not data:
        return []
    try:
        return parse_qsl(
            data.decode("utf-8"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=_MOST_FIELDS,
        )
    except UnicodeError as error:
        raise Refused(400, f"{what} is not percent-encoded UTF-8") from error
    except ValueError as error:
        raise Refused(400, f"{what} has more than {_MOST_FIELDS} fields") from error


def _utf8(data: bytes, what: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, f"{what} is not UTF-8 (byte {error.start + 1})") from error


def _of_fields(fields: Sequence[tuple[str, str]], method: str) -> Asked | None:
    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in fields if key == name)

    queries = values("query")
    if values("update"):
        raise Refused(403, _READ_ONLY)
    if len(queries) > 1:
        raise Refused(400, "one request is one query, and this has several")
    default_graphs, named_graphs = values("default-graph-uri"), values("named-graph-uri")
    if not queries:
        if method == "POST" or default_graphs or named_graphs:
            raise Refused(400, "the request has no query")
        return None
    if len(queries[0].encode("utf-8", "surrogatepass")) > LARGEST_QUERY:
        raise Refused(413, f"the query is larger than {LARGEST_QUERY // MB} MB")
    for graph in (*default_graphs, *named_graphs):
        _check_iri(graph)
    return Asked(queries[0], default_graphs, named_graphs)


def _check_iri(text: str) -> None:
    from pyoxigraph import NamedNode

    try:
        NamedNode(text)
    except ValueError as error:
        raise Refused(400, "a graph's name in the request is no absolute IRI") from error
