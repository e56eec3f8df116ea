"""Linear models: exact sums, probabilities, files that read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError
from kg.extract.learned.alphabet import Alphabet, known
from kg.extract.learned.bundle import Background, Bundle, load_bundle, save_bundle
from kg.extract.learned.clusters import WordClusters
from kg.extract.learned.linear import LinearModel, Output, Scale

MODEL = LinearModel(
    (Output("a", Scale(1.5, -0.25), 0.4), Output("b", floor=-1200)),
    (100, -200),
    ("x", 'quote " and é'),
    ((1000, -500), (0, 250)),
)


def test_scores_are_sums_of_what_the_model_knows() -> None:
    alphabet = Alphabet((*MODEL.features, "of another model"))
    scorer = MODEL.over(alphabet)
    both = known(map(alphabet.number, ["x", "unknown", 'quote " and é', "x", "of another model"]))

    assert scorer.score(both) == [600, 50]
    assert scorer.sum(known(map(alphabet.number, ["unknown"]))) == [0, 0]


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6))
def test_probabilities_rise_with_the_score(one: int, other: int) -> None:
    scale = Scale(0.8, 0.1)

    assert 0 <= scale.probability(one) <= 1
    if one < other:
        assert scale.probability(one) <= scale.probability(other)


def test_a_bundle_reads_back_as_it_was_written(tmp_path: Path) -> None:
    bundle = Bundle(
        MODEL,
        MODEL,
        MODEL,
        MODEL,
        MODEL,
        Background({"é": 2}, {"b": 1}, {}, WordClusters({"é": ("c1", "f2")})),
    )
    save_bundle(bundle, tmp_path / "one")
    save_bundle(load_bundle(tmp_path / "one"), tmp_path / "two")

    assert load_bundle(tmp_path / "one") == bundle
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"names\.json: not readable .*kg train"):
        load_bundle(tmp_path)


def test_the_shipped_models_are_small_and_whole() -> None:
    bundle = load_bundle()

    labels = {output.label for output in bundle.names.outputs}
    assert labels == {"introduces", "extends", "usesBaseModel", "evaluatesOn", "trainsOn",
                      "comparesWith", "runsOn", "named"}  # fmt: skip
    assert all(0.2 <= output.threshold <= 0.9 for output in bundle.names.outputs)
    folder = Path(load_bundle.__code__.co_filename).with_name("weights")
    assert sum(file.stat().st_size for file in folder.iterdir()) < 30_000_000
