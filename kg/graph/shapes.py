"""The check of a built graph: schema/shapes.ttl, compiled into SPARQL that Oxigraph runs.

A SHACL processor tests node by node; one query for each constraint finds the same faults in an
eighth of the time. The compiler knows the part of SHACL that the file uses and refuses the rest:
https://www.w3.org/TR/shacl/ (section 4 the core constraints, section 5 those in SPARQL).
"""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from heapq import nsmallest
from typing import TYPE_CHECKING, cast

import pyoxigraph as ox

from kg.graph.shapes_file import NOTES, SH, ShapesFile, Term, text_of
from kg.resources import schema_root
from kg.vocab import iri

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_SELECT = re.compile(
    r"\s*SELECT\s+\$this(?P<value>\s+\?value)?\s+WHERE\s*\{(?P<body>.*)\}\s*", re.S
)
_NOT_IN_BODY = re.compile(
    r"\b(?:SELECT|MINUS|VALUES|SERVICE)\b|\$(?:PATH|shapesGraph|currentShape)\b"
)
_LEXICAL_TEST = {
    iri("xsd:string"): "true",
    iri("xsd:anyURI"): "true",
    iri("xsd:date"): "STRLEN(STR(xsd:date(STR(?value)))) > 0",
    iri("xsd:gYear"): r'REGEX(STR(?value), "^[0-9]{4}$")',
    iri("xsd:integer"): r'REGEX(STR(?value), "^[+-]?[0-9]+$")',
    iri("xsd:decimal"): r'REGEX(STR(?value), "^[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)$")',
}
_NODE_KIND_TEST = {
    SH + "IRI": "isIRI(?value)",
    SH + "Literal": "isLiteral(?value)",
    SH + "BlankNode": "isBlank(?value)",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold, and the query that selects ?this (and ?value) where it does not."""

    shape: str
    message: str
    query: str


@dataclass(frozen=True, slots=True)
class Violation:
    """A node that breaks a rule; `value` is the value at fault, where there is one."""

    focus: str
    paper_title: str | None
    rule: str
    value: str | None


def compile_shapes(path: Path | None = None) -> tuple[Rule, ...]:
    """Return the rules of a shapes file (schema/shapes.ttl), sorted by shape and message.

    Raises:
        KgError: the file is not Turtle, uses a part of SHACL that is not known here, or holds a
            query that is not SPARQL.
    """
    file = ShapesFile(path or schema_root() / "shapes.ttl")
    rules = [rule for shape in file.node_shapes() for rule in _node_shape(file, shape)]
    if not rules:
        raise file.fault("it holds no rule")
    for rule in rules:
        try:
            _select(ox.Store(), rule)
        except SyntaxError as error:
            raise file.fault(f"the query of {rule.message!r} is not SPARQL ({error})") from error
    return tuple(sorted(rules, key=lambda rule: (rule.shape, rule.message, rule.query)))


def violations(
    store: ox.Store, rules: Iterable[Rule], limit: int = 20, *, threads: int | None = None
) -> list[Violation]:
    """Return the first `limit` violations in the order of focus node, rule and value.

    The store holds a graph, or a batch of it: papers with all of their triples, their listings,
    the things that they refer to and the things that these refer to in turn.

    Args:
        store: what is checked.
        rules: what must hold.
        limit: how many violations are wanted.
        threads: how many rules run at a time (Oxigraph works outside Python's lock); as many as
            there are cores if not given.
    """
    with ThreadPoolExecutor(threads) as pool:
        answers = pool.map(lambda rule: _select(store, rule), rules)
        found = set().union(*answers)
    return [
        Violation(focus, _paper_title(store, focus), message, value or None)
        for focus, message, value in nsmallest(limit, found)
    ]


def _select(store: ox.Store, rule: Rule) -> set[tuple[str, str, str]]:
    """Return focus node, message and value ("" where there is none) of all that break a rule."""
    rows = cast("ox.QuerySolutions", store.query(rule.query))
    return {
        (text_of(row["this"]), rule.message, text_of(row["value"]) if row["value"] else "")
        for row in rows
    }


def _paper_title(store: ox.Store, focus: str) -> str | None:
    """Return the title of a paper, or of the paper that a statement or result was read in."""
    if focus.startswith("_:"):
        return None
    node = ox.NamedNode(focus)
    source, title = ox.NamedNode(iri("prov:wasDerivedFrom")), ox.NamedNode(iri("dcterms:title"))
    papers = [node, *(quad.object for quad in store.quads_for_pattern(node, source, None))]
    titles = [
        text_of(quad.object)
        for paper in papers
        if isinstance(paper, ox.NamedNode) and _is_paper(store, paper)
        for quad in store.quads_for_pattern(paper, title, None)
    ]
    return min(titles, default=None)


def _is_paper(store: ox.Store, node: ox.NamedNode) -> bool:
    kind = ox.Quad(node, ox.NamedNode(iri("rdf:type")), ox.NamedNode(iri("kg:Paper")))
    return kind in store


def _node_shape(file: ShapesFile, shape: ox.NamedNode) -> Iterator[Rule]:
    said = file.parameters(shape)
    target = _target(file, said.pop(SH + "targetClass", []), shape.value)
    for constraint in said.pop(SH + "property", []):
        yield _property_shape(file, shape.value, target, constraint)
    for constraint in said.pop(SH + "sparql", []):
        yield _sparql_constraint(file, shape.value, target, constraint)
    faults = _faults(file, said)
    if faults:
        message = _message(file, said, shape.value)
        yield _values_rule(shape.value, message, f"{target} BIND(?this AS ?value)", faults)


def _target(file: ShapesFile, classes: list[Term], owner: str) -> str:
    if not classes:
        raise file.fault(f"<{owner}> has no sh:targetClass")
    if len(classes) == 1:
        return f"?this a {classes[0]} ."
    return f"VALUES ?target {{ {' '.join(map(str, classes))} }} ?this a ?target ."


def _message(file: ShapesFile, said: dict[str, list[Term]], owner: str) -> str:
    return text_of(file.only(said, SH + "message", f"a part of <{owner}>"))


def _property_shape(file: ShapesFile, shape: str, target: str, node: Term) -> Rule:
    """Return the rule of one path; a missing value leaves ?value unbound (SHACL 4.2)."""
    said = file.parameters(node)
    message = _message(file, said, shape)
    path = file.only(said, SH + "path", f"a property of <{shape}>")
    if not isinstance(path, ox.NamedNode):
        raise file.fault(f"<{shape}> has a path that is not one property")
    del said[SH + "path"]
    faults, pattern = [], f"?this {path} ?value ."
    if SH + "minCount" in said:
        _one(file, said.pop(SH + "minCount"), "sh:minCount")
        pattern = f"OPTIONAL {{ {pattern} }}"
        faults.append("!BOUND(?value)")
    if SH + "maxCount" in said:
        _one(file, said.pop(SH + "maxCount"), "sh:maxCount")
        faults.append(f"EXISTS {{ ?this {path} ?other FILTER (!sameTerm(?value, ?other)) }}")
    return _values_rule(shape, message, f"{target} {pattern}", faults + _faults(file, said))


def _one(file: ShapesFile, counts: list[Term], name: str) -> None:
    """Refuse other counts than 1, which need no counting: a value is there, no other is."""
    if [text_of(count) for count in counts] != ["1"]:
        raise file.fault(f"{name} is known with the value 1 only")


def _values_rule(shape: str, message: str, pattern: str, faults: list[str]) -> Rule:
    condition = " || ".join(f"({fault})" for fault in faults)
    prefix = f"PREFIX xsd: <{iri('xsd:')}> "
    query = f"{prefix}SELECT DISTINCT ?this ?value WHERE {{ {pattern} FILTER ({condition}) }}"
    return Rule(shape, message, query)


def _sparql_constraint(file: ShapesFile, shape: str, target: str, node: Term) -> Rule:
    """Return the rule of a SELECT, in which $this stands for each target (SHACL 5.3.1)."""
    said = file.parameters(node)
    unknown = said.keys() - NOTES - {SH + "select", SH + "prefixes"}
    if unknown:
        raise file.fault(f"<{shape}> uses <{min(unknown)}>, which is not known")
    message = _message(file, said, shape)
    parts = _SELECT.fullmatch(text_of(file.only(said, SH + "select", f"a query of <{shape}>")))
    if not parts or _NOT_IN_BODY.search(parts["body"]):
        raise file.fault(
            f"the query of {message!r} is not a plain SELECT $this ?value WHERE {{ ... }}"
        )
    names = file.prefixes(said.get(SH + "prefixes", []))
    prefixes = "".join(f"PREFIX {name}: <{names[name]}> " for name in sorted(names))
    query = f"{prefixes}SELECT DISTINCT ?this ?value WHERE {{ {target} {parts['body']} }}"
    return Rule(shape, message, query)


def _faults(file: ShapesFile, said: dict[str, list[Term]]) -> list[str]:
    """Return SPARQL conditions, true of a ?value that breaks a constraint and never in error."""
    faults = []
    for name in sorted(said.keys() - NOTES):
        if name not in _CONSTRAINTS:
            raise file.fault(f"<{name}> is not known")
        faults += [_CONSTRAINTS[name](file, parameter) for parameter in said[name]]
    return faults


def _class_fault(file: ShapesFile, parameter: Term) -> str:
    return f"NOT EXISTS {{ ?value a {parameter} }}"


def _or_fault(file: ShapesFile, parameter: Term) -> str:
    """Return the condition of an sh:or whose members name one class or datatype each."""
    faults = {SH + "class": _class_fault, SH + "datatype": _datatype_fault}
    conditions = []
    for member in file.members(parameter):
        said = file.parameters(member)
        if len(said) != 1 or not said.keys() <= faults.keys():
            raise file.fault("an sh:or holds more than [ sh:class ... ] or [ sh:datatype ... ]")
        conditions += [faults[name](file, one) for name, ones in said.items() for one in ones]
    return " && ".join(conditions)


def _datatype_fault(file: ShapesFile, parameter: Term) -> str:
    test = _LEXICAL_TEST.get(text_of(parameter))
    if test is None:
        raise file.fault(f"sh:datatype {parameter} is not known")
    return f"!COALESCE(DATATYPE(?value) = {parameter} && {test}, false)"


def _node_kind_fault(file: ShapesFile, parameter: Term) -> str:
    test = _NODE_KIND_TEST.get(text_of(parameter))
    if test is None:
        raise file.fault(f"sh:nodeKind {parameter} is not known")
    return f"!{test}"


def _pattern_fault(file: ShapesFile, parameter: Term) -> str:
    return f"!COALESCE(REGEX(STR(?value), {parameter}), false)"


def _in_fault(file: ShapesFile, parameter: Term) -> str:
    same = " || ".join(f"sameTerm(?value, {member})" for member in file.members(parameter))
    return f"!({same})"


def _minimum_fault(file: ShapesFile, parameter: Term) -> str:
    return f"!COALESCE(?value >= {parameter}, false)"


def _maximum_fault(file: ShapesFile, parameter: Term) -> str:
    return f"!COALESCE(?value <= {parameter}, false)"


def _length_fault(file: ShapesFile, parameter: Term) -> str:
    return f"!COALESCE(STRLEN(STR(?value)) >= {parameter}, false)"


_CONSTRAINTS: dict[str, Callable[[ShapesFile, Term], str]] = {
    SH + "class": _class_fault,
    SH + "datatype": _datatype_fault,
    SH + "in": _in_fault,
    SH + "maxInclusive": _maximum_fault,
    SH + "minInclusive": _minimum_fault,
    SH + "minLength": _length_fault,
    SH + "nodeKind": _node_kind_fault,
    SH + "or": _or_fault,
    SH + "pattern": _pattern_fault,
}
