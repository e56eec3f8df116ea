"""What each source is asked, in its own words and at its own pace; `kg` reads what it answered."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from click.testing import CliRunner

import kg
from kg.cli import main
from kg.errors import FetchError
from kg.fetch.plans import (
    plan_arxiv,
    plan_hugging_face,
    plan_openalex,
    plan_semantic_scholar,
    plan_urls,
)
from kg.store.config import write_config
from kg.store.status import status

from .conftest import Answer, Asked, Fetching, Scripted, Waiting, as_json

TODAY = date(2026, 6, 12)
ABSTRACT = "We present Prunella, which halves the tokens of LLaVA."


def hf_entry(n: int, day: str = "2026-06-12") -> dict[str, object]:
    return {
        "paper": {
            "id": f"2606.{n:05}",
            "title": f"Prunella {n}",
            "summary": ABSTRACT,
            "authors": [],
            "publishedAt": f"{day}T00:00:00.000Z",
            "submittedOnDailyAt": f"{day}T00:00:00.000Z",
            "upvotes": n,
        }
    }


def atom(total: int, *papers: int, closed: bool = True) -> Answer:
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/2606.{n:05}v1</id><title>Prunella {n}</title>"
        f"<summary>{ABSTRACT}</summary><published>2026-06-12T00:00:00Z</published></entry>"
        for n in papers
    )
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        f"<opensearch:totalResults>{total}</opensearch:totalResults>{entries}"
    )
    return Answer(body=(text + ("</feed>" if closed else "")).encode())


def atom_error(problem: str) -> Answer:
    text = (
        '<feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        "<opensearch:totalResults>1</opensearch:totalResults>"
        "<entry><id>http://arxiv.org/api/errors#x</id><title>Error</title>"
        f"<summary>{escape(problem)}</summary></entry></feed>"
    )
    return Answer(body=text.encode())


def work(n: int) -> dict[str, object]:
    words = ABSTRACT.split()
    return {
        "id": f"https://openalex.org/W{n}",
        "title": f"Prunella {n}",
        "abstract_inverted_index": {word: [place] for place, word in enumerate(words)},
        "publication_date": "2026-06-12",
    }


def titles(files: list[Path]) -> list[str]:
    return sorted(record.paper.title for record in kg.build(files).records.papers)


def test_days_of_hugging_face(server: Scripted, fetching: Fetching) -> None:
    server.rule = lambda asked: as_json([hf_entry(1, asked.param("date") or "")])
    plan = plan_hugging_face(
        today=TODAY, days=[date(2026, 6, 1)], since=TODAY - timedelta(days=1), base=server.url
    )
    done = fetching(plan)
    names = ["hf-2026-06-01.json", "hf-2026-06-11.json", "hf-2026-06-12.json"]
    assert [file.name for file in done.files] == names
    assert {asked.path for asked in server.asked} == {"/api/daily_papers"}
    assert titles(done.files) == ["Prunella 1"]


@pytest.mark.parametrize("given", [{"week": "2026-W24"}, {"month": "2026-06"}])
def test_weeks_and_months_of_hugging_face_page_by_page(
    server: Scripted, fetching: Fetching, given: dict[str, str]
) -> None:
    def rule(asked: Asked) -> Answer:
        first = int(asked.param("p") or 0) * 100
        return as_json([hf_entry(n) for n in range(first, min(first + 100, 230))])

    server.rule = rule
    done = fetching(plan_hugging_face(today=TODAY, base=server.url, **given))
    [(key, value)] = given.items()
    assert [asked.param("p") for asked in server.asked] == [None, "1", "2"]
    assert {asked.param(key) for asked in server.asked} == {value}
    assert len(titles(done.files)) == 230


def test_old_days_of_hugging_face_are_asked_for_once(server: Scripted, fetching: Fetching) -> None:
    server.rule = lambda _: as_json([hf_entry(1)])
    for _ in range(2):
        fetching(plan_hugging_face(today=TODAY, days=[date(2026, 5, 1), TODAY], base=server.url))
    days = [asked.param("date") for asked in server.asked]
    assert days == ["2026-05-01", "2026-06-12", "2026-06-12"]


def test_a_token_of_hugging_face(
    server: Scripted, fetching: Fetching, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.rule = lambda _: as_json([])
    fetching(plan_hugging_face(today=TODAY, days=[TODAY], base=server.url))
    monkeypatch.setenv("HF_TOKEN", "sesame")
    fetching(plan_hugging_face(today=TODAY, days=[TODAY], base=server.url))
    sent = [asked.headers.get("authorization") for asked in server.asked]
    assert sent == [None, "Bearer sesame"]


def test_slices_of_arxiv(server: Scripted, fetching: Fetching, waiting: Waiting) -> None:
    server.rule = lambda asked: atom(2500, int(asked.param("start") or 0) + 1)
    plan = plan_arxiv(
        query='cat:cs.CL AND abs:"token pruning"',
        today=TODAY,
        since=date(2026, 6, 1),
        base=server.url,
    )
    done = fetching(plan)
    assert [asked.param("start") for asked in server.asked] == ["0", "1000", "2000"]
    first = server.asked[0]
    assert first.param("search_query") == (
        '(cat:cs.CL AND abs:"token pruning") AND submittedDate:[202606010000 TO 202606122359]'
    )
    assert int(first.param("max_results") or 0) <= 2000
    assert waiting.waits == [3.0, 3.0]
    assert len({asked.connection for asked in server.asked}) == 1
    assert titles(done.files) == ["Prunella 1", "Prunella 1001", "Prunella 2001"]


@pytest.mark.parametrize(
    "bad",
    [atom(1), atom(1, 7, closed=False), Answer(503), Answer(body=b"Rate exceeded.")],
    ids=["empty-slice", "half", "busy", "text"],
)
def test_bad_hours_of_arxiv_pass(
    server: Scripted, fetching: Fetching, waiting: Waiting, bad: Answer
) -> None:
    server.says(bad, atom(1, 7))
    done = fetching(plan_arxiv(query="all:x", today=TODAY, base=server.url))
    assert titles(done.files) == ["Prunella 7"]
    assert waiting.waits == [3.0]  # its pace, which is longer than the pause


def test_an_error_of_arxiv_is_told_and_not_asked_for_again(
    server: Scripted, fetching: Fetching, tmp_path: Path
) -> None:
    server.says(atom_error("incorrect id format for <2606>"))
    failed = fetching(plan_arxiv(query="id:x", today=TODAY, base=server.url)).failed
    assert str(failed) == "arXiv: says 'incorrect id format for <2606>'; mend the query"
    assert len(server.asked) == 1
    assert not list((tmp_path / "feeds").glob("*.xml"))


def test_arxiv_finds_nothing(server: Scripted, fetching: Fetching) -> None:
    server.says(atom(0))
    done = fetching(plan_arxiv(query="all:x", today=TODAY, base=server.url))
    assert (len(done.files), done.failed) == (1, None)


def test_cursors_of_openalex(
    server: Scripted, fetching: Fetching, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OPENALEX_API_KEY", "sesame")
    server.says(
        as_json({"meta": {"next_cursor": "c2"}, "results": [work(1)]}),
        as_json({"meta": {"next_cursor": "c3"}, "results": [work(2)]}),
        as_json({"meta": {"next_cursor": "c4"}, "results": []}),
    )
    plan = plan_openalex(
        search="token pruning",
        today=TODAY,
        since=date(2026, 6, 1),
        contact="me@example.org",
        base=server.url,
    )
    done = fetching(plan)
    assert [asked.param("cursor") for asked in server.asked] == ["*", "c2", "c3"]
    first = server.asked[0]
    assert first.param("filter") == "has_abstract:true,from_publication_date:2026-06-01"
    assert (first.param("mailto"), first.param("api_key")) == ("me@example.org", "sesame")
    assert "sesame" not in (tmp_path / "feeds" / ".manifest.jsonl").read_text()
    assert titles(done.files) == ["Prunella 1", "Prunella 2"]


def test_a_cursor_of_openalex_that_stands_still_ends(server: Scripted, fetching: Fetching) -> None:
    server.rule = lambda _: as_json({"meta": {"next_cursor": "c"}, "results": [work(1)]})
    done = fetching(plan_openalex(search="x", today=TODAY, base=server.url))
    assert len(done.files) == 2


def test_batches_of_semantic_scholar(
    server: Scripted, fetching: Fetching, monkeypatch: pytest.MonkeyPatch, waiting: Waiting
) -> None:
    monkeypatch.setenv("S2_API_KEY", "sesame")

    def rule(asked: Asked) -> Answer:
        return as_json(
            [
                {"paperId": name[-5:] * 8, "title": f"On {name}", "abstract": ABSTRACT}
                if not name.endswith("7")
                else None
                for name in json.loads(asked.body)["ids"]
            ]
        )

    server.rule = rule
    ids = [f"2606.{n:05}v2" for n in range(510)]
    done = fetching(plan_semantic_scholar(ids=[*ids, "2606.00001"], base=server.url))
    first, second = (json.loads(asked.body)["ids"] for asked in server.asked)
    assert (len(first), len(second)) == (500, 10)
    assert first[0] == "ARXIV:2606.00000"
    assert {asked.method for asked in server.asked} == {"POST"}
    assert server.asked[0].headers["x-api-key"] == "sesame"
    assert len(waiting.waits) == 1
    assert len(titles(done.files)) == 510 - 51


def test_addresses(server: Scripted, fetching: Fetching) -> None:
    bib = b"@article{a, title={Prunella}, abstract={" + ABSTRACT.encode() + b"}}"
    server.says(Answer(body=bib), Answer(body=bib))
    urls = [f"{server.url}/../../etc/papers.bib", f"{server.url}/papers?format=bib"]
    done = fetching(plan_urls(urls=urls))
    assert re.fullmatch(r"url-papers-[0-9a-f]{8}\.bib", done.files[0].name)
    assert re.fullmatch(r"url-papers-[0-9a-f]{8}", done.files[1].name)
    assert titles(done.files) == ["Prunella"]


@pytest.mark.parametrize("url", ["file:///etc/passwd", "papers.bib", "http://", "http://[x", "\0"])
def test_what_is_no_address(fetching: Fetching, url: str) -> None:
    with pytest.raises(FetchError, match="http"):
        raise fetching(plan_urls(urls=[url])).failed or AssertionError


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Return a function that runs `kg` in an empty folder: its exit code and what it said."""
    monkeypatch.chdir(tmp_path)

    def invoke(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(main, words)
        return result.exit_code, result.output

    return invoke


def test_the_command(server: Scripted, run: Run) -> None:
    server.rule = lambda _: as_json([hf_entry(1)])
    words = ("fetch", "hf", "--date", "2026-06-12", "--base-url", server.url + "/")
    code, said = run(*words, "--contact", "me@example.org")
    assert code == 0
    assert said.splitlines() == [
        "fetched feeds/hf-2026-06-12.json",
        "1 new answers, 0 as before, in feeds",
    ]
    assert server.asked[0].headers["user-agent"].endswith("(me@example.org)")
    assert run("build", "feeds", "-o", "exports", "--formats", "ttl")[0] == 0


def test_the_command_fails_with_one_line_and_keeps_what_it_has(
    server: Scripted, run: Run, tmp_path: Path
) -> None:
    server.says(as_json([hf_entry(1)]), Answer(403))
    days = ("--date", "2026-06-11", "--date", "2026-06-12")
    code, said = run("fetch", "hf", *days, "--base-url", server.url)
    assert code == 1
    assert said.splitlines()[:2] == [
        "fetched feeds/hf-2026-06-11.json",
        "1 new answers, 0 as before, in feeds",
    ]
    assert said.splitlines()[2].startswith("Error: http://127.0.0.1:")
    assert len(said.splitlines()) == 3
    assert (tmp_path / "feeds" / "hf-2026-06-11.json").exists()


def test_identifiers_come_from_a_file(server: Scripted, run: Run, tmp_path: Path) -> None:
    server.says(as_json([None]))
    (tmp_path / "ids.txt").write_text("\n2606.00001\n\n10.1000/x\n")
    assert run("fetch", "s2", "--ids", "ids.txt", "--base-url", server.url)[0] == 0
    assert json.loads(server.asked[0].body) == {"ids": ["ARXIV:2606.00001", "DOI:10.1000/x"]}


def test_days_before_today(server: Scripted, run: Run) -> None:
    server.rule = lambda _: as_json([])
    assert run("fetch", "hf", "--since", "2d", "--base-url", server.url)[0] == 0
    days = [date.fromisoformat(asked.param("date") or "") for asked in server.asked]
    assert days == [days[-1] - timedelta(days=n) for n in (2, 1, 0)]
    code, said = run("fetch", "hf", "--since", "yesterday")
    assert code == 2
    assert "'yesterday' is neither a day (2026-06-01) nor a number of days (7d)" in said


def test_a_store_updates_itself_and_one_bad_feed_stops_no_other(
    server: Scripted, run: Run, tmp_path: Path
) -> None:
    def rule(asked: Asked) -> Answer:
        if asked.path == "/api/query":
            return Answer(404)
        return as_json([hf_entry(1), hf_entry(2)])

    server.rule = rule
    config = "".join(
        f"[[feed]]\nfetch = {json.dumps([*words, '--base-url', server.url])}\n"
        for words in (["arxiv", "--query", "all:x"], ["hf", "--date", "2026-06-12"])
    )
    store = tmp_path / "papers.kg"
    write_config(store, config)
    code, said = run("update")
    assert code == 1
    assert "failed: kg fetch arxiv --query all:x" in said
    assert "papers.kg: 2 new entries, of 2 papers" in said
    assert status(store).papers == 2
    assert (tmp_path / "papers.kg.feeds" / "hf-2026-06-12.json").exists()
    assert "papers.kg: 0 new entries, of 0 papers" in run("update")[1]
