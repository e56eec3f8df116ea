"""What the user names, as single files: folders and patterns unfolded, each file once.

The name of a file's listing is its base name. Files of one base name get as much of their folders
as tells them apart, and none gets an absolute path.
"""

from __future__ import annotations

import glob
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import InputError

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """One file; path None is standard input.

    Args:
        name: of its listing.
        place: how messages name it.
        path: where it is.
    """

    name: str
    place: str
    path: Path | None


@dataclass(frozen=True, slots=True)
class Located:
    """The files found, sorted by name, what was not found, and what was left out of folders."""

    files: tuple[Input, ...]
    errors: tuple[InputError, ...]
    left_out: tuple[str, ...]


def locate(inputs: Iterable[str | os.PathLike[str]], wanted: Callable[[str], bool]) -> Located:
    """Return the files that the inputs name.

    Args:
        inputs: files, folders (searched through), patterns with * ? [ ] or **, "-".
        wanted: whether a file of a folder is taken, by its name.
    """
    places: dict[str, str] = {}
    errors: list[InputError] = []
    left_out: list[str] = []
    for given in (os.fspath(one) for one in inputs):
        try:
            found = sorted(_unfolded(given, wanted, left_out))
        except InputError as error:
            errors.append(error)
            continue
        for place in found:
            real = STDIN if place == STDIN else os.path.realpath(place)
            places[real] = min(place, places.get(real, place))
    names = listing_names(list(places))
    files = [
        Input(names[real], place, None if real == STDIN else Path(real))
        for real, place in places.items()
    ]
    files.sort(key=lambda one: (one.name, one.place))
    return Located(tuple(files), tuple(errors), tuple(sorted(set(left_out))))


def listing_names(paths: Sequence[str]) -> dict[str, str]:
    """Return a name for each path: the shortest ends of the paths that differ.

    >>> listing_names(["/a/x/feed.txt", "/a/y/feed.txt", "/a/y/page.txt"])["/a/x/feed.txt"]
    'x/feed.txt'
    """
    same_base: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    parts = {path: _parts(path) for path in paths}
    for several in parts.values():
        same_base[several[-1]].append(several)
    names: dict[str, str] = {}
    for path, several in parts.items():
        others = same_base[several[-1]]
        size = next(
            size
            for size in range(1, max(map(len, others)) + 1)
            if len({other[-size:] for other in others}) == len(others)
        )
        names[path] = "/".join(several[-size:])
    return names


def _parts(path: str) -> tuple[str, ...]:
    if path == STDIN:
        return ("stdin",)
    whole = Path(path)
    return tuple(part for part in whole.parts if part != whole.anchor)


def _unfolded(given: str, wanted: Callable[[str], bool], left_out: list[str]) -> Iterator[str]:
    if given == STDIN:
        yield STDIN
    elif os.path.isdir(given):
        yield from _of_folder(given, wanted, left_out)
    elif os.path.lexists(given):
        yield given
    elif glob.has_magic(given):
        matches = glob.glob(given, recursive=True)
        if not matches:
            raise InputError(given, "matches no file", "check the pattern and the folder")
        folders = [match for match in matches if os.path.isdir(match)]
        yield from (match for match in matches if not os.path.isdir(match))
        for folder in folders if "**" not in given else []:
            yield from _of_folder(folder, wanted, left_out)
    else:
        raise InputError(given, "does not exist", "check its name")


def _of_folder(folder: str, wanted: Callable[[str], bool], left_out: list[str]) -> Iterator[str]:
    """Yield the wanted files below a folder; hidden ones do not count."""
    found = False
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            path = os.path.join(root, name)
            if name.startswith("."):
                continue
            if wanted(name):
                found = True
                yield path
            else:
                left_out.append(path)
    if not found:
        problem = "no file in the folder has the suffix of a known format"
        raise InputError(folder, problem, "name the files themselves")
