"""A graph of five papers in which every saved query has a known answer."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from kg.graph.rdf import to_store
from kg.model import (
    DerivedEdge,
    Entity,
    Evidence,
    Kind,
    KnowledgeGraph,
    Lineage,
    Link,
    Listing,
    Paper,
    PaperLink,
    PaperRecord,
    Relation,
    ReportedResult,
    Result,
    Statement,
)
from kg.vocab import BASE

if TYPE_CHECKING:
    import pyoxigraph as ox

ENTITIES = (
    Entity("benchmark/gqa", Kind.BENCHMARK, "GQA"),
    Entity("benchmark/mm-suite", Kind.BENCHMARK, "MM-Suite"),
    Entity("benchmark/mm-suite-ocr", Kind.BENCHMARK, "OCR part", part_of=("benchmark/mm-suite",)),
    Entity("dataset/laion", Kind.DATASET, "LAION"),
    Entity("method/prune-it", Kind.METHOD, "PruneIt", lineage=((Lineage.EXTENDS, "method/to-me"),)),
    Entity("method/to-me", Kind.METHOD, "ToMe", aliases=("Token Merging",)),
    Entity("method/fast-draft", Kind.METHOD, "FastDraft"),
    Entity("model/llava", Kind.MODEL, "LLaVA", aliases=("Large Language and Vision Assistant",)),
    Entity("model/llava-1.5", Kind.MODEL, "LLaVA-1.5", variant_of="model/llava"),
    Entity(
        "model/llava-1.5-7b",
        Kind.MODEL,
        "LLaVA-1.5-7B",
        variant_of="model/llava-1.5",
        lineage=((Lineage.FINE_TUNED_FROM, "model/vicuna"),),
    ),
    Entity(
        "model/llava-awq",
        Kind.MODEL,
        "LLaVA-AWQ",
        lineage=((Lineage.QUANTIZED_FROM, "model/llava-1.5-7b"),),
    ),
    Entity("model/vicuna", Kind.MODEL, "Vicuna"),
    Entity("task/vqa", Kind.TASK, "visual question answering", aliases=("VQA",)),
    Entity("technique/compression", Kind.TECHNIQUE, "model compression"),
    Entity(
        "technique/quantization",
        Kind.TECHNIQUE,
        "quantization",
        broader=("technique/compression",),
    ),
    Entity(
        "technique/token-pruning",
        Kind.TECHNIQUE,
        "token pruning",
        broader=("technique/compression",),
    ),
    Entity("technique/speculation", Kind.TECHNIQUE, "speculative decoding"),
)

NAMES = {entity.id: entity.name for entity in ENTITIES}
FEED = Listing("page.txt", date(2025, 10, 10))


def _evidence(sentence: str, words: str) -> Evidence:
    start = sentence.index(words)
    return Evidence("abstract", start, start + len(words), words, sentence)


def _result(
    paper: str,
    place: int,
    value: str,
    text: str,
    kind: str,
    metric: str,
    direction: str,
    **ends: str,
) -> ReportedResult:
    sentence = f"It reaches {text} {metric} here."
    result = Result(
        text, value, None, metric, metric, kind, direction, _evidence(sentence, text), 0.7
    )  # fmt: skip
    return ReportedResult(f"result/{paper}/{place}", f"paper/{paper}", result, **ends)


def _record(
    name: str,
    title: str,
    edges: tuple[tuple[Relation, str], ...],
    *,
    issued: date | None = None,
    results: tuple[ReportedResult, ...] = (),
    code: str | None = None,
    derived: tuple[tuple[str, str, str], ...] = (),
) -> PaperRecord:
    identifier = f"paper/{name}"
    said = [(relation, end, f"{title} {relation} {NAMES[end]} indeed.") for relation, end in edges]
    links = ()
    if code:
        link = Link(code, "code", _evidence(f"See {code} for code.", code))
        links = (PaperLink(f"statement/{name}/code", identifier, f"link/{name}", link),)
    return PaperRecord(
        identifier,
        Paper(
            f"arxiv:{name}",
            title,
            " ".join(sentence for *_, sentence in said),
            arxiv_id=name,
            issued=issued,
            listings=(FEED,),
        ),
        tuple(
            Statement(
                f"statement/{name}/{place}",
                identifier,
                relation,
                end,
                _evidence(sentence, NAMES[end]),
                0.9,
            )
            for place, (relation, end, sentence) in enumerate(said)
        ),
        results,
        links,
        tuple(DerivedEdge(*edge, identifier) for edge in derived),
    )


def _graph() -> KnowledgeGraph:
    relation = Relation
    papers = (
        _record(
            "2401.00001",
            "Token merging, an old idea",
            ((relation.INTRODUCES, "method/to-me"), (relation.ADDRESSES_TASK, "task/vqa")),
            issued=date(2024, 1, 5),
        ),
        _record(
            "2402.00002",
            "PruneIt: fewer tokens",
            (
                (relation.INTRODUCES, "method/prune-it"),
                (relation.EXTENDS, "method/to-me"),
                (relation.USES_BASE_MODEL, "model/llava-1.5-7b"),
                (relation.USES_TECHNIQUE, "technique/token-pruning"),
                (relation.USES_TECHNIQUE, "technique/quantization"),
                (relation.EVALUATES_ON, "benchmark/gqa"),
                (relation.ADDRESSES_TASK, "task/vqa"),
                (relation.COMPARES_WITH, "method/to-me"),
            ),
            issued=date(2024, 2, 6),
            results=(
                _result(
                    "2402.00002", 1, "1.8", "1.8x", "ratio", "speedup", "higher",
                    subject="method/prune-it", model="model/llava-1.5-7b",
                ),
                _result(
                    "2402.00002", 2, "-45", "-45%", "delta", "FLOPs", "lower",
                    subject="method/prune-it", benchmark="benchmark/gqa",
                ),
                _result(
                    "2402.00002", 3, "2", "+2%", "delta", "accuracy", "higher",
                    model="model/llava-1.5-7b", benchmark="benchmark/mm-suite-ocr",
                ),
            ),
            code="https://github.com/example/prune-it",
            derived=(
                ("method/prune-it", "usesTechnique", "technique/token-pruning"),
                ("method/prune-it", "usesTechnique", "technique/quantization"),
                ("method/prune-it", "addressesTask", "task/vqa"),
                ("method/prune-it", "extends", "method/to-me"),
            ),
        ),
        _record(
            "2503.00003",
            "Draft faster",
            (
                (relation.INTRODUCES, "method/fast-draft"),
                (relation.USES_BASE_MODEL, "model/llava"),
                (relation.USES_TECHNIQUE, "technique/speculation"),
                (relation.USES_TECHNIQUE, "technique/quantization"),
                (relation.EVALUATES_ON, "benchmark/gqa"),
            ),
            issued=date(2025, 3, 7),
            results=(
                _result(
                    "2503.00003", 1, "3.1", "3.1x", "ratio", "speedup", "higher",
                    subject="method/fast-draft", model="model/llava",
                ),
                _result(
                    "2503.00003", 2, "61.5", "61.5", "absolute", "accuracy", "higher",
                    model="model/llava", benchmark="benchmark/gqa",
                ),
            ),
        ),
        _record(
            "2504.00004",
            "Small and quantized",
            (
                (relation.INTRODUCES, "model/llava-awq"),
                (relation.EXTENDS, "model/llava-1.5"),
                (relation.USES_TECHNIQUE, "technique/token-pruning"),
                (relation.USES_TECHNIQUE, "technique/quantization"),
                (relation.EVALUATES_ON, "benchmark/mm-suite"),
                (relation.TRAINS_ON, "dataset/laion"),
            ),
            issued=date(2025, 4, 8),
        ),
        _record(
            "2505.00005",
            "A study without a date",
            ((relation.USES_BASE_MODEL, "model/vicuna"), (relation.ADDRESSES_TASK, "task/vqa")),
        ),
    )  # fmt: skip
    return KnowledgeGraph(BASE, "rules-test", papers, {entity.id: entity for entity in ENTITIES})


@pytest.fixture(scope="session")
def store() -> ox.Store:
    """Return the graph of five papers in a store."""
    return to_store(_graph())
