"""The page of one thing's neighbourhood, and finding the thing by a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import UnknownName
from kg.export.aside import written_aside
from kg.export.page import render
from kg.export.picture import around
from kg.ids import name_key, phrase_key, title_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kg.model import KnowledgeGraph


def write_view(graph: KnowledgeGraph, center: str, hops: int, path: Path) -> Path:
    """Write the page of a node's neighbourhood, up to so many hops away, and return its path.

    Args:
        graph: the graph.
        center: identifier of a paper or thing, as find_node returns it.
        hops: how many edges away the furthest node may be, 1 or more.
        path: the HTML file to write.

    Raises:
        OutputError: the file cannot be written.
    """
    picture = around(graph, center, hops)
    label = next(node.label for node in picture.nodes if node.id == center)
    page = render(picture, f"Around {label}", focus=center)
    with written_aside(path.parent, [path.name]) as scratch:
        (scratch / path.name).write_text(page, encoding="utf-8", newline="\n")
    return path


def find_node(graph: KnowledgeGraph, name: str) -> str:
    """Return the identifier of the paper or thing that has this identifier, label, alias or title.

    Labels go before aliases, and things before papers, where one name fits several.

    Raises:
        UnknownName: nothing is called so.
    """
    keys = {name_key(name), phrase_key(name)}
    found = [
        (rank, identifier)
        for rank, text, identifier in _names(graph)
        if text == name or (name_key(text) in keys or phrase_key(text) in keys)
    ]
    if found:
        return min(found)[1]
    wanted = title_key(name)
    for record in graph.papers:
        if name in (record.id, record.paper.key) or (wanted == title_key(record.paper.title)):
            return record.id
    raise UnknownName("paper or thing", name, _alike(graph, name))


def _names(graph: KnowledgeGraph) -> Iterator[tuple[int, str, str]]:
    """Yield (rank, name, identifier) of every thing; a lower rank goes first."""
    for entity in graph.entities.values():
        yield 0, entity.id, entity.id
        yield 1, entity.name, entity.id
        for alias in entity.aliases:
            yield 2, alias, entity.id


def _alike(graph: KnowledgeGraph, name: str) -> set[str]:
    """Return the names that begin with the same letter: comparing all would take seconds."""
    first = name_key(name)[:1]
    titles = {record.paper.title for record in graph.papers}
    names = {text for rank, text, _ in _names(graph) if rank}
    return {text for text in names | titles if name_key(text)[:1] == first} or names
