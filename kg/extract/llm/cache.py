"""Answers kept on disk, so that no paper is paid for twice."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from kg.errors import OutputError
from kg.extract.llm.prompt import PROMPT_VERSION
from kg.model import Paper


@dataclass(frozen=True, slots=True)
class Answers:
    """A folder with one file an answer, named by what was asked."""

    folder: Path
    model: str

    def key(self, paper: Paper) -> str:
        """Return the digest of the paper's text, the instructions' version and the model."""
        asked = json.dumps([paper.title, paper.abstract, PROMPT_VERSION, self.model])
        return sha256(asked.encode()).hexdigest()

    def get(self, key: str) -> str | None:
        """Return the raw answer; None if there is none, or its file is not whole."""
        try:
            value = json.loads(self._path(key).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        answer = value.get("answer") if isinstance(value, dict) else None
        return answer if isinstance(answer, str) else None

    def put(self, key: str, answer: str) -> None:
        """Keep a raw answer; readers see the whole file or none.

        Raises:
            OutputError: the folder cannot be written.
        """
        path = self._path(key)
        text = json.dumps({"model": self.model, "prompt": PROMPT_VERSION, "answer": answer})
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(text)
                os.replace(name, path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise OutputError(
                f"{self.folder}: answers cannot be kept there ({error.strerror}); "
                "give a folder that can be written"
            ) from error

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key}.json"
