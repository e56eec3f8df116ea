"""Where things are on the web: the addresses of a graph's pages and data, and its IRIs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from kg.serve.index import GraphIndex

_SAFE = "/:@!$&'()*+,;=-._~"


@dataclass(frozen=True, slots=True)
class Site:
    """A graph and the address at which it is served.

    Args:
        index: the graph.
        base: the address, with the path below which everything is, if any
            ("http://127.0.0.1:8000", "https://data.example/papers").
    """

    index: GraphIndex
    base: str

    @property
    def address(self) -> str:
        """The address without the slash at its end."""
        return self.base.rstrip("/")

    @property
    def prefix(self) -> str:
        """The path of the address, without the slash at its end: what links begin with."""
        return urlsplit(self.address).path.rstrip("/")

    def link(self, path: str) -> str:
        """Return a path of the site ("/query") as links write it."""
        return self.prefix + path

    def page(self, identifier: str) -> str:
        """Return the path of the page of a node."""
        return f"{self.prefix}/id/{quote(identifier, safe=_SAFE)}"

    def data(self, identifier: str, suffix: str) -> str:
        """Return the path of the RDF of a node, in the syntax that the suffix names ("ttl")."""
        return f"{self.prefix}/data/{quote(identifier, safe=_SAFE)}.{suffix}"

    def absolute(self, path: str) -> str:
        """Return the whole address of a path that begins with the prefix."""
        return self.address + path.removeprefix(self.prefix)

    def iri(self, identifier: str) -> str:
        """Return the IRI of a node, which stays whatever the address is."""
        return self.index.graph.base + identifier
