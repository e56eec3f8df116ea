"""Cross-validation by paper: every paper is held out once, the same split on every machine."""

from __future__ import annotations

import random
from collections.abc import Iterator

FOLDS = 5


def folds(count: int, seed: int, parts: int = FOLDS) -> Iterator[tuple[list[int], list[int]]]:
    """Yield (kept, held out) places of 0..count-1, each place held out once."""
    order = list(range(count))
    random.Random(seed).shuffle(order)
    for part in range(parts):
        held = set(order[part::parts])
        yield [i for i in range(count) if i not in held], sorted(held)
