"""A store's own config: which feeds `kg update` fetches, and what `kg diff` follows. TOML."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.store.file import WAIT, reading, writing

EXAMPLE = """\
# What `kg diff` follows: things by any of their names.
follow = []

# What `kg update` fetches: the words of a `kg fetch` command, see `kg fetch --help`.
# [[feed]]
# fetch = ["hf", "--since", "7d"]
"""


@dataclass(frozen=True, slots=True)
class Config:
    """What a config says; `feeds` are the words of `kg fetch` commands."""

    follow: tuple[str, ...] = ()
    feeds: tuple[tuple[str, ...], ...] = ()


def config_text(path: Path) -> str:
    """Return the config of a store as it was written; an example if there is none.

    Raises:
        StoreError: the store cannot be read.
    """
    with reading(path) as store:
        row = store.execute("SELECT text FROM config").fetchone()
    return str(row[0]) if row else EXAMPLE


def read_config(path: Path) -> Config:
    """Return the config of a store.

    Raises:
        StoreError: the store cannot be read.
    """
    return parsed(config_text(path), str(path))


def write_config(path: Path, text: str, *, wait: float = WAIT) -> None:
    """Replace the config of a store.

    Raises:
        StoreError: the text is no config, or the store cannot be written.
    """
    parsed(text, "config")
    with writing(path, wait=wait, create=True) as store:
        store.execute("DELETE FROM config")
        store.execute("INSERT INTO config (text) VALUES (?)", (text,))


def parsed(text: str, place: str) -> Config:
    """Return what a config says.

    Raises:
        StoreError: it is no TOML, or has other keys than `follow` and `feed`; names `place`.
    """
    try:
        said = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise StoreError(place, f"its config is no TOML ({error})", "mend it") from error
    unknown = sorted(said.keys() - {"follow", "feed"})
    if unknown:
        problem = f"its config has the unknown key {unknown[0]!r}"
        raise StoreError(place, problem, "the keys are follow and [[feed]]")
    feeds = said.get("feed", [])
    words = [feed.get("fetch") if isinstance(feed, dict) else None for feed in feeds]
    if not all(map(_are_words, (said.get("follow", []), *words))):
        problem = "its config's follow and each feed's fetch have to be lists of words"
        raise StoreError(place, problem, "see docs/STORE.md")
    return Config(tuple(said.get("follow", [])), tuple(tuple(feed) for feed in words if feed))


def _are_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)
