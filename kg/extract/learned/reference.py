"""Whether a sentence speaks of the paper's own work: the check that an edge has both its ends.

An edge leads from the paper to a thing. A sentence can state it only if it names the thing and
also the paper's side: a thing that the paper introduces, "we", "our", "this paper", "it", the
proposed thing by its class ("the framework"), or the paper's experiments. The title always does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.extract.document import Part
from kg.extract.segment import occurrences
from kg.extract.things import Thing
from kg.model import Relation

_OWN = re.compile(
    r"\b(?:we|our|ours|us|it|its|they|their|itself|here|"
    r"(?:this|these|the|such|proposed|resulting|new|novel|an?|its|each|both|two|three|all|simple|"
    r"lightweight|unified|first|latter|former|final|full|same|overall|empirical|experimental|"
    r"extensive|comprehensive|preliminary)\s(?:[\w\-]+\s){0,3}?"
    r"(?:papers?|works?|study|studies|articles?|reports?|surveys?|methods?|approach(?:es)?|"
    r"frameworks?|models?|algorithms?|systems?|architectures?|benchmarks?|datasets?|networks?|"
    r"pipelines?|techniques?|modules?|strateg(?:y|ies)|mechanisms?|library|toolkits?|paradigms?|"
    r"schemes?|agents?|designs?|solutions?|results?|experiments?|evaluations?|analys[ie]s|"
    r"findings?|code|implementations?|contributions?|gains?|improvements?|performance|accuracy)|"
    r"experiments?|evaluations?|evaluated|results|experimentally|empirically|ablations?|"
    r"validat\w+|outperform\w*|surpass\w*|achiev\w*|improv\w*|reduc\w*|demonstrat\w*|compared|"
    r"tested|applied|trained|fine-?tuned|code)\b"
)

_DENIAL = re.compile(
    r"\b(?:unlike|rather than|instead of|in contrast to|as opposed to|contrary to|"
    r"without (?:using|needing|relying on|requiring|access to))\s(?:[\w\-]+\s){0,3}$",
    re.IGNORECASE,
)
USED = frozenset(
    {Relation.USES_BASE_MODEL, Relation.EXTENDS, Relation.TRAINS_ON, Relation.EVALUATES_ON}
)
"""The relations that "unlike X" and "instead of X" deny."""


def denied(relation: Relation, before: str) -> bool:
    """Tell whether the words before a name say that the paper does not use it so."""
    return relation in USED and bool(_DENIAL.search(before))


class OwnReference:
    """Which sentences of one paper refer to its own work.

    Args:
        introduced: the things that the paper seems to introduce.
    """

    def __init__(self, introduced: Iterable[Thing]) -> None:
        self._forms = {
            form for thing in introduced for form in (thing.name, *thing.aliases) if len(form) > 1
        }
        self._known: dict[int, bool] = {}

    def speaks(self, part: Part, start: int) -> bool:
        """Tell whether the sentence at an offset refers to the paper's own side of an edge."""
        if part.section == "title":
            return True
        sentence = part.sentence_index(start)
        if sentence not in self._known:
            begin, end = part.sentences[sentence]
            self._known[sentence] = bool(_OWN.search(part.plain[begin:end].lower())) or any(
                next(occurrences(form, part.text, begin, end), None) is not None
                for form in self._forms
            )
        return self._known[sentence]
