"""Techniques and tasks: noun phrases that a lexicon knows, or that end in a word that names one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.extract.document import Document, Part
from kg.extract.latex import tidy
from kg.ids import phrase_key
from kg.lexicon import Entry
from kg.model import Evidence, Fact, Kind, Relation

_TECHNIQUE_HEADS = frozenset(
    """distillation fine-tuning finetuning tuning pruning quantization quantisation binarization
    sparsification sparsity pretraining pre-training post-training curriculum sampling fusion search
    routing parallelism parallelization scheduling caching scaling encoding embedding embeddings attention decoding
    masking regularization augmentation merging skipping gating matching splatting clustering
    factorization decomposition approximation compression reparameterization initialization
    normalization tokenization warping interpolation steering denoising diffusion flow
    reward rewards bootstrapping ensembling ensemble voting prompting rollout rollouts replay
    estimator descent relabeling unlearning learning optimization co-training self-training
    supervision curation filtering reranking re-ranking verification reflection refinement
    convolution convolutions recurrence hashing partitioning batching offloading prefetching speculation
    convergence projection alignment aggregation reuse exit exiting kernels adapters adapter
    autoencoder autoencoders discriminator equivariance loss losses""".split()
)
_TASK_HEADS = frozenset(
    """generation synthesis restoration answering captioning classification solving sensing animation
    personalization upsampling removal completion editing dialogue grounding transcription coding
    manipulation estimation navigation understanding segmentation recognition detection tracking
    translation summarization retrieval recommendation forecasting prediction reconstruction
    localization parsing reasoning planning discovery stylization inpainting matting super-resolution
    denoising deblurring registration rendering simulation identification verification anonymization
    inference diagnosis segmentation modeling modelling annotation moderation debugging repair
    interaction control comprehension""".split()
)
_HEADS = _TECHNIQUE_HEADS | _TASK_HEADS
_STOP = frozenset(
    """a an the our this that these those its their his her of for on to with using in by via from into
    over under and or nor as is are be was were been being we it they which while where when such both each all any
    more most less new novel proposed existing previous prior recent different various several
    multiple many other same own significant substantial effective efficient better strong robust high low good
    large small simple general first second third key main further also only not no can could may
    will has have had than then thus current traditional conventional standard extensive
    comprehensive state-of-the-art competitive improved enhanced superior overall one two three four
    five without during between through across based given need enables enable improve improves
    achieve achieves enabling improving reducing reduce reduces provide provides show shows demonstrate
    requires require requiring support supports supporting introduce introduces propose present use uses used
    perform performs performing including like especially particularly how what why do does but
    however if even future fast faster accurate powerful important complex challenging modern popular
    advanced actual real practical possible available specific certain particular common typical
    additional further final full entire whole original naive vanilla careful proper such-as toward towards
    make makes making allow allows allowing facilitate facilitates perform guide guides leverage
    leverages leveraging combine combines combining apply applies applying called named design designs
    along within against beyond at up per lead leads still so too very much well best great
    costly expensive time-consuming heavy intensive limited scarce lack lacks poor slow
    handle handles enhance enhances enhancing facilitate boost boosts boosting accelerate accelerates
    accelerating optimize optimizes optimizing formulate formulates train trains trained learn learns
    extend extends support evaluate evaluates evaluating study studies address addresses addressing
    capture captures capturing require yield yields perform produce produces producing
    out about after before because since i.e e.g etc ours her human-like promising state great
    quality performance accuracy time cost speed training inference model models method methods
    data task tasks research results result""".split()
)
_CLASS_TAIL = frozenset(
    """model models agent agents system systems ai architecture architectures llm llms network networks
    paradigm recipe transformer transformers mlp mlps cnn cnns vae vaes vla vlas vit vits dit dits u-net
    unet ssm ssms gnn gnns rnn rnns lstm lstms gan gans""".split()
)
_WORD = re.compile(r"[^\W\d_](?:[\w\u2060]|[-–/'’](?=\w))*|\d[\w-]*[^\W\d_]|\S")
_AGAINST = re.compile(
    r"\b(?:unlike|existing|previous|prior|conventional|traditional|current|most|many|these|recent)\b"
    r"[^.]{0,60}$",
    re.IGNORECASE,
)
_FOR = re.compile(r"\b(?:for|on|towards?|to|of|in|address\w*|tackl\w*|solv\w*|task of|tasks? such as)\s(?:\S+\s){0,2}$", re.I)
_MODIFIERS = 2


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase at [start:end] of a section, with the lexicon entry where one knows it."""

    part: Part
    start: int
    end: int
    kind: Kind
    entry: Entry | None
    score: float

    @property
    def key(self) -> str:
        """Identity inside the paper: the entry, else the words."""
        return self.entry.name if self.entry else phrase_key(self.part.plain[self.start : self.end])


