"""What the model of techniques and tasks sees: the words of a phrase, and where they stand."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from kg.extract.document import Part
from kg.extract.latex import JOINER
from kg.extract.learned.alphabet import Alphabet, Lookup, Memo, known, remembered
from kg.extract.learned.clusters import WordClusters, WordFeatures, beside
from kg.extract.learned.view import View
from kg.extract.learned.words import END, START, Span
from kg.ids import phrase_key
from kg.lexicon import Entry
from kg.model import Kind

_ONE_WORD = ("ing", "tion", "sion", "ment")
_LONG, _SHORT = 3, 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phrase stands."""

    part: Part
    start: int
    end: int


@dataclass(slots=True)
class PhraseGroup:
    """All places of one phrase in a paper (title first) and the lexicon entries that know it."""

    key: str
    places: list[Place] = field(default_factory=list)
    entries: dict[tuple[Kind, str], Entry] = field(default_factory=dict)

    @property
    def kinds(self) -> str:
        """The kinds of its entries, joined; "none" where no lexicon knows it."""
        if not self.entries:
            return "none"
        return "+".join(sorted({entry.kind.value for entry in self.entries.values()}))

    @property
    def entry_names(self) -> tuple[str, ...]:
        """The names of its entries; a generic one ends in "!"."""
        if not self.entries:
            return ()
        return tuple(
            sorted(entry.name + ("!" if entry.generic else "") for entry in self.entries.values())
        )


def phrase_groups(view: View) -> list[PhraseGroup]:
    """Return the phrases of a paper that may be techniques or tasks, in order of appearance."""
    found: dict[str, PhraseGroup] = {}
    for part in view.document.parts:
        known = _known(part)
        spans = _candidates(part, view.chunks[part.section])
        for span in (*known, *(span for span in spans if span not in known)):
            key = phrase_key(part.plain[slice(*span)].replace(JOINER, ""))
            group = found.get(key)
            if group is None:
                group = found[key] = PhraseGroup(key)
            group.places.append(Place(part, *span))
            for entry in known.get(span, ()):
                group.entries[entry.kind, entry.name] = entry
    return [group for key, group in found.items() if key]


def _known(part: Part) -> dict[Span, list[Entry]]:
    known: dict[Span, list[Entry]] = {}
    for hit in part.hits:
        if hit.entry.kind in (Kind.TECHNIQUE, Kind.TASK):
            known.setdefault((hit.start, hit.end), []).append(hit.entry)
    return known


def _candidates(part: Part, chunks: Sequence[Sequence[Span]]) -> Iterator[Span]:
    """Yield the ends of the runs of content words: the last three and the last two words of each."""
    for chunk in chunks:
        begin, end = chunk[-1]
        if len(chunk) >= _SHORT:
            yield chunk[max(0, len(chunk) - _LONG)][0], end
            if len(chunk) >= _LONG:
                yield chunk[-_SHORT][0], end
        else:
            word = part.plain[begin:end].lower()
            if word.endswith(_ONE_WORD) or "-" in word:
                yield begin, end


