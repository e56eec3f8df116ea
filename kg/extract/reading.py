"""Which extractor reads the papers, and how sure an edge has to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kg import __version__
from kg.extract.learned.bundle import FOLDER
from kg.extract.run import extract_all
from kg.lexicon import Lexicon
from kg.model import Extraction, Paper
from kg.parallel import collector_paused

if TYPE_CHECKING:
    from kg.extract.extractor import Extractor
    from kg.extract.llm import Settings

Choice = Literal["learned", "rules"]


@dataclass(frozen=True, slots=True)
class Readings:
    """The extraction of each paper, and the name and version of what read them."""

    extractions: list[Extraction]
    extractor: str


def read_papers(
    papers: Sequence[Paper],
    lexicon: Lexicon,
    extractor: Choice | Settings = "learned",
    *,
    jobs: int = 1,
) -> Readings:
    """Return what an extractor reads in the papers.

    Args:
        papers: what is read.
        lexicon: the known names.
        extractor: the learned one, the rules alone, or the settings of a language model.
        jobs: processes.

    Raises:
        EndpointError: the language model's endpoint cannot be used.
        SpendRefused: reading would cost more than the settings allow.
    """
    if not isinstance(extractor, str):
        from kg.extract.llm import llm_extract

        run = llm_extract(papers, lexicon, extractor)
        return Readings(run.extractions, run.extractor)
    with collector_paused():
        reader = _reader(extractor, lexicon)
        return Readings(extract_all(reader, papers, jobs=jobs), reader.name)


def sure_enough(extractions: Sequence[Extraction], minimum: float) -> list[Extraction]:
    """Return the extractions without the edges and results that are less sure (0 to 1)."""
    if minimum <= 0:
        return list(extractions)
    return [_sure(extraction, minimum) for extraction in extractions]


def extractor_name(choice: Choice) -> str:
    """Return the name and version of an extractor, as the graph says it."""
    return f"{choice}-{__version__}"


def reader_key(choice: Choice, lexicons: Sequence[Path]) -> str:
    """Return a name for all that an extraction depends on beside the text: the extractor, its
    version and models, and the lexicon files in their order.

    >>> reader_key("rules", []).startswith("rules-")
    True
    """
    digest = sha256(__version__.encode())
    models = sorted(FOLDER.glob("*.json")) if choice == "learned" else []
    for path in (*models, *lexicons):
        digest.update(path.read_bytes())
    return f"{choice}-{digest.hexdigest()[:16]}"


def _reader(choice: Choice, lexicon: Lexicon) -> Extractor:
    if choice == "rules":
        from kg.extract.rules import RuleExtractor

        return RuleExtractor(lexicon)
    from kg.extract.learned.bundle import load_bundle
    from kg.extract.learned.extractor import LearnedExtractor

    return LearnedExtractor(lexicon, load_bundle())


def _sure(extraction: Extraction, minimum: float) -> Extraction:
    return replace(
        extraction,
        facts=tuple(fact for fact in extraction.facts if fact.confidence >= minimum),
        results=tuple(result for result in extraction.results if result.confidence >= minimum),
    )
