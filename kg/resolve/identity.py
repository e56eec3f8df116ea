"""Which thing a name of one paper means, and the identifier of that thing.

Identity is decided by keys (kg/ids.py): a lexicon's entry, else the folded name, else the folded
name with the long form that the paper gives. Identifiers are functions of these alone.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.ids import slug
from kg.lexicon import Entry, Lexicon, key_of, scheme
from kg.lexicon.tokens import tokens
from kg.model import CONCEPTS, Fact, Kind

_DATA_NAME = re.compile(r"(?i:bench(?:mark)?|eval|arena|gym|corpus|dataset|set)\b|(?<=[a-z-])QA\b")
_SIZED = re.compile(r"\d[bm]\b", re.IGNORECASE)


class Identity(NamedTuple):
    """What is one thing: a scheme (concepts apart by kind, names together), a key, and a sense.

    `sense` is "" where the key says enough, else the folded long form or the introducing paper.
    """

    scheme: str
    key: str
    sense: str = ""


def of_entry(entry: Entry) -> Identity:
    """Return the identity of a lexicon's entry."""
    return Identity(scheme(entry.kind), key_of(entry.kind, entry.name))


def canonical_name(fact: Fact, lexicon: Lexicon) -> tuple[str, Entry | None]:
    """Return the name by which a fact's thing is known, and its entry where that is exact.

    A name that adds to a known one keeps what it adds: "SD-1.5-7B" is "Stable Diffusion 1.5-7B".
    """
    entry = lexicon.find(fact.kind, fact.name)
    if entry is not None:
        return entry.name, entry
    known = (
        next((e for e in lexicon.named(fact.entry) if e.kind is fact.kind), None)
        if fact.entry
        else None
    )
    if known is None:
        return fact.name, None
    if fact.kind in CONCEPTS or fact.kind is Kind.HARDWARE:
        return known.name, known
    own = tokens(fact.name)
    for spelling in sorted((known.name, *known.aliases), key=len, reverse=True):
        theirs = [token.text for token in tokens(spelling)]
        if theirs and [token.text for token in own[: len(theirs)]] == theirs:
            rest = fact.name[own[len(theirs) - 1].end :]
            if not re.search(r"\w", rest):
                return known.name, known
            return f"{known.name}{rest if rest[0] in ' -–_/' else '-' + rest}", None
    if any(c.isdigit() for c in fact.name):
        return fact.name, None
    return known.name, known


def identifier(identity: Identity, name: str, entry: Entry | None) -> str:
    """Return the path of a thing below the base IRI: class and slug, by its name alone.

    The class in the path is what the name itself tells, so that it does not change when other
    papers are added; the class of the thing in the graph is its rdf:type.
    """
    if identity.scheme != "named":
        folder = identity.scheme.lower()
    elif entry is not None:
        folder = "dataset" if entry.kind is Kind.BENCHMARK else entry.kind.value.lower()
    elif _DATA_NAME.search(name):
        folder = "dataset"
    else:
        folder = "model" if _SIZED.search(name) else "method"
    tail = f"--{slug(identity.sense)}" if identity.sense else ""
    return f"{folder}/{slug(identity.key)}{tail}"