class PhraseFeatures:
    """Looks up the features of phrases.

    Args:
        alphabet: the features that are weighed.
        clusters: which words stand in like places.
    """

    def __init__(self, alphabet: Alphabet, clusters: WordClusters) -> None:
        self.number = alphabet.number
        self.clusters = clusters
        of = alphabet.of
        self._entry, self._shape = of("entry="), of("words~")
        self._pair, self._like = of("last2="), of("last2~")
        self._pairs: Memo[tuple[str, str], tuple[int, ...]] = Memo(self._of_pair)
        self._sizes = remembered(self.number, _of_size)
        first = WordFeatures(alphabet, clusters, ["first="], ["first~"], ["first-end3="])
        last = WordFeatures(alphabet, clusters, ["last="], ["last~"], ["end3=", "end4="])
        has = WordFeatures(alphabet, clusters, ["has="], ["has~"])
        self._first, self._last, self._has = first.of, last.of, has.of
        self.title_last = of("title-last=")
        self.group = remembered(self.number, GroupTraits.names)
        self.place = remembered(self.number, PlaceTraits.names)
        self.sides = {mark: Sides(alphabet, clusters, mark) for mark in ("", "title-")}

    def of_words(self, group: PhraseGroup) -> set[int]:
        """Return the features that a phrase has in every paper: of its folded words and entries."""
        words = group.key.split("-")
        found: list[int | None] = [
            *self._sizes[group.kinds, min(4, len(words))],
            self._shape(" ".join(map(self.clusters.coarse, words[-3:]))),
            *self._first[words[0]],
            *self._last[words[-1]],
            *map(self._entry, group.entry_names),
        ]
        for word in words:
            found += self._has[word]
        if len(words) > 1:
            found += self._pairs[words[-2], words[-1]]
        return known(found)

    def _of_pair(self, pair: tuple[str, str]) -> tuple[int, ...]:
        """Return the features of a phrase's last two words."""
        before, last = pair
        coarse, fine = self.clusters.coarse, self.clusters.fine
        return tuple(
            known(
                (
                    self._pair(f"{before} {last}"),
                    self._like(f"{coarse(before)} {fine(last)}"),
                    self._like(f"{fine(before)} {coarse(last)}"),
                )
            )
        )


def _of_size(size: tuple[str, int]) -> Iterator[str]:
    """Yield the features of how many words a phrase of some kinds has."""
    kinds, words = size
    yield f"kinds={kinds}"
    yield f"words={words}"
    yield f"words,{kinds}={words}"


class Sides:
    """Looks up the features of the words around a place, in the title or in the abstract.

    Args:
        alphabet: the features that are weighed.
        clusters: which words stand in like places.
        mark: what the features' names begin with.
    """

    def __init__(self, alphabet: Alphabet, clusters: WordClusters, mark: str) -> None:
        of = alphabet.of
        self._before, self._after = of("before="), of("after=")
        self._left, self._right = (
            Memo(partial(beside, alphabet, clusters, mark + side)) for side in ("left", "right")
        )
        coarse, fine = clusters.coarse, clusters.fine
        self._left2, self._right2, self._both, self._left_last = (
            Memo(partial(_joined, of(f"{mark}{pair}="), of(f"{mark}{pair}~"), cluster))
            for pair, cluster in (
                ("left2", coarse), ("right2", coarse), ("sides", coarse), ("left-last", fine)
            )
        )  # fmt: skip

    def features(
        self, before: tuple[str, ...], after: tuple[str, ...], kinds: str, last: str
    ) -> Iterable[int | None]:
        """Return the features of the words before and after a phrase of these kinds."""
        left = before[-1] if before else START
        right = after[0] if after else END
        return (
            *self._left[kinds][left],
            *self._right[kinds][right],
            *self._left2[before[-2:]],
            *self._right2[after[:2]],
            *self._both[left, right],
            *self._left_last[left, last],
            *map(self._before, before),
            *map(self._after, after),
        )


def _joined(
    same: Lookup, like: Lookup, cluster: Callable[[str], str], words: Sequence[str]
) -> tuple[int, ...]:
    """Return the features of some words together: the words, and their clusters."""
    return tuple(known((same(" ".join(words)), like(" ".join(map(cluster, words))))))


