"""The networkx face, and the text that every property-graph format can carry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from kg.graph.flat import FlatEdge, FlatNode, edges, nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    import networkx

    from kg.model import KnowledgeGraph

_Record = TypeVar("_Record", FlatNode, FlatEdge)

# All but the characters of https://www.w3.org/TR/xml/#NT-Char; lone surrogates are among them.
_ILLEGAL = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal_text(text: str) -> str:
    """Return text as XML 1.0 hands it back: line ends are LF, illegal characters are U+FFFD.

    >>> legal_text("a\\r\\nb\\x00")
    'a\\nb\\ufffd'
    """
    if not _ILLEGAL.search(text):
        return text
    return _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def legal(record: _Record) -> _Record:
    """Return the record with legal_text in every text attribute."""
    text = "".join([value for value in record if isinstance(value, str)])
    if text.isprintable() or not _ILLEGAL.search(text):
        return record
    values = (legal_text(v) if isinstance(v, str) else v for v in record)
    return type(record)._make(values)


def legal_nodes(graph: KnowledgeGraph) -> Iterator[FlatNode]:
    """Yield the flat nodes of the graph with legal text."""
    return map(legal, nodes(graph))


def legal_edges(graph: KnowledgeGraph) -> Iterator[FlatEdge]:
    """Yield the flat edges of the graph with legal text."""
    return map(legal, edges(graph))


def to_networkx(graph: KnowledgeGraph) -> networkx.MultiDiGraph[Any]:
    """Return the graph as networkx.MultiDiGraph: node = id, edge key = edge id.

    Attributes are those of FlatNode and FlatEdge without the ids, all str, int or float and with
    text that is legal in XML, so that they survive networkx's GraphML writer and reader unchanged.
    """
    import networkx as nx

    network: networkx.MultiDiGraph[Any] = nx.MultiDiGraph()
    for node in legal_nodes(graph):
        attributes = node._asdict()
        network.add_node(attributes.pop("id"), **attributes)
    for edge in legal_edges(graph):
        attributes = edge._asdict()
        ends = (attributes.pop("subject"), attributes.pop("object"), attributes.pop("id"))
        network.add_edge(*ends, **attributes)
    return network
