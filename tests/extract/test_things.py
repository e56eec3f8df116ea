"""Which stretches of a text are names, and which of them are one thing of the paper."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.document import prepare
from kg.extract.roles import contexts, kind_of
from kg.extract.things import Mention, Thing, things
from kg.extract.urls import url_spans, without_urls
from kg.lexicon import lexicon_paths, load_lexicon
from kg.model import Kind, Paper, Relation

NamesOf = Callable[[str, str], dict[str, list[str]]]


@pytest.fixture(scope="module")
def names_of() -> NamesOf:
    """Return the names of a paper's things, each with the words of its mentions."""
    lexicon = load_lexicon(lexicon_paths())

    def names(title: str, abstract: str) -> dict[str, list[str]]:
        found = things(prepare(Paper("title:x", title, abstract), lexicon))
        return {thing.name: [mention.surface for mention in thing.mentions] for thing in found}

    return names


def test_no_name_is_read_in_a_url(names_of: NamesOf) -> None:
    abstract = "We cut tokens. Code: https://github.com/LLaVA-VL/LLaVA-NeXT and lmms.io/GPT-4/."
    assert names_of("On Tokens", abstract) == {}


def test_a_text_keeps_its_length_without_urls() -> None:
    text = "at https://x.io/LLaVA, or www.y.org/a"
    assert len(without_urls(text)) == len(text)
    assert [text[start:end] for start, end in url_spans(text)] == [
        "https://x.io/LLaVA,",
        "www.y.org/a",
    ]


def test_a_title_that_spells_its_acronym_out_names_one_thing(names_of: NamesOf) -> None:
    found = names_of(
        "Quiet Street Memory (QSM): Gates for Agents",
        "We introduce Quiet Street Memory (QSM). QSM is small.",
    )
    assert set(found) == {"QSM"}
    assert "Quiet Street Memory" in found["QSM"]


def test_a_name_inside_a_longer_one_is_not_named(names_of: NamesOf) -> None:
    found = names_of(
        "QuoRL Agent: Rollouts as a Service", "We present QuoRL Agent. QuoRL Agent is quick."
    )
    assert found == {"QuoRL Agent": ["QuoRL Agent"] * 3}


def test_a_key_of_a_citation_is_no_name(names_of: NamesOf) -> None:
    assert names_of("On Words", r"We use a corpus \citep{QuuxBar2015,FooBERT}.") == {}


def test_a_number_is_no_part_of_a_name(names_of: NamesOf) -> None:
    assert names_of("On Words", "It has a Quux Score of 0.51 in all.") == {
        "Quux Score": ["Quux Score"]
    }


def test_a_size_in_lower_case_belongs_to_the_name(names_of: NamesOf) -> None:
    assert "Llama 3.3 70b Instruct" in names_of("On Words", "We ask Llama 3.3 70b Instruct for it.")


def test_pieces_of_a_long_form_are_no_names(names_of: NamesOf) -> None:
    abstract = "It follows the Quux Council for Graduate Fish Training (QCGFT)."
    assert set(names_of("On Words", abstract)) == {"QCGFT"}


def test_a_shorter_name_that_stands_alone_too_is_named_there(names_of: NamesOf) -> None:
    found = names_of("QuoRL Agent: Rollouts", "QuoRL Agent serves QuoRL-Zero and QuoRL in turn.")
    assert found["QuoRL"] == ["QuoRL"]
    assert found["QuoRL Agent"] == ["QuoRL Agent"] * 2


def test_a_language_is_part_of_a_benchmarks_name(names_of: NamesOf) -> None:
    found = names_of("On Search", "It reaches 39.9% on BrowseComp-en and 31% on BrowseComp-fr.")
    assert set(found) == {"BrowseComp-en", "BrowseComp-fr"}


@pytest.mark.parametrize("word", ["GDPR", "COVID-19", "NASA", "Hong Kong", "Linux", "EU AI Act"])
def test_what_every_trade_knows_is_no_thing(names_of: NamesOf, word: str) -> None:
    assert word not in names_of("On Some Matter", f"We study {word} and what follows from {word}.")


@pytest.mark.parametrize(
    ("abstract", "kind"),
    [
        ("We present Quuxly, a unified framework for large language models.", Kind.METHOD),
        ("We present Quuxly, a large language model benchmark.", Kind.BENCHMARK),
        ("We present Quuxly (Quick Urban Xylem), a benchmark of trees.", Kind.BENCHMARK),
        ("We present Quuxly, an evaluation framework for agents.", Kind.BENCHMARK),
        ("We present Quuxly, a family of open models.", Kind.MODEL),
        ("We present Quuxly, a video world model with memory.", Kind.MODEL),
        ("We release a new dataset called Quuxly.", Kind.DATASET),
        ("We introduce a new dataset, Quuxly, for trees.", Kind.DATASET),
        ("Trained on a rendered dataset, Quuxly runs in real time.", Kind.METHOD),
    ],
)
def test_the_words_around_a_name_say_its_kind(abstract: str, kind: Kind) -> None:
    document = prepare(Paper("title:x", "On Some Matter", abstract), load_lexicon(()))
    at = abstract.index("Quuxly")
    thing = Thing("Quuxly", mentions=[Mention(document.abstract, at, at + 6, 0)])
    scores = {Relation.MENTIONS: (0.5, thing.mentions[0])}
    assert kind_of(thing, contexts([thing])[0], scores) is kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("QuuxEval", Kind.BENCHMARK),
        ("Quux-bench", Kind.BENCHMARK),
        ("QuuxArena-2", Kind.BENCHMARK),
        ("QuuxQA", Kind.BENCHMARK),
        ("Quux Test", Kind.BENCHMARK),
        ("quux-eval", Kind.BENCHMARK),
        ("Street-Level Retrieval", Kind.METHOD),
        ("Quux Latest", Kind.METHOD),
    ],
)
def test_a_benchmark_is_told_by_its_name(name: str, kind: Kind) -> None:
    document = prepare(Paper("title:x", "On Some Matter", name), load_lexicon(()))
    mention = Mention(document.abstract, 0, len(name), 0)
    scores = {Relation.MENTIONS: (0.5, mention)}
    assert kind_of(Thing(name, mentions=[mention]), (), scores) is kind
