"""One answer: kept as it came, asked for again as it should, never half there."""

from __future__ import annotations

import asyncio
import gzip
import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from kg.errors import FetchError
from kg.fetch.plans.checks import json_of
from kg.fetch.request import Request, name_part

from .conftest import Answer, Fetching, Make, Scripted, as_json


@pytest.fixture
def feeds(tmp_path: Path) -> Path:
    return tmp_path / "feeds"


def visible(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if not one.name.startswith("."))


def manifest(folder: Path) -> list[dict[str, Any]]:
    text = (folder / ".manifest.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_an_answer_is_kept_byte_for_byte_with_where_it_came_from(
    server: Scripted, fetching: Fetching, make: Make, feeds: Path
) -> None:
    body = b'[{"title": "caf\xc3\xa9"}]\r\n\x00'
    server.says(Answer(body=body))
    done = fetching(make(params={"q": "a b"}))
    assert done.failed is None
    assert done.files == [feeds / "a.json"]
    assert done.files[0].read_bytes() == body
    assert visible(feeds) == ["a.json"]
    [kept] = manifest(feeds)
    assert kept["url"] == f"{server.url}/a?q=a+b"
    assert (kept["bytes"], kept["status"]) == (len(body), 200)
    assert kept["at"] == "2026-06-12T08:00:00+00:00"


def test_packed_answers_are_kept_unpacked(server: Scripted, fetching: Fetching, make: Make) -> None:
    server.says(Answer(body=gzip.compress(b"[1]"), headers={"Content-Encoding": "gzip"}))
    assert fetching(make()).files[0].read_bytes() == b"[1]"
    assert "gzip" in server.asked[0].headers["accept-encoding"]


def test_the_server_is_told_who_asks_and_whom_to_write_to(
    server: Scripted, fetching: Fetching, make: Make
) -> None:
    server.says(Answer(), Answer())
    fetching(make(), contact="me@example.org")
    fetching(make("b.json"))
    named, unnamed = (one.headers["user-agent"] for one in server.asked)
    assert named.startswith("paperkg/")
    assert named.endswith(" (me@example.org)")
    assert unnamed == named.removesuffix(" (me@example.org)")


def test_what_is_kept_is_asked_for_only_if_it_changed(
    server: Scripted, fetching: Fetching, make: Make, feeds: Path
) -> None:
    tags = {"ETag": '"7"', "Last-Modified": "Fri, 12 Jun 2026 00:00:00 GMT"}
    server.says(Answer(body=b"[1]", headers=tags), Answer(304), Answer(body=b"[2]"))
    assert fetching(make()).files
    again = fetching(make())
    assert (again.files, again.unchanged) == ([], [feeds / "a.json"])
    assert (feeds / "a.json").read_bytes() == b"[1]"
    asked = server.asked[1].headers
    assert asked["if-none-match"] == '"7"'
    assert asked["if-modified-since"] == "Fri, 12 Jun 2026 00:00:00 GMT"
    assert fetching(make()).files
    assert (feeds / "a.json").read_bytes() == b"[2]"


def test_the_same_answer_once_more_is_nothing_new(
    server: Scripted, fetching: Fetching, make: Make, feeds: Path
) -> None:
    server.says(Answer(body=b"[1]"), Answer(body=b"[1]"))
    assert fetching(make()).files
    assert fetching(make()).unchanged == [feeds / "a.json"]


def test_what_somebody_changed_or_took_away_is_asked_for_whole(
    server: Scripted, fetching: Fetching, make: Make, feeds: Path
) -> None:
    server.says(*[Answer(body=b"[1]", headers={"ETag": '"7"'})] * 3)
    fetching(make())
    (feeds / "a.json").write_bytes(b"[9]")
    fetching(make())
    (feeds / "a.json").unlink()
    fetching(make())
    assert [one.headers.get("if-none-match") for one in server.asked] == [None] * 3
    assert (feeds / "a.json").read_bytes() == b"[1]"


