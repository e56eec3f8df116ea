"""graph.gexf: for Gephi and networkx; GEXF 1.3 (https://gexf.net/schema.html).

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

FILE = "graph.gexf"
_TYPES = {"str": "string", "int": "integer", "float": "double"}
_NODE = columns(FlatNode, without=["id", "label"])
_EDGE = columns(FlatEdge, without=["id", "subject", "object"])


def _template(domain: str, start: str, attributes: Sequence[Column]) -> Template:
    values = "".join(f'<attvalue for="{name}" value="{{{name}}}"/>' for name, _ in attributes)
    text = f"<{domain} {start}><attvalues>{values}</attvalues></{domain}>\n"
    return Template(text, quoted=True)


_NODE_TEMPLATE = _template("node", 'id="{id}" label="{label}"', _NODE)
_EDGE_TEMPLATE = _template(
    "edge", 'id="{id}" label="{predicate}" source="{subject}" target="{object}"', _EDGE
)


def write_gexf(graph: KnowledgeGraph, folder: Path) -> None:
    """Write graph.gexf: directed, all attributes typed and present, edges labelled by predicate."""
    with (folder / FILE).open("w", buffering=BUFFER, encoding="utf-8", newline="\n") as output:
        output.writelines(_lines(graph))


def _lines(graph: KnowledgeGraph) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield '<graph defaultedgetype="directed" mode="static" idtype="string">\n'
    yield from _declared("node", _NODE)
    yield from _declared("edge", _EDGE)
    yield "<nodes>\n"
    yield from map(_NODE_TEMPLATE.fill, legal_nodes(graph))
    yield "</nodes>\n<edges>\n"
    yield from map(_EDGE_TEMPLATE.fill, legal_edges(graph))
    yield "</edges>\n</graph>\n</gexf>\n"


def _declared(domain: str, attributes: Sequence[Column]) -> Iterator[str]:
    yield f'<attributes class="{domain}" mode="static">\n'
    for name, kind in attributes:
        yield f'<attribute id="{name}" title="{name}" type="{_TYPES[kind]}"/>\n'
    yield "</attributes>\n"
