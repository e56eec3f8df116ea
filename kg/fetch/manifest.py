""".manifest.jsonl beside the answers: what was asked, when, and what was answered; no keys.

Its name begins with a dot, so that who reads the folder as papers passes it over.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

FILE = ".manifest.jsonl"


@dataclass(frozen=True, slots=True)
class Kept:
    """One answer that is kept; `at` is the moment (UTC, ISO 8601)."""

    file: str
    url: str
    at: str
    status: int
    bytes: int
    sha256: str
    etag: str | None = None
    last_modified: str | None = None


class Manifest:
    """The answers of a folder, the latest of each file; broken lines are passed over."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._folder = folder
        self._kept: dict[str, Kept] = {}
        if self._path.exists():
            for line in self._path.read_text(encoding="utf-8", errors="replace").splitlines():
                try:
                    kept = Kept(**json.loads(line))
                except (ValueError, TypeError):
                    continue
                self._kept[kept.file] = kept

    def of(self, name: str) -> Kept | None:
        """Return what is known of an answer whose file is there and as it was written."""
        kept, file = self._kept.get(name), self._folder / name
        if kept is None or not file.is_file() or file.stat().st_size != kept.bytes:
            return None
        return kept if digest(file) == kept.sha256 else None

    def add(self, kept: Kept) -> None:
        """Append an answer."""
        self._kept[kept.file] = kept
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(kept), ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())


def digest(file: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    found = sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            found.update(chunk)
    return found.hexdigest()
