"""Endpoints that answer badly, slowly, or not at all; nothing here leaves this machine."""

from __future__ import annotations

import json
import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from kg.extract.llm import EndpointError, LlmRun
from kg.model import Relation

KEY = "sk-very-secret-1234567890"


def introduced(result: LlmRun, place: int = 0) -> list[str]:
    facts = result.extractions[place].facts
    return [f.name for f in facts if f.relation is Relation.INTRODUCES]


@pytest.fixture
def good(endpoint) -> str:
    """The answer by which these tests know that the model was believed in the end."""
    endpoint.model = lambda sentences: good_answer
    good_answer = endpoint.answer(introduces=[endpoint.named("idle layers", 2)])
    return good_answer


BAD = {
    "no JSON": "I am sorry, Dave.",
    "a list": "[]",
    "another form": '{"papers": 3}',
    "cut off": '{"introduces": [{"name": "Quick',
    "nested without end": "[" * 100_000,
    "a wrong kind": None,
}


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_answer_is_asked_for_again_with_the_error(run, endpoint, paper, good, bad) -> None:
    wrong = endpoint.answer(results=[endpoint.number("1.8x", 3, kind="huge")])
    endpoint.acts.append(endpoint.text(BAD[bad] or wrong))
    result = run(paper)
    assert introduced(result) == ["idle layers"]
    assert result.fallen == {}
    first, second = endpoint.bodies
    assert second["messages"][:2] == first["messages"]
    told = second["messages"][-1]
    assert told["role"] == "user"
    assert "not the JSON object" in told["content"]
    assert run.slept == []


@pytest.mark.parametrize(
    "reply", [{"choices": []}, {}, [], {"choices": [{"message": {"content": None}}]}, "text"]
)
def test_a_reply_without_an_answer(run, endpoint, paper, good, reply) -> None:
    endpoint.acts.append(endpoint.json(reply))
    assert introduced(run(paper)) == ["idle layers"]
    assert len(endpoint.bodies) == 2


def test_after_two_bad_answers_the_rules_read_the_paper(
    run, endpoint, paper, good, extractor
) -> None:
    alone = replace(paper, title="One alone")
    endpoint.acts.extend([endpoint.text("no"), endpoint.text("no, again")])
    assert run(alone).extractions == [extractor.extract(alone)]
    other = replace(paper, key="title:other", title="Another \x1b[31mTitle")
    again = json.dumps({"\x1b[2J": 3, **json.loads(good)})
    endpoint.acts.extend([endpoint.text("no"), endpoint.text(again)])
    result = run(other, paper)
    assert result.extractions[0] == extractor.extract(other)
    assert introduced(result, 1) == ["idle layers"]
    assert list(result.fallen) == ["title:other"]
    _, warning = [line for line in run.told if line.startswith("warning")]
    assert "1 of 2 papers" in warning
    assert "Another" in warning
    assert warning.isprintable()


def test_json_in_a_block_and_in_talk(run, endpoint, paper, good) -> None:
    for text in (f"<think>{{hm}}</think>\n```json\n{good}\n```\nDone.", f"Here it is: {good} Bye."):
        endpoint.acts.append(endpoint.text(text))
        assert introduced(run(paper, cache=run.settings().cache / text[:3])) == ["idle layers"]
    assert len(endpoint.bodies) == 2


def test_what_an_endpoint_refuses_is_left_out(run, endpoint, paper, good) -> None:
    endpoint.acts.extend(
        [
            endpoint.refusal("Unsupported: 'max_tokens'; use 'max_completion_tokens' instead."),
            endpoint.refusal("'temperature' does not support 0 with this model."),
            endpoint.refusal("Unknown field: seed", code=422),
            endpoint.refusal("response_format json_schema is not supported"),
            endpoint.refusal("response_format is not supported"),
        ]
    )
    other = replace(paper, key="title:other", title="Another")
    assert introduced(run(paper, other)) == ["idle layers"]
    first, last, next_paper = endpoint.bodies[0], endpoint.bodies[5], endpoint.bodies[6]
    assert first["response_format"]["type"] == "json_schema"
    assert first["response_format"]["json_schema"]["strict"] is True
    assert (first["temperature"], first["max_tokens"]) == (0, 4000)
    assert "seed" in first
    assert endpoint.bodies[4]["response_format"] == {"type": "json_object"}
    assert set(last) == {"model", "messages", "max_completion_tokens"} == set(next_paper)


def test_a_paper_that_is_refused_stops_no_other(run, endpoint, paper, good) -> None:
    first, second, third = (replace(paper, key=k, title=k) for k in ("a", "b", "c"))
    endpoint.acts.extend([endpoint.text(good), endpoint.refusal("content filter")])
    result = run(first, second, third)
    assert list(result.fallen) == ["b"]
    assert endpoint.bodies[2]["response_format"] == endpoint.bodies[0]["response_format"]


