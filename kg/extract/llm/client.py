"""Requests to one endpoint: patient with what passes, plain about what does not."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, NoReturn

from kg.extract.llm.cost import Bill, Ledger, Tokens
from kg.extract.llm.dialect import Dialect
from kg.extract.llm.errors import BadAnswer, EndpointError, NoAnswer, PaperNotRead, one_line
from kg.extract.llm.prompt import Message
from kg.extract.llm.settings import Settings

if TYPE_CHECKING:
    import httpx

_ATTEMPTS = 5
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 90.0
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_REFUSED = frozenset({400, 413, 415, 422})
_LARGEST = 8_000_000


@dataclass(frozen=True, slots=True)
class _Received:
    status: int
    headers: Mapping[str, str]
    content: bytes


class _Passing(Exception):
    """A failure after which the same request may succeed; `after`: seconds the server asks for."""

    def __init__(self, problem: str, after: float = 0.0) -> None:
        super().__init__(problem)
        self.after = after


class Client:
    """One endpoint, used by several threads; a context manager.

    Args:
        settings: where and how to ask.
        key: is sent as bearer token and never shown.
        ledger: every request is entered there.
        sleep: waits so many seconds between attempts.
    """

    def __init__(
        self,
        settings: Settings,
        key: str | None,
        ledger: Ledger,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._settings = settings
        self._key = key
        self._ledger = ledger
        self._sleep = sleep
        self._dialect = Dialect()
        self._spoken: Dialect | None = None
        self._lock = Lock()
        self._http = _http(settings, key)

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.close()

    def ask(self, conversation: Sequence[Message]) -> str:
        """Return the model's answer.

        Failures that pass (429, 5xx, timeouts, cut connections) are tried again, each time after
        about twice as long, with jitter, and never before the server's Retry-After.

        Raises:
            BadAnswer: the endpoint answered without a text.
            PaperNotRead: the endpoint refuses this paper, though it took others.
            NoAnswer: five attempts failed, or the server asks to wait for longer than 90 s.
            LimitReached: the request might pass the limit on spend.
            EndpointError: the endpoint refuses us; no other request would fare better.
        """
        wait = _FIRST_WAIT
        for attempt in range(1, _ATTEMPTS + 1):
            try:
                return self._understood(conversation)
            except _Passing as failure:
                if attempt == _ATTEMPTS or failure.after > _LONGEST_WAIT:
                    raise NoAnswer(str(failure)) from None
                self._sleep(max(failure.after, wait * random.uniform(0.5, 1.0)))
                wait *= 2
        raise AssertionError("the last attempt returns or raises")

    def _understood(self, conversation: Sequence[Message]) -> str:
        """Ask, leaving out one parameter after the other that the endpoint refuses."""
        while True:
            dialect = self._dialect
            limit = self._settings.max_answer_tokens
            body = dialect.body(self._settings.model, conversation, limit)
            most = Tokens(len(body), limit)  # no token is shorter than one byte
            with self._ledger.request(most) as bill:
                received = self._send(body, bill)
                if received.status == 200:
                    self._spoken = dialect
                    return _text(received.content, bill)
                bill.settle(Tokens())
            if received.status not in _REFUSED:
                self._raise(received)
            if self._spoken is dialect:  # so it is the paper that is refused, not the form
                raise PaperNotRead(f"the endpoint refuses it (status {received.status})")
            simpler = dialect.without(received.content.decode("utf-8", "replace"))
            if simpler is None:
                self._raise(received)
            self._simplify(dialect, simpler)

    def _simplify(self, old: Dialect, new: Dialect) -> None:
        with self._lock:
            if self._dialect is old:
                self._dialect = new

    def _send(self, body: bytes, bill: Bill) -> _Received:
        """Send one request; no piece of its answer may come after the timeout."""
        import httpx

        deadline = time.monotonic() + self._settings.timeout
        try:
            with self._http.stream("POST", self._settings.endpoint, content=body) as response:
                content = b""
                for piece in response.iter_bytes():
                    content += piece
                    if time.monotonic() > deadline:
                        raise _Passing("it was too slow")
                    if len(content) > _LARGEST:
                        raise BadAnswer("the answer is too large")
                return _Received(response.status_code, response.headers, content)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            bill.settle(Tokens())
            raise _Passing("it cannot be reached") from None
        except httpx.TimeoutException:
            raise _Passing("it was too slow") from None
        except httpx.TransportError:
            raise _Passing("the connection broke") from None
        except httpx.DecodingError:
            raise BadAnswer("the answer cannot be decoded") from None

    def _raise(self, received: _Received) -> NoReturn:
        status, where = received.status, self._settings.place
        complaint = self._complaint(received.content)
        if status == 429 and "insufficient_quota" in received.content.decode("utf-8", "replace"):
            raise EndpointError(
                f"{where}: the account has no credit left; top it up or take another"
            )
        if status in _PASSING:
            raise _Passing(f"status {status}", _retry_after(received.headers))
        if status in (401, 403):
            raise EndpointError(
                f"{where}: refuses the key (status {status}); set PAPERKG_LLM_KEY to one that is "
                f"allowed to use {self._settings.model}"
            )
        mend = "check the URL and the name of the model"
        raise EndpointError(f"{where}: refuses the request (status {status}{complaint}); {mend}")

    def _complaint(self, content: bytes) -> str:
        """Return the endpoint's own message in one line, without the key, should it repeat it."""
        try:
            message = json.loads(content)["error"]["message"]
        except (ValueError, LookupError, TypeError, RecursionError):
            return ""
        text = str(message).replace(self._key, "***") if self._key else str(message)
        return f", {one_line(text)!r}"


def _http(settings: Settings, key: str | None) -> httpx.Client:
    try:
        import httpx
    except ModuleNotFoundError:
        raise EndpointError(
            "the llm extractor needs httpx; install it with: pip install 'paperkg[llm]'"
        ) from None
    try:
        _ = httpx.URL(settings.endpoint).host  # decodes international names
    except (httpx.InvalidURL, UnicodeError):
        raise EndpointError(f"{settings.place}: is no name of a host; check the URL") from None
    headers = {"Content-Type": "application/json"}
    if key:
        headers["Authorization"] = f"Bearer {key}"
    # the threads bound the connections; redirects are not followed, they would get the key
    limits = httpx.Limits(max_connections=None)
    return httpx.Client(headers=headers, timeout=settings.timeout, limits=limits)


def _text(content: bytes, bill: Bill) -> str:
    try:
        value: Any = json.loads(content)
    except (ValueError, RecursionError):
        raise BadAnswer("the endpoint sent no JSON") from None
    used = _used(value)
    if used is not None:
        bill.settle(used)
    try:
        text = value["choices"][0]["message"]["content"]
    except (KeyError, IndexError, TypeError):
        text = None
    if not isinstance(text, str) or not text.strip():
        raise BadAnswer("the answer is empty")
    return text


def _used(value: Any) -> Tokens | None:
    """Return the tokens that an answer reports, or None if it does not."""
    usage = value.get("usage") if isinstance(value, dict) else None
    if not isinstance(usage, dict):
        return None
    read, written = usage.get("prompt_tokens"), usage.get("completion_tokens")
    if not (isinstance(read, int) and isinstance(written, int) and min(read, written) >= 0):
        return None
    return Tokens(read, written)


def _retry_after(headers: Mapping[str, str]) -> float:
    """Return the seconds that a Retry-After asks for (RFC 9110, 10.2.3), 0 without one."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
