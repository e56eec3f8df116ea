"""Corrections as YAML: a list, to read, review and share."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kg.correct.correction import Correction
from kg.errors import CorrectionError


@cache
def codec() -> Any:
    """Return what turns corrections into plain values and back (a pydantic.TypeAdapter)."""
    from pydantic import TypeAdapter

    return TypeAdapter(Correction)


def to_yaml(corrections: Sequence[Correction]) -> str:
    """Return a YAML list, one correction an item, without what is not set."""
    import yaml

    plain = [codec().dump_python(one, mode="json", exclude_defaults=True) for one in corrections]
    return (
        yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=100) if plain else "[]\n"
    )


def read_corrections(path: Path) -> list[Correction]:
    """Return the corrections of a YAML file.

    Raises:
        CorrectionError: the file cannot be read, or an item of it is none; says which.
    """
    import yaml
    from pydantic import ValidationError

    try:
        plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise CorrectionError(f"{path}: cannot be read ({reason}); see docs/STORE.md") from error
    if not isinstance(plain, list):
        raise CorrectionError(f"{path}: is no list of corrections; see docs/STORE.md")
    found = []
    for place, item in enumerate(plain, start=1):
        try:
            found.append(codec().validate_python(item))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "it"
            raise CorrectionError(
                f"{path}: item {place}: {where}: {first['msg']}; mend it"
            ) from error
        except CorrectionError as error:
            raise CorrectionError(f"{path}: item {place}: {error}") from error
    return found
