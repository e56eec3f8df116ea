"""The named things of one paper: candidates of one name, and of its abbreviation, together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from kg.extract.abbreviations import Abbreviation, abbreviations
from kg.extract.document import Document, Part
from kg.extract.generic import is_generic
from kg.extract.latex import tidy
from kg.extract.names import Candidate, Found, candidates
from kg.extract.segment import occurrences
from kg.ids import name_key, phrase_key
from kg.lexicon import Entry

TITLE_NAME = re.compile(r"\s*([^:?]{2,48}?)\s*(?:\([^():?]{2,16}\)\s*)?(?::|\s[-–—]{1,3}\s)\s*\S")
"""A title's "Name: ..." or "Name (NM): ..."; its first group is the name."""


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a thing is named."""

    part: Part
    start: int
    end: int
    sentence: int

    @property
    def surface(self) -> str:
        """The words of the text."""
        return self.part.text[self.start : self.end]


@dataclass(slots=True)
class Thing:
    """One named thing of one paper, with all its mentions in text order (title first)."""

    name: str
    found: set[Found] = field(default_factory=set)
    entry: Entry | None = None
    long_form: str | None = None
    mentions: list[Mention] = field(default_factory=list)

    @property
    def aliases(self) -> tuple[str, ...]:
        """Every other surface form, each once, in order of appearance."""
        forms = dict.fromkeys(tidy(m.surface) for m in self.mentions)
        if self.long_form:
            forms.setdefault(tidy(self.long_form))
        return tuple(form for form in forms if form != self.name and "/" not in form)

    @property
    def in_title(self) -> bool:
        """Whether the title names it."""
        return any(m.part.section == "title" for m in self.mentions)


def things(document: Document) -> list[Thing]:
    """Return the named things of a paper in order of first appearance."""
    found: dict[str, Thing] = {}
    pairs = [(part, pair) for part in document.parts for pair in abbreviations(part.plain)]
    long_keys = _long_forms(pairs)
    for part in document.parts:
        for candidate in candidates(part):
            _add(found, part, candidate, long_keys)
    _add_long_forms(found, pairs, document)
    _add_title_name(found, document)
    for thing in found.values():
        thing.mentions.sort(key=lambda m: (m.part.section == "abstract", m.start))
    return [thing for thing in found.values() if thing.mentions]


def _long_forms(pairs: list[tuple[Part, Abbreviation]]) -> dict[str, str]:
    """Return {key of the long form: short form} for short forms that are no generic class."""
    keys: dict[str, str] = {}
    for part, pair in pairs:
        short = tidy(part.text[slice(*pair.short)])
        if not is_generic(short):
            keys.setdefault(name_key(tidy(part.text[slice(*pair.long)])), short)
    return keys


def _add(
    found: dict[str, Thing],
    part: Part,
    candidate: Candidate,
    long_keys: dict[str, str],
) -> None:
    name = tidy(candidate.name)
    key = name_key(name)
    if key in long_keys:
        name, key = long_keys[key], name_key(long_keys[key])
    thing = found.setdefault(key, Thing(name))
    thing.found.add(candidate.found)
    thing.entry = thing.entry or candidate.entry
    thing.mentions.append(
        Mention(part, candidate.start, candidate.end, part.sentence_index(candidate.start))
    )


def _add_long_forms(
    found: dict[str, Thing], pairs: list[tuple[Part, Abbreviation]], document: Document
) -> None:
    for part, pair in pairs:
        thing = found.get(name_key(tidy(part.text[slice(*pair.short)])))
        if thing is None:
            continue
        long_form = tidy(part.text[slice(*pair.long)])
        thing.long_form = thing.long_form or long_form
        if thing.entry and not _may_mean(thing.entry, long_form):
            thing.entry = None
            thing.found.add(Found.SHAPE)
        for other in document.parts:
            add_mentions(thing, other, part.plain[slice(*pair.long)])
        _leave_out([one for one in found.values() if _only_capitals(one)], thing.mentions)


def add_mentions(thing: Thing, part: Part, words: str) -> None:
    """Add every place where a section has the words, in any case, and no mention yet."""
    text, wanted = part.plain.lower(), words.lower()
    if len(text) != len(part.plain):  # a letter whose lower case is longer would shift the offsets
        text, wanted = part.plain, words
    for at in occurrences(wanted, text):
        end = at + len(wanted)
        if not any(m.part is part and m.start < end and at < m.end for m in thing.mentions):
            thing.mentions.append(Mention(part, at, end, part.sentence_index(at)))


def _may_mean(entry: Entry, long_form: str) -> bool:
    """Tell whether an acronym that a paper spells out so can be the known thing of that acronym."""
    wanted = phrase_key(long_form)
    spelled = [phrase_key(s) for s in (entry.name, *entry.aliases) if " " in s or len(s) > 12]
    if not spelled:
        return False
    return any(
        s in wanted or wanted in s or SequenceMatcher(None, s, wanted).ratio() > 0.8
        for s in spelled
    )


def _add_title_name(found: dict[str, Thing], document: Document) -> None:
    """Take "X" of a title "X: ..." as a name, where the text uses it as one."""
    match = TITLE_NAME.match(document.title.plain)
    if not match or len(match[1].split()) > 5:
        return
    name = tidy(document.title.text[match.start(1) : match.end(1)])
    if not name or is_generic(name) or name_key(name) in found or _spelled_out(name, found):
        return
    covered = [t for t in found.values() if t.in_title and t.mentions[0].start < match.end(1)]
    if any(name_key(t.name) in name_key(name) and len(t.name) > 0.6 * len(name) for t in covered):
        return
    abstract = document.abstract
    uses = list(occurrences(match[1], abstract.plain))
    if not uses and len(name.split()) > 1:
        return
    places = [Mention(document.title, match.start(1), match.end(1), 0)]
    places += [
        Mention(abstract, at, at + len(match[1]), abstract.sentence_index(at)) for at in uses
    ]
    if uses:
        _leave_out(found.values(), places)
    found[name_key(name)] = Thing(name, {Found.CUE}, mentions=places)


def _spelled_out(name: str, found: dict[str, Thing]) -> bool:
    """Tell whether a name is the long form of a thing, which has these mentions already."""
    forms = (thing.long_form for thing in found.values())
    return any(form and name_key(tidy(form)) == name_key(name) for form in forms)


def _only_capitals(thing: Thing) -> bool:
    """Tell whether nothing but capitals makes a name: a piece of a longer one, where it is in it."""
    return thing.entry is None and thing.long_form is None and thing.found == {Found.CAPITALISED}


def _leave_out(found: Iterable[Thing], places: Sequence[Mention]) -> None:
    """Drop the mentions that stand inside a longer name: "ProRL" where "ProRL Agent" is meant."""
    for thing in found:
        thing.mentions = [m for m in thing.mentions if not any(_inside(m, at) for at in places)]


def _inside(mention: Mention, place: Mention) -> bool:
    return mention.part is place.part and place.start <= mention.start and mention.end <= place.end
