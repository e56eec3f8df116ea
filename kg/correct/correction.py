"""The record of one decision, signed and dated."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from hashlib import sha256

from kg.errors import CorrectionError
from kg.ingest.identifiers import folded_title
from kg.model import Kind, Paper, Relation


class Action(StrEnum):
    """What is decided."""

    MERGE = "merge"
    SPLIT = "split"
    RETYPE = "retype"
    ALIAS = "alias"
    DROP = "drop"
    CONFIRM = "confirm"
    MEASURE = "measure"
    APART = "apart"
    REMOVE = "remove"


_NEEDS: dict[Action, tuple[str, ...]] = {
    Action.MERGE: ("thing", "other"),
    Action.SPLIT: ("thing",),
    Action.RETYPE: ("thing", "kind"),
    Action.ALIAS: ("thing", "name"),
    Action.DROP: ("paper", "relation", "thing"),
    Action.CONFIRM: ("paper", "relation", "thing"),
    Action.MEASURE: ("paper", "number", "quote", "metric"),
    Action.APART: ("thing", "other"),
    Action.REMOVE: ("paper",),
}
_NEEDS_OF_NUMBER = ("paper", "number", "quote")


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision.

    Args:
        action: what to do.
        by: who decided.
        day: when.
        why: the reason, for readers.
        thing: identifier of a thing ("model/llava"): the one that stays, of a merge.
        other: of a merge, the thing that goes into it; of two things to keep apart, the second.
        kind: of a retype, what the thing is.
        name: of an alias, the other name; of a split, the name of the thing split off.
        names: of a split, the names in the papers that mean the thing split off.
        papers: of a split, keys of the papers that mean it.
        paper: key of the paper ("arxiv:2403.06764") whose edge it is, or that is removed.
        relation: of the edge.
        number: in place of relation and thing, a reported number as the text has it ("46%").
        quote: the sentence(s) of the number.
        nth: which of the same numbers in these sentences, from 1.
        metric: what the number measures.

    Raises:
        CorrectionError: the action lacks something that it needs.
    """

    action: Action
    by: str
    day: date
    why: str | None = None
    thing: str | None = None
    other: str | None = None
    kind: Kind | None = None
    name: str | None = None
    names: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    paper: str | None = None
    relation: Relation | None = None
    number: str | None = None
    quote: str | None = None
    nth: int = 1
    metric: str | None = None

    def __post_init__(self) -> None:
        on_number = self.number and self.action in (Action.DROP, Action.CONFIRM)
        needed = _NEEDS_OF_NUMBER if on_number else _NEEDS[self.action]
        lacking = [field for field in needed if not getattr(self, field)]
        if lacking:
            raise CorrectionError(f"{self.action}: {', '.join(lacking)} is missing; add it")
        if self.action is Action.SPLIT and not (self.names or self.papers):
            raise CorrectionError("split: say which names or papers mean the other thing")

    @property
    def id(self) -> str:
        """Identifier in the graph; two that say the same are one."""
        said = [(field.name, getattr(self, field.name)) for field in fields(self)]
        text = repr(
            [one for one, field in zip(said, fields(self), strict=True) if one[1] != field.default]
        )
        return f"correction/{sha256(text.encode()).hexdigest()[:12]}"

    @property
    def on_edge(self) -> bool:
        """Whether it decides on an edge to a thing."""
        return self.action in (Action.DROP, Action.CONFIRM) and not self.number

    def __str__(self) -> str:
        match self.action:
            case Action.MERGE:
                return f"merge {self.other} into {self.thing}"
            case Action.SPLIT:
                which = ", ".join((*map(repr, self.names), *self.papers))
                return f"split from {self.thing}: {which}"
            case Action.RETYPE:
                return f"{self.thing} is a {self.kind}"
            case Action.ALIAS:
                return f"{self.thing} is also called {self.name!r}"
            case Action.REMOVE:
                return f"remove {self.paper}"
            case Action.APART:
                return f"{self.other} is not {self.thing}"
            case Action.MEASURE:
                return f"{self.number} of {self.paper} is of {self.metric!r}"
            case _ if self.number:
                return f"{self.action} {self.paper} reports {self.number}"
            case _:
                return f"{self.action} {self.paper} {self.relation} {self.thing}"


def keys_of(paper: Paper) -> frozenset[str]:
    """Return every key that means a paper: its identifiers and its title's."""
    return frozenset(
        (
            paper.key,
            f"arxiv:{paper.arxiv_id}",
            *paper.identifiers,
            f"title:{folded_title(paper.title)}",
        )
    )
