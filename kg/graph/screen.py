"""A first look at a batch of a graph: does it surely hold to the shapes?

A built graph breaks no rule, and to ask Oxigraph every rule of a large one takes a third of a
build. So schema/shapes.ttl is also compiled into tests of single nodes, which one pass over the
triples runs. They may doubt what is sound, never the reverse; what they doubt is asked of Oxigraph
(kg.graph.shapes), and so is all that a rule unknown here speaks of. The tests plant each fault and
hold this against Oxigraph and pyshacl.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.graph.indexed import TYPE, IndexedTriples, Said
from kg.graph.screen_sparql import TWINS, Twin, normalised
from kg.graph.shapes import compile_shapes
from kg.graph.shapes_file import NOTES, SH, ShapesFile, text_of
from kg.resources import schema_root
from kg.vocab import PREFIXES, iri

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kg.graph.rdf import Triple
    from kg.graph.shapes_file import Term

ValueTest = Callable[[str], bool]
"""True of a value (a term as N-Triples writes it) that surely keeps to a constraint."""
Constraint = Callable[[IndexedTriples], ValueTest]
"""A constraint, before the triples are known that say what is an instance of what."""

_KEPT = 1 << 14
"""Values of a constraint whose answers are kept."""
_PLAIN_PATTERN = re.compile(r"[\w^$()\[\]{}?+*|,:/ .-]|\\\.")
_LEXICAL = {
    iri("xsd:anyURI"): re.compile(r"[^\\]*"),
    iri("xsd:gYear"): re.compile(r"[0-9]{4}"),
    iri("xsd:integer"): re.compile(r"[+-]?[0-9]+"),
    iri("xsd:decimal"): re.compile(r"[+-]?[0-9]+(\.[0-9]+)?"),
}


@dataclass(frozen=True, slots=True)
class _Property:
    """The constraints on the values of one path."""

    path: str
    needed: bool
    single: bool
    constraints: tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """What must hold of the instances of some classes."""

    classes: frozenset[str]
    properties: tuple[_Property, ...]
    itself: tuple[Constraint, ...]
    twins: tuple[Twin, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """All that is tested of nodes of the same classes."""

    needed: frozenset[str]
    single: frozenset[str]
    values: dict[str, ValueTest]
    itself: ValueTest
    twins: list[Twin]

    def passes(self, batch: IndexedTriples, node: str, said: Said) -> bool:
        """Return whether a node surely breaks nothing; a loop of millions, hence its plainness."""
        if not self.needed <= said.keys():
            return False
        for path, values in said.items():
            test = self.values.get(path)
            if test is not None:
                if len(values) > 1 and path in self.single and len(set(values)) > 1:
                    return False
                for value in values:
                    if not test(value):
                        return False
        if not self.itself(node):
            return False
        try:
            for twin in self.twins:
                if not twin(batch, node, said):
                    return False
        except (LookupError, ValueError):
            return False
        return True


class Screen:
    """The tests of a shapes file (schema/shapes.ttl).

    Raises:
        KgError: it is a file that kg.graph.shapes refuses.
    """

    def __init__(self, path: Path | None = None) -> None:
        compile_shapes(path)  # what that refuses would here be taken too lightly
        file = ShapesFile(path or schema_root() / "shapes.ttl")
        self._shapes = [_shape(file, file.parameters(shape)) for shape in file.node_shapes()]

    def passes(self, triples: Iterable[Triple]) -> bool:
        """Return whether triples surely break no rule; False where it takes more to tell."""
        batch = IndexedTriples(triples)
        plans: dict[tuple[str, ...], _Plan] = {}
        for node, said in batch.nodes.items():
            kinds = tuple(said.get(TYPE, ()))
            plan = plans.get(kinds)
            if plan is None:
                plan = plans[kinds] = self._plan(kinds, batch)
            if not plan.passes(batch, node, said):
                return False
        return True

    def _plan(self, kinds: Sequence[str], batch: IndexedTriples) -> _Plan:
        shapes = [shape for shape in self._shapes if not shape.classes.isdisjoint(kinds)]
        properties = [one for shape in shapes for one in shape.properties]
        tests: dict[str, list[ValueTest]] = {one.path: [] for one in properties}
        for one in properties:
            tests[one.path] += [constraint(batch) for constraint in one.constraints]
        return _Plan(
            frozenset(one.path for one in properties if one.needed),
            frozenset(one.path for one in properties if one.single),
            {path: _all(some) for path, some in tests.items()},
            _all([constraint(batch) for shape in shapes for constraint in shape.itself]),
            [twin for shape in shapes for twin in shape.twins],
        )


def _all(tests: Sequence[ValueTest]) -> ValueTest:
    """Return the test that all of some tests are; the usual numbers of them without a loop."""
    match tests:
        case []:
            return lambda _value: True
        case [one]:
            return one
        case [one, two]:
            return lambda value: one(value) and two(value)
        case _:
            return lambda value: all(test(value) for test in tests)


def _shape(file: ShapesFile, said: dict[str, list[Term]]) -> _Shape:
    classes = frozenset(map(str, said.pop(SH + "targetClass", [])))
    properties = said.pop(SH + "property", [])
    queries = said.pop(SH + "sparql", [])
    return _Shape(
        classes,
        tuple(_property(file, file.parameters(node)) for node in properties),
        _constraints(file, said),
        tuple(_twin(file, file.parameters(node)) for node in queries),
    )


def _property(file: ShapesFile, said: dict[str, list[Term]]) -> _Property:
    path = str(file.only(said, SH + "path", "a property"))
    counts = said.keys() & {SH + "minCount", SH + "maxCount"}
    rest = {name: said[name] for name in said.keys() - counts - {SH + "path"}}
    return _Property(
        path, SH + "minCount" in counts, SH + "maxCount" in counts, _constraints(file, rest)
    )


def _twin(file: ShapesFile, said: dict[str, list[Term]]) -> Twin:
    """Return the twin of a SPARQL constraint, or one that doubts everything."""
    query = normalised(text_of(file.only(said, SH + "select", "a query")))
    usual = file.prefixes(said.get(SH + "prefixes", [])).items() <= PREFIXES.items()
    return TWINS[query] if usual and query in TWINS else lambda _batch, _node, _said: False


def _constraints(file: ShapesFile, said: dict[str, list[Term]]) -> tuple[Constraint, ...]:
    return tuple(
        _CONSTRAINTS[name](file, parameter) if name in _CONSTRAINTS else _unknown
        for name in sorted(said.keys() - NOTES)
        for parameter in said[name]
    )


def _unknown(_batch: IndexedTriples) -> ValueTest:
    return lambda _value: False


def _of_value(test: ValueTest) -> Constraint:
    """Return a constraint that asks the value alone; few values come often, so they are kept."""
    kept = lru_cache(maxsize=_KEPT)(test)
    return lambda _batch: kept


def _class(_file: ShapesFile, parameter: Term) -> Constraint:
    return lambda batch: batch.instances[str(parameter)].__contains__


def _or(file: ShapesFile, parameter: Term) -> Constraint:
    """Return a constraint that one of the members keeps to: all classes, or none."""
    members = [file.parameters(member) for member in file.members(parameter)]
    if all(said.keys() == {SH + "class"} for said in members):
        classes = [str(kind) for said in members for kind in said[SH + "class"]]

        def any_class(batch: IndexedTriples) -> ValueTest:
            return frozenset().union(*(batch.instances[kind] for kind in classes)).__contains__

        return any_class
    options = [_constraints(file, said) for said in members]

    def any_option(batch: IndexedTriples) -> ValueTest:
        tests = [_all([constraint(batch) for constraint in option]) for option in options]
        return lambda value: any(test(value) for test in tests)

    return any_option


def _datatype(_file: ShapesFile, parameter: Term) -> Constraint:
    name = text_of(parameter)
    if name == iri("xsd:string"):
        return lambda _batch: _is_string
    if name == iri("xsd:date"):
        return _of_value(lambda value: _is_date(_lexical(value, name)))
    form = _LEXICAL.get(name)
    if form is None:
        return _unknown
    return _of_value(lambda value: form.fullmatch(_lexical(value, name) or "\\") is not None)


def _is_string(value: str) -> bool:
    return value[0] == value[-1] == '"'


def _lexical(value: str, datatype: str) -> str | None:
    """Return what a literal of a datatype (IRI) writes, None of other terms."""
    end = f'"^^<{datatype}>'
    return value[1 : -len(end)] if value.endswith(end) else None


def _is_date(text: str | None) -> bool:
    try:
        return text is not None and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _number(value: str) -> Decimal | None:
    for name in (iri("xsd:integer"), iri("xsd:decimal")):
        text = _lexical(value, name)
        if text is not None and _LEXICAL[name].fullmatch(text):
            return Decimal(text)
    return None


def _minimum(_file: ShapesFile, parameter: Term) -> Constraint:
    bound = _number(str(parameter))
    return _of_value(lambda value: _at_most(bound, _number(value)))


def _maximum(_file: ShapesFile, parameter: Term) -> Constraint:
    bound = _number(str(parameter))
    return _of_value(lambda value: _at_most(_number(value), bound))


def _at_most(one: Decimal | None, other: Decimal | None) -> bool:
    return one is not None and other is not None and one <= other


def _in(file: ShapesFile, parameter: Term) -> Constraint:
    members = frozenset(str(member) for member in file.members(parameter))
    return lambda _batch: members.__contains__


def _length(_file: ShapesFile, parameter: Term) -> Constraint:
    """Return the constraint of a text that is not empty; longer ones need no screen."""
    if text_of(parameter) != "1":
        return _unknown
    return lambda _batch: lambda value: value[0] == '"' and value[1] != '"'


def _node_kind(_file: ShapesFile, parameter: Term) -> Constraint:
    first = {SH + "IRI": "<", SH + "Literal": '"', SH + "BlankNode": "_"}.get(text_of(parameter))
    return lambda _batch: lambda value: value[0] == first


def _pattern(_file: ShapesFile, parameter: Term) -> Constraint:
    """Return the constraint of a pattern that means the same to Python and to XPath, on literals
    that hold nothing escaped."""
    text = text_of(parameter)
    if _PLAIN_PATTERN.sub("", text):
        return _unknown
    pattern = re.compile(text, re.ASCII)

    def matches(value: str) -> bool:
        plain = value[0] == '"' and "\\" not in value
        return plain and pattern.search(value[1 : value.rindex('"')]) is not None

    return _of_value(matches)


_CONSTRAINTS: dict[str, Callable[[ShapesFile, Term], Constraint]] = {
    SH + "class": _class,
    SH + "datatype": _datatype,
    SH + "in": _in,
    SH + "maxInclusive": _maximum,
    SH + "minInclusive": _minimum,
    SH + "minLength": _length,
    SH + "nodeKind": _node_kind,
    SH + "or": _or,
    SH + "pattern": _pattern,
}