def test_what_will_not_change_is_not_asked_for_again(
    server: Scripted, fetching: Fetching, make: Make
) -> None:
    server.says(Answer())
    assert fetching(make(settled=True)).files
    assert fetching(make(settled=True)).unchanged
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "bad",
    [
        Answer(body=b"[1", told=2000),
        Answer(raw=b""),
        Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Le"),
        Answer(raw=b"\x00\xff no http"),
        Answer(raw=b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip"),
        Answer(body=b'[{"title": "cut of'),
        Answer(body=b"<html>Sign in</html>"),
        Answer(body=b"[" * 200_000),
        Answer(body=b""),
        Answer(body=b'{"error": "x"}'),
    ],
    ids=[
        "short",
        "hangs-up",
        "cut-head",
        "no-http",
        "no-gzip",
        "half",
        "html",
        "deep",
        "empty",
        "other",
    ],
)
def test_what_is_cut_off_or_something_else_is_asked_for_again(
    server: Scripted, fetching: Fetching, make: Make, feeds: Path, bad: Answer
) -> None:
    request = make(check=json_of(list))
    server.says(bad, Answer(body=b"[1]"))
    assert fetching(request).files
    assert (feeds / "a.json").read_bytes() == b"[1]"
    server.says(bad, bad)
    failed = fetching(request, tries=2).failed
    assert isinstance(failed, FetchError)
    assert "2 tries" in str(failed)
    assert (feeds / "a.json").read_bytes() == b"[1]"  # the former answer stays
    assert visible(feeds) == ["a.json"]
    assert not list(feeds.glob(".*.part"))


def test_a_server_that_drips_does_not_hold_the_fetch(
    server: Scripted, fetching: Fetching, make: Make
) -> None:
    server.says(Answer(body=b"[" + b" " * 1000 + b"]", drip=0.05))
    began = time.monotonic()
    failed = fetching(make(), deadline=0.3, tries=1).failed
    assert "was not done after 0 s, 1 try" in str(failed)
    assert time.monotonic() - began < 10


def test_a_server_that_is_silent_does_not_hold_the_fetch(
    server: Scripted, fetching: Fetching, make: Make
) -> None:
    def silent(_: object) -> Answer:
        time.sleep(1)
        return Answer()

    server.rule = silent
    assert "broke off (ReadTimeout)" in str(fetching(make(), timeout=0.1, tries=1).failed)


def test_a_proxy_is_asked_in_place_of_the_server(server: Scripted, fetching: Fetching) -> None:
    server.says(Answer(body=b"[1]"))
    request = Request("a", "http://papers.example/a", params={"q": "x"})
    assert fetching(request, proxy=server.url).files[0].read_bytes() == b"[1]"
    assert server.asked[0].headers["host"] == "papers.example"
    assert (server.asked[0].path, server.asked[0].query) == ("/a", {"q": ["x"]})


def test_a_notebook_may_fetch_too(server: Scripted, fetching: Fetching, make: Make) -> None:
    async def cell() -> list[Path]:
        return fetching(make()).files

    server.says(Answer(body=b"[1]"))
    with ThreadPoolExecutor(1) as pool:
        [file] = pool.submit(asyncio.run, cell()).result()
    assert file.read_bytes() == b"[1]"


def test_nobody_at_home(fetching: Fetching) -> None:
    failed = fetching(Request("a", "http://127.0.0.1:9/"), tries=2).failed
    assert str(failed).startswith("http://127.0.0.1:9/: broke off (")


@pytest.mark.parametrize("packed", [False, True])
def test_an_answer_without_end_is_left(
    server: Scripted, fetching: Fetching, make: Make, feeds: Path, packed: bool
) -> None:
    body, headers = b" " * 5_000_000, {}
    if packed:
        body, headers = gzip.compress(body), {"Content-Encoding": "gzip"}
    server.says(Answer(body=body, headers=headers))
    assert "answers with over 1,000,000 bytes" in str(fetching(make(), largest=1_000_000).failed)
    assert visible(feeds) == []
    assert len(server.asked) == 1  # it would be no shorter the next time


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(
    server: Scripted, fetching: Fetching, make: Make, status: int
) -> None:
    server.says(Answer(status, headers={"Location": "/b?x=1"}), Answer(body=b"[1]"))
    assert fetching(make()).files[0].read_bytes() == b"[1]"
    assert (server.asked[1].path, server.asked[1].query) == ("/b", {"x": ["1"]})


