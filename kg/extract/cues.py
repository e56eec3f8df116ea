"""What the words around a name say of its part in the paper.

Each cue is a pattern over the words before or after a name in its sentence, the relation it speaks
for, and a weight between 0 and 1: how sure the relation is where the cue stands alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from kg.extract.prefilter import Prefilter
from kg.model import Relation

_WE = r"(?:\bwe|\bthis (?:paper|work|study|article|report|survey|letter)|\bour (?:work|paper|approach|method|solution|key idea))"
_MAKES = (
    r"(?:propose|introduce|present|develop|design|build|devise|construct|curate|create|release|"
    r"contribute|establish|formulate|unveil|describe|offer|put forward|open-source|term|call|name|"
    r"dub|coin|conceive|provide|instantiate|train|implement|formalize|launch|collect|annotate|compile)"
)
_MADE = rf"(?:{_MAKES}(?:s|d|ed)?|built|presenting|proposing|introducing|developing|describing)"
_ADVERB = r"(?:\s(?:also|further|then|thus|therefore|first|hence|additionally|here|hereby|accordingly|subsequently|next|finally|and|newly|jointly))*"
_NOUNS = r"(?:[\w'’.+/\-–,()%]+\s){0,9}?"
_DET = r"(?:(?:an?|the|our|two|three|several|new|novel|both)\s)*"
_NO_TURN = r"(?:(?!\b(?:for|on|to|with|using|based|of|in|that|which|by|via|from|into|over|under|where|when|as|built|upon|like|such)\b)[\w'’.+/\-–()%]+,?\s){0,8}?"


@dataclass(frozen=True, slots=True)
class Cue:
    """A pattern (compiled, ends or begins at the name), a relation and its weight."""

    side: Literal["before", "after"]
    pattern: re.Pattern[str]
    relation: Relation
    weight: float


def _before(pattern: str, relation: Relation, weight: float) -> Cue:
    return Cue("before", re.compile(rf"(?:{pattern})[\s\"'“‘(\u2060]*$"), relation, weight)


def _after(pattern: str, relation: Relation, weight: float) -> Cue:
    return Cue("after", re.compile(rf"[\"'”’)\u2060]*(?:{pattern})"), relation, weight)


_HEADS = (
    r"(?:method|approach|framework|model|models|algorithm|system|architecture|benchmark|dataset|"
    r"network|pipeline|technique|module|strategy|mechanism|library|toolkit|corpus|suite|paradigm|"
    r"scheme|metric|family|agent|simulator|platform|optimizer|loss|layer|series|solution|engine|"
    r"toolbox|policy|variant|procedure|operator|estimator|objective|design|protocol|testbed)"
)

CUES: tuple[Cue, ...] = (
    # introduced
    _before(rf"{_WE}{_ADVERB}\s{_MADE}\s{_NO_TURN}", Relation.INTRODUCES, 0.9),
    _before(rf"{_WE}{_ADVERB}\s{_MADE}\s{_NOUNS}(?:named|called|dubbed|termed|coined|namely|i\.e\.,?|,)\s", Relation.INTRODUCES, 0.85),
    _before(r"(?:named|called|dubbed|termed|coined|abbreviated as|which we (?:call|name|term|dub)|(?:we )?(?:call|name|term|dub) (?:it|this|the \w+|our \w+)(?: as)?|we refer to (?:it |this \w* )?as|referred to as|denoted (?:as|by)|known as)\s(?:the\s)?", Relation.INTRODUCES, 0.8),
    _before(rf"\bour (?:proposed |new |novel |final |resulting )?(?:[\w\-]+\s){{0,3}}?{_HEADS},\s", Relation.INTRODUCES, 0.85),
    _before(rf"\bour (?:proposed |new |novel |final |resulting )?{_HEADS}\s", Relation.INTRODUCES, 0.7),
    _before(r"\b(?:our|the proposed|the introduced|the resulting|our proposed|our new|our novel)\s", Relation.INTRODUCES, 0.7),
    _before(r"\b(?:a|an|the|two|three) (?:new|novel) (?:[\w\-]+\s){0,6}?(?:called|named|dubbed|termed|,|:|-+|—)\s", Relation.INTRODUCES, 0.85),
    _before(rf"\b(?:in this (?:paper|work|study|report)|to (?:this end|address this|bridge this gap)[^.]*?),\s(?:we\s)?{_MADE}\s{_NO_TURN}", Relation.INTRODUCES, 0.85),
    _before(r"\b(?:is|are) (?:proposed|introduced|presented|developed):\s", Relation.INTRODUCES, 0.7),
    _before(r"^(?:[\w,\-]+\s){0,6}?(?:called|named|dubbed)\s", Relation.INTRODUCES, 0.7),
    _before(r"\bresult(?:s|ing) in (?:a |an |the )?(?:[\w\-]+\s){0,5}?", Relation.INTRODUCES, 0.45),
    _before(rf"\b(?:new|novel)\s(?:[\w\-]+\s){{0,4}}?{_HEADS},?\s", Relation.INTRODUCES, 0.6),
    _after(r"\s?\(ours\)", Relation.INTRODUCES, 0.95),
    _after(r",?\s(?:is|are|was) (?:a|an|the first|our) (?:new |novel |simple |general |unified |first |lightweight |scalable |efficient )", Relation.INTRODUCES, 0.7),
    _after(rf",\s(?:a|an|the first|our) (?:[\w\-,]+\s){{0,8}}?{_HEADS}\b", Relation.INTRODUCES, 0.6),
    _after(r"\s(?:is|are) (?:proposed|introduced|presented|developed|designed|released)\b", Relation.INTRODUCES, 0.75),
    _after(r"\s(?:consistently |significantly |also |further |even |substantially |effectively |successfully |thus |not only |demonstrably )?(?:achieves?|outperforms?|surpasses|improves?|reduces?|attains?|delivers|obtains|yields|demonstrates|exhibits|enables|leverages|introduces|employs|uses|utilizes|adopts|consists|comprises|contains|combines|integrates|operates|learns|decouples|first|supports|covers|offers|provides|ranks|sets|establishes|accelerates|speeds|requires|generates|formulates|incorporates|unifies|bridges|reveals|applies|scales|maintains|preserves|addresses|tackles|reformulates|extends|reaches|boosts|cuts|saves|matches)\b", Relation.INTRODUCES, 0.5),
    _after(r"(?:'s|’s)\s(?:[\w\-]+\s){0,3}?(?:performance|effectiveness|efficiency|superiority|ability|potential|capabilit|design|core|key|utility|generali)", Relation.INTRODUCES, 0.5),
    _before(r"\b(?:effectiveness|superiority|efficacy|performance|versatility|advantages?|efficiency|benefits?|robustness|utility|potential|generality) of (?:the |our )?", Relation.INTRODUCES, 0.55),
    _before(r"\b(?:code|implementation|models?|weights|data) (?:of|for) ", Relation.INTRODUCES, 0.4),
    _before(r"\bat the (?:core|heart) of ", Relation.INTRODUCES, 0.5),
    _before(r"\b(?:evaluate|validate|test|assess|apply|deploy|integrate|verify) (?:the )?", Relation.INTRODUCES, 0.25),
    # extended
    _before(r"\b(?:extend(?:s|ing)|an? (?:\w+\s)?extension (?:of|to)|(?:an? )?(?:new |novel |improved |efficient |simple )?variants? of|generali[sz](?:es|ation of)|builds? (?:directly )?(?:up)?on|building (?:up)?on|successor (?:of|to)|improved version of|upgrade (?:of|to)|evolution of|reformulat(?:es|ion of)|modif(?:ies|ication of)|follow-up (?:of|to))\s(?:the\s)?(?:original\s|standard\s|vanilla\s|existing\s|popular\s|recent\s|previous\s)?", Relation.EXTENDS, 0.9),
    _after(r"\s?(?:is|was) extended\b", Relation.EXTENDS, 0.8),
    _before(r"\b(?:extend(?:s|ing)?|an? (?:\w+\s)?extension (?:of|to)|(?:an? )?(?:\w+\s)?variants? of|generali[sz](?:es|ing|ation of)|improves? (?:up)?on|builds? (?:directly )?(?:up)?on|successor (?:of|to)|revisit(?:s|ing)?|adaptation of|adapt(?:s|ed|ing)?|modif(?:y|ies|ied|ication of)|enhance(?:s|d)? version of|upgrade of|inspired by|simplif(?:y|ies)|re-?implementation of|reformulat(?:es|ing|ion of)|evolution of|modernize(?:s|d)?)\s(?:the\s)?(?:original\s|standard\s|vanilla\s|existing\s|popular\s|recent\s|previous\s)?", Relation.EXTENDS, 0.55),
    # compared with
    _before(r"\b(?:compar(?:ed|ison|ing|able|e|es|isons)\s?(?:to|with|against)?|relative to|in contrast to|as opposed to|versus|vs\.?|against)\s(?:[\w\-]+\s){0,4}?", Relation.COMPARES_WITH, 0.75),
    _before(r"\b(?:outperform(?:s|ed|ing)?|surpass(?:es|ed|ing)?|exceed(?:s|ed|ing)?|beats?|beating|superior to|better than|faster than|stronger than|higher than|lower than|smaller than|larger than|fewer [\w ]{1,25} than|more [\w\- ]{1,25} than|less [\w\- ]{1,25} than|overtak(?:es|ing)|competitive with|comparable (?:to|with)|on par with|par with|rival(?:s|ing)?|match(?:es|ing)?(?: or (?:exceed|surpass|outperform)\w*)?|improv(?:es|ements?|ing) (?:over|upon)|gains? over|advantages? over|speed-?ups? over|over)\s(?:[\w\-,]+\s){0,6}?", Relation.COMPARES_WITH, 0.7),
    _before(r"\bthan\s(?:[\w\-]+\s){0,4}?", Relation.COMPARES_WITH, 0.7),
    _before(r"\b(?:baselines?|competitors?|counterparts?|(?:prior|previous|existing|competing|state-of-the-art|sota|proprietary|closed-source|leading|strong|open-source|larger|commercial|advanced) (?:[\w\-]+\s){0,4}?(?:methods?|models?|approach(?:es)?|systems?|baselines?|works?))\s?,?\s?(?:such as|like|including|e\.g\.,?|,|\()\s", Relation.COMPARES_WITH, 0.55),
    _after(r"\s(?:baselines?)\b", Relation.COMPARES_WITH, 0.6),
    # base models
    _before(r"\b(?:appl(?:y|ied|ies|ying|icable|ication) (?:[\w\-]+\s){0,6}?(?:to|on)|instantiat\w+ (?:[\w\-]+\s){0,4}?(?:on|with)|built (?:up)?on|based on|on top of|fine-?tun(?:e|ed|ing)(?: (?:of|from|on))?|initiali[sz]ed (?:from|with)|backbones?(?: such as| like| including| of|,)?|derived from|(?:base|foundation|underlying|target|teacher|student|pre-?trained|backbone|open-source|open|frozen|popular|representative|mainstream|various|different|multiple|diverse|existing) (?:[\w\-]+\s){0,3}?models?(?:,? (?:such as|like|including|e\.g\.,?|namely|i\.e\.,?)|:|,|\s\()?|equipped with|plugged into|integrat\w+ (?:[\w\-]+\s){0,3}?(?:into|with)|trained (?:from|with)|starting from|leverag(?:e|es|ing)|adopt(?:s|ed|ing)?|employ(?:s|ed|ing)?|us(?:e|es|ing)|utiliz(?:e|es|ing)|prun(?:e|ed|es|ing)|quantiz(?:e|es|ed|ing)(?: of)?|compress(?:es|ed|ing)?|accelerat(?:e|es|ed|ing)|distill(?:ed|ing)? (?:from|of)?|post-train(?:ed|ing)?|train(?:ed|ing)?|retrofit(?:ting)?|convert(?:s|ed|ing)?|transform(?:s|ed|ing)?|inference (?:of|for|on|with))\s(?:the\s|a\s|an\s|of\s|several\s|large\s)*(?:[\w\-]+\s){0,3}?", Relation.USES_BASE_MODEL, 0.6),
    _before(r"\b(?:experiments?|evaluat(?:e|ed|ion|ions|ing)|results?|tests?|tested|validat(?:e|ed|ion)|analysis|study|studies|benchmark(?:ed|ing)?|investigate|analyz(?:e|ing)|probe|examine|across)\s(?:[\w\-]+\s){0,6}?(?:on|with|of|using|across|for|including)?\s?(?:the\s)?(?:[\w\-]+\s){0,4}?", Relation.USES_BASE_MODEL, 0.5),
    _before(r"\b(?:on|for|with|of|in|to|from|into|by)\s(?:the\s|a\s|both\s)?(?:[\w\-]+\s){0,2}?", Relation.USES_BASE_MODEL, 0.4),
    _after(r"[-–]based\b", Relation.USES_BASE_MODEL, 0.5),
    _after(r"\s(?:backbones?|famil(?:y|ies)|series|variants?|checkpoints?|as (?:the |a |our )?(?:backbone|base|foundation|teacher|student|encoder|decoder|generator|judge))\b", Relation.USES_BASE_MODEL, 0.65),
    _after(r"\s(?:models?|architectures?|encoders?|layers?|blocks?)\b", Relation.USES_BASE_MODEL, 0.45),
    # benchmarks
    _before(r"\b(?:on|across|over|in|from|using|with|by|of|at)\s(?:the\s|both\s|all\s|our\s)?(?:[\w\-]+\s){0,6}?(?:benchmarks?|datasets?|suites?|leaderboards?|tasks?|challenges?|evaluations?)?(?:,? (?:such as|like|including|e\.g\.,?|namely|i\.e\.,?)|:|,|\s\()?\s?", Relation.EVALUATES_ON, 0.5),
    _before(r"\b(?:evaluat\w*|experiments?|results?|performance|accuracy|score[sd]?|state-of-the-art|sota|perplexity|test(?:ed|s)?|benchmark\w*|validat\w*|achiev\w*|improv\w*|outperform\w*)\b[^.;]{0,90}?\b(?:on|across|over|in)\s(?:the\s|both\s)?(?:[\w\-]+\s){0,6}?", Relation.EVALUATES_ON, 0.75),
    _before(r"\b(?:benchmarks?|datasets?|test sets?|suites?|leaderboards?)\s?(?:,? ?(?:such as|like|including|e\.g\.,?|namely|i\.e\.,?)|:|,|\s?\(|-+|—)\s?(?:the\s)?", Relation.EVALUATES_ON, 0.75),
    _after(r"\s(?:\w+\s)?(?:benchmarks?|test sets?|leaderboards?|validation sets?|tasks?|datasets?|challenges?|evaluations?|testbeds?)\b", Relation.EVALUATES_ON, 0.7),
    # training data
    _before(r"\b(?:(?:pre-?|post-?)?train(?:ed|ing|s)?(?:\s[\w\-]+){0,3}? (?:on|with|using)|fine-?tun(?:ed|ing)(?:\s[\w\-]+){0,3}? (?:on|with|using))\s(?:the\s|a\s|our\s)?(?:[\w\-]+\s){0,3}?", Relation.TRAINS_ON, 0.95),
    _after(r"\s(?:pre-?training|training|instruction[- ]tuning) (?:set|data|dataset|corpus)\b", Relation.TRAINS_ON, 0.75),
    # techniques
    _before(r"\b(?:us(?:e|es|ing)|via|with|through|by|leverag(?:e|es|ing)|employ(?:s|ing)?|adopt(?:s|ing)?|utiliz(?:es|ing)|combin(?:e|es|ing)|incorporat(?:e|es|ing)|integrat(?:e|es|ing)|apply(?:ing)?|based on|optimized (?:with|by|via))\s(?:the\s|a\s|an\s)?(?:[\w\-]+\s){0,3}?", Relation.USES_TECHNIQUE, 0.4),
    # background
    _before(r"\b(?:unlike|existing|prior|previous|recent(?:ly)?|traditional|conventional|inspired by|motivated by|despite|while|although|such as|like|e\.g\.,?)\s(?:[\w\-]+\s){0,5}?(?:such as|like|including|e\.g\.,?|\()?\s?", Relation.MENTIONS, 0.45),
    _before(r"\bunlike\s(?:[\w\-]+\s){0,3}?", Relation.MENTIONS, 0.8),
    _after(r"(?:\s[\w\-]+){0,3}?\s(?:have|has) (?:shown|demonstrated|achieved|emerged|become|been|gained|revolutionized|enabled|made|proven|recently)\b", Relation.MENTIONS, 0.6),
    _after(r"\s(?:suffers?|struggles?|fails?|lacks?|rely|relies|is limited|are limited)\b", Relation.MENTIONS, 0.5),
)  # fmt: skip
"""Every cue; those of one relation from the surest on."""


_BEFORE = [cue for cue in CUES if cue.side == "before"]
_AFTER = [cue for cue in CUES if cue.side == "after"]
_NEAR_BEFORE = Prefilter(cue.pattern for cue in _BEFORE)
_NEAR_AFTER = Prefilter(cue.pattern for cue in _AFTER)


@lru_cache(maxsize=4096)  # the members of one enumeration share their context
def weights(before: str, after: str, asked: frozenset[Relation]) -> Mapping[Relation, float]:
    """Return the best weight of each asked relation that the words around a name speak for."""
    before, after = before.lower(), after.lower()  # patterns without case are much faster
    best: dict[Relation, float] = {}
    for place in _NEAR_BEFORE.candidates(before):
        cue = _BEFORE[place]
        if _tells(cue, best, asked) and cue.pattern.search(before):
            best[cue.relation] = cue.weight
    for place in _NEAR_AFTER.candidates(after):
        cue = _AFTER[place]
        if _tells(cue, best, asked) and cue.pattern.match(after):
            best[cue.relation] = cue.weight
    return best


def _tells(cue: Cue, best: Mapping[Relation, float], asked: frozenset[Relation]) -> bool:
    """Return whether a cue would tell more than is known."""
    return cue.relation in asked and cue.weight > best.get(cue.relation, 0.0)
