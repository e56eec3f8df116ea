"""Drop, confirm and measure: decisions on reported numbers, over the results of the papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.correct.correction import Action, Correction
from kg.extract.learned.metrics import measured
from kg.lexicon import Lexicon
from kg.model import Extraction, Result


def corrected_numbers(
    extraction: Extraction, lexicon: Lexicon, corrections: Sequence[Correction]
) -> tuple[Extraction, dict[Correction, Result]]:
    """Return an extraction without the dropped numbers, with the confirmed ones at 1.0 and the
    measured ones of their metric; and of the corrections (all of its paper) that took effect, the
    number as the extractor read it.
    """
    numbers: dict[int, Result] = dict(enumerate(extraction.results))
    effective: dict[Correction, Result] = {}
    for one in corrections:
        place = place_of(extraction.results, one)
        if place not in numbers:
            continue
        effective[one] = extraction.results[place]
        match one.action:
            case Action.DROP:
                del numbers[place]
            case Action.MEASURE:
                numbers[place] = measured(numbers[place], str(one.metric), 1.0, lexicon)
            case _:
                numbers[place] = replace(numbers[place], confidence=1.0)
    return replace(extraction, results=tuple(numbers.values())), effective


def place_of(results: Sequence[Result], correction: Correction) -> int:
    """Return the place of the number that a correction means; -1 if it is not there."""
    same = [
        place
        for place, result in enumerate(results)
        if (result.value_text, result.evidence.quote) == (correction.number, correction.quote)
    ]
    return same[correction.nth - 1] if 0 < correction.nth <= len(same) else -1
