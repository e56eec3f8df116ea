"""What the feeds of arXiv have in common."""

from __future__ import annotations

from collections.abc import Sequence

from kg.ingest.identifiers import identifier

PUBLISHER = "arXiv"


def person(parts: Sequence[str]) -> str:
    """Return a name from family name, forenames and suffix, as one reads it.

    >>> person(["Berger", "E. L.", "Jr."])
    'E. L. Berger Jr.'
    """
    family, forenames, suffix = (*parts, "", "", "")[:3]
    return " ".join(part for part in (forenames, family, suffix) if part).replace(". -", ".-")


def dois(cell: str) -> tuple[str, ...]:
    """Return the DOIs of a field that authors fill in, who sometimes give several."""
    found = (identifier("doi", one) for one in cell.split())
    return tuple(sorted({one for one in found if one}))
