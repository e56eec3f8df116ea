"""Things that share a name, told apart: by long form, else by the paper that made them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from kg.ids import phrase_key
from kg.resolve.identity import Identity
from kg.resolve.use import Use

_SAME_LONG_FORM = 0.85


class Senses:
    """What each use of a name means among all things of that name.

    Args:
        uses: those of all papers.
    """

    def __init__(self, uses: Sequence[Use]) -> None:
        self._long: dict[Identity, list[str]] = defaultdict(list)
        makers: dict[Identity, dict[str, tuple[tuple[str, str], str]]] = defaultdict(dict)
        self._paper_long: dict[tuple[str, Identity], str] = {}
        self._known: dict[tuple[Identity, str], Use] = {}
        for use in sorted(uses, key=lambda u: (_short(u), u.order, u.fact.long_form or "")):
            short = _short(use)
            if use.identity.scheme != "named" or use.identity.sense:
                continue
            if use.entry is not None and not _spelled(use):
                continue
            long_form = phrase_key(use.fact.long_form) if use.fact.long_form else ""
            if long_form:
                known = self._long[short]
                same = next((k for k in known if _alike(k, long_form)), None)
                if same is None:
                    known.append(long_form)
                self._paper_long[use.paper, short] = same or long_form
                if use.entry is not None:
                    self._known[short, same or long_form] = use
            if use.introduces:
                makers[use.identity].setdefault(use.paper, (use.order, long_form))
        self._maker_sense: dict[tuple[str, Identity], str] = {}
        for identity, papers in makers.items():
            plain = [
                paper
                for paper, (_, long_form) in sorted(papers.items(), key=lambda i: i[1])
                if not long_form
            ]
            for paper in plain[1:]:
                self._maker_sense[paper, identity] = f"in {paper}"

        self._contested = {identity for _, identity in self._maker_sense}

    def of(self, use: Use) -> Identity:
        """Return the thing that is meant."""
        if use.entry is not None or use.identity.sense or use.identity.scheme != "named":
            return use.identity
        sense = self._paper_long.get((use.paper, use.identity), "")
        if not sense:
            sense = self._maker_sense.get((use.paper, use.identity), "")
        if not sense and len(self._long[use.identity]) == 1 and use.identity not in self._contested:
            sense = self._long[use.identity][0]
        if not sense:
            return use.identity
        known = self._known.get((use.identity, sense))
        return known.identity if known else use.identity._replace(sense=sense)


def _short(use: Use) -> Identity:
    """Return the identity under which the senses of a short name are told apart."""
    return use.identity if use.entry is None else use.bare


def _spelled(use: Use) -> bool:
    """Tell whether it is its long form by which a name was recognised as a known thing."""
    return use.bare != use.identity and use.fact.long_form is not None


def _alike(one: str, other: str) -> bool:
    if one == other or one.replace("-", "") == other.replace("-", ""):
        return True
    return SequenceMatcher(None, one, other).ratio() >= _SAME_LONG_FORM
