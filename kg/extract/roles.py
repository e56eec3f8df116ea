"""Which part each named thing plays in the paper: the relation, the kind and the best evidence.

Every mention is read with the words around its whole enumeration ("compared to ANT and OliVe" speaks
of both); the mentions' cues and what is known of the name decide together.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from kg.extract.cues import weights
from kg.extract.names import Found
from kg.extract.things import Mention, Thing
from kg.model import Kind, Relation

_CHAIN = re.compile(
    r"^[\s\"'”’\u2060)]*(?:\([^)]{1,30}\))?\s*(?:,|and|or|&|/|\+|,\s?and|,\s?or|as well as|to)\s(?:the\s)?(?:[\w\-]+\s){0,1}[\"'“‘\u2060(]*$"
)
_CONTEXT = 100
_INTRODUCES_KNOWN = 0.45
"""A known thing is introduced only by plain words: "GPT-3 achieves ..." speaks of another's."""
_TRAINING = re.compile(
    r"\b(?:pre-?|post-?)?train|\bfine-?tun|\bSFT\b|\binstruction[- ]tun", re.IGNORECASE
)
_BENCHMARK_NAME = re.compile(
    r"(?:(?i:Bench(?:mark)?|GLUE|\b(?:Eval|Arena|Gym|Test|Challenge))|Eval|Arena|Gym|Test|Challenge|(?<=[a-z-])QA)(?:[-\s][\w.]{1,8}|[\d+A-Z][\w.+]{0,7})?$"
)
_DATASET_NAME = re.compile(
    r"(?:Set|Corpus|Data(?:set|base)?|-?\d+(?:\.\d+)?[KM])(?:[-\s]?v?\d.*)?$", re.I
)
_MODEL_NAME = re.compile(
    r"(?:\d[BM]\b|LLM|LM|GPT|VLM|BERT|Net(?:-?v?\d)?|Former|former|Diffusion|VLA|ViT|LLaMA|Llama|Qwen)",
    re.M,
)
_HEAD_KINDS = (
    (re.compile(r"[\"'”’)\u2060]*\s(?:\w+\s)?(?:benchmarks?|leaderboard|test ?suite|testbed|evaluation (?:suite|framework))\b", re.I), Kind.BENCHMARK),
    (re.compile(r"[\"'”’)\u2060]*\s(?:\w+\s)?(?:datasets?|corpus|corpora|data)\b", re.I), Kind.DATASET),
    (re.compile(r"[\"'”’)\u2060]*\s(?:\w+\s)?(?:models?|checkpoints?|famil(?:y|ies)|series)\b", re.I), Kind.MODEL),
)  # fmt: skip
_IS_KIND = (
    (re.compile(r"\b(?:benchmarks?|leaderboard|test ?suite|testbed|(?:evaluation|benchmarking) (?:suite|framework|protocol|platform))\b", re.I), Kind.BENCHMARK),
    (re.compile(r"\b(?:datasets?|corpus|database)\b", re.I), Kind.DATASET),
    (re.compile(r"\b(?:language|foundation|world|base|open|embedding|generative|diffusion|multimodal|speech|audio|video|action|reasoning|reward)\s?models?\b|\b(?:family|series)\b", re.I), Kind.MODEL),
)  # fmt: skip
_IS_METHOD = (
    re.compile(
        r"\b(?:framework|method|approach|algorithm|technique|strategy|mechanism|module|pipeline|system|platform|library|toolkit|attack|defen[cs]e|optimi[sz]er|architecture|paradigm|scheme)\b",
        re.I,
    ),
    Kind.METHOD,
)
_PHRASE_ENDS = re.compile(
    r"\s(?:for|of|that|which|to|with|in|on|from|by|using|where|designed|based)\b|,\s"
)

_APPOSITION = re.compile(
    r"(?:\s?\([^()]{2,80}\))?,?\s(?:is\s)?(?:an?|the first|our)\s(?P<what>[^.;]{0,80})",
    re.IGNORECASE,
)
_PRESENTING = re.compile(
    r"\b(?:introduc|propos|present|releas|construct|creat|build|built|develop|contribut|call|nam)",
    re.IGNORECASE,
)
_LEAD = re.compile(r"\b(?:an?|new|novel|first|the)\s[^.;]{0,80}$")

