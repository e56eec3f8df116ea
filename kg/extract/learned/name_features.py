"""What the model of names sees: of a thing as a whole, and of each of its mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from kg.extract.cues import weights
from kg.extract.latex import tidy
from kg.extract.learned.alphabet import Alphabet, Lookup, Memo, known, remembered
from kg.extract.learned.bundle import Background
from kg.extract.learned.clusters import WordClusters, beside
from kg.extract.learned.view import View
from kg.extract.learned.words import END, START, bucket, words_of
from kg.extract.names import Found
from kg.extract.roles import Context
from kg.extract.things import TITLE_NAME, Mention, Thing
from kg.ids import name_key
from kg.model import Relation

_SUFFIX = re.compile(
    r"(bench|eval|arena|gym|qa|net|former|lm|gpt|vit|diff|diffusion|flow|kv|moe|lora|rl|po|set|"
    r"data|corpus|agent|code|coder|vl|vla|mm|score|rank|attn|attention|cache|quant|prune|nas|gan|"
    r"vae|bert|nerf|gs|sam|clip|ssm|mamba|math|hop|\d+k|\d+m|\d+b|instruct|chat|base|large|small|"
    r"tiny|pro|max|mini|turbo|plus|v?\d+(?:\.\d+)?)s?$",
    re.IGNORECASE,
)
_SIZE = re.compile(r"\d+(?:\.\d+)?[BM]\b")
_DIGITS = re.compile(r"\d+")
_SHAPE_RUNS = ((re.compile(r"[A-Z]+"), "A"), (re.compile(r"[a-z]+"), "a"), (_DIGITS, "0"))
_CUE_STEPS = (0.3, 0.5, 0.65, 0.8, 0.9)
_RARITY = (0, 1, 2, 4, 10, 40, 200)
_PLAIN = 0.85
_RELATIONS = frozenset(Relation)
_REACH = 100


class NameFeatures:
    """Looks up the features of names.

    Args:
        alphabet: the features that are weighed.
        background: what many other papers tell of words.
    """

    def __init__(self, alphabet: Alphabet, background: Background) -> None:
        of, clusters = alphabet.of, background.clusters
        self.number = alphabet.number
        self.background = background
        self.left, self.right = (
            Memo(partial(beside, alphabet, clusters, side)) for side in ("left", "right")
        )
        self.left2, self.like_left2 = of("left2="), of("left2~")
        self.right2, self.like_right2 = of("right2="), of("right2~")
        self.after = of("after=")
        self.before: Memo[str, Lookup] = Memo(partial(_before, alphabet))
        self.name = remembered(self.number, partial(_of_name, background))
        self.thing = remembered(self.number, ThingTraits.names)
        self.mention = remembered(self.number, MentionTraits.names)


class NameView:
    """One paper as the features of its things need it.

    Args:
        lookup: the features.
        view: the paper.
        things: its candidates.
        around: the contexts of their mentions, in the same order.
    """

    def __init__(
        self,
        lookup: NameFeatures,
        view: View,
        things: Sequence[Thing],
        around: Mapping[int, Sequence[Context]],
    ) -> None:
        self._lookup = lookup
        self._view = view
        self._things = things
        self._clusters = lookup.background.clusters
        self._last_sentence = len(view.document.abstract.sentences) - 1
        self._keys = [name_key(thing.name) for thing in things]
        titled = TITLE_NAME.match(view.document.title.plain)
        self._main = name_key(tidy(titled[1])) if titled else None
        self._kinds = [_kind(thing, around[place]) for place, thing in enumerate(things)]

    def thing_features(self, index: int) -> set[int]:
        """Return the features of a thing as a whole."""
        thing, kind, lookup = self._things[index], self._kinds[index], self._lookup
        found: list[int | None] = [
            *lookup.name[thing.name, kind],
            *lookup.thing[self._thing(thing, self._keys[index], kind)],
        ]
        if thing.long_form:
            last = words_of(tidy(thing.long_form)).texts
            found.append(lookup.number(f"long-last={last[-1] if last else ''}"))
        return known(found)

    def mention_features(self, index: int, context: Context) -> set[int]:
        """Return the features of one of its mentions."""
        kind, number = self._kinds[index], self._lookup.number
        if context.mention.part.section == "title":
            return known(map(number, self._in_title(context.mention, kind)))
        return known(
            (*self._around(context, kind), *self._lookup.mention[self._mention(context, kind)])
        )

    def _thing(self, thing: Thing, key: str, kind: str) -> ThingTraits:
        places = [m.sentence for m in thing.mentions if m.part.section == "abstract"]
        contribution = self._view.contribution
        return ThingTraits(
            kind=kind,
            found=tuple(sorted(thing.found)),
            in_title=thing.in_title,
            main=self._place_in_title(thing, key),
            holds_other=any(other and other != key and other in key for other in self._keys),
            inside_other=any(key and other != key and key in other for other in self._keys),
            things=bucket(len(self._keys), (1, 2, 4, 6, 10)),
            long=bool(thing.long_form),
            mentions=bucket(len(places), (0, 1, 2, 3, 5)),
            first=max(-2, min(3, places[0] - contribution)) if places else None,
            only_background=bool(places) and max(places) < contribution,
            only_last=bool(places) and places[0] == self._last_sentence,
        )

    def _place_in_title(self, thing: Thing, key: str) -> str:
        if self._main is None:
            return "none"
        if key == self._main or self._main == _long_key(thing):
            return "is"
        return "holds" if self._main in key else "other"

    def _in_title(self, mention: Mention, kind: str) -> Iterator[str]:
        words = self._view.words["title"]
        before = words.before(mention.start, 0, 1)
        after = words.after(mention.end, len(mention.part.plain), 1)
        next_word = after[0] if after else END
        yield f"title-before={before[-1] if before else START}"
        yield f"title-after={next_word}"
        if not before:
            yield f"title-first={next_word}"
            yield f"title-first,{kind}={next_word}"

    def _around(self, context: Context, kind: str) -> Iterable[int | None]:
        lookup, words = self._lookup, self._view.words["abstract"]
        begin, end = context.mention.part.sentence_at(context.mention.start)
        before = words.before(context.start, max(begin, context.start - _REACH), 12)
        after = words.after(context.end, min(end, context.end + _REACH), 8)
        coarse = self._clusters.coarse
        return (
            *lookup.left[kind][before[-1] if before else START],
            *lookup.right[kind][after[0] if after else END],
            lookup.left2(" ".join(before[-2:])),
            lookup.right2(" ".join(after[:2])),
            lookup.like_left2(" ".join(map(coarse, before[-2:]))),
            lookup.like_right2(" ".join(map(coarse, after[:2]))),
            *map(lookup.before[kind], before),
            *map(lookup.after, after),
        )

    def _mention(self, context: Context, kind: str) -> MentionTraits:
        mention = context.mention
        place = mention.sentence - self._view.contribution
        return MentionTraits(
            kind=kind,
            place=max(-2, min(4, place)),
            we=self._view.first_we[mention.sentence] is not None,
            listed=(context.start, context.end) != (mention.start, mention.end),
            begins=mention.start == mention.part.sentences[mention.sentence][0],
            cues=tuple(weights(context.before, context.after, _RELATIONS).items()),
        )


class ThingTraits(NamedTuple):
    """What the features of a thing as a whole depend on, beside its name."""

    kind: str
    found: tuple[Found, ...]
    in_title: bool
    main: str
    holds_other: bool
    inside_other: bool
    things: int
    long: bool
    mentions: int
    first: int | None
    only_background: bool
    only_last: bool

    def names(self) -> Iterator[str]:
        """Yield the features of a thing as a whole, but those of its name."""
        for how in self.found:
            if how is not Found.LEXICON or self.kind != "none":
                yield f"found={how}"
        if self.kind == "none":
            yield "found=any"
        yield f"kind={self.kind}"
        if self.in_title:
            yield "title"
            yield f"title,{self.kind}"
        yield f"main={self.main}"
        yield f"main,{self.kind}={self.main}"
        if self.holds_other:
            yield "holds-other"
        if self.inside_other:
            yield "inside-other"
        yield f"things={self.things}"
        if self.long:
            yield "long"
            yield f"long,{self.kind}"
        yield f"mentions={self.mentions}"
        yield f"mentions,{self.kind}={min(self.mentions, 3)}"
        if self.first is not None:
            yield f"first={self.first}"
            yield f"first,{self.kind}={max(-1, min(2, self.first))}"
        if self.only_background:
            yield "only-background"
        if self.only_last:
            yield "only-last"


class MentionTraits(NamedTuple):
    """What the features of a mention in the abstract depend on, beside the words around it."""

    kind: str
    place: int
    we: bool
    listed: bool
    begins: bool
    cues: tuple[tuple[Relation, float], ...]

    def names(self) -> Iterator[str]:
        """Yield the features of a mention in the abstract, but those of the words around it."""
        side = "background" if self.place < 0 else "own"
        yield side
        yield f"{side},{self.kind}"
        yield f"place={self.place}"
        for name, holds in (("we", self.we), ("listed", self.listed), ("begins", self.begins)):
            if holds:
                yield name
                yield f"{name},{self.kind}"
        for relation, weight in self.cues:
            for step in _CUE_STEPS:
                if weight >= step:
                    yield f"cue={relation},{step}"


def _before(alphabet: Alphabet, kind: str) -> Lookup:
    return alphabet.of(f"before,{kind}=")


def _long_key(thing: Thing) -> str | None:
    return name_key(tidy(thing.long_form)) if thing.long_form else None


def _kind(thing: Thing, contexts: Sequence[Context]) -> str:
    """Return the kind of a known thing; "none" for one that the paper plainly introduces.

    What a paper says that it proposes, it proposes, whether we know it from elsewhere or not.
    """
    if thing.entry is None or any(_plainly_introduced(context) for context in contexts):
        return "none"
    return thing.entry.kind.value


def _plainly_introduced(context: Context) -> bool:
    mention = context.mention
    if mention.part.section == "title":
        titled = TITLE_NAME.match(mention.part.plain)
        return titled is not None and (mention.start, mention.end) == titled.span(1)
    found = weights(context.before, context.after, _RELATIONS)
    return found.get(Relation.INTRODUCES, 0.0) >= _PLAIN


def _of_name(background: Background, named: tuple[str, str]) -> Iterator[str]:
    """Yield the features of a name and kind, whatever paper it stands in."""
    name, kind = named
    yield from _of_letters(name)
    yield from _of_clusters(background.clusters, name.lower(), kind)
    if " " in name:
        yield "rarity=0"
        return
    yield f"rarity={bucket(background.seen.get(name, 0), _RARITY)}"
    if kind == "none":
        yield f"rarity-lower={bucket(background.seen.get(name.lower(), 0), _RARITY)}"


def _of_clusters(clusters: WordClusters, name: str, kind: str) -> Iterator[str]:
    both = clusters.both
    for cluster in both(name):
        yield f"name~{cluster}"
        yield f"name~,{kind}={cluster}"
    if " " in name:
        for cluster in both(name.split()[-1]):
            yield f"last~{cluster}"
    if "-" in name:
        for cluster in both(name.rpartition("-")[2]):
            yield f"tail~{cluster}"
        for cluster in both(name.partition("-")[0]):
            yield f"stem~{cluster}"


def _of_letters(name: str) -> Iterator[str]:
    yield f"shape={_shape(name)}"
    yield f"words={min(len(name.split()), 5)}"
    yield f"length={bucket(len(name), (3, 5, 8, 12, 20))}"
    yield f"end3={name.lower()[-3:]}"
    yield f"last={name.lower().split()[-1] if ' ' in name else ''}"
    suffix = _SUFFIX.search(name)
    if suffix:
        yield f"suffix={_DIGITS.sub('0', suffix[1].lower())}"
    if name.isupper():
        yield "upper"
    if _SIZE.search(name):
        yield "size"
    if name[:1].islower():
        yield "lower-first"
    if name.islower():
        yield "lower"


def _shape(name: str) -> str:
    """Return the pattern of letters and digits: "LLaVA-1.5" is "AaA-0.0"."""
    for run, mark in _SHAPE_RUNS:
        name = run.sub(mark, name)
    return name[:10]
