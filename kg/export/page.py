"""One self-contained page that shows a picture: pyvis fills our template with vis-network in line.

pyvis's own template asks a CDN for two files whatever its options say, and its add_edge compares
each edge with all before it; so the template is ours and the node and edge lists are set at once.
The page makes no request: its policy forbids all but its own two scripts, by their hashes. Texts of
papers are untrusted: they travel as JSON and are shown as text, never as HTML.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
from pathlib import Path
from typing import TYPE_CHECKING

from kg.export.layout import positions
from kg.export.picture import PAPER, Picture

if TYPE_CHECKING:
    from kg.graph.flat import FlatEdge

_WEB = Path(__file__).parent / "web"
_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
_OPTIONS = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "hover": True,
        "tooltipDelay": 100,
        "dragNodes": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
    },
    "nodes": {"shape": "dot", "borderWidth": 1.5, "borderWidthSelected": 3},
    "edges": {"smooth": False, "width": 1, "selectionWidth": 1.5, "hoverWidth": 1},
}

Json = dict[str, object]


def render(picture: Picture, heading: str, focus: str = "") -> str:
    """Return the HTML page of a picture; `focus` is the id of a node to open it at."""
    import pyvis
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line", heading=heading)
    network.set_template_dir(str(_WEB), "page.html")
    network.nodes, network.edges = _elements(picture)
    network.set_options(json.dumps(_OPTIONS))
    (library,) = Path(pyvis.__file__).parent.glob("templates/lib/vis-9.1*/vis-network.min.js")
    scripts = [_script(library), _script(_WEB / "page.js")]
    network.templateEnv.filters["script_json"] = script_json
    network.templateEnv.globals.update(
        style=(_WEB / "page.css").read_text(encoding="utf-8"),
        scripts=scripts,
        policy=_policy(scripts),
        facts={"of": picture.of_nodes, "focus": focus},
    )
    page: str = network.generate_html()
    return page


def script_json(value: object) -> str:
    """Return JSON that no HTML parser can take for markup.

    >>> script_json("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


def _script(path: Path) -> str:
    """Return a script without the name of its source map, which a debugger would ask for."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL="))


def _policy(scripts: list[str]) -> str:
    """Return the Content-Security-Policy under which just these in-line scripts run."""
    hashes = [
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'"
        for s in scripts
    ]
    allowed = f"script-src {' '.join(hashes)}; style-src 'unsafe-inline'; img-src data:"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def _elements(picture: Picture) -> tuple[list[Json], list[Json]]:
    """Return nodes and edges as vis-network takes them, edges between the same two as one."""
    numbers = {node.id: i for i, node in enumerate(picture.nodes)}
    between: dict[tuple[int, int], list[FlatEdge]] = {}
    for edge in picture.edges:
        between.setdefault((numbers[edge.subject], numbers[edge.object]), []).append(edge)
    degrees = [0] * len(picture.nodes)
    for number in (end for pair in between for end in pair):
        degrees[number] += 1
    sizes = [
        _radius(degree, node.type) for degree, node in zip(degrees, picture.nodes, strict=True)
    ]
    places = positions(list(between), sizes)
    nodes: list[Json] = [
        {
            "id": node.id,
            "label": node.label,
            "type": node.type,
            "aliases": node.aliases.split(" | ") if node.aliases else [],
            "date": node.date,
            "url": node.url,
            "abstract": node.abstract,
            "size": size,
            "x": x,
            "y": y,
        }
        for node, size, (x, y) in zip(picture.nodes, sizes, places, strict=True)
    ]
    edges: list[Json] = [
        {
            "id": number,
            "from": picture.nodes[start].id,
            "to": picture.nodes[end].id,
            "readings": [_reading(edge) for edge in some],
        }
        for number, ((start, end), some) in enumerate(between.items())
    ]
    return nodes, edges


def _radius(degree: int, kind: str) -> float:
    """Return the radius of a node in pixels: papers are smaller, so that things stand out."""
    return round(min(34.0, 4 + (1.7 if kind == PAPER else 2.6) * math.pow(degree, 0.6)), 1)


def _reading(edge: FlatEdge) -> Json:
    return {
        "predicate": edge.predicate,
        "origin": edge.source,
        "section": edge.section,
        "surface": edge.surface,
        "quote": edge.quote,
        "confidence": edge.confidence,
    }
