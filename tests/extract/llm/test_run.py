"""Runs over many papers: their cost, their limit, their cache, their order."""

from __future__ import annotations

import json
import sys
import threading
from dataclasses import replace

import pytest

from kg.errors import OutputError
from kg.extract.llm import EndpointError, LlmExtractor, SpendRefused
from kg.extract.llm.cost import Ledger, Prices, Tokens
from kg.extract.llm.errors import LimitReached
from kg.graph.assemble import assemble
from kg.graph.check import check
from kg.model import Listing
from kg.resolve.resolve import resolve
from kg.vocab import BASE

PRICED = {"input_price": 1.0, "output_price": 10.0, "max_answer_tokens": 500}


@pytest.fixture
def papers(paper):
    made = (replace(paper, key=f"title:{n}", title=f"Zorp{n}: A Net") for n in range(6))
    return [replace(one, listings=(Listing("page.txt"),)) for one in made]


@pytest.fixture
def reader(endpoint):
    """A model that says that each paper introduces the first word of its title."""
    endpoint.model = lambda s: endpoint.answer(
        introduces=[endpoint.named(s["0"].partition(":")[0], 0)]
    )
    return endpoint


def test_each_paper_gets_its_own_answer_in_order(run, reader, papers) -> None:
    result = run(*papers, concurrency=4)
    assert [e.paper for e in result.extractions] == papers
    assert [[f.name for f in e.facts] for e in result.extractions] == [
        [f"Zorp{n}"] for n in range(6)
    ]
    again = run(*papers, concurrency=2)
    assert again.extractions == result.extractions


def test_the_answers_make_a_graph_that_keeps_its_shapes(run, reader, papers, lexicon) -> None:
    result = run(*papers)
    graph = assemble(
        result.extractions,
        resolve(result.extractions, lexicon),
        base=BASE,
        extractor=result.extractor,
    )
    check(graph)
    assert "m" in graph.extractor


def test_tokens_and_price_are_told_before_and_after(run, reader, papers) -> None:
    result = run(*papers, **PRICED, max_cost=1.0)
    before, after, verified = run.told
    assert before.startswith("estimate: 6 papers to ask (0 answered before)")
    assert f"${result.estimate.dollars:.4f}" in before
    assert after == "cost: 6 requests, 6,000 tokens in and 600 out: $0.0120"
    assert verified.startswith("verified: 6 spans kept, 0 dropped")
    assert result.cost.dollars == pytest.approx(0.012)
    size = len(json.dumps(reader.bodies[0]))
    assert size / 4.5 < result.estimate.tokens.input / 6 < size / 3


def test_what_is_not_reported_counts_as_the_most_it_can_be(run, reader, papers) -> None:
    reader.usage = None
    cost = run(papers[0], **PRICED, max_cost=1.0).cost
    assert cost.reported == Tokens()
    assert cost.assumed.output == 500
    assert cost.dollars == pytest.approx((cost.assumed.input + 5000) / 1e6)


def test_an_estimate_above_the_limit_asks_nothing(run, reader, papers) -> None:
    with pytest.raises(SpendRefused, match=r"6 papers is estimated at \$0\.\d+, above the limit"):
        run(*papers, **PRICED, max_cost=0.001)
    with pytest.raises(SpendRefused, match="one answer may cost"):
        run(papers[0], **(PRICED | {"max_answer_tokens": 5000}), max_cost=0.04)
    assert reader.bodies == []


def test_the_limit_stops_the_run_and_keeps_what_is_done(run, reader, papers, extractor) -> None:
    reader.usage = {"prompt_tokens": 12_000, "completion_tokens": 300}  # far above the estimate
    result = run(*papers, **PRICED, max_cost=0.04)
    assert result.cost.dollars <= 0.04
    assert list(result.fallen) == [p.key for p in papers[2:]]
    assert set(result.fallen.values()) == {"the limit on spend is reached"}
    assert result.extractions[5] == extractor.extract(papers[5])
    reader.usage = {"prompt_tokens": 1, "completion_tokens": 1}
    rest = run(*papers, **PRICED, max_cost=0.1)
    assert (rest.estimate.papers, rest.estimate.cached) == (4, 2)
    assert len(reader.bodies) == 6
    assert rest.fallen == {}


def test_no_request_begins_that_might_pass_the_limit(run, reader, papers) -> None:
    result = run(*papers, **PRICED, max_cost=0.06, concurrency=6)
    assert result.fallen == {}  # they waited for one another
    assert result.cost.dollars <= 0.06


