"""A plan carried out: every answer in its file, or one error and all that came before it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tqdm import tqdm

from kg.errors import FetchError
from kg.fetch.client import Client, Clock
from kg.fetch.manifest import Manifest
from kg.fetch.request import Plan, Settings


@dataclass(slots=True)
class Fetched:
    """The files of a plan in its order: those that are new, those that were there and still hold;
    and what ended it early, if anything did."""

    files: list[Path] = field(default_factory=list)
    unchanged: list[Path] = field(default_factory=list)
    failed: FetchError | None = None

    @property
    def answers(self) -> int:
        """How many answers there are."""
        return len(self.files) + len(self.unchanged)


def fetch(plan: Plan, settings: Settings, clock: Clock | None = None) -> Fetched:
    """Carry out a plan; an interrupted one goes on where it was when it is carried out again.

    Raises:
        FetchError: the folder cannot be made.
    """
    try:
        settings.folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or error
        place = str(settings.folder)
        raise FetchError(place, f"cannot be made ({reason})", "choose another folder") from error
    carried_out = _fetch(plan, settings, clock or Clock())
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(carried_out)
    with ThreadPoolExecutor(1) as pool:  # a notebook's own thread runs a loop already
        return pool.submit(asyncio.run, carried_out).result()


async def _fetch(plan: Plan, settings: Settings, clock: Clock) -> Fetched:
    done = Fetched()
    with tqdm(desc="fetch", unit="answer", disable=None, leave=False) as bar:
        async with Client(settings, Manifest(settings.folder), clock) as client:
            try:
                request = next(plan, None)
                while request is not None and done.answers < settings.most:
                    file = settings.folder / request.name
                    fresh = await client.keep(request)
                    (done.files if fresh else done.unchanged).append(file)
                    bar.update()
                    try:
                        request = plan.send(file)
                    except StopIteration:
                        request = None
            except FetchError as error:
                done.failed = error
    return done