@pytest.mark.parametrize("code", [429, 500, 503])
def test_failures_that_pass_are_tried_again(run, endpoint, paper, good, code) -> None:
    endpoint.acts.extend([endpoint.status(code)] * 3)
    assert introduced(run(paper)) == ["idle layers"]
    assert len(run.slept) == 3
    for number, slept in enumerate(run.slept):
        assert 0.5 * 2**number <= slept <= 2**number


def test_retry_after_is_kept(run, endpoint, paper, good) -> None:
    later = datetime.now(UTC) + timedelta(seconds=50)
    endpoint.acts.extend(
        [
            endpoint.status(429, Retry_After="17"),
            endpoint.status(503, Retry_After=format_datetime(later, usegmt=True)),
            endpoint.status(503, Retry_After="soon"),
        ]
    )
    assert introduced(run(paper)) == ["idle layers"]
    assert run.slept[0] == 17
    assert 40 < run.slept[1] <= 50
    assert run.slept[2] <= 4


def test_nobody_waits_for_an_hour(run, endpoint, paper, good) -> None:
    endpoint.acts.append(endpoint.status(429, Retry_After="3600"))
    other = replace(paper, key="title:other", title="Another")
    assert list(run(paper, other).fallen) == [paper.key]
    assert run.slept == []


def test_a_cut_connection_is_tried_again(run, endpoint, paper, good) -> None:
    endpoint.acts.append(endpoint.cut)
    result = run(paper)
    assert introduced(result) == ["idle layers"]
    assert result.cost.assumed.output == 4000  # it may have been billed


@pytest.mark.parametrize("slow", ["silence", "trickle"])
def test_a_slow_answer_is_tried_again(run, endpoint, paper, good, slow) -> None:
    endpoint.acts.append(getattr(endpoint, slow))
    result = run(paper, timeout=0.2)
    assert introduced(result) == ["idle layers"]
    assert result.cost.assumed.input > 1000


def test_a_server_that_is_away_ends_the_run_with_one_line(run, endpoint, paper) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1?code=hidden"
    papers = [replace(paper, key=str(n), title=str(n)) for n in range(20)]
    with pytest.raises(EndpointError, match="has not answered") as caught:
        run(*papers, url=url)
    assert "hidden" not in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(run.slept) == 3 * 4  # three papers tried, the others not


def test_an_address_that_is_none(run, paper) -> None:
    with pytest.raises(EndpointError, match="check the URL"):
        run(paper, url="http://xn--a.b..c", input_price=0, output_price=0)


def test_a_server_that_goes_away_keeps_what_is_done(run, endpoint, paper, good) -> None:
    papers = [replace(paper, key=str(n), title=str(n)) for n in range(8)]
    endpoint.acts.extend([endpoint.text(good), endpoint.text(good), *[endpoint.status(502)] * 15])
    result = run(*papers)
    assert list(result.fallen) == ["2", "3", "4", "5", "6", "7"]
    assert len(endpoint.bodies) == 2 + 15
    assert len(run(*papers).extractions) == 8
    assert len(endpoint.bodies) == 2 + 15 + 6


@pytest.mark.parametrize(
    ("code", "message", "says"),
    [
        (401, f"Incorrect API key provided: {KEY}", "refuses the key"),
        (403, "no access", "refuses the key"),
        (404, f"no model m for {KEY}\nat all", "check the URL"),
        (429, "insufficient_quota", "no credit"),
        (307, "", "status 307"),
    ],
)
def test_what_does_not_pass_ends_the_run(
    run, endpoint, paper, monkeypatch, code, message, says
) -> None:
    monkeypatch.setenv("PAPERKG_LLM_KEY", KEY)
    endpoint.acts.append(endpoint.refusal(message, code))
    with pytest.raises(EndpointError, match=says) as caught:
        run(paper)
    assert KEY not in f"{caught.value}{caught.value.__cause__}{run.told}"
    assert "\n" not in str(caught.value)
    assert len(endpoint.bodies) == 1


def test_the_key_is_sent_and_stays_where_it_is(
    run, endpoint, paper, good, monkeypatch, tmp_path, capfd
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
    monkeypatch.setenv("PAPERKG_LLM_KEY", KEY)
    result = run(paper)
    assert endpoint.headers[0]["authorization"] == f"Bearer {KEY}"
    kept = [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    out = capfd.readouterr()
    assert KEY not in f"{kept}{result}{run.told}{run.settings()}{out.out}{out.err}"


def test_which_key_is_sent(run, endpoint, paper, good, monkeypatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
    run(paper)
    monkeypatch.setenv("PAPERKG_LLM_KEY", "")
    run(replace(paper, title="Another"))
    sent = [headers.get("authorization") for headers in endpoint.headers]
    assert sent == ["Bearer sk-other", None]


def test_a_key_that_is_none_is_not_repeated(run, paper, monkeypatch) -> None:
    monkeypatch.setenv("PAPERKG_LLM_KEY", f"{KEY}\nX-Other: 1")
    with pytest.raises(EndpointError, match="PAPERKG_LLM_KEY") as caught:
        run(paper)
    assert KEY not in str(caught.value)
