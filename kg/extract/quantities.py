"""Numbers of a text with their units: percentages, factors, rates, times, sizes, bare scores."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.latex import JOINER

_J = "\u2060"
_NUM = rf"(?:[+\-−–]{_J}*)?\d[\d,]*(?:\.\d+)?"
_UNITS: tuple[tuple[str, str], ...] = (
    ("%", rf"[\s{_J}]*(?:%|percent(?:age)?(?: points?)?\b|per cent\b)"),
    ("x", rf"[\s{_J}]*(?:[x×X](?![\w×])|-?\s?fold\b(?![\s-]cross)|[x×](?=-)|times\b(?!\s+(?:per|in|we|when|across|during|throughout|each|a)\b))"),
    ("fps", r"\s?(?:fps|FPS|frames?\s?(?:/|per\s)\s?s(?:ec(?:ond)?)?)\b"),
    ("tokens/s", r"\s?(?:tokens?\s?(?:/|per\s)\s?s(?:ec(?:ond)?)?)\b"),
    ("images/s", r"\s?(?:im(?:a?ge)?s?\s?(?:/|per\s)\s?s(?:ec(?:ond)?)?)\b"),
    ("ms", r"\s?(?:ms|milliseconds?)\b"),
    ("µs", r"\s?(?:[µμ]s|us|microseconds?)\b"),
    ("ns", r"\s?(?:ns|nanoseconds?)\b"),
    ("s", r"\s?(?:s|secs?|seconds?)(?:/(?:frame|image|step|video))?\b"),
    ("min", r"\s?(?:min|minutes?|mins)\b"),
    ("h", r"\s?(?:hours?|GPU[- ]hours?|GPU[- ]days?|days?)\b"),
    ("dB", r"\s?dB\b"),
    ("GB", r"\s?(?:GB|GiB)\b"),
    ("MB", r"\s?(?:MB|MiB)\b"),
    ("KB", r"\s?(?:KB|kB|KiB)\b"),
    ("mJ", r"\s?[pnμµm]J\b"),
    ("W", r"\s?(?:m?W|watts?)\b"),
    ("points", rf"[\s{_J}]*pp\b"),
    ("Hz", r"\s?Hz\b"),
    ("points", r"-points?\b"),
    ("points", r"\s?(?:(?:absolute|percentage|accuracy|recall|F1|BLEU|CIDEr|AP|mAP)\s)?(?:points?|pts?)\b"),
    ("FLOPs", r"\s?[GMTP](?:FLOPs?|MACs?)\b"),
    ("TOPS", r"\s?(?:TOPS|TFLOPS|GOPS|TOPS/W)\b"),
)  # fmt: skip
_UNIT = "|".join(f"(?P<u{i}>{pattern})" for i, (_, pattern) in enumerate(_UNITS))
_RANGE = rf"[\s{_J}]*(?:-|–|—|to|~|∼|→)[\s{_J}]*"
_SAME_UNIT = rf"(?:[\s{_J}]*(?:%|[x×X](?![\w])|times|dB|FPS|fps))?"
_SPREAD = rf"[\s{_J}]*(?:±|\+/?-)[\s{_J}]*\d[\d.]*"
_QUANTITY = re.compile(
    rf"(?<![\w.^])(?P<first>{_NUM})(?:{_SPREAD}|{_SAME_UNIT}{_RANGE}(?P<second>{_NUM}))?(?:{_UNIT})"
)
_BARE = re.compile(
    rf"(?<![\w.\-–/{_J}])(?P<first>(?:[+\-−]{_J}*)?\d{{1,4}}\.\d{{1,6}}|[+\-−]?\d{{2,3}})(?![\w%.,]*\d)(?![\w%\-–/×])"
)
_FROM = re.compile(r"(?<!rang\w\s)(?<!rang\w\w\w\s)\bfrom[\s\u2060]+(?:\w+\s)?$", re.I)
_TO = re.compile(r"to|→")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number (or a range) at [start:end] with its unit ("" for a bare score)."""

    start: int
    end: int
    first: str
    second: str | None
    unit: str
    unit_text: str

    @property
    def text(self) -> str:
        """Normal form: "1.8x", "-11.97%", "9x-53x", "91.07 fps"."""
        unit = "" if self.unit == "" else self.unit if self.unit in "%x" else f" {self.unit_text}"
        if self.second is None:
            return f"{self.first}{unit}"
        return f"{self.first}{unit if self.unit in '%x' else ''}-{self.second.lstrip('+-')}{unit}"

    @property
    def value(self) -> str:
        """The number, of a range its first, as an xsd:decimal."""
        return _decimal(self.first)


def quantities(text: str) -> list[Quantity]:
    """Return the numbers with a unit, in order; of "from 30% to 90%" only where it arrives."""
    found = []
    for match in _QUANTITY.finditer(text):
        if _raised(text, match.start()):
            continue
        change = (
            match["second"] and _FROM.search(text[: match.start()]) and _TO.search(match.group())
        )
        index = next(i for i in range(len(_UNITS)) if match[f"u{i}"] is not None)
        unit_text = match[f"u{index}"].replace(JOINER, "").strip()
        found.append(
            Quantity(
                match.start("second") if change else match.start(),
                match.end(),
                _number(match["second"] if change else match["first"]),
                _number(match["second"]) if match["second"] and not change else None,
                _UNITS[index][0],
                unit_text,
            )
        )
    return found


def bare_numbers(text: str) -> list[Quantity]:
    """Return the numbers without a unit that may be scores, in order."""
    return [
        Quantity(m.start(), m.end(), _number(m["first"]), None, "", "")
        for m in _BARE.finditer(text)
        if not _raised(text, m.start())
    ]


def _raised(text: str, start: int) -> bool:
    """Tell whether markup joins the number to a word before it, as an exponent or index."""
    bare = text[:start].rstrip(JOINER)
    return len(bare) < start and bare[-1:].isalnum()


def _number(text: str) -> str:
    text = text.replace(JOINER, "").replace("−", "-").replace("–", "-").rstrip(",")
    return re.sub(r",(?=\d{3}(?!\d))", "", text).replace(",", "")


def _decimal(number: str) -> str:
    sign = "-" if number.startswith("-") else ""
    return sign + number.lstrip("+-")
