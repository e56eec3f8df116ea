"""A shapes file as it is read: the triples of schema/shapes.ttl, looked up by SHACL's terms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import KgError
from kg.vocab import iri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SH = "http://www.w3.org/ns/shacl#"
NOTES = {iri("rdf:type"), iri("rdfs:comment"), iri("rdfs:label"), SH + "message"}
"""What may stand in a shape without being a constraint."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def text_of(term: Term) -> str:
    """Return an IRI, or a literal's text; other terms as N-Triples write them."""
    return str(term) if isinstance(term, ox.BlankNode | ox.Triple) else term.value


class ShapesFile:
    """The triples of a shapes file, with the lookups that SHACL's syntax asks for."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._store = ox.Store()
        try:
            self._store.extend(
                ox.Quad(quad.subject, quad.predicate, quad.object)
                for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE)
            )
        except (OSError, SyntaxError) as error:
            raise KgError(f"{path}: not readable as Turtle ({error}); restore the file") from error

    def fault(self, problem: str) -> KgError:
        """Return the error that says what this file may not hold."""
        return KgError(
            f"{self.path}: {problem}; write the shape otherwise or extend kg.graph.shapes"
        )

    def node_shapes(self) -> list[ox.NamedNode]:
        """Return every IRI of which SHACL's terms are used, so that no shape is passed over."""
        found = {
            quad.subject.value
            for quad in self._store
            if isinstance(quad.subject, ox.NamedNode)
            and (quad.predicate.value.startswith(SH) or text_of(quad.object).startswith(SH))
            and quad.predicate.value != SH + "declare"
        }
        return [ox.NamedNode(name) for name in sorted(found)]

    def parameters(self, node: Term) -> dict[str, list[Term]]:
        """Return all that is said of a node: predicate IRIs with their objects, both sorted."""
        said: dict[str, list[Term]] = {}
        if isinstance(node, ox.NamedNode | ox.BlankNode):
            for quad in self._store.quads_for_pattern(node, None, None):
                said.setdefault(quad.predicate.value, []).append(quad.object)
        return {name: sorted(said[name], key=str) for name in sorted(said)}

    def only(self, said: dict[str, list[Term]], name: str, owner: str) -> Term:
        """Return the one object of a predicate.

        Raises:
            KgError: there is none, or several.
        """
        objects = said.get(name, [])
        if len(objects) != 1:
            raise self.fault(f"{owner} has {len(objects)} values of <{name}> where one is needed")
        return objects[0]

    def prefixes(self, ontologies: list[Term]) -> dict[str, str]:
        """Return the prefixes that ontologies declare for queries, each with its namespace.

        Raises:
            KgError: a declaration lacks one of the two.
        """
        declared = [
            self.parameters(declaration)
            for ontology in ontologies
            for declaration in self.parameters(ontology).get(SH + "declare", [])
        ]
        return {
            text_of(self.only(said, SH + "prefix", "a declaration")): text_of(
                self.only(said, SH + "namespace", "a declaration")
            )
            for said in declared
        }

    def members(self, head: Term) -> Iterator[Term]:
        """Yield the members of an RDF list."""
        while not (isinstance(head, ox.NamedNode) and head.value == iri("rdf:nil")):
            cell = self.parameters(head)
            yield self.only(cell, iri("rdf:first"), "a list")
            head = self.only(cell, iri("rdf:rest"), "a list")
