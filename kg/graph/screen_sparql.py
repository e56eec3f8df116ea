"""Python twins of the SPARQL constraints in schema/shapes.ttl.

Each twin stands below the query that it answers for: given a node, it returns True only if the
query selects nothing for it. A query that stands here no more is asked of Oxigraph, so a change of
the shapes is never passed over. A twin may raise LookupError or ValueError where what it looks at
is not as the other shapes want it: then nothing is sure.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from kg.graph.indexed import IndexedTriples, Said
from kg.vocab import iri

Twin = Callable[[IndexedTriples, str, Said], bool]
"""Of the batch, a node and what is said of it: whether the node surely breaks nothing."""

TWINS: dict[str, Twin] = {}
"""The twins by their queries, in which any white space is one space."""

_TEXTS = 1 << 12
_ESCAPE = re.compile(r"\\(u[0-9A-F]{4}|.)")
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "\\": "\\"}


def normalised(query: str) -> str:
    """Return a query with one space wherever it has white space."""
    return " ".join(query.split())


def _stands_for(query: str) -> Callable[[Twin], Twin]:
    def register(twin: Twin) -> Twin:
        TWINS[normalised(query)] = twin
        return twin

    return register


def _term(name: str) -> str:
    return f"<{iri(name)}>"


@lru_cache(maxsize=_TEXTS)
def _text(term: str) -> str:
    """Return what a plain literal says.

    Raises:
        ValueError: the term is something else.
    """
    if term[0] != '"' or term[-1] != '"':
        raise ValueError(term)
    return _ESCAPE.sub(_unescaped, term[1:-1]) if "\\" in term else term[1:-1]


def _unescaped(found: re.Match[str]) -> str:
    escape = found[1]
    return chr(int(escape[1:], 16)) if len(escape) > 1 else _LETTERS[escape]


@lru_cache(maxsize=_TEXTS)
def _integer(term: str) -> int:
    """Return the value of a literal of xsd:integer.

    Raises:
        ValueError: the term is something else.
    """
    text = term[1:].removesuffix(_INTEGER)
    if len(text) == len(term) - 1:
        raise ValueError(term)
    return int(text)


_INTEGER = f'"^^{_term("xsd:integer")}'
_SUBJECT, _PREDICATE, _OBJECT, _TYPE = map(
    _term, ("rdf:subject", "rdf:predicate", "rdf:object", "rdf:type")
)
_SOURCE, _REPORTS = _term("prov:wasDerivedFrom"), _term("kg:reports")
_SURFACE, _QUOTE, _SECTION = map(_term, ("kg:surfaceForm", "kg:quote", "kg:section"))
_START, _END = _term("kg:start"), _term("kg:end")
_TITLE, _ABSTRACT = _term("dcterms:title"), _term("dcterms:abstract")
_NAME, _OTHER_NAME, _BROADER = map(_term, ("skos:prefLabel", "skos:altLabel", "skos:broader"))

READ = (
    "kg:introduces, kg:extends, kg:usesBaseModel, kg:evaluatesOn, kg:trainsOn, kg:usesTechnique, "
    "kg:addressesTask, kg:comparesWith, kg:runsOn, kg:mentions, kg:reports, kg:link, "
    "schema:codeRepository, foaf:page"
)
DERIVED = "kg:appliedTo, kg:evaluatedOn, kg:usesTechnique, kg:addressesTask, kg:outperforms"
ABOVE = (
    "kg:variantOf, kg:partOf, skos:broader, skos:closeMatch, kg:extends, fair4ml:fineTunedFrom, "
    "kg:quantizedFrom, kg:mergedFrom, kg:adapterOf"
)
BEYOND = f"{ABOVE}, kg:appliedTo, kg:outperforms"


def _edges(names: str) -> tuple[str, ...]:
    return tuple(_term(name) for name in names.split(", "))


_READ, _DERIVED, _ABOVE, _BEYOND = map(_edges, (READ, DERIVED, ABOVE, BEYOND))
_STATEMENT, _DERIVED_STATEMENT = _term("kg:Statement"), _term("kg:DerivedStatement")


@_stands_for(f"""
    SELECT $this ?value WHERE {{
        $this ?edge ?value .
        FILTER (?edge IN ( {READ} ))
        FILTER NOT EXISTS {{
            ?statement rdf:object ?value .
            FILTER EXISTS {{
                ?statement rdf:subject $this ; rdf:predicate ?edge ; a kg:Statement .
            }}
        }}
    }}""")
def _read_edges_are_stated(batch: IndexedTriples, this: str, said: Said) -> bool:
    stated = batch.stated[_STATEMENT]
    return all((this, edge, value) in stated for edge in _READ for value in said.get(edge, ()))


@_stands_for(f"""
    SELECT $this ?value WHERE {{
        $this ?edge ?value .
        FILTER (?edge IN ( {DERIVED} ))
        FILTER NOT EXISTS {{
            ?statement rdf:subject $this .
            FILTER EXISTS {{
                ?statement rdf:object ?value ; rdf:predicate ?edge ; a kg:DerivedStatement .
            }}
        }}
    }}""")
def _derived_edges_are_stated(batch: IndexedTriples, this: str, said: Said) -> bool:
    stated = batch.stated[_DERIVED_STATEMENT]
    return all((this, edge, value) in stated for edge in _DERIVED for value in said.get(edge, ()))


@_stands_for("""
    SELECT $this ?value WHERE {
        $this rdf:subject ?subject ; rdf:predicate ?predicate ; rdf:object ?value .
        FILTER NOT EXISTS { ?subject ?predicate ?value . }
    }""")
def _stated_edge_is_there(batch: IndexedTriples, _this: str, said: Said) -> bool:
    [subject], [predicate], [value] = said[_SUBJECT], said[_PREDICATE], said[_OBJECT]
    return value in batch.said(subject).get(predicate, ())


@_stands_for("""
    SELECT $this ?value WHERE {
        $this rdf:subject ?value .
        FILTER NOT EXISTS { $this prov:wasDerivedFrom ?value . }
    }""")
def _derived_from_its_subject(_batch: IndexedTriples, _this: str, said: Said) -> bool:
    return all(value in said[_SOURCE] for value in said[_SUBJECT])


@_stands_for("""
    SELECT $this ?value WHERE {
        $this kg:start ?start ; kg:end ?value .
        FILTER (?value <= ?start)
    }""")
def _ends_behind_its_start(_batch: IndexedTriples, _this: str, said: Said) -> bool:
    [start], [end] = said[_START], said[_END]
    return _integer(end) > _integer(start)


@_stands_for("""
    SELECT $this ?value WHERE {
        $this kg:surfaceForm ?value ; kg:quote ?quote .
        FILTER (!CONTAINS(?quote, ?value))
    }""")
def _quote_contains_the_surface(_batch: IndexedTriples, _this: str, said: Said) -> bool:
    [surface], [quote] = said[_SURFACE], said[_QUOTE]
    return _text(surface) in _text(quote)


def _stands_at(batch: IndexedTriples, said: Said, section: str, text: str) -> bool:
    """Return whether a surface form stands where it is said to, if in that section; `text` is the
    paper's property with the text of the section."""
    [at], [start], [end], [surface] = said[_SECTION], said[_START], said[_END], said[_SURFACE]
    if at != section:
        return True
    [paper] = said[_SOURCE]
    [whole] = batch.said(paper)[text]
    return _text(whole)[_integer(start) : _integer(end)] == _text(surface)


