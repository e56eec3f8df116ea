"""An endpoint on this machine that answers as it is told to: well, badly, slowly, not at all."""

from __future__ import annotations

import json
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kg.extract.llm import LlmRun, Settings, llm_extract
from kg.extract.rules import RuleExtractor
from kg.lexicon import Lexicon
from kg.model import Paper

Act = Callable[[BaseHTTPRequestHandler], None]

SLOTS = (
    *("introduces", "extends", "base_models", "benchmarks", "train_data", "baselines"),
    *("hardware", "mentions", "techniques", "tasks", "results"),
)
USAGE = {"prompt_tokens": 1000, "completion_tokens": 100}


class Endpoint:
    """A chat-completions server; `acts` are played first, then `model` answers."""

    def __init__(self) -> None:
        self.acts: deque[Act] = deque()
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.model: Callable[[dict[str, str]], str] = lambda sentences: self.answer()
        self.usage: dict[str, int] | None = USAGE
        self.over = threading.Event()
        self._lock = threading.Lock()
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                with endpoint._lock:
                    endpoint.bodies.append(body)
                    endpoint.headers.append({k.lower(): v for k, v in self.headers.items()})
                    act = endpoint.acts.popleft() if endpoint.acts else endpoint._answers(body)
                act(self)

            def log_message(self, *args: object) -> None:
                pass

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *args: object) -> None:
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.over.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @staticmethod
    def answer(**slots: list[dict[str, Any]]) -> str:
        return json.dumps({slot: slots.get(slot, []) for slot in SLOTS})

    @staticmethod
    def named(name: str, sentence: int = 1) -> dict[str, Any]:
        return {"name": name, "sentence": sentence}

    @staticmethod
    def number(value: str, sentence: int = 1, **about: str) -> dict[str, Any]:
        ends = ("metric", "subject", "baseline", "model", "benchmark", "hardware")
        given = {"value": value, "sentence": sentence, "kind": about.get("kind", "absolute")}
        return given | {end: about.get(end) for end in ends}

    def _answers(self, body: dict[str, Any]) -> Act:
        user = next(m["content"] for m in body["messages"] if m["role"] == "user")
        return self.text(self.model(json.loads(user)))

    def text(self, content: str | None) -> Act:
        return self.json({"choices": [{"message": {"content": content}}], "usage": self.usage})

    @staticmethod
    def json(value: object) -> Act:
        return Endpoint.status(200, json.dumps(value))

    @staticmethod
    def status(code: int, body: str = "", **headers: str) -> Act:
        def act(handler: BaseHTTPRequestHandler) -> None:
            data = body.encode()
            handler.send_response(code)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.send_header("Content-Length", str(len(data)))
            handler.end_headers()
            handler.wfile.write(data)

        return act

    @staticmethod
    def refusal(message: str, code: int = 400) -> Act:
        return Endpoint.status(code, json.dumps({"error": {"message": message}}))

    @staticmethod
    def cut(handler: BaseHTTPRequestHandler) -> None:
        """Close the connection in the middle of an answer."""
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"choices": [')

    def trickle(self, handler: BaseHTTPRequestHandler) -> None:
        """Send a letter now and then, without end."""
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        while not self.over.wait(0.02):
            handler.wfile.write(b" ")

    def silence(self, handler: BaseHTTPRequestHandler) -> None:
        """Take the request and never answer."""
        self.over.wait(5)


@pytest.fixture(autouse=True)
def no_keys_and_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    proxies = ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
    for name in ("PAPERKG_LLM_KEY", "OPENAI_API_KEY", *proxies):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True, scope="session")
def one_tls_context() -> Iterator[None]:
    """Every client loads the certificates anew, 25 ms each, though none here needs them."""
    context = ssl.create_default_context()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", lambda *_, **__: context)
        yield


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    one = Endpoint()
    yield one
    one.close()


@pytest.fixture(scope="session")
def lexicon(extractor: RuleExtractor) -> Lexicon:
    return extractor.lexicon


@pytest.fixture
def settings(endpoint: Endpoint, tmp_path: Path) -> Callable[..., Settings]:
    def make(**others: Any) -> Settings:
        given = {"url": endpoint.url, "model": "m", "cache": tmp_path / "answers", "concurrency": 1}
        return Settings(**{**given, **others})

    return make


class Run:
    """Runs that do not wait; keeps what was told, and the seconds that it would have slept."""

    def __init__(self, lexicon: Lexicon, settings: Callable[..., Settings]) -> None:
        self.lexicon = lexicon
        self.settings = settings
        self.told: list[str] = []
        self.slept: list[float] = []

    def __call__(self, *papers: Paper, **others: Any) -> LlmRun:
        return llm_extract(
            papers,
            self.lexicon,
            self.settings(**others),
            tell=self.told.append,
            sleep=self.slept.append,
        )


@pytest.fixture
def run(lexicon: Lexicon, settings: Callable[..., Settings]) -> Run:
    return Run(lexicon, settings)


@pytest.fixture
def paper() -> Paper:
    return Paper(
        "title:quick",
        "QuickCast: Serving without Idle Layers",
        "Serving is slow. We propose QuickCast, which skips idle layers of LLaVA-1.5-7B. "
        "QuickCast is 1.8times faster than vLLM and reaches 46\\% accuracy on GSM8K.",
    )
