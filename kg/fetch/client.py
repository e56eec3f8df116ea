"""One request sent, as often as it takes: conditions, redirects, limits, pauses, another try."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from kg.errors import FetchError
from kg.fetch.hosts import LONGEST_PAUSE, Hosts, pause_needed, pause_wished
from kg.fetch.manifest import Kept, Manifest, digest
from kg.fetch.request import Request, Settings

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_FIRST_PAUSE, _LONGEST_BACKOFF = 1.0, 60.0
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, so that tests need neither."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random
    today: Callable[[], datetime] = field(default=lambda: datetime.now(UTC))


class _TryAgain(Exception):
    """A failure that may pass; `pause` is what the host wishes for, in seconds."""

    def __init__(self, problem: str, pause: float | None = None) -> None:
        super().__init__(problem)
        self.pause = pause


class Client:
    """Sends requests, one at a time over one connection a host, and keeps their answers."""

    def __init__(self, settings: Settings, manifest: Manifest, clock: Clock) -> None:
        self._settings = settings
        self._manifest = manifest
        self._clock = clock
        self._hosts = Hosts()
        self._http = httpx.AsyncClient(
            headers={"User-Agent": settings.user_agent},
            proxy=settings.proxy,
            timeout=settings.timeout,
            limits=httpx.Limits(max_connections=1),
            follow_redirects=False,
        )

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def keep(self, request: Request) -> bool:
        """Bring the answer of a request into its file and tell whether it is new.

        Raises:
            FetchError: it cannot be had; a former answer stays.
        """
        known = self._manifest.of(request.name)
        if known and request.settled:
            return False
        for attempt in range(1, self._settings.tries + 1):
            try:
                async with asyncio.timeout(self._settings.deadline):
                    return await self._once(request, known)
            except httpx.InvalidURL as error:
                raise _nowhere(request) from error
            except TimeoutError:
                failure = _TryAgain(f"was not done after {self._settings.deadline:.0f} s")
            except httpx.RequestError as error:
                failure = _TryAgain(f"broke off ({str(error) or type(error).__name__})")
            except _TryAgain as error:
                failure = error
            pause = self._pause(failure, attempt)
            if attempt == self._settings.tries or pause > LONGEST_PAUSE:
                wish = f", and wishes for a pause of {pause:.0f} s" if failure.pause else ""
                raise FetchError(
                    request.url,
                    f"{failure}{wish}, {attempt} {'tries' if attempt > 1 else 'try'}",
                    "try later; what was fetched so far is kept",
                )
            self._hosts.leave_alone(_host(request.url), self._clock.now() + pause)
        raise AssertionError("the last try returns or raises")

    def _pause(self, failure: _TryAgain, attempt: int) -> float:
        """Return what the host wishes for, else full jitter below a bound that doubles.

        https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
        """
        if failure.pause is not None:
            return failure.pause
        bound = min(_LONGEST_BACKOFF, _FIRST_PAUSE * 2.0**attempt)
        return bound * self._clock.chance()

    async def _once(self, request: Request, known: Kept | None) -> bool:
        headers: dict[str, str] = {}
        if known and known.etag:
            headers["If-None-Match"] = known.etag
        if known and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        url = httpx.URL(request.url, params={**request.params, **request.secret_params})
        for _ in range(_MOST_REDIRECTS + 1):
            if url.scheme not in ("http", "https"):
                raise FetchError(request.url, f"leads to {url.scheme}:", "give another address")
            own = url.host == urlsplit(request.url).hostname
            await self._turn(request, url.host)
            sent = self._http.build_request(
                "GET" if request.body is None else "POST",
                url,
                headers={**headers, **(request.secrets if own else {})},
                json=request.body,
            )
            answer = await self._http.send(sent, stream=True)
            try:
                self._heed(url.host, answer, request)
                if answer.status_code in _REDIRECTS and "location" in answer.headers:
                    url = _next(url, answer, request)
                    continue
                return await self._kept(request, answer, known)
            finally:
                await answer.aclose()
        raise FetchError(request.url, "leads in a circle", "give another address")

    async def _turn(self, request: Request, host: str) -> None:
        while (wait := self._hosts.wait(host, self._clock.now())) > 0:
            await self._clock.sleep(wait)

    def _heed(self, host: str, answer: httpx.Response, request: Request) -> None:
        pause = max(request.pace, min(pause_needed(answer.headers), LONGEST_PAUSE))
        self._hosts.leave_alone(host, self._clock.now() + pause)

    async def _kept(self, request: Request, answer: httpx.Response, known: Kept | None) -> bool:
        if answer.status_code == httpx.codes.NOT_MODIFIED:
            return False
        if answer.status_code in _AGAIN:
            wished = pause_wished(answer.headers, self._clock.today())
            raise _TryAgain(f"answered {answer.status_code}", wished)
        if answer.status_code != httpx.codes.OK:
            raise FetchError(
                request.url,
                f"answered {answer.status_code} {answer.reason_phrase}",
                "check what you ask for, and the key in the environment",
            )
        folder = self._settings.folder
        aside = folder / f".{request.name}.part"
        try:
            await self._write(request, answer, aside)
            try:
                request.check(aside)
            except ValueError as error:
                raise _TryAgain(f"answered something else ({error})") from error
            kept = Kept(
                request.name,
                str(httpx.URL(request.url, params=dict(request.params))),
                self._clock.today().isoformat(timespec="seconds"),
                answer.status_code,
                aside.stat().st_size,
                digest(aside),
                answer.headers.get("etag"),
                answer.headers.get("last-modified"),
            )
            os.replace(aside, folder / request.name)
        except OSError as error:
            reason = error.strerror or error
            raise FetchError(str(folder), f"cannot be written ({reason})", "free it") from error
        finally:
            aside.unlink(missing_ok=True)
        self._manifest.add(kept)
        return known is None or known.sha256 != kept.sha256

    async def _write(self, request: Request, answer: httpx.Response, aside: Path) -> None:
        size = 0
        with aside.open("wb") as file:
            async for chunk in answer.aiter_bytes(_CHUNK):
                size += len(chunk)
                if size > self._settings.largest:
                    raise FetchError(
                        request.url,
                        f"answers with over {self._settings.largest:,} bytes",
                        "ask for less",
                    )
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _next(url: httpx.URL, answer: httpx.Response, request: Request) -> httpx.URL:
    if request.body is not None and answer.status_code not in (307, 308):
        raise FetchError(request.url, f"answered {answer.status_code}", "check the address")
    found = url.join(answer.headers["location"])
    if url.scheme == "https" and found.scheme == "http":
        raise FetchError(request.url, "leads from https to http", "give another address")
    return found


def _nowhere(request: Request) -> FetchError:
    return FetchError(request.url, "leads nowhere", "give another address")
