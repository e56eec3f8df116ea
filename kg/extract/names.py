"""Candidate names: spans of a section that look like a proper name, or that a lexicon knows.

A candidate says where it stands and how it was found; whether the paper is about it, and how, is
decided later (roles.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kg.extract.document import Part
from kg.extract.generic import is_generic
from kg.extract.latex import JOINER
from kg.extract.urls import without_urls
from kg.lexicon import Entry
from kg.model import CONCEPTS, Kind

NAMED = frozenset({Kind.METHOD, Kind.MODEL, Kind.DATASET, Kind.BENCHMARK, Kind.HARDWARE})

_LETTERS = r"[\w\u2060+*.\-/–]"
_WORD = re.compile(
    rf"(?<![\w\\@])(?=[^\W_]{_LETTERS}*?(?:\d|{_LETTERS}[A-Z])|\d|[A-Zoπ][*\d])[^\W_]{_LETTERS}*"
)
_DESCRIPTIVE = re.compile(
    r"[-–](?:based|style|like|driven|guided|aware|level|enhanced|tuned|finetuned|only|free|"
    r"specific|powered|trained|pretrained|compatible|generated|inspired|assisted|augmented|"
    r"centric|oriented|friendly|scale|type|class|equipped|trained|optimized|derived|"
    r"initialized|distilled|compressed|accelerated|quantized|series|family|as|to|and|in|the|"
    r"induced|dependent|related|supervised|conditioned|native|agnostic|wise|parameter|bit|way|"
    r"token|shot|step|stage|layer|dimensional|world|time|hop|turn)s?(?:[-–][a-z]+)*$"
)
_LOWER_TAIL = re.compile(r"(?:[-–][a-z]{4,})+$")
_TUNING = (
    r"(?:Instruct|instruct|Chat|chat|Base|base|Large|large|Small|small|Tiny|tiny|XL|XXL|Huge|"
    r"Giant|giant|Lite|Thinking|Preview|it|hf|medium|Medium|Turbo|Mini|mini|nano|Nano|Pro|"
    r"Flash|Max|Plus|Ultra|Air|High|Distill|[SBLHM](?:/\d+)?|A\d+(?:\.\d+)?B)"
)
_SIZE = r"\d+(?:\.\d+)?\s?[BMKb]\b(?:-parameter)?"
_LANGUAGE = r"(?:ar|bn|de|en|es|fr|hi|ja|ko|pt|ru|zh|AR|BN|DE|EN|ES|FR|HI|JA|KO|PT|RU|ZH)"
_VERSION = r"[vV]?\d+(?:\.\d+)+|[vV]\d+"
_EXTENSION = re.compile(
    rf"(?:[\s\-–]?(?:{_SIZE}|{_VERSION})|[\-–](?:{_TUNING}|{_LANGUAGE})|\s(?:Pro|Turbo|Flash|Mini|Max|Ultra|"
    rf"Instruct|Chat|Thinking|Preview|Lite|Opus|Sonnet|Haiku|A\d+(?:\.\d+)?B))(?![A-Za-z\d])"
)
_MORE_SIZES = re.compile(rf"(?:/(?:{_SIZE}|\d+(?:\.\d+)?))+(?![\w])")
_SIZES_TAIL = re.compile(r"(?<=\d[BMK])(?:/\d+(?:\.\d+)?[BMK])+$")
_OWN_SIZE = re.compile(r"\d+(?:\.\d+)?[BMK]?$")
_CAPITAL = r"[A-Z][a-z\d]+(?:[-–][A-Za-z][a-z\d]+)*"
_CAPITALISED = re.compile(
    rf"(?<![\w\-.])(?:{_CAPITAL}|[A-Z]{{2,}})(?:\s(?:(?:of\s)?(?:{_CAPITAL}|[A-Z]{{2,}})|\d+\.\d+)(?![\w])){{1,5}}"
)
_LEADING = re.compile(
    r"^(?:The|Our|This|These|In|On|For|We|As|By|To|A|An|With|Using|From|Building|Such|While|When|"
    r"Although|Additionally|Moreover|Furthermore|However|Unlike|Existing|Recent|Specifically|"
    r"Finally|First|Second|Third|Extensive|Experiments|Code|Project|Both|Its|At|And|Through)\s"
)
_LONGEST = 40
_SHORT_NAME = re.compile(r"[A-Z]\d[\d.]*|[oπ]\d(?:-mini)?|[A-Z]\*")
_NO_NAME = re.compile(r"\d+(?:[.,]\d+)*(?:[-–]?[a-zA-Z]{1,3})?s?|\d+[-–].*|[a-z]+[-–]?\d+|[A-Z]")
_NAME_ALL_THE_SAME = re.compile(r"(?:wav|word|vec|code)\w*\d\w*|\d+[A-Z]\w*-?[A-Z]\w+")
_DIGIT_INSIDE = re.compile(r"[a-z]\d[a-z]")
_HYPHEN = re.compile(r"[-–]")


class Found(StrEnum):
    """How a candidate was found."""

    LEXICON = "lexicon"
    SHAPE = "shape"
    CAPITALISED = "capitalised"
    CUE = "cue"
    WORD = "word"  # one capitalised word inside a sentence
    MARKED = "marked"  # pass@k, GSM8K+, L-Mul, Symbolics.jl
    COINED = "coined"  # a phrase behind "we propose", "called" ...
    CONCEPT = "concept"  # a known technique with a capital: GRPO, LoRA, Q-learning
    TITLED = "titled"  # a phrase of the title that the abstract repeats


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name at [start:end] of a section; `name` differs from the span's text only for
    one of several names that the span holds ("InternVL-2.0-4B/8B")."""

    start: int
    end: int
    name: str
    found: Found
    entry: Entry | None = None


