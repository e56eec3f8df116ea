"""What the model of names sees: of a thing as a whole, and of each of its mentions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from kg.extract.cues import weights
from kg.extract.latex import tidy
from kg.extract.learned.alphabet import Alphabet, Lookup, Memo, known
from kg.extract.learned.bundle import Background
from kg.extract.learned.clusters import beside
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
        self._seen = lookup.background.seen
        self._clusters = lookup.background.clusters
        self._last_sentence = len(view.document.abstract.sentences) - 1
        self._keys = [name_key(thing.name) for thing in things]
        titled = TITLE_NAME.match(view.document.title.plain)
        self._main = name_key(tidy(titled[1])) if titled else None
        self._kinds = [_kind(thing, around[place]) for place, thing in enumerate(things)]

    def thing_features(self, index: int) -> set[int]:
        """Return the features of a thing as a whole."""
        return known(map(self._lookup.number, self._of_thing(index)))

    def mention_features(self, index: int, context: Context) -> set[int]:
        """Return the features of one of its mentions."""
        kind, number = self._kinds[index], self._lookup.number
        if context.mention.part.section == "title":
            return known(map(number, self._in_title(context.mention, kind)))
        return known((*self._around(context, kind), *map(number, self._in_abstract(context, kind))))

    def _of_thing(self, index: int) -> Iterator[str]:
        thing, kind = self._things[index], self._kinds[index]
        for found in thing.found:
            if found is not Found.LEXICON or kind != "none":
                yield f"found={found}"
        if kind == "none":
            yield "found=any"
        yield f"kind={kind}"
        yield from _of_name(thing.name)
        yield from self._of_clusters(thing.name.lower(), kind)
        yield from self._of_rarity(thing, kind)
        yield from self._of_title(thing, self._keys[index], kind)
        yield from self._of_others(self._keys[index])
        if thing.long_form:
            yield "long"
            yield f"long,{kind}"
            last = words_of(tidy(thing.long_form)).texts
            yield f"long-last={last[-1] if last else ''}"
        yield from self._of_places(thing, kind)

    def _of_clusters(self, name: str, kind: str) -> Iterator[str]:
        both = self._clusters.both
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

    def _of_rarity(self, thing: Thing, kind: str) -> Iterator[str]:
        if " " in thing.name:
            yield "rarity=0"
            return
        yield f"rarity={bucket(self._seen.get(thing.name, 0), _RARITY)}"
        if kind == "none":
            lower = self._seen.get(thing.name.lower(), 0)
            yield f"rarity-lower={bucket(lower, _RARITY)}"

    def _of_title(self, thing: Thing, key: str, kind: str) -> Iterator[str]:
        if thing.in_title:
            yield "title"
            yield f"title,{kind}"
        if self._main is None:
            place = "none"
        elif key == self._main or self._main == _long_key(thing):
            place = "is"
        else:
            place = "holds" if self._main in key else "other"
        yield f"main={place}"
        yield f"main,{kind}={place}"

    def _of_others(self, key: str) -> Iterator[str]:
        if any(other and other != key and other in key for other in self._keys):
            yield "holds-other"
        if any(key and other != key and key in other for other in self._keys):
            yield "inside-other"
        yield f"things={bucket(len(self._keys), (1, 2, 4, 6, 10))}"

    def _of_places(self, thing: Thing, kind: str) -> Iterator[str]:
        places = [m.sentence for m in thing.mentions if m.part.section == "abstract"]
        yield f"mentions={bucket(len(places), (0, 1, 2, 3, 5))}"
        yield f"mentions,{kind}={min(len(places), 3)}"
        if places:
            first = places[0] - self._view.contribution
            yield f"first={max(-2, min(3, first))}"
            yield f"first,{kind}={max(-1, min(2, first))}"
            if max(places) < self._view.contribution:
                yield "only-background"
            if places[0] == self._last_sentence:
                yield "only-last"

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

    def _in_abstract(self, context: Context, kind: str) -> Iterator[str]:
        mention = context.mention
        place = mention.sentence - self._view.contribution
        side = "background" if place < 0 else "own"
        yield side
        yield f"{side},{kind}"
        yield f"place={max(-2, min(4, place))}"
        if self._view.first_we[mention.sentence] is not None:
            yield "we"
            yield f"we,{kind}"
        if (context.start, context.end) != (mention.start, mention.end):
            yield "listed"
            yield f"listed,{kind}"
        if mention.start == mention.part.sentences[mention.sentence][0]:
            yield "begins"
            yield f"begins,{kind}"
        for relation, weight in weights(context.before, context.after, _RELATIONS).items():
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


def _of_name(name: str) -> Iterator[str]:
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