_PRIOR: dict[str, dict[Relation, float]] = {
    "model": {
        Relation.USES_BASE_MODEL: 1.0,
        Relation.COMPARES_WITH: 1.05,
        Relation.EXTENDS: 0.9,
        Relation.MENTIONS: 0.85,
        Relation.INTRODUCES: 0.55,
    },
    "data": {
        Relation.EVALUATES_ON: 1.1,
        Relation.TRAINS_ON: 0.9,
        Relation.EXTENDS: 0.6,
        Relation.MENTIONS: 0.5,
        Relation.INTRODUCES: 0.5,
    },
    "method": {
        Relation.COMPARES_WITH: 1.0,
        Relation.EXTENDS: 0.9,
        Relation.USES_TECHNIQUE: 0.9,
        Relation.USES_BASE_MODEL: 0.55,
        Relation.MENTIONS: 0.9,
        Relation.INTRODUCES: 0.6,
    },
    "unknown": {
        Relation.INTRODUCES: 1.0,
        Relation.COMPARES_WITH: 0.85,
        Relation.EVALUATES_ON: 0.6,
        Relation.EXTENDS: 0.6,
        Relation.USES_BASE_MODEL: 0.45,
        Relation.TRAINS_ON: 0.5,
        Relation.MENTIONS: 0.6,
    },
}


@dataclass(frozen=True, slots=True)
class Role:
    """One relation of the paper to a thing, its kind, its confidence and where it is stated."""

    relation: Relation
    kind: Kind
    confidence: float
    mention: Mention


@dataclass(frozen=True, slots=True)
class Context:
    """A mention with the words before and after the enumeration [start:end] in which it stands."""

    mention: Mention
    before: str
    after: str
    start: int
    end: int


def contexts(things: Sequence[Thing]) -> dict[int, list[Context]]:
    """Return, for each thing by its place in the list, the contexts of its mentions."""
    every = sorted(
        ((m, i) for i, thing in enumerate(things) for m in thing.mentions),
        key=lambda pair: (pair[0].part.section == "abstract", pair[0].start, pair[0].end),
    )
    found: dict[int, list[Context]] = {i: [] for i in range(len(things))}
    chain: list[tuple[Mention, int]] = []
    for mention, index in every:
        if chain and not _joined(chain[-1][0], mention):
            _close(chain, found)
            chain = []
        chain.append((mention, index))
    _close(chain, found)
    return found


def _joined(first: Mention, second: Mention) -> bool:
    if first.part is not second.part or first.sentence != second.sentence:
        return False
    if second.start < first.end:
        return True
    between = first.part.plain[first.end : second.start]
    return len(between) < 50 and bool(_CHAIN.match(between))


def _close(chain: list[tuple[Mention, int]], found: dict[int, list[Context]]) -> None:
    if not chain:
        return
    first, last = chain[0][0], chain[-1][0]
    begin, _ = first.part.sentence_at(first.start)
    _, stop = last.part.sentence_at(last.start)
    text = first.part.plain
    before = text[max(begin, first.start - _CONTEXT) : first.start]
    after = text[last.end : min(stop, last.end + _CONTEXT)]
    for mention, index in chain:
        found[index].append(Context(mention, before, after, first.start, last.end))


def roles(thing: Thing, its_contexts: Sequence[Context], contribution: int) -> list[Role]:
    """Return the relations of the paper to one thing, the surest first; never empty.

    Args:
        thing: a named thing with its mentions.
        its_contexts: the context of each mention.
        contribution: index of the abstract's first sentence that speaks of the paper's own work.
    """
    sort = _sort(thing)
    prior = _PRIOR[sort]
    scores: dict[Relation, tuple[float, Mention]] = {}
    for context in its_contexts:
        for relation, weight in _weights(context, thing, contribution, frozenset(prior)).items():
            value = weight * prior.get(relation, 0.0)
            if relation is Relation.INTRODUCES and thing.entry and value < _INTRODUCES_KNOWN:
                continue
            if value > scores.get(relation, (0.0, None))[0]:
                scores[relation] = (value, context.mention)
    _default(scores, thing, sort, its_contexts, contribution)
    kind = kind_of(thing, its_contexts, scores)
    relation, (score, mention) = max(scores.items(), key=lambda item: (item[1][0], item[0]))
    if thing.entry and thing.entry.kind is Kind.HARDWARE:
        return [Role(Relation.RUNS_ON, Kind.HARDWARE, 0.8, its_contexts[0].mention)]
    found = [Role(relation, kind, min(score, 0.97), mention)]
    if relation is Relation.INTRODUCES and kind is Kind.BENCHMARK:
        found.append(Role(Relation.EVALUATES_ON, kind, min(score, 0.97) * 0.8, mention))
    if relation is Relation.INTRODUCES and kind is Kind.DATASET:
        trained = next((c for c in its_contexts if _TRAINING.search(c.before + c.after)), None)
        if trained:
            found.append(Role(Relation.TRAINS_ON, kind, min(score, 0.97) * 0.7, trained.mention))
    return found


def _sort(thing: Thing) -> str:
    if thing.entry is None:
        return "unknown"
    if thing.entry.kind is Kind.MODEL:
        return "model"
    return "data" if thing.entry.kind in (Kind.DATASET, Kind.BENCHMARK) else "method"


