"""What tests of several parts share: one small valid graph with hostile texts, and one browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

import hypothesis
import pytest

from kg.model import (
    AppliedCorrection,
    Claim,
    Claimed,
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
    Section,
    Statement,
)

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# No test is timed: a busy machine would fail it.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

MONDAY = Listing("page-nov20.txt", date(2024, 11, 20))
UNDATED = Listing("more papers & <b>.txt")
ANSWER = Listing("works.json", source='Open "Alex" <&>')

THIRD = Paper(
    key="title:naïveisallyou",
    title=(
        '=HYPERLINK("http://x.example";"naïve")\n'
        "is 'all' you $\\mathbf{need}$ — α-Bench 😀 for 日本語"
    ),
    abstract=(
        "]]> We release 😀 α-Bench, a suite part of GLUE++; it covers 日本語 retrieval.\n"
        "\tA data set, Töne, is used to train; BLEU is \\emph{mentioned}. "
        "Demo: https://demo.example/a?b=1&c=%3Cd%3E ."
    ),
    authors=(),
    listings=(MONDAY,),
    year=2024,
)

FASTV = Paper(
    key="arxiv:2403.06764",
    title='<img src=x onerror=alert(1)> "FastV" & 100% of 🚀 speed\\',
    abstract=(
        "We introduce FastV, a token pruning method for 🚀 visual question answering. "
        "FastV extends ToMe and is applied to LLaVA-1.5-7B.\n"
        "It cuts FLOPs by 45\\% over ToMe on α-Bench with $1.8\\times$ speed on one A100, "
        "</script><script>alert('x')</script> and it outperforms ToMe. "
        "We train on Töne. Code: https://github.com/pkunlp-icler/FastV."
    ),
    arxiv_id="2403.06764",
    issued=date(2024, 3, 11),
    authors=("Zoë O'Brien", 'Li "Leo" Wei <leo@x.example>'),
    author_count=7,
    comment_count=0,
    categories=("cs.CV", "cs.CL"),
    identifiers=("doi:10.1000/x<y>", "S2:42"),
    listings=(UNDATED, MONDAY, ANSWER),
    doi="10.1000/x<y>",
    venue='Proc. of the 1st "Kites" & <Spoons>',
    claims=(
        Claim(Claimed.TITLE, "FastV & 100 % of speed", (ANSWER,)),
        Claim(Claimed.UPVOTES, "12", (MONDAY, ANSWER)),
        Claim(Claimed.CODE, 'javascript:alert(1)//"</script>', (ANSWER,)),
    ),
)

TINY = Paper(
    key="arxiv:cs/0112017",
    title="@SUM(1+1) -- TinyLLaVA: a quantized {LLaVA-1.5} of the {π} kind",
    abstract=(
        "TinyLLaVA is a 4-bit model; token pruning and quantization shrink LLaVA-1.5-7B. "
        "See https://tiny.example/ for more."
    ),
    arxiv_id="cs/0112017",
    issued=date(2001, 12, 17),
    listings=(UNDATED,),
)

ENTITIES = (
    Entity(
        "benchmark/alpha-bench",
        Kind.BENCHMARK,
        "α-Bench",
        aliases=("alpha bench", '"α" bench'),
        part_of=("benchmark/glue-plus-plus",),
    ),
    Entity("benchmark/glue-plus-plus", Kind.BENCHMARK, "GLUE++"),
    Entity("dataset/tone-1a2b3c4d", Kind.DATASET, "Töne"),
    Entity("hardware/a-100", Kind.HARDWARE, "A100", aliases=("NVIDIA A100 <80GB>",)),
    Entity("method/fast-v", Kind.METHOD, "FastV", lineage=((Lineage.EXTENDS, "method/to-me"),)),
    Entity("method/to-me", Kind.METHOD, "ToMe", aliases=("Token Merging",)),
    Entity("metric/bleu", Kind.METRIC, "BLEU", direction="higher"),
    Entity("metric/flop", Kind.METRIC, "FLOPs", direction="lower", unit="FLOP"),
    Entity("model/llava", Kind.MODEL, "LLaVA"),
    Entity("model/llava-1.5", Kind.MODEL, "LLaVA-1.5", variant_of="model/llava"),
    Entity(
        "model/llava-1.5-7b",
        Kind.MODEL,
        "LLaVA-1.5-7B",
        variant_of="model/llava-1.5",
        lineage=(
            (Lineage.FINE_TUNED_FROM, "model/vicuna"),
            (Lineage.MERGED_FROM, "model/llava-1.5"),
        ),
    ),
    Entity(
        "model/tiny-llava",
        Kind.MODEL,
        "TinyLLaVA",
        lineage=(
            (Lineage.QUANTIZED_FROM, "model/llava-1.5-7b"),
            (Lineage.ADAPTER_OF, "model/llava-1.5"),
        ),
    ),
    Entity("model/vicuna", Kind.MODEL, "Vicuna"),
    Entity(
        "task/vqa",
        Kind.TASK,
        "visual question answering",
        aliases=("VQA",),
        broader=("task/retrieval",),
    ),
    Entity("task/retrieval", Kind.TASK, "retrieval"),
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
        aliases=("token dropping",),
        broader=("technique/compression",),
        close_match=("technique/quantization",),
    ),
)


DECIDED = AppliedCorrection(
    "correction/0123456789ab",
    "alias",
    "benchmark/alpha-bench is also called '\"α\" bench'",
    'Ann "the <editor>" Lee',
    date(2024, 11, 21),
    "the authors' own </script> name\nfor it",
    ("benchmark/alpha-bench",),
)


def evidence(paper: Paper, section: Section, surface: str) -> Evidence:
    """Return the first place of the surface in a section, quoted by the sentence around it."""
    text = paper.text(section)
    start = text.index(surface)
    end = start + len(surface)
    left = text.rfind(". ", 0, start)
    right = text.find(". ", end)
    quote = text[left + 2 if left >= 0 else 0 : right + 1 if right >= 0 else len(text)]
    return Evidence(section, start, end, surface, quote)


def statement(
    owner: str, paper: Paper, said: tuple[Relation, str, Section, str, float]
) -> Statement:
    """Return the statement of one edge of a paper."""
    relation, obj, section, surface, confidence = said
    identifier = f"statement/{owner}/{relation.lower()}/{obj.replace('/', '-')}"
    place = evidence(paper, section, surface)
    return Statement(identifier, f"paper/{owner}", relation, obj, place, confidence)


def link(
    owner: str, paper: Paper, kind: Literal["code", "project", "demo"], url: str, target: str
) -> PaperLink:
    """Return the link of a paper to a URL of its abstract."""
    found = Link(url, kind, evidence(paper, "abstract", url))
    return PaperLink(f"statement/{owner}/link/{target}", f"paper/{owner}", f"link/{target}", found)


def fastv_record() -> PaperRecord:
    """Return the paper that has one of everything: all edges, results, a link, derived edges."""
    owner, relation = "2403.06764", Relation
    said: tuple[tuple[Relation, str, Section, str, float], ...] = (
        (relation.INTRODUCES, "method/fast-v", "title", "FastV", 0.98),
        (relation.EXTENDS, "method/to-me", "abstract", "ToMe", 0.7),
        (relation.USES_BASE_MODEL, "model/llava-1.5-7b", "abstract", "LLaVA-1.5-7B", 0.9),
        (relation.EVALUATES_ON, "benchmark/alpha-bench", "abstract", "α-Bench", 0.85),
        (relation.TRAINS_ON, "dataset/tone-1a2b3c4d", "abstract", "Töne", 1.0),
        (relation.USES_TECHNIQUE, "technique/token-pruning", "abstract", "token pruning", 0.95),
        (relation.ADDRESSES_TASK, "task/vqa", "abstract", "visual question answering", 0.6),
        (relation.COMPARES_WITH, "method/to-me", "abstract", "ToMe", 0.0),
        (relation.RUNS_ON, "hardware/a-100", "abstract", "A100", 0.5),
    )
    cut = Result(
        "-45%",
        "-45",
        "%",
        "FLOPs",
        "FLOPs",
        "delta",
        "lower",
        evidence(FASTV, "abstract", "45\\%"),
        0.8,
        subject="FastV",
        baseline="ToMe",
        benchmark="α-Bench",
    )
    speed = Result(
        "1.8x",
        "1.8",
        None,
        None,
        None,
        "ratio",
        "higher",
        evidence(FASTV, "abstract", "1.8\\times"),
        0.75,
        model="LLaVA-1.5-7B",
        hardware="A100",
    )
    paper = f"paper/{owner}"
    return PaperRecord(
        paper,
        FASTV,
        tuple(statement(owner, FASTV, one) for one in said),
        (
            ReportedResult(
                f"result/{owner}/1",
                paper,
                cut,
                metric="metric/flop",
                subject="method/fast-v",
                baseline="method/to-me",
                benchmark="benchmark/alpha-bench",
            ),
            ReportedResult(
                f"result/{owner}/2",
                paper,
                speed,
                model="model/llava-1.5-7b",
                hardware="hardware/a-100",
            ),
        ),
        (link(owner, FASTV, "code", "https://github.com/pkunlp-icler/FastV", "fast-v"),),
        (
            DerivedEdge("method/fast-v", "addressesTask", "task/vqa", paper),
            DerivedEdge("method/fast-v", "appliedTo", "model/llava-1.5-7b", paper),
            DerivedEdge("method/fast-v", "evaluatedOn", "benchmark/alpha-bench", paper),
            DerivedEdge("method/fast-v", "outperforms", "method/to-me", paper),
            DerivedEdge("method/fast-v", "usesTechnique", "technique/token-pruning", paper),
        ),
    )


def tiny_record() -> PaperRecord:
    """Return the paper that introduces a model and has a project page."""
    owner, relation = "cs-0112017", Relation
    said: tuple[tuple[Relation, str, Section, str, float], ...] = (
        (relation.INTRODUCES, "model/tiny-llava", "title", "TinyLLaVA", 0.97),
        (relation.EXTENDS, "model/llava-1.5", "title", "LLaVA-1.5", 0.66),
        (relation.USES_BASE_MODEL, "model/llava-1.5-7b", "abstract", "LLaVA-1.5-7B", 0.8),
        (relation.USES_TECHNIQUE, "technique/quantization", "abstract", "quantization", 0.9),
        (relation.USES_TECHNIQUE, "technique/token-pruning", "abstract", "token pruning", 0.9),
    )
    return PaperRecord(
        f"paper/{owner}",
        TINY,
        tuple(statement(owner, TINY, one) for one in said),
        (),
        (link(owner, TINY, "project", "https://tiny.example/", "tiny"),),
        (
            DerivedEdge(
                "model/tiny-llava", "usesTechnique", "technique/quantization", f"paper/{owner}"
            ),
        ),
    )


def third_record() -> PaperRecord:
    """Return the paper without an arXiv identifier, date or authors."""
    owner, relation = "naive-is-all-0a1b2c", Relation
    said: tuple[tuple[Relation, str, Section, str, float], ...] = (
        (relation.INTRODUCES, "benchmark/alpha-bench", "title", "α-Bench", 0.93),
        (relation.MENTIONS, "benchmark/glue-plus-plus", "abstract", "GLUE++", 0.4),
        (relation.MENTIONS, "metric/bleu", "abstract", "BLEU", 0.55),
        (relation.TRAINS_ON, "dataset/tone-1a2b3c4d", "abstract", "Töne", 0.88),
        (relation.ADDRESSES_TASK, "task/retrieval", "abstract", "retrieval", 0.72),
    )
    return PaperRecord(
        f"paper/{owner}",
        THIRD,
        tuple(statement(owner, THIRD, one) for one in said),
        (),
        (link(owner, THIRD, "demo", "https://demo.example/a?b=1&c=%3Cd%3E", "demo-example"),),
        (),
    )


@pytest.fixture(scope="session")
def small_graph() -> KnowledgeGraph:
    """Return a valid graph of 3 papers with hostile texts, all kinds of things and all edges."""
    return KnowledgeGraph(
        base="https://w3id.org/paperkg/id/",
        extractor="rules-0.1.0",
        papers=(fastv_record(), tiny_record(), third_record()),
        entities={entity.id: entity for entity in sorted(ENTITIES, key=lambda one: one.id)},
        corrections=(DECIDED,),
    )


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Yield one Chromium for all pages; playwright cannot be started twice in one process."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        started.close()
