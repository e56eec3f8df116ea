"""What edges are called on pages, seen from either end."""

from __future__ import annotations

from kg.model import Relation

FROM_PAPER = {
    Relation.INTRODUCES: "Introduces",
    Relation.EXTENDS: "Extends",
    Relation.USES_BASE_MODEL: "Uses as base model",
    Relation.EVALUATES_ON: "Evaluates on",
    Relation.TRAINS_ON: "Trains on",
    Relation.USES_TECHNIQUE: "Uses technique",
    Relation.ADDRESSES_TASK: "Addresses task",
    Relation.COMPARES_WITH: "Compares with",
    Relation.RUNS_ON: "Runs on",
    Relation.MENTIONS: "Mentions",
}
"""What a paper does with a thing."""

TO_THING = {
    Relation.INTRODUCES: "Introduced by",
    Relation.EXTENDS: "Extended by",
    Relation.USES_BASE_MODEL: "Used as base model by",
    Relation.EVALUATES_ON: "Evaluated on by",
    Relation.TRAINS_ON: "Trained on by",
    Relation.USES_TECHNIQUE: "Used by",
    Relation.ADDRESSES_TASK: "Addressed by",
    Relation.COMPARES_WITH: "Compared with by",
    Relation.RUNS_ON: "Run on by",
    Relation.MENTIONS: "Mentioned by",
}
"""The same from the thing's side."""

CURATED = {
    "variantOf": ("Variant of", "Variants"),
    "fineTunedFrom": ("Fine-tuned from", "Fine-tuned into"),
    "quantizedFrom": ("Quantized from", "Quantized into"),
    "mergedFrom": ("Merged from", "Merged into"),
    "adapterOf": ("Adapter of", "Adapters"),
    "extends": ("Extends", "Extended in"),
    "broader": ("Broader", "Narrower"),
    "partOf": ("Part of", "Parts"),
    "closeMatch": ("Close to", "Close to"),
}
"""An edge that a lexicon says, from its beginning and from its end."""

DERIVED = {
    "extends": ("Extends", "Extended by"),
    "appliedTo": ("Applied to", "What is applied to it"),
    "evaluatedOn": ("Evaluated on", "What is evaluated on it"),
    "usesTechnique": ("Uses", "What uses it"),
    "addressesTask": ("Addresses", "What addresses it"),
    "outperforms": ("Outperforms", "What outperforms it"),
}
"""The same of the edges between things that were derived."""