class PhraseView:
    """One paper as the features of its phrases need it.

    Args:
        lookup: the features.
        view: the paper.
        groups: its phrases.
        named: keys of its named things.
    """

    def __init__(
        self,
        lookup: PhraseFeatures,
        view: View,
        groups: Sequence[PhraseGroup],
        named: Collection[str],
    ) -> None:
        self._lookup = lookup
        self._view = view
        self._named = named
        keys = [group.key for group in groups]
        self._keys = frozenset(keys)
        self._tails = {tail for key in keys for tail in _tails(key)}
        self._known = [group.key for group in groups if group.entries]

    def features(self, group: PhraseGroup) -> set[int]:
        """Return the features that a phrase has in this paper."""
        found: list[int | None] = [*self._lookup.group[self._group(group)]]
        kinds, last = group.kinds, group.key.rpartition("-")[2]
        if group.places[0].part.section == "title":
            found.append(self._lookup.title_last(last))
        for place in group.places:
            found += self._around(place, kinds, last)
            found += self._lookup.place[self._place(place)]
        return known(found)

    def _around(self, place: Place, kinds: str, last: str) -> Iterable[int | None]:
        part = place.part
        begin, end = part.sentence_at(place.start)
        words = self._view.words[part.section]
        before, after = words.before(place.start, begin, 8), words.after(place.end, end, 6)
        mark = "title-" if part.section == "title" else ""
        return self._lookup.sides[mark].features(before, after, kinds, last)

    def _group(self, group: PhraseGroup) -> GroupTraits:
        key, first = group.key, group.places[0]
        sections = {place.part.section for place in group.places}
        places = [
            self._view.place(place.part, place.start)
            for place in group.places
            if place.part.section == "abstract"
        ]
        others = [other for other in self._known if other != key]
        return GroupTraits(
            kinds=group.kinds,
            places=min(4, len(group.places)),
            capital=not first.part.plain[first.start + 1 : first.end].islower(),
            title="title" in sections,
            named=key in self._named,
            tail=key in self._tails,
            longer=any(tail in self._keys for tail in _tails(key)),
            holds_known=any(other in key for other in others),
            inside_known=any(key in other for other in others),
            place=max(-2, min(4, places[0])) if places else None,
            background=bool(places) and max(places) < 0,
        )

    def _place(self, place: Place) -> PlaceTraits:
        part = place.part
        if part.section == "title":
            colon = part.plain.find(":")
            where = "none" if colon < 0 else "before" if place.start < colon else "behind"
            return PlaceTraits("title", where, None)
        index = part.sentence_index(place.start)
        behind = index - self._view.contribution
        we = self._view.first_we[index]
        we_before = None if we is None else we <= place.start
        return PlaceTraits("abstract", max(-1, min(3, behind)), we_before)


class GroupTraits(NamedTuple):
    """What the features of a phrase in a paper as a whole depend on."""

    kinds: str
    places: int
    capital: bool
    title: bool
    named: bool
    tail: bool
    longer: bool
    holds_known: bool
    inside_known: bool
    place: int | None
    background: bool

    def names(self) -> Iterator[str]:
        """Yield the features of a phrase in a paper as a whole, but those of its words."""
        yield f"count={self.places}"
        if self.capital:
            yield "capital"
        if self.title:
            yield "title"
            yield f"title,{self.kinds}"
            if self.place is not None:
                yield "both"
                yield f"both,{self.kinds}"
        if self.named:
            yield "named"
        if self.tail:
            yield "tail"
        if self.longer:
            yield "longer"
        if self.holds_known:
            yield "holds-known"
        if self.inside_known:
            yield "inside-known"
        if self.place is not None:
            yield f"place={self.place}"
            yield f"place,{self.kinds}={min(3, self.place)}"
        if self.background:
            yield "background"
            yield f"background,{self.kinds}"


class PlaceTraits(NamedTuple):
    """What the features of a place of a phrase depend on."""

    section: str
    where: str | int
    we: bool | None

    def names(self) -> Iterator[str]:
        """Yield the features: in the title, on which side of the colon; in the abstract, how many
        sentences behind the first own one, and whether a "we" stands there, and before it."""
        if self.section == "title":
            yield f"colon={self.where}"
            return
        yield f"side={'background' if self.where == -1 else self.where}"
        if self.we is not None:
            yield "we"
        if self.we:
            yield "we-before"


def _tails(key: str) -> Iterator[str]:
    """Yield what a phrase's key ends with, word by word: "a-b-c" gives "b-c" and "c"."""
    at = key.find("-")
    while at >= 0:
        yield key[at + 1 :]
        at = key.find("-", at + 1)
