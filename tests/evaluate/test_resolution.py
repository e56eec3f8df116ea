"""Merges and lineage of names, measured on the pairs of tests/gold."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluate.resolution import (
    Pair,
    PairedName,
    Relatedness,
    ResolutionScore,
    Verdict,
    held_out,
    read_pairs,
    score_pairs,
)
from kg.lexicon import Lexicon, lexicon_paths, load_lexicon
from kg.model import Kind

FILE = Path(__file__).parents[1] / "gold" / "resolution.jsonl"


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon(lexicon_paths())


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return read_pairs(FILE)


@pytest.fixture(scope="module")
def measured(pairs: list[Pair], lexicon: Lexicon) -> ResolutionScore:
    return score_pairs(pairs, lexicon)


def test_the_pairs_are_many_balanced_and_unlike(pairs: list[Pair]) -> None:
    relations = Counter(pair.relation for pair in pairs)
    assert len(pairs) >= 900
    assert min(relations[r] for r in Relatedness) > 200
    assert len({frozenset((p.a, p.b)) for p in pairs}) == len(pairs)
    assert len({pair.family for pair in pairs}) > 30
    held = sum(held_out(pair) for pair in pairs)
    assert 0.35 < held / len(pairs) < 0.65


def test_no_version_and_no_size_is_ever_merged(measured: ResolutionScore) -> None:
    assert measured.version_merges == ()


@pytest.mark.parametrize("held", [False, True])
def test_merges_and_lineage_keep_their_level(measured: ResolutionScore, held: bool) -> None:
    part = measured.part(held=held)
    assert part.merges.precision >= 0.98
    assert part.merges.recall >= 0.95
    assert part.lineage.precision >= 0.95
    assert part.lineage.recall >= 0.95


def test_figures_follow_from_verdicts() -> None:
    a, b = PairedName("Foo-2", Kind.MODEL), PairedName("Foo", Kind.MODEL)
    same = Pair(b, PairedName("foo", Kind.MODEL), Relatedness.SAME)
    variant = Pair(a, b, Relatedness.VARIANT)
    sibling = Pair(a, PairedName("Foo-3", Kind.MODEL), Relatedness.DIFFERENT)
    good = ResolutionScore(
        (
            Verdict(same, merged=True, a_below_b=False, b_below_a=False),
            Verdict(variant, merged=False, a_below_b=True, b_below_a=False),
            Verdict(sibling, merged=False, a_below_b=False, b_below_a=False),
        )
    )
    assert (good.merges.f1, good.lineage.f1) == (1.0, 1.0)
    assert good.errors == good.version_merges == ()
    bad = ResolutionScore(
        (
            Verdict(same, merged=False, a_below_b=False, b_below_a=True),
            Verdict(variant, merged=True, a_below_b=False, b_below_a=False),
            Verdict(sibling, merged=True, a_below_b=False, b_below_a=False),
        )
    )
    assert (bad.merges.f1, bad.lineage.f1) == (0.0, 0.0)
    assert bad.lineage.predicted == 1
    assert len(bad.errors) == 3
    assert len(bad.version_merges) == 2


@pytest.mark.parametrize(
    "line",
    [
        "{",
        '{"a": {"name": "X", "kind": "Model"}, "relation": "same"}',
        '{"a": {"name": "X", "kind": "Modell"}, "b": {"name": "Y", "kind": "Model"}, "relation": "same"}',  # noqa: E501
        '{"a": {"name": "X", "kind": "Model"}, "b": {"name": "Y", "kind": "Model"}, "relation": "alike"}',  # noqa: E501
    ],
)  # fmt: skip
def test_a_bad_line_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"pairs\.jsonl:2: ") as error:
        read_pairs(path)
    assert "\n" not in str(error.value)


def test_a_bad_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="check the path"):
        read_pairs(tmp_path / "absent.jsonl")
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(InputError, match="no pair"):
        read_pairs(tmp_path / "empty.jsonl")