def _weights(
    context: Context, thing: Thing, contribution: int, asked: frozenset[Relation]
) -> dict[Relation, float]:
    mention = context.mention
    if mention.part.section == "title":
        return _title_weights(mention, thing)
    found = dict(weights(context.before, context.after, asked))
    if mention.sentence < contribution:
        for relation in found:
            if relation not in (Relation.INTRODUCES, Relation.MENTIONS):
                found[relation] *= 0.6
        found[Relation.MENTIONS] = max(found.get(Relation.MENTIONS, 0.0), 0.5)
    return found


def _title_weights(mention: Mention, thing: Thing) -> dict[Relation, float]:
    before = mention.part.plain[: mention.start].strip()
    after = mention.part.plain[mention.end :]
    if not before and re.match(r"\s*(?:\([^)]*\)\s*)?(?::|\s[-–—]+\s)", after):
        return {Relation.INTRODUCES: 1.7 if thing.entry else 0.97}
    if not before and re.match(r"\s*(?:$|(?:technical|system) (?:report|card))", after, re.I):
        return {Relation.INTRODUCES: 1.7 if thing.entry else 0.95}
    if re.search(
        r"(?:\bvia|\bwith|\busing|\bby|\bthrough|\bon|\bof|\bfor|\bin|\bto|-ing)$", before, re.I
    ):
        return {Relation.USES_BASE_MODEL: 0.6, Relation.EVALUATES_ON: 0.5, Relation.INTRODUCES: 0.4}
    return {Relation.INTRODUCES: 0.5, Relation.USES_BASE_MODEL: 0.55}


def _default(
    scores: dict[Relation, tuple[float, Mention]],
    thing: Thing,
    sort: str,
    its_contexts: Sequence[Context],
    contribution: int,
) -> None:
    own = [c.mention for c in its_contexts if c.mention.sentence >= contribution]
    first = own[0] if own else its_contexts[0].mention
    if sort == "model":
        relation = Relation.USES_BASE_MODEL if own else Relation.MENTIONS
    elif sort == "data":
        relation = Relation.EVALUATES_ON if own else Relation.MENTIONS
    elif sort == "unknown" and (len(own) >= 3 or (thing.in_title and own)):
        relation = Relation.INTRODUCES
    else:
        relation = Relation.MENTIONS
    if scores.get(relation, (0.0, first))[0] < 0.35:
        scores[relation] = (0.35, first)


def kind_of(
    thing: Thing,
    its_contexts: Sequence[Context],
    scores: Mapping[Relation, tuple[float, Mention]],
) -> Kind:
    """Return what kind of thing a name is: known, told by the name, its words around or its part.

    Args:
        thing: a named thing.
        its_contexts: the contexts of its mentions.
        scores: how sure each relation of the paper to it is, and where it is stated.
    """
    if thing.entry:
        return thing.entry.kind
    name = thing.name
    if _BENCHMARK_NAME.search(name):
        return Kind.BENCHMARK
    for context in its_contexts:
        stop = context.mention.end
        after = context.mention.part.plain[stop : stop + 40]
        for pattern, kind in _HEAD_KINDS:
            if pattern.match(after):
                return kind
    for context in its_contexts:
        said = _said(context)
        if said is not None:
            return said
    if _DATASET_NAME.search(name):
        return Kind.DATASET
    best = max(scores, key=lambda relation: (scores[relation][0], relation))
    if best is Relation.EVALUATES_ON:
        return Kind.BENCHMARK
    if best is Relation.TRAINS_ON:
        return Kind.DATASET
    if best is Relation.USES_BASE_MODEL or _MODEL_NAME.search(name):
        return Kind.MODEL
    return Kind.METHOD


def _said(context: Context) -> Kind | None:
    """Return the kind that the words around a name say: "X, a framework for language models"."""
    clause = _APPOSITION.match(context.after)
    behind = _PHRASE_ENDS.split(clause["what"], maxsplit=1)[0] if clause else ""
    for words, kinds in ((behind, (*_IS_KIND, _IS_METHOD)), (_lead(context.before), _IS_KIND)):
        ends = [(m.end(), kind) for pattern, kind in kinds for m in pattern.finditer(words)]
        if ends:
            return max(ends, key=itemgetter(0))[1]
    return None


def _lead(before: str) -> str:
    """Return the words that say what the name behind them is: "a new dataset called"; none where
    they belong to another clause: "trained on a large dataset, "."""
    if before.rstrip().endswith(",") and not _PRESENTING.search(before):
        return ""
    lead = _LEAD.search(before)
    return lead.group() if lead else ""


def is_named(thing: Thing) -> bool:
    """Tell whether a thing is surely a name: known, of a name's shape, or set off as one."""
    return bool(thing.found & {Found.LEXICON, Found.SHAPE, Found.CUE}) or len(thing.mentions) > 1
