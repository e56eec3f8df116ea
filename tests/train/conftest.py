from __future__ import annotations

import json
from pathlib import Path

import pytest

NAMES = ["QuickCast", "TokenSieve", "PruneFast", "LayerSkipNet", "CacheMix", "DeltaServe"]
MODELS = ["LLaMA-7B", "LLaVA-1.5-7B", "OPT-6.7B"]
BENCHMARKS = ["GSM8K", "TextVQA", "MMLU", "ImageNet-1K"]
TECHNIQUES = ["token pruning", "knowledge distillation", "early exit"]


def annotated_paper(number: int) -> dict[str, object]:
    """One made-up annotated paper; which names it holds depends on its number."""
    name = f"{NAMES[number % 6]}{number}"
    model, benchmark = MODELS[number % 3], BENCHMARKS[number % 4]
    technique, gain = TECHNIQUES[number % 3], f"{number % 7 + 1}.{number % 10}x"
    return {
        "id": f"2401.{number:05}",
        "title": f"{name}: Faster Inference by {technique.title()}",
        "abstract": f"Large models are slow. We propose {name}, a method that uses {technique}. "
        f"We apply {name} to {model} and evaluate it on {benchmark}. Unlike SlowNet, {name} "
        f"gives a {gain} speedup, and outperforms FastV by {number % 5 + 1}% accuracy.",
        "introduces": [{"name": name, "kind": "method"}],
        "extends": [],
        "base_models": [{"name": model}],
        "benchmarks": [{"name": benchmark}],
        "train_data": [],
        "techniques": [{"name": technique}],
        "tasks": [{"name": "inference", "optional": True}],
        "baselines": [{"name": "FastV"}],
        "hardware": [],
        "mentions": [{"name": "SlowNet"}],
        "results": [
            {"value": gain, "metric": "speedup"},
            {"value": f"{number % 5 + 1}%", "metric": "accuracy"},
        ],
    }


@pytest.fixture(scope="session")
def gold_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    lines = (json.dumps(annotated_paper(number)) for number in range(24))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def texts_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("texts") / "texts.jsonl"
    papers = map(annotated_paper, range(24, 40))
    lines = (json.dumps({k: p[k] for k in ("id", "title", "abstract")}) for p in papers)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
