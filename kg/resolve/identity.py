"""Which thing a name of one paper means, and the identifier of that thing.

Identity is decided by keys (kg/ids.py): a lexicon's entry, else the folded name, else the folded
name with the long form that the paper gives. Identifiers are functions of these alone.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from kg.ids import phrase_key, slug
from kg.lexicon import Entry, Lexicon, key_of, scheme
from kg.lexicon.tokens import tokens
from kg.model import CONCEPTS, Fact, Kind

_DATA_NAME = re.compile(
    r"(?i:bench(?:mark)?|corpus|dataset)\b|(?:Eval|Arena|Gym|Set|\b(?i:eval|arena|gym|set))\b"
    r"|(?<=[a-z-])QA\b"
)
_MAKER = re.compile(
    r"^(?:(?:NVIDIA|GeForce|AMD|Radeon|Intel|Apple|Google|Qualcomm|Huawei|Samsung|Xilinx)[\s-]+)+",
    re.IGNORECASE,
)
_UNIT_WORD = re.compile(r"(?<=\d)\s+(?:GPU|CPU|NPU|card|chip|board)s?$", re.IGNORECASE)
_NEAR = 0.8
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
    Where a paper spells a name out, the long form decides: "SVD (Stable Video Diffusion)" is the
    model, and "RAG (region adjacency graph)" is not retrieval-augmented generation. A concept's
    long form is its name.
    """
    entry, known = lexicon.find(fact.kind, fact.name), _begun(fact, lexicon)
    if fact.long_form:
        entry = _agreeing(entry, fact.long_form)
        known = _agreeing(known, fact.long_form)
        entry = entry or lexicon.find(fact.kind, fact.long_form)
    if entry is not None:
        return entry.name, entry
    if fact.kind is Kind.HARDWARE and known is None:
        return _device(fact.name, lexicon)
    if known is None:
        return _phrase(fact, lexicon) if fact.kind in CONCEPTS else fact.name, None
    if fact.kind in CONCEPTS or fact.kind is Kind.HARDWARE:
        return known.name, known
    return _with_rest(fact.name, known)


def _phrase(fact: Fact, lexicon: Lexicon) -> str:
    """Return an unknown concept's words: "TTA" as a task is called as the technique TTA is."""
    other = None if fact.long_form else lexicon.concept(fact.name)
    return fact.long_form or (other.name if other else fact.name)


def _begun(fact: Fact, lexicon: Lexicon) -> Entry | None:
    """Return the entry that the extractor saw at the beginning of the name."""
    same_name = lexicon.named(fact.entry) if fact.entry else []
    return next((entry for entry in same_name if entry.kind is fact.kind), None)


def _agreeing(entry: Entry | None, long_form: str) -> Entry | None:
    """Return the entry unless it is spelled out in other words than the paper's."""
    if entry is None:
        return None
    wanted = phrase_key(long_form)
    spellings = {spelling: phrase_key(spelling) for spelling in (entry.name, *entry.aliases)}
    spelled_out = [key for spelling, key in spellings.items() if " " in spelling]
    near = any(
        key in wanted or wanted in key or SequenceMatcher(None, key, wanted).ratio() >= _NEAR
        for key in spelled_out
    )
    return entry if near or wanted in spellings.values() or not spelled_out else None


def _device(name: str, lexicon: Lexicon) -> tuple[str, Entry | None]:
    """Return a device without its maker's name and without "GPU" behind a number."""
    bare = _UNIT_WORD.sub("", _MAKER.sub("", name))
    entry = lexicon.find(Kind.HARDWARE, bare)
    if entry is not None:
        return entry.name, entry
    return bare if any(c.isdigit() for c in bare) else name, None


def _with_rest(name: str, known: Entry) -> tuple[str, Entry | None]:
    """Return a name that begins with a spelling of a known one in that one's words."""
    own = tokens(name)
    for spelling in sorted((known.name, *known.aliases), key=len, reverse=True):
        theirs = tokens(spelling).texts
        if theirs and own.texts[: len(theirs)] == theirs:
            rest = name[own.spans[len(theirs) - 1][1] :]
            if not re.search(r"\w", rest):
                return known.name, known
            return f"{known.name}{rest if rest[0] in ' -–_/' else '-' + rest}", None
    if any(c.isdigit() for c in name):
        return name, None
    return known.name, known


def is_sized(name: str) -> bool:
    """Tell whether a name says how many parameters a model has: "Gemma-2B"."""
    return _SIZED.search(name) is not None


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
        folder = "model" if is_sized(name) else "method"
    tail = f"--{slug(identity.sense)}" if identity.sense else ""
    return f"{folder}/{slug(identity.key)}{tail}"
