"""Which numbers of a sentence are results, and not sizes, counts, settings or statistics."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from kg.extract.latex import JOINER
from kg.extract.quantities import Quantity, bare_numbers, quantities

_NO_RESULT_AFTER = re.compile(
    r"^[\s\u2060]*(?:-?\s?(?:super-?resolution|upsampling|downsampling|upscal\w+|zoom|magnification|confidence|sparsity levels?|bit|bits|likelihood)\b|\d)"
)
_NO_RESULT_BEFORE = re.compile(
    r"(?:\btop[- ]|±[\s\u2060]*|\+/?-[\s\u2060]*|\bCI\b[\s:=,]*\[?[^\]]{0,16}|\bat least|\bp\s?[<=>]\s?|\bconfidence (?:interval )?(?:of )?|[×x]\s?)$",
    re.I,
)
_FROM = re.compile(
    r"(?<!rang\w\s)(?<!rang\w\w\w\s)\bfrom[\s\u2060]+(?:(?:about|around|approximately|only|just|roughly|over)\s)?$",
    re.I,
)
_TO = re.compile(
    r"^[\s\u2060]*(?:to|→|down to|up to)[\s\u2060]*(?:(?:about|around|only|just|over|nearly|below|under|as low as|as high as)\s)?$",
    re.I,
)
_BARE_BEFORE = re.compile(
    r"(?:\b(?:of|at|to|is|reach\w*|achiev\w*|attain\w*|obtain\w*|by|scor\w+|from|with|an?|and)|[=:(,])[\s\u2060]*(?:an?\s)?(?:about\s|only\s|up to\s|around\s|over\s)?$",
    re.I,
)
_ACRONYM_AFTER = re.compile(r"^\s[a-z]{0,2}[A-Z]{2,}[A-Za-z@]*\b")
_SCORE_BEFORE = re.compile(
    r"\b(?:scores?|rating|error|values?|average|mean|index|coefficient|correlation)\s(?:of|=|is|at|:)\s$",
    re.I,
)
_ON_NAME = re.compile(r"[\s\u2060]+on[\s\u2060]+(?:the\s)?[A-Za-z]*[A-Z]")
_SPEEDUP_AFTER = re.compile(
    r"[\s\u2060]+(?:(?:wall-clock|end-to-end|inference|training|decoding|generation|prefill\w*|average|mean|median|overall|total|theoretical|practical|actual|real|runtime|throughput|latency|relative|GPU|CPU)\s){0,2}speed-?\s?ups?\b",
    re.I,
)
_FACTOR = re.compile(
    r"\bby (?:an? )?factors? of[\s\u2060]+(?:(?:up to|about|around|over|nearly|approximately|more than)\s)?$",
    re.I,
)
_MORE_AFTER = re.compile(
    r"[\s\u2060]+(?:[A-Za-z]+\s){0,2}(?:longer|shorter|higher|lower|fewer|more|less|better|faster|slower)\b"
)
_ARRIVES = re.compile(
    r"\b(?:from|to|reduc\w+|increas\w+|improv\w+|rais\w+|ris\w+|drop\w*|fall\w*|lower\w*|\()[^.;]{0,60}?"
    r"\d\.\d+[\s\u2060]*\w{0,3}\s?(?:to|→|->)[\s\u2060]+(?:(?:under|only|about|just)\s)?$"
)
_NAME_BRACKET = re.compile(
    r"(?:[A-Z][\w\^-]*(?:\s(?:Hard|Pro|Score|score|Bench))?|[Ss]core)[\s\u2060]\([\u2060]*(?:[<>~≈=][\s\u2060]?)?$"
)
_FRACTION_BEFORE = re.compile(
    r"(?:\b(?:of|at|to|is|was|are|reach\w*|achiev\w*|approximately|about|only|around|below|above|exceed\w*|than|between|by|up to|and)|[=:≈<>~])[\s\u2060]*$"
)
_SETTING_BEFORE = re.compile(
    r"(?:\b(?:p|P|alpha|epsilon|lambda|beta|gamma|sigma|tau|rate|threshold\w*|temperature|dropout|weight|decay|probability|level|noise|size|step|margin|IoU|version|v)|[αελβγστδ])[\s\u2060]*(?:[<=>≤≥≈]|of|at|is|to|between)?[\s\u2060]*$"
)
_CHANGED_BY = re.compile(
    r"\b(?:improv|increas|reduc|decreas|boost|rais|lower|outperform|surpass|exceed)\w*\b[^.;]{0,120}"
    r"\bby[\s\u2060]+(?:(?:up to|about|around|over|nearly|approximately|an average of)\s)?$",
    re.I,
)
_DURATION_BEFORE = re.compile(
    r"\b(?:overhead|latency|delay|runtime|times?)\b"
    r"[^.;,]{0,30}$",
    re.I,
)
_PER = re.compile(r"\s?per\s\w")


def reported_numbers(text: str, metric_spans: Sequence[tuple[int, int]]) -> list[Quantity]:
    """Return the numbers of a sentence that are results, not sizes, counts or settings."""
    found: list[Quantity] = []
    every = quantities(text)
    for index, quantity in enumerate(every):
        before, after = text[: quantity.start], text[quantity.end :]
        if _NO_RESULT_AFTER.match(after) or _NO_RESULT_BEFORE.search(before):
            continue
        following = every[index + 1].start if index + 1 < len(every) else None
        if following and _FROM.search(before) and _TO.match(text[quantity.end : following]):
            continue
        if quantity.unit in ("%", "x", "fps", "tokens/s", "images/s", "points", "dB") or _measured(
            before, after, quantity, metric_spans
        ):
            found.append(quantity)
    listed = any(_ON_NAME.match(text, quantity.end) for quantity in found)
    for quantity in bare_numbers(text):
        if any(q.start < quantity.end and quantity.start < q.end for q in every):
            continue
        if _NO_RESULT_BEFORE.search(text[: quantity.start]):
            continue
        if _SPEEDUP_AFTER.match(text, quantity.end) or _FACTOR.search(text[: quantity.start]):
            found.append(replace(quantity, unit="x"))
        elif (
            _is_score(text, quantity, metric_spans)
            or _is_change(text, quantity)
            or (listed and "." in quantity.first and _ON_NAME.match(text, quantity.end))
            or _is_decimal_score(text, quantity)
        ):
            found.append(quantity)
    return sorted(found, key=lambda q: q.start)


def _is_decimal_score(text: str, quantity: Quantity) -> bool:
    """Tell whether a decimal is a score by its form: a fraction said of something, one in brackets
    behind a name, one more than another, or where a change arrives."""
    if "." not in quantity.first:
        return False
    before = text[: quantity.start]
    if _ARRIVES.search(before) or _MORE_AFTER.match(text, quantity.end):
        return True
    closes = text[quantity.end :].lstrip(JOINER)[:1] in (")", ",")
    if closes and _NAME_BRACKET.search(before):
        whole = quantity.first.partition(".")[0]
        return float(quantity.first) < 1 or (whole.isdigit() and len(whole) > 1)
    fraction = abs(float(quantity.first)) < 1 and len(quantity.first.partition(".")[2]) > 1
    return fraction and bool(_FRACTION_BEFORE.search(before)) and not _SETTING_BEFORE.search(before)


def _is_change(text: str, quantity: Quantity) -> bool:
    """Tell whether a number without unit says by how much something changed: "+2.9", "by 0.51"."""
    if "." not in quantity.first:
        return False
    return quantity.first.startswith("+") or bool(_CHANGED_BY.search(text[: quantity.start]))


def _measured(
    before: str, after: str, quantity: Quantity, metric_spans: Sequence[tuple[int, int]]
) -> bool:
    """Tell whether a time or size is measured ("latency of 5 ms") and not a setting ("20 s clips")."""
    near = any(abs(s - quantity.end) < 50 or abs(quantity.start - e) < 50 for s, e in metric_spans)
    verb = re.search(
        r"\b(?:only|just|within|under|in|to|by|of|requir\w+|tak\w+|achiev\w+|reduc\w+|sav\w+)\s(?:\w+\s)?$",
        before,
        re.I,
    )
    noun = re.match(
        r"\s(?:of\s)?(?:\w+\s)?(?:latency|memory|inference|per|on|GPU|of GPU|peak|end-to-end)\b",
        after,
    )
    if (verb and (near or noun)) or (noun and near) or "/" in quantity.unit_text:
        return True
    a_time = quantity.unit in ("ms", "µs", "s", "min", "h")
    return a_time and bool(
        _DURATION_BEFORE.search(before) or ("." in quantity.first and _PER.match(after))
    )


def _is_score(text: str, quantity: Quantity, metric_spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a bare number is a score: "FID of 2.1", "66.4 mIoU", "mIoU scores of 59.5, 56.6"."""
    before, after = text[: quantity.start], text[quantity.end :]
    follows = any(0 <= s - quantity.end <= 2 for s, _ in metric_spans)
    if follows or ("." in quantity.first and _ACRONYM_AFTER.match(after)):
        return True
    if re.match(
        r"\s?(?:[A-Za-z]+\s)?(?:samples|tasks|images|videos|datasets|models|layers|steps|tokens|hours|languages|classes|categories|questions|problems|benchmarks|examples|million|billion|papers|bits?|epochs|GPUs?|parameters|years|pages|instances|NFEs?)\b",
        after,
    ):
        return False
    if "." not in quantity.first and not quantity.first.startswith(("+", "-")):
        near = any(0 <= quantity.start - e <= 12 for _, e in metric_spans)
        return near and bool(_BARE_BEFORE.search(before))
    if _SCORE_BEFORE.search(before):
        return True
    precedes = any(0 <= quantity.start - e <= 45 for _, e in metric_spans)
    return precedes and bool(_BARE_BEFORE.search(before))
