"""One thing, one node; different things, different nodes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import pytest

from kg.extract.rules import RuleExtractor
from kg.ids import name_key
from kg.lexicon import Lexicon, lexicon_paths, load_lexicon
from kg.model import Entity, Kind, Paper
from kg.resolve.resolve import Resolution, resolve


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(lexicon_paths())


def resolved(lexicon: Lexicon, *abstracts: str) -> Resolution:
    extractor = RuleExtractor(lexicon)
    papers = [Paper(f"title:{i}", f"Study {i}", text) for i, text in enumerate(abstracts)]
    return resolve([extractor.extract(paper) for paper in papers], lexicon)


def by_name(resolution: Resolution, names: Sequence[str]) -> list[Entity]:
    return [
        e for e in resolution.entities.values() if e.name in names or set(e.aliases) & set(names)
    ]


def test_spellings_are_one_node(lexicon: Lexicon) -> None:
    result = resolved(
        lexicon,
        "We test on SQuAD v2.0.",
        "We test on SQuAD2.0.",
        "We test on the SQuAD 2.0 benchmark.",
    )
    (entity,) = [e for e in result.entities.values() if e.id.startswith("dataset/squad-2")]
    assert {"SQuAD v2.0", "SQuAD2.0"} <= {entity.name, *entity.aliases}


def test_versions_and_sizes_are_nodes_in_a_chain(lexicon: Lexicon) -> None:
    result = resolved(lexicon, "We fine-tune LLaMA, Llama 2, Llama-2-7B and Llama-2-7B-Chat.")
    chain = ["Llama 2-7B-Chat", "Llama 2-7B", "Llama 2", "LLaMA"]
    entities = {e.name: e for e in result.entities.values()}
    for lower, upper in pairwise(chain):
        assert entities[lower].variant_of == entities[upper].id
    assert entities["LLaMA"].variant_of is None


def test_a_slashed_list_is_several_things(lexicon: Lexicon) -> None:
    result = resolved(lexicon, "We fine-tune InternVL-2.0-4B/8B/26B.")
    sized = [e for e in result.entities.values() if e.name.endswith(("4B", "8B", "26B"))]
    assert len(sized) == 3
    assert len({e.variant_of for e in sized}) == 1


def test_one_acronym_for_two_long_forms_is_two_things(lexicon: Lexicon) -> None:
    result = resolved(
        lexicon,
        "We propose quick layer merging (QLM). QLM is fast.",
        "We propose query-less memory (QLM). QLM is small.",
    )
    found = [e for e in result.entities.values() if e.name == "QLM"]
    assert len({e.id for e in found}) == 2


def test_a_name_of_two_papers_that_both_make_it_is_two_things(lexicon: Lexicon) -> None:
    result = resolved(lexicon, "We propose FooNet for images.", "We propose FooNet for proteins.")
    assert len(by_name(result, ["FooNet"])) == 2


def test_kind_of_a_name_is_one(lexicon: Lexicon) -> None:
    result = resolved(
        lexicon, "We introduce the QuuxBench benchmark.", "We evaluate on QuuxBench and improve."
    )
    (entity,) = by_name(result, ["QuuxBench"])
    assert entity.kind is Kind.BENCHMARK


def test_unknown_phrases_hang_below_known_ones(lexicon: Lexicon) -> None:
    result = resolved(lexicon, "We apply spectral knowledge distillation to GPT-2.")
    (entity,) = [e for e in result.entities.values() if e.name == "spectral knowledge distillation"]
    assert result.entities[entity.broader[0]].name == "knowledge distillation"


def test_order_of_papers_changes_nothing(lexicon: Lexicon) -> None:
    texts = [
        "We propose quick layer merging (QLM) for LLaVA-1.5-7B.",
        "We propose FooNet. FooNet outperforms QLM on GSM8K by 3%.",
        "We extend FooNet with token pruning on Llama-2-7B-Chat.",
        "We propose FooNet for graphs.",
    ]
    extractor = RuleExtractor(lexicon)
    papers = [Paper(f"title:{i}", f"Study {i}", text) for i, text in enumerate(texts)]
    extractions = [extractor.extract(paper) for paper in papers]
    expected = resolve(extractions, lexicon)
    for seed in range(5):
        random.Random(seed).shuffle(extractions)
        assert resolve(extractions, lexicon) == expected


def test_identifiers_stay_when_papers_are_added(lexicon: Lexicon) -> None:
    first = ["We propose FooNet for LLaVA-1.5-7B with token pruning, tested on GSM8K."]
    more = ["We evaluate FooNet on MMLU.", "We propose BarNet. BarNet beats FooNet on GSM8K."]
    before = resolved(lexicon, *first).entities
    after = resolved(lexicon, *first, *more).entities
    assert set(before) <= set(after)


def test_a_technique_that_is_a_known_method_is_that_method(lexicon: Lexicon) -> None:
    result = resolved(
        lexicon, "We use FlashAttention for long inputs.", "We are 2x faster than FlashAttention."
    )
    (entity,) = by_name(result, ["FlashAttention"])
    assert entity.kind is Kind.METHOD


def test_a_method_with_the_name_of_a_data_set_is_another_thing(lexicon: Lexicon) -> None:
    result = resolved(
        lexicon,
        "We propose GQA, a decoder for text. GQA is fast.",
        "We evaluate on the GQA dataset and improve.",
    )
    found = [e for e in result.entities.values() if name_key(e.name) == "gqa"]
    assert sorted(e.kind for e in found) == [Kind.BENCHMARK, Kind.METHOD]


def test_a_phrase_is_shown_without_the_capitals_of_titles(lexicon: Lexicon) -> None:
    result = resolved(
        lexicon,
        "We use Spectral Knowledge Distillation.",
        "We apply Spectral Knowledge Distillation to GPT-2.",
        "We apply spectral knowledge distillation to GPT-2.",
    )
    (entity,) = by_name(result, ["spectral knowledge distillation"])
    assert entity.name == "spectral knowledge distillation"
