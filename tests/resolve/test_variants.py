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
        ("T5-11B", ["T5"]),
        ("CLIP ViT-B/32", ["CLIP"]),
        ("RT-DETR-R18", ["RT-DETR"]),
        ("DeepSeek-V3-0324", ["DeepSeek-V3", "DeepSeek"]),
        ("GPT-4o-2024-08-06", ["GPT-4o"]),
        ("Qwen3-4B-Instruct-2507", ["Qwen3-4B-Instruct", "Qwen3-4B", "Qwen3", "Qwen"]),
        ("Wan2.1-T2V-1.3B", ["Wan2.1-T2V", "Wan2.1", "Wan"]),
        ("BERT-large-uncased", ["BERT-large", "BERT"]),
        ("DeepSeek-R1", ["DeepSeek-R"]),
        ("LLaMA-Adapter", []),
        ("LLaVA", []),
        ("H2O", []),
        ("MoE++", []),
        ("T5", []),
    ],
)
def test_levels(name: str, above: list[str]) -> None:
    assert levels(name) == above