@pytest.mark.parametrize(
    ("location", "problem"),
    [
        ("/a", "leads in a circle"),
        ("file:///etc/passwd", "leads to file:"),
        ("ftp://example.org/", "leads to ftp:"),
        ("javascript:alert(1)", "leads nowhere"),
    ],
)
def test_redirects_to_nowhere_are_not(
    server: Scripted, fetching: Fetching, make: Make, feeds: Path, location: str, problem: str
) -> None:
    server.rule = lambda _: Answer(302, headers={"Location": location})
    assert problem in str(fetching(make()).failed)
    assert len(server.asked) <= 6
    assert visible(feeds) == []


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_refusal_is_taken_at_once(
    server: Scripted, fetching: Fetching, make: Make, status: int
) -> None:
    server.says(Answer(status, b"<script>"))
    failed = str(fetching(make()).failed)
    assert f"answered {status}" in failed
    assert "the key in the environment" in failed
    assert len(server.asked) == 1


def test_keys_are_sent_to_their_host_alone_and_shown_nowhere(
    server: Scripted, fetching: Fetching, make: Make, feeds: Path
) -> None:
    elsewhere = server.url.replace("127.0.0.1", "localhost")
    secrets = {"Authorization": "Bearer sesame"}
    request = make(secrets=secrets, secret_params={"api_key": "sesame"})
    server.says(Answer(302, headers={"Location": f"{elsewhere}/b"}), Answer(), Answer(404))
    assert fetching(request).files
    first, second = server.asked
    assert (first.headers["authorization"], first.param("api_key")) == ("Bearer sesame", "sesame")
    assert "authorization" not in second.headers
    assert second.param("api_key") is None
    failed = fetching(request).failed
    told = f"{failed}{request}{manifest(feeds)}{visible(feeds)}"
    assert "sesame" not in told
    assert "/a" in told


def test_an_interrupted_fetch_goes_on_where_it_was(
    server: Scripted, fetching: Fetching, make: Make, feeds: Path
) -> None:
    requests = [make(f"{n}.json", f"/{n}", settled=True) for n in range(4)]
    server.says(Answer(), Answer(), Answer(404))
    done = fetching(*requests)
    assert (len(done.files), done.failed is None) == (2, False)
    assert visible(feeds) == ["0.json", "1.json"]
    server.says(Answer(), Answer())
    done = fetching(*requests)
    assert (len(done.unchanged), len(done.files), done.failed) == (2, 2, None)
    assert [one.path for one in server.asked] == ["/0", "/1", "/2", "/2", "/3"]


def test_no_more_answers_than_wanted(server: Scripted, fetching: Fetching, make: Make) -> None:
    server.rule = lambda _: Answer()
    done = fetching(*(make(f"{n}", f"/{n}") for n in range(9)), most=3)
    assert len(done.files) == 3


@pytest.mark.parametrize("text", ["../../x", "..", "", "a/b\\c\0d", "Ä" * 300, "CON", "-rf"])
def test_names_of_files_are_harmless(text: str) -> None:
    name = name_part(text)
    assert 0 < len(name) <= 60
    assert name.strip("-.") == name
    assert not set(name) - set("abcdefghijklmnopqrstuvwxyz0123456789.-")


def test_a_broken_manifest_costs_an_answer_no_more(
    server: Scripted, fetching: Fetching, make: Make, feeds: Path
) -> None:
    server.rule = lambda _: as_json([1])
    fetching(make("a.json"), make("b.json"))
    lines = (feeds / ".manifest.jsonl").read_bytes().splitlines()
    (feeds / ".manifest.jsonl").write_bytes(b'\xff{"file": 3}\n[]\n' + lines[1] + b'\n{"fil')
    done = fetching(make("a.json", settled=True), make("b.json", settled=True))
    assert (done.files, done.unchanged) == ([feeds / "a.json"], [feeds / "b.json"])


def test_a_folder_that_cannot_be_made(tmp_path: Path, fetching: Fetching, make: Make) -> None:
    (tmp_path / "feeds").write_text("a file")
    with pytest.raises(FetchError, match="cannot be made"):
        fetching(make())