def candidates(part: Part) -> list[Candidate]:
    """Return the candidate names of a section, sorted, none inside another."""
    kept: list[Candidate] = []
    taken = bytearray(len(part.text))
    for found in (_from_lexicon(part), _from_shape(part), _from_capitals(part)):
        free = [c for c in found if not any(taken[c.start : c.end])]
        for candidate in free:
            taken[candidate.start : candidate.end] = bytes([1]) * (candidate.end - candidate.start)
        kept.extend(free)
    return sorted(kept, key=lambda c: (c.start, c.end, c.name))


def _from_lexicon(part: Part) -> list[Candidate]:
    found = []
    text = part.plain
    for hit in part.hits:
        if hit.entry.kind not in NAMED or hit.entry.generic:
            continue
        end = _extended(text, hit.end) if hit.entry.kind is not Kind.HARDWARE else hit.end
        if _inside_longer_word(text, hit.start, end):
            continue
        found.extend(
            _slashed(part, hit.start, end, hit.entry)
            or [
                Candidate(
                    hit.start, end, _clean(part.text[hit.start : end]), Found.LEXICON, hit.entry
                )
            ]
        )
    return found


def _extended(text: str, end: int) -> int:
    while match := _EXTENSION.match(text, end):
        end = match.end()
    return end


def _inside_longer_word(text: str, start: int, end: int) -> bool:
    """Tell whether [start:end] is only a part of a hyphenated name ("LLaVA" of "LLaVA-PruMerge")."""
    before, rest = text[max(0, start - _LONGEST) : start], text[end : end + _LONGEST]
    if re.search(r"[\w][-–]$", before) and not re.search(
        r"(?:non|pre|post|multi|un)[-–]$", before, re.I
    ):
        lead = re.search(r"([\w\u2060]+)[-–]$", before)
        if lead and (any(c.isupper() for c in lead[1]) or any(c.isdigit() for c in lead[1])):
            return True
    tail = re.match(r"[-–][\w\u2060\-–]+", rest)
    if tail:
        return not (_DESCRIPTIVE.search(tail.group()) or tail.group()[1:].islower())
    return bool(re.match(r"[\w]", rest)) and not re.match(r"s\b", rest)


