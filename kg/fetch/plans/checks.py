"""Whether an answer is what was asked for, before it is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def json_of(kind: type, key: str | None = None) -> Callable[[Path], None]:
    """Return a check for whole JSON of a kind (list, dict), with a key where one is needed."""

    def check(file: Path) -> None:
        found: Any = load(file)
        if not isinstance(found, kind):
            raise ValueError(f"JSON, but no {kind.__name__}")
        if key is not None and isinstance(found, dict) and key not in found:
            raise ValueError(f"JSON without {key!r}")

    return check


def load(file: Path) -> Any:
    """Return the JSON of a file.

    Raises:
        ValueError: it is no JSON, or cut off.
    """
    try:
        return json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise ValueError(f"no whole JSON: {error}") from error
