from __future__ import annotations

import pytest

from kg.resolve.variants import levels


@pytest.mark.parametrize(
    ("name", "above"),
    [
        ("Llama-2-7B-Chat", ["Llama-2-7B", "Llama-2", "Llama"]),
        ("LLaVA-1.5-7B", ["LLaVA-1.5", "LLaVA"]),
        ("EfficientViT-M5", ["EfficientViT"]),
        ("Qwen3-VL-30B-A3B-Thinking", ["Qwen3-VL-30B-A3B", "Qwen3-VL"]),
        ("ViT-B/16", ["ViT"]),
        ("SQuAD2.0", ["SQuAD"]),
        ("LLaVA", []),
        ("H2O", []),
        ("MoE++", []),
        ("T5", []),
    ],
)
def test_levels(name: str, above: list[str]) -> None:
    assert levels(name) == above
