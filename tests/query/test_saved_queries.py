"""Each saved query, on a graph whose answers are known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import rdflib

from kg.query.engine import Table
from kg.query.names import names
from kg.query.saved import bind, run_saved, saved_queries
from kg.query.tables import short
from kg.vocab import PREFIXES

if TYPE_CHECKING:
    import pyoxigraph as ox

PRUNE, DRAFT = "PruneIt: fewer tokens", "Draft faster"
SMALL, OLD = "Small and quantized", "Token merging, an old idea"
STUDY = "A study without a date"

# query, arguments, the columns to compare, the whole answer in its order.
ANSWERS: list[tuple[str, dict[str, str], str, list[tuple[str, ...]]]] = [
    (
        "papers-using",
        {"model": "llava"},
        "title relation used sentence",
        [
            (DRAFT, "kg:usesBaseModel", "LLaVA", f"{DRAFT} usesBaseModel LLaVA indeed."),
            (
                PRUNE,
                "kg:usesBaseModel",
                "LLaVA-1.5-7B",
                f"{PRUNE} usesBaseModel LLaVA-1.5-7B indeed.",
            ),
            (SMALL, "kg:extends", "LLaVA-1.5", f"{SMALL} extends LLaVA-1.5 indeed."),
        ],
    ),
    ("papers-using", {"model": "llava 1.5"}, "title", [(PRUNE,), (SMALL,)]),
    ("papers-using", {"model": "Token Mergings"}, "title relation", [(PRUNE, "kg:extends")]),
    (
        "papers-technique-on-model",
        {"technique": "Model Compression", "model": "LLaVA"},
        "title applied used",
        [
            (DRAFT, "quantization", "LLaVA"),
            (PRUNE, "quantization", "LLaVA-1.5-7B"),
            (PRUNE, "token pruning", "LLaVA-1.5-7B"),
        ],
    ),
    (
        "papers-technique-on-model",
        {"technique": "token-pruning", "model": "LLaVA"},
        "technique_sentence model_sentence",
        [
            (
                f"{PRUNE} usesTechnique token pruning indeed.",
                f"{PRUNE} usesBaseModel LLaVA-1.5-7B indeed.",
            )
        ],
    ),
    (
        "method-profile",
        {"method": "prune it"},
        "method title relation thing",
        [
            ("PruneIt", PRUNE, "kg:introduces", "PruneIt"),
            ("PruneIt", PRUNE, "kg:extends", "ToMe"),
            ("PruneIt", PRUNE, "kg:usesBaseModel", "LLaVA-1.5-7B"),
            ("PruneIt", PRUNE, "kg:usesTechnique", "quantization"),
            ("PruneIt", PRUNE, "kg:usesTechnique", "token pruning"),
            ("PruneIt", PRUNE, "kg:addressesTask", "visual question answering"),
            ("PruneIt", PRUNE, "kg:evaluatesOn", "GQA"),
            ("PruneIt", PRUNE, "kg:comparesWith", "ToMe"),
        ],
    ),
    (
        "speedups",
        {"model": "LLaVA"},
        "value_text kind metric subject model said_of",
        [
            ("3.1x", "ratio", "speedup", "FastDraft", "LLaVA", "result"),
            ("1.8x", "ratio", "speedup", "PruneIt", "LLaVA-1.5-7B", "result"),
            ("-45%", "delta", "FLOPs", "PruneIt", "LLaVA-1.5-7B", "paper"),
        ],
    ),
    (
        "cooccurring-techniques",
        {},
        "technique with papers",
        [("quantization", "token pruning", "2")],
    ),
    (
        "cooccurring-techniques",
        {"least": "1"},
        "technique with papers",
        [("quantization", "token pruning", "2"), ("quantization", "speculative decoding", "1")],
    ),
    ("benchmarks-by-papers", {}, "benchmark papers", [("GQA", "2"), ("MM-Suite", "1")]),
    (
        "techniques-by-papers",
        {},
        "technique papers",
        [("quantization", "3"), ("token pruning", "2"), ("speculative decoding", "1")],
    ),
    (
        "models-by-papers",
        {},
        "model papers",
        [("LLaVA", "1"), ("LLaVA-1.5-7B", "1"), ("Vicuna", "1")],
    ),
    (
        "lineage",
        {"model": "LLaVA-1.5-7B"},
        "side thing relation of",
        [
            ("ancestor", "LLaVA-1.5", "kg:variantOf", "LLaVA"),
            ("ancestor", "LLaVA-1.5-7B", "kg:variantOf", "LLaVA-1.5"),
            ("ancestor", "LLaVA-1.5-7B", "fair4ml:fineTunedFrom", "Vicuna"),
            ("descendant", "LLaVA-AWQ", "kg:quantizedFrom", "LLaVA-1.5-7B"),
        ],
    ),
    ("lineage", {"model": "ToMe"}, "side thing of", [("descendant", "PruneIt", "ToMe")]),
    (
        "introduced-and-used",
        {},
        "thing introduced_by relation used_by sentence",
        [
            ("ToMe", OLD, "kg:comparesWith", PRUNE, f"{PRUNE} comparesWith ToMe indeed."),
            ("ToMe", OLD, "kg:extends", PRUNE, f"{PRUNE} extends ToMe indeed."),
        ],
    ),
    (
        "papers-by-task-and-year",
        {},
        "task year papers",
        [("visual question answering", "", "1"), ("visual question answering", "2024", "2")],
    ),
    (
        "code-links",
        {},
        "paper title code",
        [("paper/2402.00002", PRUNE, "https://github.com/example/prune-it")],
    ),
    (
        "numbers-on-benchmark",
        {"benchmark": "GQA benchmark"},
        "benchmark metric value_text kind subject model",
        [
            ("GQA", "FLOPs", "-45%", "delta", "PruneIt", ""),
            ("GQA", "accuracy", "61.5", "absolute", "", "LLaVA"),
        ],
    ),
    (
        "numbers-on-benchmark",
        {"benchmark": "MM-Suite"},
        "benchmark value_text title",
        [("OCR part", "+2%", PRUNE)],
    ),
    (
        "shared-between",
        {"paper-a": "pruneit", "paper-b": "arXiv:2504.00004v2"},
        "thing relation_a relation_b",
        [
            ("quantization", "kg:usesTechnique", "kg:usesTechnique"),
            ("token pruning", "kg:usesTechnique", "kg:usesTechnique"),
        ],
    ),
    ("shared-between", {"paper-a": PRUNE, "paper-b": PRUNE}, "thing", []),
    (
        "new-since",
        {"date": "2025-03-07"},
        "day title introduces",
        [
            ("2025-10-10", STUDY, ""),
            ("2025-04-08", SMALL, "LLaVA-AWQ"),
            ("2025-03-07", DRAFT, "FastDraft"),
        ],
    ),
    (
        "evidence",
        {"paper": "2503.00003"},
        "relation thing start",
        [
            ("kg:reports", "3.1x", "11"),
            ("kg:reports", "61.5", "11"),
            ("kg:introduces", "FastDraft", "24"),
            ("kg:evaluatesOn", "GQA", "25"),
            ("kg:usesBaseModel", "LLaVA", "27"),
            ("kg:usesTechnique", "quantization", "27"),
            ("kg:usesTechnique", "speculative decoding", "27"),
        ],
    ),
]


def test_every_saved_query_is_tested() -> None:
    assert {name for name, *_ in ANSWERS} == set(saved_queries())
    assert len(saved_queries()) >= 14


@pytest.mark.parametrize(("name", "arguments", "columns", "expected"), ANSWERS)
def test_saved_query_gives_the_known_answer(
    store: ox.Store,
    name: str,
    arguments: dict[str, str],
    columns: str,
    expected: list[tuple[str, ...]],
) -> None:
    table = run_saved(store, name, arguments)
    assert isinstance(table, Table)
    places = [table.columns.index(column) for column in columns.split()]
    found = [tuple(short(row[place]) for place in places) for row in table.rows]
    assert found == expected


def test_evidence_has_words_and_sentence_of_every_edge(store: ox.Store) -> None:
    table = run_saved(store, "evidence", {"paper": "2402.00002"})
    assert isinstance(table, Table)
    rows = [dict(zip(table.columns, map(short, row), strict=True)) for row in table.rows]
    assert len(rows) == 12  # 8 edges, 3 numbers, 1 link
    assert all(row["words"] in row["sentence"] for row in rows)
    assert {
        "title": PRUNE,
        "relation": "schema:codeRepository",
        "thing": "https://github.com/example/prune-it",
        "words": "https://github.com/example/prune-it",
        "section": "abstract",
        "start": "4",
        "confidence": "1",
        "sentence": "See https://github.com/example/prune-it for code.",
    } in rows


def _plain(term: Any) -> str:
    """Return a term of either library as text, decimals by value ("0.90" is "0.9")."""
    if term is None:
        return ""
    value = getattr(term, "value", term) if not isinstance(term, rdflib.term.Node) else term
    try:
        return str(float(value))
    except ValueError:
        return str(value)


@pytest.mark.parametrize(("name", "arguments"), [case[:2] for case in ANSWERS])
def test_rdflibs_engine_gives_the_same_rows(
    store: ox.Store, reference: rdflib.Graph, name: str, arguments: dict[str, str]
) -> None:
    ours = run_saved(store, name, arguments)
    assert isinstance(ours, Table)
    theirs = reference.query(bind(saved_queries()[name], names(store), arguments), initNs=PREFIXES)
    assert sorted([_plain(cell) for cell in row] for row in ours.rows) == sorted(
        [_plain(cell) for cell in row] for row in theirs
    )


@pytest.fixture(scope="module")
def reference(store: ox.Store) -> rdflib.Graph:
    graph = rdflib.Graph()
    for quad in store:
        graph.parse(data=f"{quad.triple} .", format="nt")
    return graph
