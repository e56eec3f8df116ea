from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.rules import RuleExtractor
from kg.lexicon import lexicon_paths, load_lexicon
from kg.model import Extraction, Paper


@pytest.fixture(scope="session")
def extractor() -> RuleExtractor:
    return RuleExtractor(load_lexicon(lexicon_paths()))


@pytest.fixture(scope="session")
def read(extractor: RuleExtractor) -> Callable[..., Extraction]:
    def extract(abstract: str, title: str = "On Some Matter") -> Extraction:
        return extractor.extract(Paper("title:x", title, abstract))

    return extract
