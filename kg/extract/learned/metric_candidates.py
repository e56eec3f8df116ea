"""What a reported number may be a number of: phrases of its sentence, and the usual metrics."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kg.extract.document import Part
from kg.extract.latex import JOINER
from kg.extract.learned.words import Span
from kg.extract.wordlists import word_list
from kg.model import Kind

USUAL = (
    "accuracy", "speedup", "score", "success rate", "throughput (FPS)", "throughput", "latency",
    "performance", "improvement", "parameters", "memory", "tokens", "FLOPs",
)  # fmt: skip
"""Metrics that a number can have without a word that says so."""

_WORD = re.compile(r"[^\W_][\w\u2060/@\-–]*(?:\.\d\w*)?|[^\w\s]")
_ABBREVIATED = re.compile(r"\s*\(([A-Z][\w@\-]{1,9})\)")
_SPEED = re.compile(
    r"(?:.*\b)?(?:speed-?ups?|acceleration|faster|speeding|accelerat\w+)", re.IGNORECASE
)
_SPEED_UP = re.compile(r"speed-?ups?", re.IGNORECASE)
_LONGEST = 3
_FAR = 3


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence of a number: the section, its place in it, and the number's in the sentence."""

    part: Part
    begin: int
    end: int
    number: Span

    @property
    def text(self) -> str:
        """The sentence without LaTeX."""
        return self.part.plain[self.begin : self.end]


@dataclass(frozen=True, slots=True)
class MetricCandidate:
    """A possible metric.

    Attributes:
        name: what would be shown.
        how: "phrase", "lexicon" (it holds a known metric), "name" (it overlaps a proper name),
            "elsewhere" (a known metric of another sentence) or "usual" (one of USUAL).
        span: where it stands in the sentence; (-1, -1) for the last two.
        distance: of "elsewhere", how many sentences before the number's it stands.
    """

    name: str
    how: str
    span: Span = (-1, -1)
    distance: int = 0


def metric_candidates(sentence: Sentence, names: Collection[Span]) -> list[MetricCandidate]:
    """Return the candidates of a number.

    Args:
        sentence: where it stands.
        names: where proper names stand in the section.
    """
    near = list(_near(sentence, names))
    words = [frozenset(one.name.lower().split()) for one in near]
    far = [one for one in _far(sentence) if not any(_words(one) <= known for known in words)]
    return [*near, *far, *(MetricCandidate(name, "usual") for name in USUAL)]


def _words(candidate: MetricCandidate) -> frozenset[str]:
    return frozenset(candidate.name.lower().split())


def _near(sentence: Sentence, names: Collection[Span]) -> Iterator[MetricCandidate]:
    text, begin = sentence.text, sentence.begin
    first, last = sentence.number
    known = [
        (hit.start - begin, hit.end - begin)
        for hit in sentence.part.hits
        if hit.entry.kind is Kind.METRIC and begin <= hit.start and hit.end <= sentence.end
    ]
    known = [span for span in dict.fromkeys(known) if not _overlap(span, sentence.number)]
    covered: set[Span] = set()
    found: list[MetricCandidate] = []
    for run in metric_runs(text):
        span = _trimmed(text, run)
        if span is None or (run[0][0] < last and first < run[-1][1]):
            continue
        inside = [other for other in known if _overlap(other, span)]
        if inside:
            covered.update(inside)
            span = min(span[0], *(s for s, _ in inside)), max(span[1], *(e for _, e in inside))
            how = "lexicon"
        else:
            named = any(_overlap(span, (s - begin, e - begin)) for s, e in names)
            how = "name" if named else "phrase"
        found.append(MetricCandidate(_shown(text, span, how), how, span))
    found += [
        MetricCandidate(_shown(text, span, "lexicon"), "lexicon", span)
        for span in known
        if span not in covered
    ]
    yield from sorted(found, key=lambda one: one.span)


def _far(sentence: Sentence) -> Iterator[MetricCandidate]:
    part = sentence.part
    here = part.sentence_index(sentence.begin)
    seen: set[str] = set()
    for hit in reversed(part.hits):
        distance = here - part.sentence_index(hit.start)
        if hit.entry.kind is Kind.METRIC and distance != 0 and abs(distance) <= _FAR:
            name = part.plain[hit.start : hit.end].replace(JOINER, "")
            if hit.entry.name not in seen:
                seen.add(hit.entry.name)
                yield MetricCandidate(name, "elsewhere", distance=distance)


def metric_runs(text: str) -> Iterator[list[Span]]:
    """Yield each longest run of words that a metric's name can hold."""
    breaks = word_list("metric-breaks")
    run: list[Span] = []
    for match in _WORD.finditer(text):
        word = match.group().lower()
        if word[0].isalpha() and word not in breaks and not word.endswith("ly"):
            run.append(match.span())
        elif run:
            yield run
            run = []
    if run:
        yield run


def _trimmed(text: str, run: Sequence[Span]) -> Span | None:
    """Return the last words of a run, without those that no metric begins or ends with."""
    edges = word_list("metric-edges")
    kept = list(run)
    while kept and text[slice(*kept[0])].lower() in edges:
        kept.pop(0)
    while kept and text[slice(*kept[-1])].lower() in edges:
        kept.pop()
    return (kept[-_LONGEST:][0][0], kept[-1][1]) if kept else None


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _shown(text: str, span: Span, how: str) -> str:
    """Return a metric's name: an abbreviation that follows with it, each "speed-up" one word."""
    name = text[slice(*span)].replace(JOINER, "")
    if short := _ABBREVIATED.match(text, span[1]):
        name += f" ({short[1]})"
    if how != "lexicon" and _SPEED.fullmatch(name) and not _SPEED_UP.search(name):
        return "speedup"
    return _SPEED_UP.sub("speedup", name)
