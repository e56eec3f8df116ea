"""An optional extractor: any OpenAI-compatible chat model reads, and what it says is verified."""

from kg.extract.llm.errors import EndpointError, SpendRefused
from kg.extract.llm.run import LlmExtractor, LlmRun, llm_extract
from kg.extract.llm.settings import Settings

__all__ = ["EndpointError", "LlmExtractor", "LlmRun", "Settings", "SpendRefused", "llm_extract"]
