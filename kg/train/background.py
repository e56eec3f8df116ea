"""What many papers without annotations tell of words (kg.extract.learned.bundle.Background)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from kg.extract.latex import plain
from kg.extract.learned.bundle import Background
from kg.extract.learned.metric_candidates import metric_runs
from kg.extract.quantities import quantities
from kg.extract.segment import sentences
from kg.model import Paper
from kg.train.clusters import clusters_of

_WORD = re.compile(r"[^\W_](?:[\w\u2060'’.+/@*\-–]*[\w+*@])?")
_UNITS = frozenset({"%", "x", "fps", "points", "dB", "ms"})
_BEHIND, _AHEAD = 18, 14
_RARE, _RARE_NOUN = 2, 3


def background_of(papers: Iterable[Paper]) -> Background:
    """Return the counts over papers, and the clusters of their words; what is rare is left out."""
    papers = list(papers)
    seen: Counter[str] = Counter()
    beside: Counter[str] = Counter()
    nouns: Counter[str] = Counter()
    for paper in papers:
        seen.update(_WORD.findall(f"{paper.title}. {paper.abstract}"))
        _count_nouns(plain(paper.abstract), beside, nouns)
    named = {word for word in seen if not word.islower() and seen[word] >= _RARE}
    lower = {word.lower() for word in named}
    return Background(
        {word: n for word, n in seen.items() if n >= _RARE and (word in named or word in lower)},
        {noun: n for noun, n in beside.items() if n >= _RARE_NOUN},
        {noun: n for noun, n in nouns.items() if beside[noun] >= _RARE_NOUN},
        clusters_of(papers),
    )


def _count_nouns(text: str, beside: Counter[str], nouns: Counter[str]) -> None:
    """Count the last words of phrases in the sentences with numbers, and of those beside one."""
    for begin, end in sentences(text):
        sentence = text[begin:end]
        if not any(character.isdigit() for character in sentence):
            continue
        numbers = [number for number in quantities(sentence) if number.unit in _UNITS]
        if not numbers:
            continue
        runs = [(run[0][0], run[-1][1]) for run in metric_runs(sentence)]
        heads = [sentence[slice(*run)].split()[-1].lower() for run in runs]
        nouns.update(heads)
        for number in numbers:
            behind = next((i for i, (start, _) in enumerate(runs) if start >= number.end), None)
            ahead = next(
                (i for i in reversed(range(len(runs))) if runs[i][1] <= number.start), None
            )
            if behind is not None and runs[behind][0] - number.end < _BEHIND:
                beside[heads[behind]] += 1
            if ahead is not None and number.start - runs[ahead][1] < _AHEAD:
                beside[heads[ahead]] += 1
