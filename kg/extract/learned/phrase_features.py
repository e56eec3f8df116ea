"""What the model of techniques and tasks sees: the words of a phrase, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from kg.extract.document import Part
from kg.extract.latex import JOINER
from kg.extract.learned.clusters import WordClusters
from kg.extract.learned.view import View
from kg.extract.learned.words import END, START, Span
from kg.ids import phrase_key
from kg.lexicon import Entry
from kg.model import Kind

_WE = re.compile(r"\b(?:we|our)\b", re.IGNORECASE)
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


def word_features(group: PhraseGroup, clusters: WordClusters) -> set[str]:
    """Return the features that a phrase has in every paper: of its folded words and entries."""
    words, kinds = group.key.split("-"), group.kinds
    first, last = words[0], words[-1]
    found = {
        f"kinds={kinds}",
        f"first={first}",
        f"first-end3={first[-3:]}",
        f"last={last}",
        f"end3={last[-3:]}",
        f"end4={last[-4:]}",
        f"words={min(4, len(words))}",
        f"words,{kinds}={min(4, len(words))}",
        *(f"entry={name}" for name in group.entry_names),
        *(f"has={word}" for word in words),
    }
    found.update(f"last~{cluster}" for cluster in clusters.both(last))
    found.update(f"first~{cluster}" for cluster in clusters.both(first))
    found.update(f"has~{cluster}" for word in words for cluster in clusters.both(word))
    found.add(f"words~{' '.join(map(clusters.coarse, words[-3:]))}")
    if len(words) > 1:
        found.add(f"last2={words[-2]} {last}")
        found.add(f"last2~{clusters.coarse(words[-2])} {clusters.fine(last)}")
        found.add(f"last2~{clusters.fine(words[-2])} {clusters.coarse(last)}")
    return found


class PhraseView:
    """One paper as the features of its phrases need it.

    Args:
        view: the paper.
        groups: its phrases.
        named: keys of its named things.
        clusters: which words stand in like places.
    """

    def __init__(
        self,
        view: View,
        groups: Sequence[PhraseGroup],
        named: Collection[str],
        clusters: WordClusters,
    ) -> None:
        self._view = view
        self._clusters = clusters
        self._named = named
        keys = [group.key for group in groups]
        self._keys = frozenset(keys)
        self._tails = {tail for key in keys for tail in _tails(key)}
        self._known = [group.key for group in groups if group.entries]

    def features(self, group: PhraseGroup) -> set[str]:
        """Return the features that a phrase has in this paper."""
        return {
            *self._of_group(group),
            *(f for p in group.places for f in self._of_place(p, group)),
        }

    def _of_group(self, group: PhraseGroup) -> Iterator[str]:
        key, kinds = group.key, group.kinds
        sections = {place.part.section for place in group.places}
        first = group.places[0]
        yield f"count={min(4, len(group.places))}"
        if not first.part.plain[first.start + 1 : first.end].islower():
            yield "capital"
        if "title" in sections:
            yield "title"
            yield f"title,{kinds}"
            yield f"title-last={key.rpartition('-')[2]}"
            if "abstract" in sections:
                yield "both"
                yield f"both,{kinds}"
        if key in self._named:
            yield "named"
        if key in self._tails:
            yield "tail"
        if any(tail in self._keys for tail in _tails(key)):
            yield "longer"
        if any(other in key for other in self._known if other != key):
            yield "holds-known"
        if any(key in other for other in self._known if other != key):
            yield "inside-known"
        places = [
            self._view.place(place.part, place.start)
            for place in group.places
            if place.part.section == "abstract"
        ]
        if places:
            yield f"place={max(-2, min(4, places[0]))}"
            yield f"place,{kinds}={max(-2, min(3, places[0]))}"
            if max(places) < 0:
                yield "background"
                yield f"background,{kinds}"

    def _of_place(self, place: Place, group: PhraseGroup) -> Iterator[str]:
        part = place.part
        index = part.sentence_index(place.start)
        begin, end = part.sentences[index]
        words = self._view.words[part.section]
        before, after = words.before(place.start, begin, 8), words.after(place.end, end, 6)
        left = before[-1] if before else START
        right = after[0] if after else END
        mark = "title-" if part.section == "title" else ""
        yield f"{mark}left={left}"
        yield f"{mark}left2={' '.join(before[-2:])}"
        yield f"{mark}left,{group.kinds}={left}"
        yield f"{mark}right={right}"
        yield f"{mark}right2={' '.join(after[:2])}"
        yield f"{mark}right,{group.kinds}={right}"
        yield f"{mark}sides={left} {right}"
        yield f"{mark}left-last={left} {group.key.rpartition('-')[2]}"
        yield from self._of_clusters(mark, before, after, group)
        for word in before:
            yield f"before={word}"
        for word in after:
            yield f"after={word}"
        if mark:
            colon = part.plain.find(":")
            yield f"colon={'none' if colon < 0 else 'before' if place.start < colon else 'behind'}"
            return
        behind = index - self._view.contribution
        yield f"side={'background' if behind < 0 else min(3, behind)}"
        if _WE.search(part.plain, begin, end):
            yield "we"
            if _WE.search(part.plain, begin, place.start):
                yield "we-before"

    def _of_clusters(
        self, mark: str, before: Sequence[str], after: Sequence[str], group: PhraseGroup
    ) -> Iterator[str]:
        clusters = self._clusters
        left = before[-1] if before else START
        right = after[0] if after else END
        for cluster in clusters.both(left):
            yield f"{mark}left~{cluster}"
            yield f"{mark}left~,{group.kinds}={cluster}"
        for cluster in clusters.both(right):
            yield f"{mark}right~{cluster}"
            yield f"{mark}right~,{group.kinds}={cluster}"
        yield f"{mark}sides~{clusters.coarse(left)} {clusters.coarse(right)}"
        yield f"{mark}left2~{' '.join(map(clusters.coarse, before[-2:]))}"
        yield f"{mark}right2~{' '.join(map(clusters.coarse, after[:2]))}"
        last = group.key.rpartition("-")[2]
        yield f"{mark}left-last~{clusters.fine(left)} {clusters.fine(last)}"


def _tails(key: str) -> Iterator[str]:
    """Yield what a phrase's key ends with, word by word: "a-b-c" gives "b-c" and "c"."""
    at = key.find("-")
    while at >= 0:
        yield key[at + 1 :]
        at = key.find("-", at + 1)