@_stands_for("""
    SELECT $this ?value WHERE {
        $this kg:section "title" ; kg:start ?start ; kg:end ?end ; kg:surfaceForm ?value ;
            prov:wasDerivedFrom ?paper .
        ?paper dcterms:title ?text .
        FILTER (SUBSTR(?text, ?start + 1, ?end - ?start) != ?value)
    }""")
def _surface_stands_in_the_title(batch: IndexedTriples, _this: str, said: Said) -> bool:
    return _stands_at(batch, said, '"title"', _TITLE)


@_stands_for("""
    SELECT $this ?value WHERE {
        $this kg:section "abstract" ; kg:start ?start ; kg:end ?end ; kg:surfaceForm ?value ;
            prov:wasDerivedFrom ?paper .
        ?paper dcterms:abstract ?text .
        FILTER (SUBSTR(?text, ?start + 1, ?end - ?start) != ?value)
    }""")
def _surface_stands_in_the_abstract(batch: IndexedTriples, _this: str, said: Said) -> bool:
    return _stands_at(batch, said, '"abstract"', _ABSTRACT)


def _quoted_from(batch: IndexedTriples, said: Said, section: str, text: str) -> bool:
    """Return whether a quote stands in its paper's text, if in that section; see _stands_at."""
    [at], [quote], [paper] = said[_SECTION], said[_QUOTE], said[_SOURCE]
    if at != section:
        return True
    [whole] = batch.said(paper)[text]
    return _text(quote) in _text(whole)


