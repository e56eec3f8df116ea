"""Small pages and tables in our own words, of which stores are made."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

PAPERS = [
    {
        "title": "KiteNet: Token Pruning for LLaVA-1.5",
        "abstract": "We propose KiteNet, a token pruning method for LLaVA-1.5-7B. KiteNet cuts "
        "FLOPs by 45% on MMBench and outperforms ToMe.",
        "id": "2403.00001",
        "date": "2024-03-01",
    },
    {
        "title": "SpoonQuant: 4-bit Weights for LLaMA",
        "abstract": "We introduce SpoonQuant, a quantization method. It is applied to LLaMA-2-7B "
        "and reaches 71.2% accuracy on MMLU.",
        "id": "2403.00002",
        "date": "2024-03-02",
    },
    {
        "title": "On the Use of Kites",
        "abstract": "We study KiteNet on Stable Diffusion 1.5 and find a 1.8x speedup. We compare "
        "with SpoonQuant on ImageNet.",
        "id": "2403.00003",
        "date": "2024-03-03",
    },
    {
        "title": "A Paper without a Number",
        "abstract": "We present TeapotBench, a benchmark of visual question answering. We evaluate "
        "GPT-4o and Qwen2-VL-7B.",
        "date": "2024-03-04",
    },
    {
        "title": "A paper without a number",
        "abstract": "We present TeapotBench, a benchmark of visual question answering. We evaluate "
        "GPT-4o and Qwen2-VL-7B.",
        "id": "2403.00004",
    },
    {
        "title": "SpoonQuant: 4-bit Weights for LLaMA",
        "abstract": "We introduce SpoonQuant, a quantization method. It is applied to LLaMA-2-7B "
        "and reaches 71.2% accuracy on MMLU, with $2\\times$ speed.",
        "id": "2403.00002",
        "date": "2024-05-02",
    },
]


Table = Callable[[Path, list[int]], Path]


@pytest.fixture(scope="session")
def table() -> Table:
    """Return what writes some of PAPERS as JSON Lines and returns the file."""

    def write(path: Path, numbers: list[int]) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps(PAPERS[number]) for number in numbers]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


@pytest.fixture
def feeds(tmp_path: Path, table: Table) -> list[Path]:
    """Return three files that hold PAPERS, with papers that several of them list; two of the files
    have one name."""
    return [
        table(tmp_path / "feeds" / "monday.jsonl", [0, 1, 3]),
        table(tmp_path / "feeds" / "tuesday.jsonl", [2, 4]),
        table(tmp_path / "more" / "monday.jsonl", [5, 0]),
    ]
