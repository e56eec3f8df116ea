"""More things than names of a clear shape: plain capitalised words, marked words, coined phrases.

They are many and mostly no names; the model decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract.document import Part
from kg.extract.generic import is_generic
from kg.extract.latex import tidy
from kg.extract.learned.view import View
from kg.extract.learned.words import Span, lower_case
from kg.extract.names import Found
from kg.extract.things import Mention, Thing, add_mentions, things
from kg.ids import name_key
from kg.lexicon import Entry
from kg.model import Kind

_CAPITALISED = re.compile(
    r"(?<![\w\-–/.'’@])[A-Z][a-z]{2,}(?:-[A-Z]?[a-z]+)?(?![\w\-–/@'’])",
)
_SENTENCE_BEGINS = re.compile(r"[:.!?]\s*[\"“(]?$")
_MARKED = re.compile(
    r"(?<![\w@])(?=[\w\-]*[@+])[A-Za-z][\w\-]*(?:@\w+|\+{1,2})(?!\w)"
    r"|(?<![\w\-])[A-Z]-[A-Z][a-z]+"
    r"|(?<![\w\-])(?:Semi|Meta|Auto|Multi|Self|Omni|Uni|Hyper|Deep|Neuro|Trans|Mini)-[A-Z][a-z]+"
    r"|(?<!\w)[A-Z]\w+\.(?:jl|py|js|cpp|rs|c)\b"
)
_MARKS = re.compile(
    r"[@+]|[A-Z]-[A-Z]|(?:Semi|Meta|Auto|Multi|Self|Omni|Uni|Hyper|Deep|Neuro|Trans|Mini)-[A-Z]|"
    r"\.(?:jl|py|js|cpp|rs|c)\b"
)
"""What a text with marked words holds: most hold none, and this is found faster than they are."""
_COINING = re.compile(
    r"\b(?:propos|introduc|present|develop|design|devis|call|term|dub|nam|formulat|coin|construct|"
    r"build|releas|contribut|creat|establish|implement|defin)\w*\s"
)
_TO_COINED = re.compile(
    r"(?:\w+\s){0,2}?(?:(?:an?|the|our|new|novel|it|this|as|two|three|simple|and|both)\s|[\"“‘(])*",
    re.IGNORECASE,
)
_REACH = 50
_LONGEST = 6

Place = tuple[Part, int, int, Found, Entry | None]


def all_things(view: View) -> list[Thing]:
    """Return the things of `kg.extract.things.things`, and all others that may be named."""
    document = view.document
    found = things(document)
    of_key = {name_key(thing.name): thing for thing in found}
    fresh: list[Thing] = []
    for part, start, end, how, entry in _apart(_places(view), found):
        name = tidy(part.text[start:end])
        key = name_key(name)
        if not key:
            continue
        if key not in of_key:
            of_key[key] = Thing(name, entry=entry)
            fresh.append(of_key[key])
        thing = of_key[key]
        thing.found.add(how)
        thing.mentions.append(Mention(part, start, end, part.sentence_index(start)))
    for thing in fresh:
        first = thing.mentions[0]
        if thing.entry:
            continue  # the lexicon has found all its mentions
        for part in document.parts:
            add_mentions(thing, part, first.part.plain[first.start : first.end])
        thing.mentions.sort(key=lambda m: (m.part.section == "abstract", m.start))
    return found + fresh


def _apart(places: Iterator[Place], found: list[Thing]) -> list[Place]:
    """Return the places that overlap no mention and no place before them."""
    taken: dict[str, bytearray] = {}
    for thing in found:
        for mention in thing.mentions:
            _mark(taken, mention.part, mention.start, mention.end)
    free = []
    for place in places:
        part, start, end, *_ = place
        spots = taken.get(part.section)
        if spots is None or not any(spots[start:end]):
            _mark(taken, part, start, end)
            free.append(place)
    return free


def _mark(taken: dict[str, bytearray], part: Part, start: int, end: int) -> None:
    spots = taken.setdefault(part.section, bytearray(len(part.text)))
    spots[start:end] = b"\1" * (end - start)


def _places(view: View) -> Iterator[Place]:
    document = view.document
    yield from _concepts(view)
    for part in document.parts:
        if _MARKS.search(part.plain):
            for match in _MARKED.finditer(part.plain):
                yield part, match.start(), match.end(), Found.MARKED, None
    abstract = document.abstract
    starts = {start for start, _ in abstract.sentences}
    for match in _CAPITALISED.finditer(abstract.plain):
        before = abstract.plain[max(0, match.start() - 4) : match.start()]
        if match.start() in starts or _SENTENCE_BEGINS.search(before):
            continue
        if not is_generic(match.group()):
            yield abstract, match.start(), match.end(), Found.WORD, None
    yield from _phrases(view)


def _concepts(view: View) -> Iterator[Place]:
    """Yield the known techniques that are written as names are, since papers compare with them."""
    for part in view.document.parts:
        for hit in part.hits:
            surface = part.plain[hit.start : hit.end]
            if (
                hit.entry.kind is Kind.TECHNIQUE
                and not hit.entry.generic
                and surface[1:].lower() != surface[1:]
            ):
                yield part, hit.start, hit.end, Found.CONCEPT, hit.entry


def _phrases(view: View) -> Iterator[Place]:
    part, title = view.document.abstract, view.document.title.plain.lower()
    verbs = [match.span() for match in _COINING.finditer(lower_case(part.plain))]
    for chunk in view.chunks[part.section]:
        start, end = chunk[0][0], chunk[-1][1]
        if len(chunk) > _LONGEST:
            continue
        words = part.plain[start:end]
        if (len(chunk) > 1 or "-" in words) and _is_coined(part, start, verbs):
            yield part, start, end, Found.COINED, None
        elif len(chunk) > 1 and words.lower() in title:
            yield part, start, end, Found.TITLED, None


def _is_coined(part: Part, start: int, verbs: Sequence[Span]) -> bool:
    """Tell whether a verb of coining stands shortly before in the sentence, few words between."""
    first = max(part.sentence_at(start)[0], start - _REACH)
    return any(
        _TO_COINED.fullmatch(part.plain, behind, start)
        for begin, behind in verbs
        if first <= begin and behind <= start
    )
