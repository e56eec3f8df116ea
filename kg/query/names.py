"""What a name means in a graph: the things and papers that people call so."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import UnknownName
from kg.ids import fold, name_key, phrase_key, title_key
from kg.vocab import iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TYPE = ox.NamedNode(iri("rdf:type"))
_LABELS = (ox.NamedNode(iri("skos:prefLabel")), ox.NamedNode(iri("skos:altLabel")))
_TITLE = ox.NamedNode(iri("dcterms:title"))
_ARXIV = ox.NamedNode(iri("fabio:hasArXivId"))
_ARXIV_ID = re.compile(r"(?:arxiv:)?(.+?)(?:v\d+)?", re.IGNORECASE)
_SUGGESTED = 5


def _keys(name: str) -> set[str]:
    return {name_key(name), phrase_key(name)}


@dataclass(frozen=True)
class Names:
    """The names of one graph: `things` are (label, class, IRI), `papers` (title, arXiv id, IRI)."""

    things: tuple[tuple[str, str, str], ...]
    papers: tuple[tuple[str, str, str], ...]

    def find(self, name: str, classes: Iterable[str]) -> tuple[ox.NamedNode, ...]:
        """Return every thing of the classes with that name, sorted.

        Case, hyphens, spaces and plural do not matter; versions and sizes do. An IRI, or its last
        two segments ("model/llava-1.5"), is a name too.

        Args:
            name: preferred or alternative label.
            classes: local names of classes of the ontology ("Model").

        Raises:
            UnknownName: nothing of these classes has the name.
        """
        allowed = frozenset(classes)
        found = {end for key in _keys(name) for kind, end in self._by_key[key] if kind in allowed}
        if "/" in name:
            found |= {
                end
                for _, kind, end in self.things
                if kind in allowed and (end == name or end.endswith("/" + name.lstrip("/")))
            }
        if not found:
            what = " or ".join(kind.lower() for kind in sorted(allowed))
            raise UnknownName(what, name, self._near(name, allowed))
        return tuple(ox.NamedNode(end) for end in sorted(found))

    def find_papers(self, name: str) -> tuple[ox.NamedNode, ...]:
        """Return the papers that a name means, sorted.

        The first of these that fits any paper counts: arXiv id (any version) or IRI, whole title,
        start of a title, part of a title; case and punctuation do not matter in titles.

        Raises:
            UnknownName: no paper fits.
        """
        wanted = title_key(name)
        number = _ARXIV_ID.fullmatch(name.strip())
        tests = (
            lambda _, arxiv, end: (
                bool(number and arxiv == number[1]) or end == name or end.endswith("/" + name)
            ),
            lambda key, *_: key == wanted,
            lambda key, *_: key.startswith(wanted),
            lambda key, *_: wanted in key,
        )
        for test in tests if wanted else ():
            found = sorted(
                end for title, arxiv, end in self.papers if test(title_key(title), arxiv, end)
            )
            if found:
                return tuple(ox.NamedNode(end) for end in found)
        raise UnknownName("paper", name, self._near_titles(name))

    @cached_property
    def _by_key(self) -> defaultdict[str, set[tuple[str, str]]]:
        found: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
        for label, kind, end in self.things:
            for key in _keys(label):
                found[key].add((kind, end))
        return found

    def _near(self, name: str, classes: frozenset[str]) -> list[str]:
        labels = {phrase_key(label): label for label, kind, _ in self.things if kind in classes}
        near = get_close_matches(phrase_key(name), labels, n=_SUGGESTED, cutoff=0.6)
        return [labels[key] for key in near] or list(labels.values())

    def _near_titles(self, name: str) -> list[str]:
        wanted = set(fold(name).split())
        shared = {title: len(wanted & set(fold(title).split())) for title, _, _ in self.papers}
        ranked = sorted(shared, key=lambda title: (-shared[title], title))
        return [title for title in ranked if shared[title]][:_SUGGESTED] or ranked


def _texts(store: ox.Store, predicate: ox.NamedNode) -> Iterator[tuple[str, str]]:
    """Yield the IRI and the text (or IRI) of each triple with the predicate."""
    for quad in store.quads_for_pattern(None, predicate, None, ox.DefaultGraph()):
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.Triple):
            yield quad.subject.value, quad.object.value


def names(store: ox.Store) -> Names:
    """Return the names of all things and papers of a graph, each list sorted."""
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for end, kind in _texts(store, _TYPE):
        kinds[end].append(kind.rpartition("#")[2])
    arxiv = dict(_texts(store, _ARXIV))
    things = {
        (label, kind, end)
        for predicate in _LABELS
        for end, label in _texts(store, predicate)
        for kind in kinds[end]
    }
    papers = {
        (title, arxiv.get(end, ""), end)
        for end, title in _texts(store, _TITLE)
        if "Paper" in kinds[end]
    }
    return Names(tuple(sorted(things)), tuple(sorted(papers)))
