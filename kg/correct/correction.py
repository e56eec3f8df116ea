"""The record of one decision, signed and dated."""

from __future__ import annotations

from dataclasses import dataclass
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
    REMOVE = "remove"


_NEEDS: dict[Action, tuple[str, ...]] = {
    Action.MERGE: ("thing", "other"),
    Action.SPLIT: ("thing",),
    Action.RETYPE: ("thing", "kind"),
    Action.ALIAS: ("thing", "name"),
    Action.DROP: ("paper", "relation", "thing"),
    Action.CONFIRM: ("paper", "relation", "thing"),
    Action.REMOVE: ("paper",),
}
EDGE_ACTIONS = (Action.DROP, Action.CONFIRM)


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision.

    Args:
        action: what to do.
        by: who decided.
        day: when.
        why: the reason, for readers.
        thing: identifier of a thing ("model/llava"): the one that stays, of a merge.
        other: of a merge, the thing that goes into it.
        kind: of a retype, what the thing is.
        name: of an alias, the other name; of a split, the name of the thing split off.
        names: of a split, the names in the papers that mean the thing split off.
        papers: of a split, keys of the papers that mean it.
        paper: key of the paper ("arxiv:2403.06764") whose edge it is, or that is removed.
        relation: of the edge.

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

    def __post_init__(self) -> None:
        lacking = [field for field in _NEEDS[self.action] if not getattr(self, field)]
        if lacking:
            raise CorrectionError(f"{self.action}: {', '.join(lacking)} is missing; add it")
        if self.action is Action.SPLIT and not (self.names or self.papers):
            raise CorrectionError("split: say which names or papers mean the other thing")

    @property
    def id(self) -> str:
        """Identifier in the graph; two of the same text are one."""
        return f"correction/{sha256(repr(self).encode()).hexdigest()[:12]}"

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