def test_the_ledger_waits_while_others_run() -> None:
    ledger = Ledger(Prices(1.0, 0.0), 100 / 1e6)
    entered, leave = threading.Event(), threading.Event()
    bills = []

    def ask() -> None:
        with ledger.request(Tokens(60, 0)) as bill:
            bills.append(bill)
            entered.set()
            leave.wait(5)
            bill.settle(Tokens(20, 0))

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    assert entered.wait(5)
    assert len(bills) == 1
    leave.set()
    for thread in threads:
        thread.join()
    assert ledger.cost.reported == Tokens(40, 0)
    with pytest.raises(LimitReached), ledger.request(Tokens(61, 0)):
        pass


def test_a_second_run_asks_only_what_is_missing(run, reader, papers, tmp_path) -> None:
    first = run(*papers[:4])
    second = run(*papers)
    assert len(reader.bodies) == 6
    assert second.extractions[:4] == first.extractions
    assert (second.estimate.papers, second.estimate.cached) == (2, 4)
    assert second.cost.requests == 2
    assert run(*papers).cost.requests == 0
    assert run.told[-2].startswith("cost: 0 requests")
    run(*papers, model="another")
    assert len(reader.bodies) == 12
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("broken", ["", "{", "[]", '{"answer": 3}', '{"answer": "{}"}', "\udcff"])
def test_a_broken_answer_on_disk_is_asked_for_again(run, reader, papers, tmp_path, broken) -> None:
    run(papers[0])
    (file,) = tmp_path.rglob("*.json")
    file.write_bytes(broken.encode("utf-8", "surrogateescape"))
    assert run(papers[0]).extractions[0].facts
    assert len(reader.bodies) == 2
    run(papers[0])
    assert len(reader.bodies) == 2


def test_the_same_text_is_asked_for_once(run, reader, papers) -> None:
    result = run(papers[0], replace(papers[0], key="title:twin"))
    assert len(reader.bodies) == 1
    assert result.extractions[0].facts == result.extractions[1].facts


def test_nothing_is_asked_for_a_paper_without_text(run, reader, papers) -> None:
    empty = replace(papers[0], title=" ", abstract="")
    assert run(empty).extractions[0].facts == ()
    assert reader.bodies == []


def test_text_that_is_no_unicode(run, reader, papers) -> None:
    run(replace(papers[0], title="Zorp\ud800: A Net", abstract="\udfff"))
    assert json.loads(reader.bodies[0]["messages"][1]["content"])["0"] == "Zorp?: A Net"


def test_a_cache_that_cannot_be_written(run, reader, papers, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be kept"):
        run(papers[0], cache=tmp_path / "file")


def test_one_paper_through_the_interface(lexicon, settings, reader, papers, capsys) -> None:
    extractor = LlmExtractor(lexicon, settings())
    assert [f.name for f in extractor.extract(papers[2]).facts] == ["Zorp2"]
    assert extractor.name.startswith("llm-")
    assert "estimate:" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"url": "ftp://host"}, "http"),
        ({"url": "http://[::1"}, "http"),
        ({"url": "http://host:99999"}, "http"),
        ({"model": " "}, "model"),
        ({"concurrency": 0}, "above 0"),
        ({"timeout": float("nan")}, "above 0"),
        ({"input_price": -1.0}, "from 0 up"),
        ({"max_cost": float("inf")}, "from 0 up"),
        ({"url": "https://user:secret@host/v1?k=secret"}, "prices at host are not known"),
        ({"input_price": 0.1}, "most that a run may spend"),
    ],
)
def test_settings_that_make_no_sense(settings, wrong, says) -> None:
    with pytest.raises(EndpointError, match=says) as caught:
        settings(**wrong)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://localhost:1/v1", "http://localhost:1/v1/chat/completions"),
        ("http://localhost:1/v1/", "http://localhost:1/v1/chat/completions"),
        ("http://localhost/chat/completions", "http://localhost/chat/completions"),
        ("http://localhost/a?version=2", "http://localhost/a/chat/completions?version=2"),
    ],
)
def test_the_address_that_is_asked(settings, url, asked) -> None:
    assert settings(url=url).endpoint == asked


def test_without_the_extra_it_says_what_to_install(run, reader, papers, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    with pytest.raises(EndpointError, match=r"pip install 'paperkg\[llm\]'"):
        run(papers[0])


def test_many_at_once_and_a_server_in_trouble(run, reader, papers) -> None:
    many = [replace(papers[0], key=f"title:{n}", title=f"Zorp{n}: A Net") for n in range(40)]
    for n in range(20):
        reader.acts.append(reader.status(503) if n % 2 else reader.text("no JSON"))
    result = run(*many, concurrency=8)
    again = run(*many, concurrency=3)
    assert len(again.extractions) == 40
    assert again.fallen == {}
    for one, other in zip(result.extractions, again.extractions, strict=True):
        assert one == other or one.paper.key in result.fallen
