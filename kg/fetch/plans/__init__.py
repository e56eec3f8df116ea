"""What each source is asked, page after page; one module a source."""

from kg.fetch.plans.arxiv import plan_arxiv
from kg.fetch.plans.hugging_face import plan_hugging_face
from kg.fetch.plans.openalex import plan_openalex
from kg.fetch.plans.semantic_scholar import plan_semantic_scholar
from kg.fetch.plans.urls import plan_urls

__all__ = [
    "plan_arxiv",
    "plan_hugging_face",
    "plan_openalex",
    "plan_semantic_scholar",
    "plan_urls",
]
