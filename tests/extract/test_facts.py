"""What the rule extractor reads, sentence by sentence; all sentences are made up here."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Extraction, Relation

Read = Callable[..., Extraction]


def named(extraction: Extraction, relation: Relation) -> set[str]:
    return {fact.name for fact in extraction.facts if fact.relation is relation}


@pytest.mark.parametrize(
    "abstract",
    [
        "Serving is slow. We propose QuickCast, a decoder that skips idle layers.",
        "Serving is slow. In this work, we introduce a new decoder called QuickCast.",
        "Serving is slow. To this end, we present the QuickCast framework.",
        "Serving is slow. Our method, QuickCast, skips idle layers.",
    ],
)
def test_introduces(read: Read, abstract: str) -> None:
    assert "QuickCast" in named(read(abstract), Relation.INTRODUCES)


def test_a_title_before_its_colon_is_introduced(read: Read) -> None:
    extraction = read("Serving is slow. QuickCast skips layers.", "QuickCast: Skipping Idle Layers")
    assert named(extraction, Relation.INTRODUCES) == {"QuickCast"}


def test_short_and_long_form_are_one_thing(read: Read) -> None:
    extraction = read("We propose idle layer skipping (ILS). ILS needs no training.")
    (fact,) = [f for f in extraction.facts if f.relation is Relation.INTRODUCES]
    assert (fact.name, fact.long_form) == ("ILS", "idle layer skipping")


def test_base_models_of_a_list(read: Read) -> None:
    extraction = read("We cut tokens early. We apply it to LLaVA-1.5-7B, Qwen2-VL and Vicuna-13B.")
    assert {"LLaVA-1.5-7B", "Qwen2-VL", "Vicuna-13B"} <= named(extraction, Relation.USES_BASE_MODEL)


def test_several_sizes_in_one_span(read: Read) -> None:
    extraction = read("We cut tokens early. We fine-tune InternVL-2.0-4B/8B/26B with it.")
    facts = [f for f in extraction.facts if f.name.startswith("InternVL")]
    assert {f.name for f in facts} == {"InternVL-2.0-4B", "InternVL-2.0-8B", "InternVL-2.0-26B"}
    assert {f.evidence.surface for f in facts} == {"InternVL-2.0-4B/8B/26B"}


def test_generic_classes_are_no_base_models(read: Read) -> None:
    extraction = read("We accelerate LLMs, MLLMs and diffusion models. We apply it to VLMs.")
    assert named(extraction, Relation.USES_BASE_MODEL) == set()


def test_unlike_is_no_use(read: Read) -> None:
    extraction = read("We cut tokens early. Unlike LLaVA, our model sees the whole image.")
    assert "LLaVA" not in named(extraction, Relation.USES_BASE_MODEL)


@pytest.mark.parametrize("cue", ["outperforms", "is 2x faster than", "is compared with"])
def test_compares(read: Read, cue: str) -> None:
    extraction = read(f"We propose QuickCast. QuickCast {cue} FlashAttention and vLLM.")
    assert {"FlashAttention", "vLLM"} <= named(extraction, Relation.COMPARES_WITH)


def test_benchmarks(read: Read) -> None:
    extraction = read("We cut tokens early. Experiments on GSM8K, MMLU and the NewThing benchmark.")
    assert {"GSM8K", "MMLU", "NewThing"} <= named(extraction, Relation.EVALUATES_ON)


def test_hardware(read: Read) -> None:
    extraction = read("We cut tokens early. It runs at 30 fps on an RTX 4090.")
    assert named(extraction, Relation.RUNS_ON) == {"RTX 4090"}


def test_techniques_and_tasks(read: Read) -> None:
    extraction = read(
        "Video is long. We combine token pruning with knowledge distillation for video captioning.",
        "Token Pruning for Video Captioning",
    )
    assert {"token pruning", "knowledge distillation"} <= named(extraction, Relation.USES_TECHNIQUE)
    assert "video captioning" in named(extraction, Relation.ADDRESSES_TASK)


def test_an_acronym_that_the_paper_spells_out_otherwise_is_not_the_known_thing(read: Read) -> None:
    extraction = read("We study vehicle light-field localization models (VLLM). VLLM is accurate.")
    assert all(f.entry is None for f in extraction.facts if f.name == "VLLM")


def test_links(read: Read) -> None:
    extraction = read(
        "We cut tokens. Code is at https://github.com/a/b. See the project page "
        "(https://a.github.io/b/) and www.example.org/data.zip for the dataset."
    )
    assert [(link.url, link.kind) for link in extraction.links] == [
        ("https://github.com/a/b", "code"),
        ("https://a.github.io/b/", "project"),
        ("https://www.example.org/data.zip", "project"),
    ]


def test_an_empty_paper_gives_nothing(read: Read) -> None:
    extraction = read("", "")
    assert (extraction.facts, extraction.results, extraction.links) == ((), (), ())
