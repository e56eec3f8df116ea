"""What a name means: its long form, its maker, its sizes; and that the lexicons merge no sizes."""

from __future__ import annotations

import pytest

from kg.ids import name_key
from kg.lexicon import Lexicon, lexicon_paths, load_lexicon
from kg.model import CONCEPTS, Evidence, Extraction, Fact, Kind, Paper, Relation
from kg.resolve.resolve import Resolution, resolve
from kg.resolve.variants import shorter

NUMBERED_BY_CUSTOM = {
    "FiQA-2018", "OpenR1-Math-220k", "ScreenSpot-v1", "Spider 1.0", "TinyImageNet-200",
}  # fmt: skip
"""Names that only number what is never meant without the number."""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(lexicon_paths())


def fact(name: str, kind: Kind, long_form: str | None = None, entry: str | None = None) -> Fact:
    evidence = Evidence("abstract", 0, len(name), name, name)
    return Fact(Relation.MENTIONS, name, kind, evidence, 0.9, entry, long_form)


def resolved(lexicon: Lexicon, *facts: Fact) -> tuple[Resolution, list[str]]:
    """Return what facts of a paper each mean."""
    papers = [Paper(f"title:{at}", str(at), "") for at in range(len(facts))]
    extractions = [Extraction(p, (f,), (), ()) for p, f in zip(papers, facts, strict=True)]
    resolution = resolve(extractions, lexicon)
    meant = [resolution.of(p.key, f.kind, f.name) for p, f in zip(papers, facts, strict=True)]
    return resolution, meant


def test_a_long_form_tells_which_thing_an_acronym_means(lexicon: Lexicon) -> None:
    resolution, (model, known, other) = resolved(
        lexicon,
        fact("SVD", Kind.MODEL, "Stable Video Diffusion"),
        fact("Stable Video Diffusion", Kind.MODEL),
        fact("SVD", Kind.METHOD, "sparse vector dictionaries"),
    )
    assert model == known != other
    assert "SVD" in resolution.entities[known].aliases


def test_an_acronym_alone_means_the_only_thing_it_stands_for(lexicon: Lexicon) -> None:
    _, (bare, spelled, known) = resolved(
        lexicon,
        fact("SAM", Kind.MODEL),
        fact("SAM", Kind.MODEL, "Segment Anything Model"),
        fact("Segment Anything Model", Kind.MODEL),
    )
    assert bare == spelled == known


def test_an_acronym_of_two_things_alone_means_neither(lexicon: Lexicon) -> None:
    _, (bare, model, optimiser) = resolved(
        lexicon,
        fact("SAM", Kind.MODEL),
        fact("SAM", Kind.MODEL, "Segment Anything Model"),
        fact("SAM", Kind.METHOD, "Sharpness-Aware Minimization"),
    )
    assert len({bare, model, optimiser}) == 3


def test_a_known_acronym_spelled_out_otherwise_is_another_concept(lexicon: Lexicon) -> None:
    resolution, (known, other, spelled) = resolved(
        lexicon,
        fact("RAG", Kind.TECHNIQUE, "Retrieval-Augmented Generation"),
        fact("RAG", Kind.TECHNIQUE, "region adjacency graph"),
        fact("region adjacency graph", Kind.TECHNIQUE),
    )
    assert known != other == spelled
    assert resolution.entities[known].name == "retrieval-augmented generation"


def test_a_known_model_spelled_out_stays_that_model(lexicon: Lexicon) -> None:
    _, (bare, spelled) = resolved(
        lexicon,
        fact("RT-DETR", Kind.MODEL, entry="RT-DETR"),
        fact("RT-DETR", Kind.MODEL, "Real-Time DEtection TRansformer", entry="RT-DETR"),
    )
    assert bare == spelled


def test_a_device_is_one_with_its_maker_and_without(lexicon: Lexicon) -> None:
    for one, other in (
        ("NVIDIA GeForce RTX 5070", "RTX 5070"),
        ("NVIDIA L40S GPU", "L40S GPU"),
        ("NVIDIA A100", "A100 GPU"),
        ("Qualcomm QCS8550 chip", "QCS8550"),
    ):
        _, (first, second) = resolved(lexicon, fact(one, Kind.HARDWARE), fact(other, Kind.HARDWARE))
        assert first == second, one


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Big R-CNN", "Big RCNN"),
        ("Foo 8×7B", "Foo-8x7B"),
        ("Foo Plus", "Foo+"),
        ("Foo-Bar-v1-5", "Foo Bar 1.5"),
        ("∞Bench", "InfinityBench"),
    ],
)
def test_signs_and_words_of_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Foo Plus", "Foo"),
        ("Foo-v2-7B", "Foo-v2.7B"),
        ("∞Bench", "Bench"),
        ("Foo-v1-5", "Foo-v1"),
        ("YOLOv5s", "YOLOv5"),
    ],
)
def test_signs_that_make_another_name(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_no_lexicon_takes_a_version_or_size_for_a_synonym(lexicon: Lexicon) -> None:
    checked = 0
    for entry in lexicon.entries:
        if entry.kind in CONCEPTS:
            continue
        spellings = {name_key(s) for s in (entry.name, *entry.aliases)}
        for alias in entry.aliases:
            above = shorter(alias)
            checked += 1
            if above and any(c.isdigit() for c in alias[len(above) :]):
                merged = name_key(above) in spellings and alias not in NUMBERED_BY_CUSTOM
                assert not merged, f"{entry.name}: {alias}"
    assert checked > 500
