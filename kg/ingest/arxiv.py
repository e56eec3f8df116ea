"""arXiv identifiers, in the forms that people write them.

Scheme: https://info.arxiv.org/help/arxiv_identifier.html (from 0704: YYMM.NNNN, from 1501 five
digits; before: archive/YYMMNNN, of which the subject class after a dot is not a part).
"""

from __future__ import annotations

import re

_NEW = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_OLD = r"[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
_ID = rf"(?P<id>{_NEW}|{_OLD})(?:v(?P<version>\d{{1,4}}))?"
_ALONE = re.compile(rf"(?:arxiv:\s*)?{_ID}(?:\s*\[[\w.-]+\])?", re.IGNORECASE)
_DOI = re.compile(rf"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?10\.48550/arxiv\.{_ID}", re.IGNORECASE)
_URL = re.compile(
    r"(?:https?://)?(?:[\w-]+\.)*"
    r"(?:arxiv\.org/(?:abs|pdf|html|format|src|e-print)|ar5iv\.org/(?:abs|html)"
    rf"|alphaxiv\.org/(?:abs|pdf)|huggingface\.co/papers|hf\.co/papers)/{_ID}"
    r"(?:\.pdf)?(?:[/?#].*)?",
    re.IGNORECASE,
)
_FIVE_DIGITS_SINCE = 1501


def arxiv_id(text: str) -> str | None:
    """Return the arXiv identifier that the whole text is, without its version, or None.

    >>> arxiv_id("https://arxiv.org/pdf/2403.06764v2.pdf"), arxiv_id("arXiv:math.GT/0309136v1")
    ('2403.06764', 'math/0309136')
    """
    found = versioned(text)
    return found[0] if found else None


def versioned(text: str) -> tuple[str, int | None] | None:
    """Return the arXiv identifier that the whole text is and its version, if it names one.

    >>> versioned("http://arxiv.org/abs/2606.13677v1")
    ('2606.13677', 1)
    """
    text = text.strip()
    match = _ALONE.fullmatch(text) or _URL.fullmatch(text) or _DOI.fullmatch(text)
    if match is None:
        return None
    archive, slash, number = match["id"].lower().rpartition("/")
    version = int(match["version"]) if match["version"] else None
    return archive.partition(".")[0] + slash + number, version


def from_number(number: float) -> str:
    """Return the identifier that a spreadsheet took for a number; its lost zeros are known.

    >>> from_number(2403.0676), from_number(704.01)
    ('2403.06760', '0704.0100')
    """
    digits = 5 if number >= _FIVE_DIGITS_SINCE else 4
    return f"{number:0{5 + digits}.{digits}f}"
