"""Names of two sorts for one thing: acronyms, names in full, phrases; and what only looks so."""

from __future__ import annotations

import random

import pytest

from kg.lexicon import Lexicon, lexicon_paths, load_lexicon
from kg.model import Evidence, Extraction, Fact, Kind, Paper, Relation
from kg.resolve.resolve import Resolution, resolve


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(lexicon_paths())


def named(
    name: str,
    relation: Relation = Relation.MENTIONS,
    *,
    long_form: str | None = None,
    kind: Kind = Kind.METHOD,
    confidence: float = 0.9,
) -> Fact:
    evidence = Evidence("abstract", 0, len(name), name, name)
    return Fact(relation, name, kind, evidence, confidence, None, long_form)


def technique(name: str) -> Fact:
    return named(name, Relation.USES_TECHNIQUE, kind=Kind.TECHNIQUE)


def task(name: str) -> Fact:
    return named(name, Relation.ADDRESSES_TASK, kind=Kind.TASK)


def meant(lexicon: Lexicon, *facts: Fact) -> tuple[Resolution, list[str]]:
    """Return what the facts mean, each stated by a paper of its own."""
    papers = [Paper(f"title:{place}", str(place), "") for place in range(len(facts))]
    resolution = resolve(
        [Extraction(p, (f,), (), ()) for p, f in zip(papers, facts, strict=True)], lexicon
    )
    return resolution, [
        resolution.of(p.key, f.kind, f.name) for p, f in zip(papers, facts, strict=True)
    ]


def things(lexicon: Lexicon, *facts: Fact) -> list[str]:
    return meant(lexicon, *facts)[1]


@pytest.mark.parametrize(
    ("name", "long_form"),
    [
        ("Low-Rank Adaptation", None),
        ("Low Rank Adaptation", None),
        ("LRA", "Low-Rank Adaptation"),
        ("LoRA", "Low-Rank Adaptation"),
    ],
)
def test_a_known_technique_is_one_thing_however_it_is_written(
    lexicon: Lexicon, name: str, long_form: str | None
) -> None:
    one, other = things(lexicon, named(name, long_form=long_form), technique("LoRA"))
    assert one == other == "technique/lora"


def test_a_known_task_or_metric_is_no_method(lexicon: Lexicon) -> None:
    assert things(lexicon, named("Named Entity Recognition"), named("Mean Squared Error")) == [
        "task/named-entity-recognition",
        "metric/mse",
    ]


def test_an_acronym_of_other_words_is_another_thing(lexicon: Lexicon) -> None:
    one, other = things(lexicon, named("RAG", long_form="Region Adjacency Graph"), technique("RAG"))
    assert one.startswith("method/rag--")
    assert other == "technique/retrieval-augmented-generation"


def test_single_words_mean_a_known_technique_in_their_own_case_only(lexicon: Lexicon) -> None:
    assert things(lexicon, named("LoRA")) == ["technique/lora"]
    assert things(lexicon, named("Lora")) == ["method/lora"]


def test_who_introduces_a_name_keeps_it(lexicon: Lexicon) -> None:
    made, used = things(
        lexicon, named("Low-Rank Adaptation", Relation.INTRODUCES), named("Low-Rank Adaptation")
    )
    assert (made, used) == ("method/low-rank-adaptation", "technique/lora")


def test_who_seems_to_introduce_it_does_not(lexicon: Lexicon) -> None:
    (thing,) = things(lexicon, named("Low-Rank Adaptation", Relation.INTRODUCES, confidence=0.4))
    assert thing == "technique/lora"


def test_a_name_in_full_is_the_acronym_that_another_paper_spells_out_so(lexicon: Lexicon) -> None:
    _, (full, short, bare) = meant(
        lexicon,
        named("Quiet Layer Merging"),
        named("QLM", long_form="quiet layer merging"),
        named("QLM"),
    )
    assert full == short == bare


def test_an_unknown_technique_is_one_thing_with_its_name(lexicon: Lexicon) -> None:
    one, two, three = things(
        lexicon,
        named("Quiet Layer Merging"),
        named("QLM", long_form="Quiet Layer Merging"),
        technique("quiet layer merging"),
    )
    assert one == two == three == "technique/quiet-layer-merging"


def test_of_a_technique_and_a_task_the_technique_is_meant(lexicon: Lexicon) -> None:
    one, *_ = things(
        lexicon,
        named("Quiet Layer Merging"),
        technique("quiet layer merging"),
        task("quiet layer merging"),
    )
    assert one == "technique/quiet-layer-merging"


def test_a_technique_that_a_paper_introduces_is_its_method(lexicon: Lexicon) -> None:
    made, used = things(
        lexicon,
        named("QLM", Relation.INTRODUCES, long_form="Quiet Layer Merging"),
        technique("quiet layer merging"),
    )
    assert made == used
    assert made.startswith("method/qlm")


def test_data_is_no_technique(lexicon: Lexicon) -> None:
    data, used = things(
        lexicon,
        named("Quiet Street Views", Relation.EVALUATES_ON, kind=Kind.BENCHMARK),
        technique("quiet street views"),
    )
    assert data != used


def test_a_tail_makes_no_other_technique(lexicon: Lexicon) -> None:
    one, other = things(lexicon, technique("mixture-of-experts models"), technique("MoE"))
    assert one == other


def test_a_technique_taken_for_a_base_model_is_used(lexicon: Lexicon) -> None:
    from kg.graph.assemble import assemble

    paper = Paper("title:x", "X", "Random Forest")
    fact = named("Random Forest", Relation.USES_BASE_MODEL, kind=Kind.MODEL)
    extractions = [Extraction(paper, (fact,), (), ())]
    graph = assemble(
        extractions, resolve(extractions, lexicon), base="https://x.org/id/", extractor="t"
    )
    (statement,) = graph.papers[0].statements
    assert (statement.relation, statement.object) == (
        Relation.USES_TECHNIQUE,
        "technique/random-forest",
    )


def test_a_mention_of_known_data_is_that_data(lexicon: Lexicon) -> None:
    assert things(lexicon, named("MATH-500")) == ["dataset/math-500"]


def test_a_size_of_a_known_model_is_a_model_whatever_is_done_with_it(lexicon: Lexicon) -> None:
    resolution, (thing,) = meant(
        lexicon, named("Gemma-2B", Relation.EVALUATES_ON, kind=Kind.BENCHMARK)
    )
    assert resolution.entities[thing].kind is Kind.MODEL


def test_no_word_that_ends_like_a_benchmark_makes_one(lexicon: Lexicon) -> None:
    assert things(lexicon, named("Cross-Document Retrieval")) == ["method/cross-document-retrieval"]


def test_order_changes_nothing(lexicon: Lexicon) -> None:
    facts = [
        named("Quiet Layer Merging"),
        named("QLM", long_form="quiet layer merging"),
        named("QLM", Relation.INTRODUCES, long_form="Quiet Layer Merging"),
        technique("quiet layer merging"),
        task("quiet layer merging"),
        named("QML", long_form="quiet layer merging"),
        named("Low-Rank Adaptation"),
        technique("LoRA"),
    ]
    papers = [Paper(f"title:{place}", str(place), "") for place in range(len(facts))]
    extractions = [Extraction(p, (f,), (), ()) for p, f in zip(papers, facts, strict=True)]
    expected = resolve(extractions, lexicon)
    for seed in range(10):
        random.Random(seed).shuffle(extractions)
        assert resolve(extractions, lexicon) == expected
