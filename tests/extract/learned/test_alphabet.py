"""Features by number: whole or by template, known or growing, remembered or not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.extract.learned.alphabet import Alphabet, Memo, known
from kg.extract.learned.clusters import WordClusters, WordFeatures
from kg.train.alphabet import GrowingAlphabet

NAMES = st.from_regex(r"[a-z,]{1,4}(~?=[a-z=~ ]{0,4}|~[a-z ]{0,4})?", fullmatch=True)


@given(st.lists(NAMES, unique=True))
def test_a_feature_has_one_number_by_name_and_by_template(names: list[str]) -> None:
    alphabet = Alphabet(names)

    assert [alphabet.number(name) for name in names] == list(range(1, len(names) + 1))
    for name in names:
        cut = (name.find("=") + 1) or (name.find("~") + 1)
        if cut:
            assert alphabet.of(name[:cut])(name[cut:]) == alphabet.number(name)


def test_what_no_model_weighs_has_no_number() -> None:
    alphabet = Alphabet(["left=our", "title"])

    assert alphabet.number("left=their") is None
    assert alphabet.of("left=")("their") is None
    assert alphabet.of("right=")("our") is None
    assert known([alphabet.number("title"), None, 2]) == {2}


@given(st.lists(NAMES))
def test_a_growing_alphabet_gives_the_names_back(names: list[str]) -> None:
    alphabet = GrowingAlphabet()
    numbers = {alphabet.number(name) for name in names} | {alphabet.of("left=")("our")}

    assert alphabet.names(known(numbers)) == {*names, "left=our"}


def test_the_features_of_a_word_are_itself_its_clusters_and_its_ends() -> None:
    alphabet = GrowingAlphabet()
    clusters = WordClusters({"pruning": ("c1", "f2")})
    features = WordFeatures(alphabet, clusters, ["last="], ["last~"], ["end3=", "end4="])

    assert alphabet.names(features.of["pruning"]) == {
        "last=pruning", "last~c1", "last~f2", "end3=ing", "end4=ning"
    }  # fmt: skip
    assert alphabet.names(features.of["of"]) == {"last=of", "last~?", "end3=of", "end4=of"}


def test_a_memo_computes_once_and_stays_small() -> None:
    asked: list[int] = []
    memo: Memo[int, int] = Memo(lambda key: asked.append(key) or key * 2)

    assert [memo[3], memo[3], memo[4]] == [6, 6, 8]
    assert asked == [3, 4]
    for key in range(100_000):
        memo[key]
    assert len(memo) <= 1 << 15
