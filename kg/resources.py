"""Where the files of schema/ are: the only module that knows."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kg.errors import KgError

_HERE = Path(__file__).resolve().parent


@cache
def schema_root() -> Path:
    """Return the folder of the ontology, shapes, lexicons, queries and sample.

    A checkout's own schema/ goes first, because an editable install leaves a stale copy behind.
    Only a folder that holds ontology.ttl counts: PyPI has a package called schema.

    Raises:
        KgError: the installation lacks the folder.
    """
    for folder in (_HERE.parent / "schema", _HERE / "_schema"):
        if (folder / "ontology.ttl").is_file():
            return folder
    raise KgError("paperkg's schema folder is missing; install the package again")


def sample_page() -> Path:
    """Return the sample page that ships with paperkg."""
    return schema_root() / "sample" / "daily-papers.txt"