def _slashed(part: Part, start: int, end: int, entry: Entry | None) -> list[Candidate]:
    """Return the names of "InternVL-2.0-4B/8B/26B", all with the span of the whole, or none."""
    match = _MORE_SIZES.match(part.plain, end)
    own = _OWN_SIZE.search(part.plain[start:end])
    if not match or not own:
        return []
    stem = part.text[start : end - len(own.group())]
    sizes = [own.group(), *match.group()[1:].split("/")]
    found = Found.LEXICON if entry else Found.SHAPE
    return [Candidate(start, match.end(), _clean(stem + s), found, entry) for s in sizes]


def _from_shape(part: Part) -> list[Candidate]:
    found = []
    concepts = {(h.start, h.end) for h in part.hits if h.entry.kind in CONCEPTS}
    for match in _WORD.finditer(without_urls(part.plain)):
        for start, end in _pieces(part.plain, match.start(), match.end()):
            word = part.plain[start:end].replace(JOINER, "")
            if (start, end) in concepts:
                continue
            if _name_shaped(word) and not is_generic(word):
                stop = _extended(part.plain, end)
                found.extend(
                    _slashed(part, start, stop, None)
                    or [Candidate(start, stop, _clean(part.text[start:stop]), Found.SHAPE)]
                )
    return found


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the parts of a word: trailing marks and descriptive tails off, slashes split."""
    end = start + len(text[start:end].rstrip(".-–/*\u2060"))
    word = text[start:end]
    if (sizes := _SIZES_TAIL.search(word)) and sizes.start() > 1:
        return [(start, start + sizes.start())]
    if "/" in word and not re.search(r"[A-Za-z]/\d", word) and "." not in word:
        spans, at = [], start
        for piece in word.split("/"):
            if len(piece) > 1:
                spans.extend(_pieces(text, at, at + len(piece)))
            at += len(piece) + 1
        return spans
    tail = _DESCRIPTIVE.search(word)
    if tail and tail.start() > 1:
        end = start + tail.start()
    elif (lower := _LOWER_TAIL.search(word)) and lower.start() > 1:
        end = start + lower.start()
    return [(start, end)]


def _name_shaped(word: str) -> bool:
    """Tell whether a word has capitals inside, or letters and digits, as names have."""
    letters = "".join(c for c in word if c.isalpha())
    if len(letters) < 2 or len(word) > _LONGEST:
        return bool(_SHORT_NAME.fullmatch(word))
    if _NO_NAME.fullmatch(word):
        return bool(_NAME_ALL_THE_SAME.fullmatch(word))
    if any(c.isdigit() for c in word) and (not letters.islower() or _DIGIT_INSIDE.search(word)):
        return True
    return any(_capital_inside(piece) for piece in _HYPHEN.split(word))


def _capital_inside(word: str) -> bool:
    return any(c.isupper() for c in word[1:])


def _from_capitals(part: Part) -> list[Candidate]:
    if part.section == "title":
        return []
    found = []
    starts = {start for start, _ in part.sentences}
    for match in _CAPITALISED.finditer(part.plain):
        start, text = match.start(), match.group().rstrip()
        while lead := _LEADING.match(text):
            start += lead.end()
            text = text[lead.end() :]
        if start in starts and " " in text and part.plain.count(text) == 1:
            start += text.index(" ") + 1
            text = text[text.index(" ") + 1 :]
        if " " in text and not is_generic(text):
            end = start + len(text)
            found.append(Candidate(start, end, _clean(part.text[start:end]), Found.CAPITALISED))
    return found


def _clean(name: str) -> str:
    return re.sub(r"\s+", " ", name.replace("~", " ")).strip()
