"""What the model of metrics sees of a number and one candidate for what it measures."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from kg.extract.learned.alphabet import known
from kg.extract.learned.metric_candidates import MetricCandidate, Sentence
from kg.extract.learned.metric_lookup import MetricFeatures, PhraseTraits, UsualTraits
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


class MetricView:
    """One number as the features of its candidates need it.

    Args:
        lookup: the features.
        number: what is asked.
        candidates: what it may be a number of.
        counts: how often each usual metric stands in the abstract.
        earlier: the number before in the same sentence, if any.
    """

    def __init__(
        self,
        lookup: MetricFeatures,
        number: Number,
        candidates: Sequence[MetricCandidate],
        counts: Mapping[str, int],
        earlier: Earlier | None,
    ) -> None:
        background = lookup.background
        self._lookup = lookup
        self._number = number
        self._candidates = candidates
        self._background = background
        self._counts = counts
        self._names = Counter(candidate.name.lower() for candidate in candidates)
        sentence = number.sentence
        self._text = sentence.text
        self._first, self._last = _enumeration(sentence.text, sentence.number, number.others)
        self._place = sum(self._first <= start < sentence.number[0] for start, _ in number.others)
        self._size = 1 + sum(self._first <= start < self._last for start, _ in number.others)
        self._words = words_of(self._text)
        self._before = self._words.before(self._first, 0, _WINDOW)
        self._after = self._words.after(self._last, len(self._text), _WINDOW)
        self._left = self._before[-1] if self._before else START
        self._following = self._after[0] if self._after else END
        self._lower = self._text.lower()
        self._topics = tuple(topic for topic, words in _TOPICS if words.search(self._lower))
        self._known = sum(one.how == "lexicon" for one in candidates)
        self._near = min(2, sum(c.how == "lexicon" and self._gap(c) < 40 for c in candidates))
        self._adjacent = any(
            0 <= c.span[0] - self._last < 14 and self._metricness(c.name.lower().split()[-1])[1] > 2
            for c in candidates
            if c.span[0] >= 0
        )

        self._earlier = earlier
        self._behind_earlier = dict(self._of_earlier(earlier)) if earlier else {}

    def features(self, candidate: MetricCandidate) -> set[int]:
        """Return the features of one candidate."""
        number = self._lookup.number
        found = list(map(number, self._of_rule(candidate)))
        if candidate.how == "usual":
            found += self._of_usual(candidate.name)
        elif candidate.how == "elsewhere":
            found += map(number, self._of_elsewhere(candidate))
        else:
            found += self._of_phrase(candidate)
        if self._earlier:
            same = words_set(candidate.name) == self._earlier.metric
            found += self._behind_earlier[same, candidate.how == "usual"]
        return known(found)

    def _of_phrase(self, candidate: MetricCandidate) -> list[int | None]:
        lookup, text, unit = self._lookup, self._text, self._number.unit
        start, end = candidate.span
        right = start >= self._last
        side = "R" if right else "L"
        low, high = (self._last, start) if right else (end, self._first)
        between, apart = text[low:high], self._between(low, high)
        words = self._between(start, end) or ("",)
        head = words[-1]
        sort = self._sort(words) + candidate.how[0]
        marks = tuple(_marks(apart))
        distance = f"{side}{bucket(len(apart), _DISTANCES)}"
        numbers = min(2, sum(low <= s < high for s, _ in self._number.others))
        passing = [c for c in self._candidates if c is not candidate and low <= c.span[0] < high]
        passed = min(len(passing), 3)
        known = min(2, sum(c.how == "lexicon" for c in passing))
        beside, share = self._metricness(head)
        if right:
            outer = _marks(self._words.after(end, end + _OUTER, _MARKS))[:1]
        else:
            outer = _marks(self._words.before(start, start - _OUTER, _MARKS))[-1:]
        ends = " ".join(outer)
        number, skeleton = lookup.number, " ".join(marks)
        traits = PhraseTraits(side, sort, distance, numbers, passed, known, share, beside, unit)
        found = [
            *lookup.phrase[traits],
            *lookup.head[head, side, unit],
            *lookup.marks[side, sort, share, marks],
            *lookup.outer[side, sort, ends],
            *lookup.before[side, sort, self._left],
            *lookup.after[side, sort, self._following],
            number(f"sort,marks,outer={sort}{side}{skeleton}|{ends}"),
        ]
        for cluster in self._background.clusters.both(head):
            found.append(number(f"head~,marks={cluster}{side}{skeleton}"))
            found.append(number(f"head~,distance={cluster}{distance}"))
        for word in words[:-1]:
            found += lookup.has[word]
        if self._size > 1:
            place = min(self._place, 2)
            found.append(number(f"enumerated={side}{sort}"))
            found.append(number(f"enumerated,passed={side}{place}{min(self._size, 3)}{passed}"))
        if "," in between or ";" in between:
            found.append(number(f"comma{side}"))
            found.append(number(f"comma{side},share={share}"))
        if _BREAKING.search(between):
            found.append(number(f"break{side}"))
            found.append(number(f"break{side},share={share}"))
        if _OBJECT.search(text[max(0, start - 40) : start]):
            found.append(number("object"))
            found.append(number(f"object,share={share}"))
        if _ACRONYM.fullmatch(text[start:end].split()[-1]):
            found.append(number(f"acronym{side}"))
            found.append(number(f"acronym,distance={distance}"))
            found.append(number(f"acronym,marks={side}{skeleton}"))
        if self._names[candidate.name.lower()] > 1:
            found.append(number("twice"))
        return found

    def _of_usual(self, name: str) -> list[int]:
        lookup = self._lookup
        known, stands = min(2, self._known), min(2, self._counts.get(name, 0))
        here, unit = name in self._lower, self._number.unit
        traits = UsualTraits(
            name, unit, known, stands, here, self._adjacent, self._near, self._topics
        )
        found = [
            *lookup.usual[traits],
            *lookup.usual_before[self._left][name],
            *lookup.usual_after[self._following][name],
        ]
        for word in self._after[:4]:
            found += lookup.usual_right[word][name]
        for word in self._before[-5:]:
            found += lookup.usual_left[word][name]
        return found

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

    def _of_earlier(self, earlier: Earlier) -> Iterator[tuple[tuple[bool, bool], list[int | None]]]:
        """Yield the features of candidates beside the number before, by whether they are of its
        metric and whether they are usual ones."""
        unit = earlier.unit == self._number.unit
        marks = " ".join(_marks(words_of(earlier.between).texts))
        gap = bucket(len(earlier.between), (6, 15, 30, 60))
        behind = " ".join(_marks(self._words.after(self._last, self._last + _OUTER, _MARKS))[:1])
        for same, usual in product((False, True), repeat=2):
            metric = "same" if same else "other"
            names = (
                f"earlier={metric}",
                f"earlier={metric}{'u' if usual else 'p'}",
                f"earlier,unit={metric}{unit}",
                f"earlier,marks={metric}{marks}",
                f"earlier,gap={metric}{gap}{unit}",
                f"earlier,behind={metric}{behind}{unit}",
            )
            yield (same, usual), [self._lookup.number(name) for name in names]

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
