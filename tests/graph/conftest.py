"""The judge of shapes: pyshacl, on rdflib's graphs."""

from __future__ import annotations

from functools import cache
from typing import Any

import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from rdflib.plugins.sparql import processor

from kg.vocab import PREFIXES

ID = "https://w3id.org/paperkg/id/"
TURTLE_PREFIXES = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
TURTLE_PREFIXES += f"@prefix : <{ID}> .\n"


@pytest.fixture(scope="module", autouse=True)
def parsed_once() -> Any:
    """Let rdflib parse each constraint once: pyshacl has it parsed again for every node."""
    parse, translate = processor.parseQuery, processor.translateQuery
    translated = cache(lambda text: translate(parse(text)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processor, "parseQuery", lambda text: text)
        patch.setattr(processor, "translateQuery", lambda text, *_: translated(text))
        yield


def pyshacl_focus_nodes(store: ox.Store, shapes: rdflib.Graph) -> set[str]:
    """Return the focus nodes that pyshacl reports, without any inference."""
    data = rdflib.Graph()
    data.parse(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()), format="nt")
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, advanced=True, inference="none")
    assert isinstance(report, rdflib.Graph)
    return {str(focus) for focus in report.objects(None, rdflib.SH.focusNode)}
