"""Markup and its remains, replaced character for character, so that offsets stay those of the text.

Pages lose their LaTeX ("1.8times", "46\\%", "approx0.37%", "rightarrow"); other feeds keep it
("$1.8\\times$", "\\textbf{46\\%}"). Both read the same through `plain`.
"""

from __future__ import annotations

import re

JOINER = "\u2060"
"""Stands where markup was: no space, no letter, no width (U+2060, word joiner)."""

_SYMBOLS = {
    "times": "x",
    "cdot": "·",
    "approx": "",
    "sim": "",
    "simeq": "",
    "rightarrow": "→",
    "to": "→",
    "pm": "±",
    "leq": "≤",
    "geq": "≥",
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "lambda": "λ",
    "mu": "μ",
    "pi": "π",
    "sigma": "σ",
    "tau": "τ",
    "phi": "φ",
    "psi": "ψ",
    "omega": "ω",
    "infty": "∞",
}
_NAMES = "|".join(sorted(_SYMBOLS, key=len, reverse=True))
_MARKUP = re.compile(
    rf"""
      \\(?P<symbol>{_NAMES})(?![A-Za-z])                 # \times
    | (?<=\d)(?P<lost_times>times)(?![a-z])              # 1.8times
    | (?<![A-Za-z])(?P<lost>approx|sim|pm)(?=[\d$+-])    # approx0.37
    | (?P<arrow>(?<=[\s\d%])rightarrow(?=[\s\d]))        # 30 rightarrow 90
    | \\(?P<escaped>[%&#_$])                             # \%
    | \\(?P<key>[cC]ite[a-z]*|ref|eqref|label)\*?
      (?:\[[^][]*\])*\{{[^{{}}]*\}}                        # \citep{{Smith2020}}: no words of the text
    | \\(?:text\w*|emph|math\w+|uline|underline|bf|it|rm|sc|tt|url|href|footnote|operatorname|left|right)
      \s?\{{?                                            # \textbf{{
    | \\(?:eg|ie|etal|etc)(?P<word>)(?![A-Za-z])         # \eg
    | \\[,;!:\s]                                         # spaces of mathematics
    | \\[()\[\]]                                         # \( \) around mathematics
    | [{{}}$^]
    | (?<=[A-Za-z.,)}}])(?P<tie>~)(?=[A-Za-z\d])          # RTX~3090, no range as 2~5
    | (?<=\d)(?P<unit_tie>~)(?=[A-Za-z])                 # 5~ms
    """,
    re.VERBOSE,
)


def _replace(match: re.Match[str]) -> str:
    width = match.end() - match.start()
    if match["key"]:
        return " " * width
    if match["tie"] or match["unit_tie"]:
        return " "
    if match["word"] is not None:
        return " " + match.group()[1:]
    if match["lost_times"]:
        text = "x"
    elif match["arrow"]:
        text = "→"
    else:
        text = match["escaped"] or _SYMBOLS.get(match["symbol"] or "", "")
    return text + JOINER * (width - len(text))


def plain(text: str) -> str:
    """Return text of the same length without LaTeX: symbols in place, `JOINER` for the rest.

    >>> plain("46\\\\% at 1.8times").replace(JOINER, "")
    '46% at 1.8x'
    """
    marked = "\\" in text or "$" in text or "~" in text
    if marked or (any(map(text.__contains__, _HINTS)) and _LOST.search(text)):
        return _MARKUP.sub(_replace, text)
    return text


_HINTS = ("times", "approx", "sim", "rightarrow", "{", "}", "^")
"""What `_LOST` needs: looked for first, because it is found faster."""
_LOST = re.compile(r"\dtimes|approx[\d+-]|\bsim\d|rightarrow|[{}^]")


def tidy(text: str) -> str:
    """Return text for showing: markup and joiners removed, white space folded.

    >>> tidy("IA-RED$^2$")
    'IA-RED2'
    """
    return re.sub(r"\s+", " ", plain(text).replace(JOINER, "")).strip()
