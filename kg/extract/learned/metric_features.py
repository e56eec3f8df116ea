"""What the model of metrics sees of a number and one candidate for what it measures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from kg.extract.learned.alphabet import Alphabet, Lookup, Memo, known
from kg.extract.learned.bundle import Background
from kg.extract.learned.metric_candidates import USUAL, MetricCandidate, Sentence
from kg.extract.learned.words import END, START, Span, bucket, words_of
from kg.extract.wordlists import word_list

_CHANGE = re.compile(
    r"(?:improvement|reduction|increase|decrease|gain|saving|drop|enhancement|decline|degradation|"
    r"boost|change|cut)s?|loss(?:es)?|growth|rise"
)
_COMPARATIVE = re.compile(
    r"fewer|less|lower|higher|more|smaller|larger|better|faster|greater|shorter|superior|worse|"
    r"cheaper|slower|additional|extra|stronger"
)
_CHANGING = re.compile(
    r"(?:reduc|increas|improv|decreas|boost|achiev|reach|lower|cut|sav|rais|drop|enhanc|outperform|"
    r"surpass|exceed|attain|yield|deliver|obtain|gain)"
)
_FASTER = re.compile(r"speed-?ups?|acceleration|faster|speeding|accelerat\w+|speeds?")
_RELATING = frozenset(
    ["in", "of", "by", "to", "at", "from", "with", "for", "on", "over", "than", "as", "up", "and",
     "or", "while", "when", "under", "compared", "vs", "per", "is", "are", "was"]
)  # fmt: skip
_HEDGING = frozenset(
    ["up", "about", "approximately", "approx", "nearly", "over", "only", "just", "around", "almost",
     "roughly", "least", "as", "much", "an", "average", "a", "the", "its", "our", "significant",
     "substantial", "notable", "impressive", "absolute", "relative", "remarkable", "more", "than",
     "another", "further", "even", "also", "achieved", "overall", "total", "mere", "maximum",
     "respectively", "still", "consistent", "considerable"]
)  # fmt: skip
_ACRONYM = re.compile(
    r"[a-z]?[A-Z]{2,6}[A-Za-z]?(?:@\d+)?(?:-\d)?|[A-Z][a-z]?\d(?:-[Ss]core)?|[A-Za-z]+@[\dk]+"
)
_BREAKING = re.compile(
    r"\b(?:than|while|compared|outperform\w*|surpass\w*|over|against)\b", re.IGNORECASE
)
_OBJECT = re.compile(
    r"\b(?:than|while|compared|outperform\w*|surpass\w*|over|against|exceed\w*)\s(?:\w+\s){0,2}$",
    re.IGNORECASE,
)
_JOINING = re.compile(r"[\s\u2060]*(?:,|/|;)?[\s\u2060]*(?:(?:and|or|&)[\s\u2060]*)?")
_TOPICS = (
    ("speedy", re.compile(r"speed|fast|accelerat")),
    ("judged", re.compile(r"bench|dataset|tasks|imagenet|accura")),
    ("tokens", re.compile(r"token")),
)
_DISTANCES = (0, 1, 2, 4, 7, 12, 20)
_BESIDE = (0, 1, 3, 10, 40)
_SHARES = (0.05, 0.1, 0.2, 0.3)
_MARKS = 7
_WINDOW = 12
_OUTER = 25
_EVERY = 1000


@dataclass(frozen=True, slots=True)
class Number:
    """A reported number: its sentence, its sort of unit, the sentence's other numbers, and
    the words that the rules call its metric (empty if none)."""

    sentence: Sentence
    unit: str
    others: Sequence[Span]
    by_rule: frozenset[str]


@dataclass(frozen=True, slots=True)
class Earlier:
    """The number before in the same sentence: the words between, its unit, its metric."""

    between: str
    unit: str
    metric: frozenset[str]


class MetricFeatures:
    """Looks up the features of metrics.

    Args:
        alphabet: the features that are weighed.
        background: what many other papers tell of words.
    """

    def __init__(self, alphabet: Alphabet, background: Background) -> None:
        self.number = alphabet.number
        self.background = background
        self.left = Memo(
            partial(self._of_usual, alphabet.of("usual,left="), alphabet.of("usual,left~="))
        )
        self.right = Memo(
            partial(self._of_usual, alphabet.of("usual,right="), alphabet.of("usual,right~="))
        )

    def _of_usual(self, same: Lookup, like: Lookup, word: str) -> Mapping[str, tuple[int, ...]]:
        """Return for each usual metric the features of a word near the number."""
        cluster = self.background.clusters.fine(word)
        return {
            name: tuple(known((same(f"{name}{word}"), like(f"{name}{cluster}")))) for name in USUAL
        }


class MetricView:
    """One number as the features of its candidates need it.

    Args:
        lookup: the features.
        number: what is asked.
        candidates: what it may be a number of.
        counts: how often each usual metric stands in the abstract.
    """

    def __init__(
        self,
        lookup: MetricFeatures,
        number: Number,
        candidates: Sequence[MetricCandidate],
        counts: Mapping[str, int],
    ) -> None:
        background = lookup.background
        self._lookup = lookup
        self._number = number
        self._candidates = candidates
        self._background = background
        self._counts = counts
        sentence = number.sentence
        self._text = sentence.text
        self._first, self._last = _enumeration(sentence.text, sentence.number, number.others)
        self._place = sum(self._first <= start < sentence.number[0] for start, _ in number.others)
        self._size = 1 + sum(self._first <= start < self._last for start, _ in number.others)
        self._words = words_of(self._text)
        self._before = self._words.before(self._first, 0, _WINDOW)
        self._after = self._words.after(self._last, len(self._text), _WINDOW)
        self._lower = self._text.lower()
        self._topics = [topic for topic, words in _TOPICS if words.search(self._lower)]
        self._known = sum(one.how == "lexicon" for one in candidates)
        self._near = min(2, sum(c.how == "lexicon" and self._gap(c) < 40 for c in candidates))
        self._adjacent = any(
            0 <= c.span[0] - self._last < 14 and self._metricness(c.name.lower().split()[-1])[1] > 2
            for c in candidates
            if c.span[0] >= 0
        )

    def features(self, candidate: MetricCandidate, earlier: Earlier | None) -> set[int]:
        """Return the features of one candidate; `earlier` is the number before, if any."""
        number = self._lookup.number
        found = list(map(number, self._of_rule(candidate)))
        if candidate.how == "usual":
            found += map(number, self._of_usual(candidate.name))
            for near, words in (
                (self._lookup.right, self._after[:4]),
                (self._lookup.left, self._before[-5:]),
            ):
                for word in words:
                    found += near[word][candidate.name]
        elif candidate.how == "elsewhere":
            found += map(number, self._of_elsewhere(candidate))
        else:
            found += map(number, self._of_phrase(candidate))
        if earlier:
            found += map(number, self._of_earlier(candidate, earlier))
        return known(found)

    def _of_phrase(self, candidate: MetricCandidate) -> Iterator[str]:
        text, unit = self._text, self._number.unit
        start, end = candidate.span
        right = start >= self._last
        side = "R" if right else "L"
        low, high = (self._last, start) if right else (end, self._first)
        between, apart = text[low:high], self._between(low, high)
        words = self._between(start, end) or ("",)
        head = words[-1]
        sort = self._sort(words) + candidate.how[0]
        marks = _marks(apart)
        skeleton = " ".join(marks)
        distance = f"{side}{bucket(len(apart), _DISTANCES)}"
        numbers = min(2, sum(low <= s < high for s, _ in self._number.others))
        passed = [c for c in self._candidates if c is not candidate and low <= c.span[0] < high]
        known = min(2, sum(c.how == "lexicon" for c in passed))
        beside, share = self._metricness(head)
        clusters = self._background.clusters
        if right:
            outer = _marks(self._words.after(end, end + _OUTER, _MARKS))[:1]
        else:
            outer = _marks(self._words.before(start, start - _OUTER, _MARKS))[-1:]
        ends = " ".join(outer)
        yield f"sort={side}{sort}"
        yield f"distance={distance}"
        yield f"sort,distance={sort}{distance}"
        yield f"numbers={numbers}{side}"
        yield f"sort,numbers={sort}{numbers}{side}"
        yield f"passed={min(len(passed), 3)}{side}"
        yield f"sort,passed={sort}{min(len(passed), 3)}{side}"
        yield f"sort,known={sort}{known}{side}"
        yield f"marks={side}{skeleton}"
        yield f"sort,marks={sort}{side}{skeleton}"
        yield f"sort,marks-last={sort}{side}{' '.join(marks[-2:])}"
        yield f"sort,marks-first={sort}{side}{' '.join(marks[:2])}"
        yield f"outer={side}{ends}"
        yield f"sort,outer={sort}{side}{ends}"
        yield f"sort,marks,outer={sort}{side}{skeleton}|{ends}"
        yield f"share={share}{side}"
        yield f"beside={beside}"
        yield f"share,beside={share}{beside}"
        yield f"share,distance={share}{distance}"
        yield f"share,marks={share}{side}{skeleton}"
        yield f"unit,share={unit}{share}{side}"
        yield f"unit,sort={unit}{sort}{side}"
        yield f"unit,head={unit}{head}"
        for cluster in clusters.both(head):
            yield f"head~{cluster}"
            yield f"head~,side={cluster}{side}"
            yield f"unit,head~={unit}{cluster}"
            yield f"head~,marks={cluster}{side}{skeleton}"
            yield f"head~,distance={cluster}{distance}"
        for word in words[:-1]:
            for cluster in clusters.both(word):
                yield f"has~{cluster}"
        yield f"head={head}"
        yield f"head,side={head}{side}"
        yield f"end3={head[-3:]}"
        for word in words[:-1]:
            yield f"has={word}"
        if self._size > 1:
            place = min(self._place, 2)
            yield f"enumerated={side}{sort}"
            yield f"enumerated,passed={side}{place}{min(self._size, 3)}{min(len(passed), 3)}"
        if "," in between or ";" in between:
            yield f"comma{side}"
            yield f"comma{side},share={share}"
        if _BREAKING.search(between):
            yield f"break{side}"
            yield f"break{side},share={share}"
        if _OBJECT.search(text[max(0, start - 40) : start]):
            yield "object"
            yield f"object,share={share}"
        if _ACRONYM.fullmatch(text[start:end].split()[-1]):
            yield f"acronym{side}"
            yield f"acronym,distance={distance}"
            yield f"acronym,marks={side}{skeleton}"
        left = self._before[-1] if self._before else START
        following = self._after[0] if self._after else END
        yield f"before={side}{left}"
        yield f"after={side}{following}"
        yield f"sort,before={sort}{side}{left}"
        yield f"sort,after={sort}{side}{following}"
        if sum(one.name.lower() == candidate.name.lower() for one in self._candidates) > 1:
            yield "twice"

    def _of_usual(self, name: str) -> Iterator[str]:
        unit = self._number.unit
        known, stands = min(2, self._known), min(2, self._counts.get(name, 0))
        adjacent, near = self._adjacent, self._near
        left = self._before[-1] if self._before else START
        following = self._after[0] if self._after else END
        yield f"usual={name}"
        yield f"usual,unit={name}{unit}"
        yield f"usual,known={known}"
        yield f"usual,known={name}{known}"
        yield f"usual,unit,known={name}{unit}{known}"
        yield f"usual,stands={stands}"
        yield f"usual,stands={name}{stands}"
        yield f"usual,here={name}{name in self._lower}"
        yield f"usual,adjacent={adjacent}"
        yield f"usual,adjacent={name}{adjacent}"
        yield f"usual,near={near}"
        yield f"usual,before={name}{left}"
        yield f"usual,after={name}{following}"
        clusters = self._background.clusters
        yield f"usual,before~={name}{clusters.coarse(left)}"
        yield f"usual,after~={name}{clusters.coarse(following)}"
        for topic in self._topics:
            yield f"usual,{topic}={name}{unit}"

    def _of_elsewhere(self, candidate: MetricCandidate) -> Iterator[str]:
        name, unit = candidate.name.lower(), self._number.unit
        yield "elsewhere"
        yield f"elsewhere,distance={candidate.distance}"
        yield f"elsewhere,unit={unit}"
        yield f"elsewhere,name={name}"
        yield f"elsewhere,unit,name={unit}{name}"
        yield f"elsewhere,known={min(self._known, 2)}"

    def _of_rule(self, candidate: MetricCandidate) -> Iterator[str]:
        sort = candidate.how[0] if candidate.how in ("usual", "elsewhere") else "p"
        words, rule = words_set(candidate.name), self._number.by_rule
        if not rule:
            agrees = "none"
        else:
            agrees = "same" if words == rule else "some" if words & rule else "no"
        yield f"rule={agrees}"
        yield f"rule={agrees}{sort}"

    def _of_earlier(self, candidate: MetricCandidate, earlier: Earlier) -> Iterator[str]:
        sort = "u" if candidate.how == "usual" else "p"
        same_unit = earlier.unit == self._number.unit
        same = "same" if words_set(candidate.name) == earlier.metric else "other"
        behind = _marks(self._words.after(self._last, self._last + _OUTER, _MARKS))[:1]
        yield f"earlier={same}"
        yield f"earlier={same}{sort}"
        yield f"earlier,unit={same}{same_unit}"
        yield f"earlier,marks={same}{' '.join(_marks(words_of(earlier.between).texts))}"
        yield f"earlier,gap={same}{bucket(len(earlier.between), (6, 15, 30, 60))}{same_unit}"
        yield f"earlier,behind={same}{' '.join(behind)}{same_unit}"

    def _gap(self, candidate: MetricCandidate) -> int:
        start, end = candidate.span
        if start < 0:
            return len(self._text)
        return start - self._last if start >= self._last else self._first - end

    def _metricness(self, noun: str) -> tuple[int, int]:
        """Return how often a noun stands beside numbers in many papers, and which share of it."""
        beside = self._background.beside.get(noun, 0)
        share = beside / (self._background.nouns.get(noun, 0) + 5)
        return bucket(beside, _BESIDE), bucket(share, _SHARES)

    def _sort(self, words: Sequence[str]) -> str:
        head = words[-1]
        if _CHANGE.fullmatch(head):
            return "change" if len(words) == 1 else "of-change"
        if _FASTER.fullmatch(head):
            return "faster"
        if head in word_list("no-metric") or head in word_list("class-tails"):
            return "empty"
        beside, share = self._metricness(head)
        return "metric" if share > 2 and beside > 2 else "maybe" if share > 1 else "other"

    def _between(self, low: int, high: int) -> Sequence[str]:
        """Return the words that begin and end inside [low:high] of the sentence."""
        return self._words.before(high, low, _EVERY)


@lru_cache(maxsize=1 << 12)
def words_set(name: str) -> frozenset[str]:
    """Return the words of a metric's name."""
    return frozenset(words_of(name).texts)


def _enumeration(text: str, number: Span, others: Sequence[Span]) -> Span:
    """Return where the enumeration of numbers begins and ends in which a number stands."""
    first, last = number
    for start, end in sorted(others):
        if start >= last and _JOINING.fullmatch(text, last, start):
            last = end
    for start, end in sorted(others, reverse=True):
        if end <= first and _JOINING.fullmatch(text, end, first):
            first = start
    return first, last


def _marks(words: Sequence[str]) -> list[str]:
    """Return the skeleton of some words: what relates them, all else as one mark each run."""
    marks: list[str] = []
    for word in words:
        mark = _mark(word)
        if mark and not (mark == "w" and marks[-1:] == ["w"]):
            marks.append(mark)
    return marks[:_MARKS]


@lru_cache(maxsize=1 << 15)
def _mark(word: str) -> str:
    if word in _HEDGING:
        return ""
    if word[0].isdigit():
        return "N"
    if _CHANGE.fullmatch(word):
        return "C"
    if _COMPARATIVE.fullmatch(word):
        return "Q"
    if word in _RELATING or not word[0].isalnum():
        return word
    return "V" if _CHANGING.match(word) else "w"