def concepts(document: Document, named: Sequence[Fact], contribution: int) -> list[Fact]:
    """Return the techniques that the paper uses and the tasks that it addresses.

    Args:
        document: the paper.
        named: its named things; their words are no concepts of their own.
        contribution: index of the abstract's first sentence on the paper's own work.
    """
    own = {phrase_key(form) for fact in named for form in (fact.name, *fact.aliases)}
    groups: dict[tuple[Kind, str], list[Phrase]] = {}
    for part in document.parts:
        for phrase in _phrases(part, contribution):
            if phrase.entry or phrase_key(part.plain[phrase.start : phrase.end]) not in own:
                groups.setdefault((phrase.kind, phrase.key), []).append(phrase)
    facts = []
    for (kind, _), group in groups.items():
        best = max(group, key=lambda p: (p.score, p.part.section == "abstract", -p.start))
        score = min(0.95, best.score + 0.05 * (len(group) - 1))
        if score >= 0.4:
            facts.append(_fact(kind, best, group, score))
    return _without_parts(facts)


def _phrases(part: Part, contribution: int) -> Iterator[Phrase]:
    known = list(_known(part))
    spans = {(p.start, p.end) for p in known}
    for phrase in (*known, *_patterned(part)):
        if phrase.entry is None and any(s <= phrase.start and phrase.end <= e for s, e in spans):
            continue
        yield Phrase(
            part,
            phrase.start,
            phrase.end,
            phrase.kind,
            phrase.entry,
            round(phrase.score * _place(part, phrase, contribution), 3),
        )


def _known(part: Part) -> Iterator[Phrase]:
    for hit in part.hits:
        kind = hit.entry.kind
        if kind not in (Kind.TECHNIQUE, Kind.TASK) or hit.entry.generic:
            continue
        words = part.plain[hit.start : hit.end].lower().split()
        if kind is Kind.TECHNIQUE and (words[-1] in _CLASS_TAIL or hit.entry.name.split()[-1] in _CLASS_TAIL):
            continue
        yield Phrase(part, hit.start, hit.end, kind, hit.entry, 0.8)


def _patterned(part: Part) -> Iterator[Phrase]:
    words = list(_WORD.finditer(part.plain))
    for index, word in enumerate(words):
        head = word.group().lower()
        if head not in _HEADS:
            continue
        for kind, heads, score in (
            (Kind.TECHNIQUE, _TECHNIQUE_HEADS, 0.55),
            (Kind.TASK, _TASK_HEADS, 0.55),
        ):
            if head in heads and (first := _first_modifier(part, words, index)) < index:
                start = words[first].start()
                if kind is Kind.TASK and not (
                    part.section == "title" or _FOR.search(part.plain[max(0, start - 40) : start])
                ):
                    continue
                yield Phrase(part, start, word.end(), kind, None, score)


def _first_modifier(part: Part, words: Sequence[re.Match[str]], index: int) -> int:
    first = index
    while first > 0 and index - first < _MODIFIERS:
        before = words[first - 1]
        text = before.group().lower()
        gap = part.plain[before.end() : words[first].start()]
        if gap != " " or not text[0].isalnum() or text in _STOP or text.endswith("ly"):
            break
        first -= 1
    return first


def _place(part: Part, phrase: Phrase, contribution: int) -> float:
    """Return how far the place speaks for the paper's own use: title, own work, background."""
    if part.section == "title":
        return 1.1
    index = part.sentence_index(phrase.start)
    begin, _ = part.sentences[index]
    if _AGAINST.search(part.plain[begin : phrase.start]):
        return 0.55
    if index >= contribution:
        return 1.0
    return 0.75 if phrase.kind is Kind.TASK else 0.55


def _fact(kind: Kind, best: Phrase, group: Iterable[Phrase], score: float) -> Fact:
    evidence: Evidence = best.part.evidence(best.start, best.end)
    forms = dict.fromkeys(tidy(p.part.text[p.start : p.end]) for p in group)
    name = best.entry.name if best.entry else tidy(evidence.surface)
    return Fact(
        relation=Relation.USES_TECHNIQUE if kind is Kind.TECHNIQUE else Relation.ADDRESSES_TASK,
        name=name,
        kind=kind,
        evidence=evidence,
        confidence=round(score, 2),
        entry=best.entry.name if best.entry else None,
        aliases=tuple(form for form in forms if form != name),
    )


def _without_parts(facts: list[Fact]) -> list[Fact]:
    """Drop a one-word concept whose word ends another one of the same kind ("pruning")."""
    ends = {(f.kind, phrase_key(f.evidence.surface).rsplit("-", 1)[-1]) for f in facts if " " in f.evidence.surface}
    return [f for f in facts if " " in f.evidence.surface or "-" in f.evidence.surface or (f.kind, phrase_key(f.evidence.surface)) not in ends]
