"""graph.graphml: for networkx, igraph, yEd, Cytoscape and Gephi.

Written line by line from the flat records: networkx's own writer holds the whole document as a
tree of elements, which at 20,000 papers takes gigabytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.export.aside import BUFFER
from kg.export.xmltext import Column, Template, columns
from kg.graph.flat import FlatEdge, FlatNode
from kg.graph.network import legal_edges, legal_nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from kg.model import KnowledgeGraph

FILE = "graph.graphml"
_TYPES = {"str": "string", "int": "long", "float": "double"}
_NODE = columns(FlatNode, without=["id"])
_EDGE = columns(FlatEdge, without=["id", "subject", "object"])


def _template(start: str, domain: str, attributes: Sequence[Column]) -> Template:
    data = "".join(f'<data key="{domain}.{name}">{{{name}}}</data>' for name, _ in attributes)
    return Template(f"<{domain} {start}>{data}</{domain}>\n", quoted=False)


_NODE_TEMPLATE = _template('id="{id}"', "node", _NODE)
_EDGE_TEMPLATE = _template('id="{id}" source="{subject}" target="{object}"', "edge", _EDGE)


def write_graphml(graph: KnowledgeGraph, folder: Path) -> None:
    """Write graph.graphml: directed, every attribute typed and present, edge ids kept."""
    with (folder / FILE).open("w", buffering=BUFFER, encoding="utf-8", newline="\n") as output:
        output.writelines(_lines(graph))


def _lines(graph: KnowledgeGraph) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    yield from _keys("node", _NODE)
    yield from _keys("edge", _EDGE)
    yield '<graph id="paperkg" edgedefault="directed">\n'
    yield from map(_NODE_TEMPLATE.fill, legal_nodes(graph))
    yield from map(_EDGE_TEMPLATE.fill, legal_edges(graph))
    yield "</graph>\n</graphml>\n"


def _keys(domain: str, attributes: Sequence[Column]) -> Iterator[str]:
    for name, kind in attributes:
        declared = f'attr.name="{name}" attr.type="{_TYPES[kind]}"'
        yield f'<key id="{domain}.{name}" for="{domain}" {declared}/>\n'