@_stands_for("""
    SELECT $this ?value WHERE {
        $this kg:section "title" ; kg:quote ?value ; prov:wasDerivedFrom ?paper .
        ?paper dcterms:title ?text .
        FILTER (!CONTAINS(?text, ?value))
    }""")
def _quote_stands_in_the_title(batch: IndexedTriples, _this: str, said: Said) -> bool:
    return _quoted_from(batch, said, '"title"', _TITLE)


@_stands_for("""
    SELECT $this ?value WHERE {
        $this kg:section "abstract" ; kg:quote ?value ; prov:wasDerivedFrom ?paper .
        ?paper dcterms:abstract ?text .
        FILTER (!CONTAINS(?text, ?value))
    }""")
def _quote_stands_in_the_abstract(batch: IndexedTriples, _this: str, said: Said) -> bool:
    return _quoted_from(batch, said, '"abstract"', _ABSTRACT)


@_stands_for("""
    SELECT $this ?value WHERE {
        $this prov:wasDerivedFrom ?value .
        FILTER NOT EXISTS { ?value kg:reports $this . }
    }""")
def _reported_by_its_source(batch: IndexedTriples, this: str, said: Said) -> bool:
    return all(this in batch.said(value).get(_REPORTS, ()) for value in said[_SOURCE])


@_stands_for("SELECT $this ?value WHERE { $this skos:prefLabel ?value ; skos:altLabel ?value . }")
def _names_are_said_once(_batch: IndexedTriples, _this: str, said: Said) -> bool:
    return said[_NAME][0] not in said.get(_OTHER_NAME, ()) and len(said[_NAME]) == 1


@_stands_for(f"""
    SELECT $this ?value WHERE {{
        $this ?edge ?value .
        FILTER (?value = $this && ?edge IN ( {BEYOND} ))
    }}""")
def _nothing_is_above_itself(_batch: IndexedTriples, this: str, said: Said) -> bool:
    return not any(this in said.get(edge, ()) for edge in _BEYOND)


@_stands_for(f"""
    SELECT $this ?value WHERE {{
        $this ?edge ?value .
        FILTER (?edge IN ( {ABOVE} ))
        FILTER NOT EXISTS {{ ?value skos:prefLabel ?name . }}
    }}""")
def _what_is_above_is_a_thing(batch: IndexedTriples, _this: str, said: Said) -> bool:
    return all(_NAME in batch.said(value) for edge in _ABOVE for value in said.get(edge, ()))


@_stands_for("""
    SELECT $this ?value WHERE {
        $this skos:broader ?value .
        ?value a ?other .
        FILTER NOT EXISTS { $this a ?other . }
    }""")
def _broader_is_of_the_same_kind(batch: IndexedTriples, _this: str, said: Said) -> bool:
    return all(
        kind in said[_TYPE]
        for value in said.get(_BROADER, ())
        for kind in batch.said(value).get(_TYPE, ())
    )
