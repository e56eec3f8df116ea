"""Verification loses little of what is true: the annotations, given as a model's answers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.extract.document import prepare
from kg.extract.llm.answer import parse
from kg.extract.llm.ground import CONCEPT_SLOTS, SLOTS, ground
from kg.extract.llm.shown import Sentence, find, shown
from kg.ids import name_key
from kg.lexicon import Lexicon
from kg.model import Extraction, Fact, Paper

GOLD = Path(__file__).parents[4] / "shared" / "gold" / "dev.jsonl"
ENDS = ("metric", "subject", "baseline", "model", "benchmark", "hardware")


def sentence_of(sentences: tuple[Sentence, ...], *words: str) -> int:
    """The last sentence that has the words, as a model would say; the title for none."""
    places = [place for some in words if (place := find(sentences, len(sentences), some))]
    return places[0].sentence.number if places else 0


def as_answer(gold: dict[str, Any], sentences: tuple[Sentence, ...]) -> str:
    answer: dict[str, list[dict[str, Any]]] = {}
    for slot in (*SLOTS, *CONCEPT_SLOTS):
        answer[slot] = [
            {"name": one["name"], "sentence": sentence_of(sentences, one["name"])}
            for one in gold[slot]
        ]
    answer["results"] = [
        {"value": one["value"], "kind": "absolute"}
        | {"sentence": sentence_of(sentences, one.get("evidence") or "", one["value"])}
        | {end: one.get(end) for end in ENDS}
        for one in gold["results"]
    ]
    return json.dumps(answer)


def is_there(name: str, facts: list[Fact]) -> bool:
    forms = [form for f in facts for form in (f.name, f.evidence.surface, *f.aliases)]
    return name_key(name) in map(name_key, forms)


def judged(gold: dict[str, Any], extraction: Extraction) -> Iterator[tuple[str, bool]]:
    """Whether each certain annotation came through, by the sort of annotation."""
    relations = SLOTS | {slot: relation for slot, (relation, _) in CONCEPT_SLOTS.items()}
    for slot, relation in relations.items():
        facts = [f for f in extraction.facts if f.relation is relation]
        for one in gold[slot]:
            if not (one.get("optional") or one.get("generic")):
                sort = "phrases" if slot in CONCEPT_SLOTS else "names"
                yield sort, is_there(one["name"], facts)
    expected = [one for one in gold["results"] if not one.get("optional")]
    for number, _ in enumerate(expected):
        yield "results", number < len(extraction.results)


@pytest.mark.skipif(not GOLD.is_file(), reason="the annotations are not beside this checkout")
def test_what_is_true_comes_through(lexicon: Lexicon) -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        document = prepare(Paper("title:x", gold["title"], gold["abstract"]), lexicon)
        answer = parse(as_answer(gold, shown(document)))
        extraction, _ = ground(document, lexicon, answer)
        for sort, kept in judged(gold, extraction):
            right[sort] += kept
            total[sort] += 1
    shares = {sort: right[sort] / total[sort] for sort in sorted(total)}
    for sort, share in shares.items():  # docs/LLM.md cites them: pytest -s
        print(f"{sort}: {share:.3f} of {total[sort]}")
    assert shares["names"] >= 0.93
    assert shares["phrases"] >= 0.98
    assert shares["results"] >= 0.93
