"""Keys that say which names are one, and IRIs that are readable, legal, stable and never collide.

A key folds what never makes another thing: case, hyphens, spaces, plural, Greek letters, the word
"benchmark" or "dataset" behind a name. It keeps what does: versions, sizes, variants. An identifier
is a function of its key alone, so that it stays when papers are added.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta",
    "θ": "theta", "κ": "kappa", "λ": "lambda", "μ": "mu", "π": "pi", "ρ": "rho", "σ": "sigma",
    "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip
_SPELLED = {"+": "plus", "*": "star", "#": "sharp", "&": "and", "@": "at"}
_TAILS = frozenset(
    {"benchmark", "benchmarks", "dataset", "datasets", "corpus", "suite"}
    | {"model", "models", "framework", "architecture"}
)
_LATEX = re.compile(r"\\(?:text\w*|emph|math\w*|operatorname)\b|[${}\\^_]")
_TOKEN = re.compile(r"\d+(?:\.\d+)*(?:[bkmot](?![a-z]))?|[^\W\d_]+|[+*#&@]")
_SIGNS = str.maketrans({"×": "x", "∞": "infinity"})
_LETTER_APART = re.compile(r"\b([b-z])-(?=[a-z]{2})")  # "R-CNN" is "RCNN", "in-a-row" stays
_DASHED_VERSION = re.compile(r"(?<=[\s_-]v)(\d)-(\d)(?![\w.])")  # "v1-5" in file names is v1.5
_VERSION_MARK = re.compile(r"(?<=[a-z\s_-])v\.?\s?(?=\d)")
_ZERO = re.compile(r"(?<=\d)(?:\.0)+$")  # version 2.0 is version 2
_PLURAL = re.compile(r"(?<=[A-Z])s\b")
_WORDS = re.compile(r"[a-z]+(?:-[a-z]+)*")
_LOSSLESS = re.compile(r"[A-Za-z0-9.+*#&@-]+")
_CLOSED_COMPOUND = re.compile(r"\b(fine|pre|post)(?=(?:tun|train)(?:ed|ing)\b)")
_PHRASE_TOKEN = re.compile(r"[^\W_]+|[+*#&@]")
_PHRASE_WORDS = 3
_SLUG_LIMIT = 80


def fold(text: str) -> str:
    """Return text in lower case, compatibility form, without accents, LaTeX marks and Greek."""
    text = _LATEX.sub("", text)
    if text.isascii():
        return text.lower().replace("\\", "")
    text = unicodedata.normalize("NFKD", text).lower()
    text = "".join(_GREEK.get(c, c) for c in text if not unicodedata.combining(c))
    return text.replace("\\", "")


def singular(word: str) -> str:
    """Return the word without a plural s ("LLMs" stays apart from "loss", "bias", "analysis")."""
    if len(word) > 3 and word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if len(word) > 5 and word.endswith(("sses", "shes", "xes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "as", "os")):
        return word[:-1]
    return word


def title_key(title: str) -> str:
    """Return the identity of a title: case, punctuation and LaTeX folded away."""
    return re.sub(r"[\W_]+", "", fold(title))


@lru_cache(maxsize=1 << 18)
def name_key(name: str) -> str:
    """Return the identity of a proper name.

    >>> name_key("LLaVA-v1.5 7B") == name_key("llava 1.5-7b")
    True
    >>> name_key("SQuAD v2.0") == name_key("SQuAD2.0") != name_key("SQuAD")
    True
    >>> name_key("Command R Plus") == name_key("Command R+") != name_key("Command R")
    True
    """
    folded = fold(_PLURAL.sub("", name).translate(_SIGNS)).replace("'", "")
    if "-" in folded:
        folded = _LETTER_APART.sub(r"\1", _DASHED_VERSION.sub(r"\1.\2", folded))
    if "v" in folded:
        folded = _VERSION_MARK.sub("", folded)
    tokens = [_ZERO.sub("", token) if "." in token else token for token in _TOKEN.findall(folded)]
    while len(tokens) > 1 and tokens[-1] in _TAILS:
        tokens.pop()
    if not tokens:
        return "x" + hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    tokens[-1] = "+" if tokens[-1] == "plus" and len(tokens) > 1 else singular(tokens[-1])
    if len(tokens) >= _PHRASE_WORDS and all(t.isalpha() for t in tokens):
        return "-".join(tokens)
    key = tokens[0]
    for before, token in pairwise(tokens):
        key += "-" + token if before[0].isdigit() else token
    return key


@lru_cache(maxsize=1 << 18)
def phrase_key(phrase: str) -> str:
    """Return the identity of a technique, task or metric: its words, folded, in a row.

    >>> phrase_key("Text-to-Image Generation")
    'text-to-image-generation'
    >>> phrase_key("finetuning") == phrase_key("fine-tuning")
    True
    """
    folded = _CLOSED_COMPOUND.sub(r"\1-", fold(phrase).replace("'", ""))
    words = _PHRASE_TOKEN.findall(folded)
    if not words:
        return "x" + hashlib.sha256(phrase.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return "-".join([*words[:-1], singular(words[-1])])


@lru_cache(maxsize=1 << 18)
def slug(key: str) -> str:
    """Return the key as a path segment of [a-z0-9.-]; a digest is added where that loses anything.

    >>> slug("llama2-7b"), slug("moe++")
    ('llama-2-7b', 'moe-plus-plus')
    """
    if _WORDS.fullmatch(key) and len(key) <= _SLUG_LIMIT:
        return key
    text = re.sub(r"[+*#&@]", lambda m: f"-{_SPELLED[m.group()]}-", key)
    text = re.sub(r"(?<=[a-z])(?=\d)", "-", text)
    plain = re.sub(r"-+", "-", re.sub(r"[^a-z0-9.]+", "-", text)).strip("-.")
    if plain and _LOSSLESS.fullmatch(key) and len(plain) <= _SLUG_LIMIT:
        return plain
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"{plain[:_SLUG_LIMIT].strip('-.') or 'x'}-{digest}"


def statement_id(paper: str, relation: str, thing: str) -> str:
    """Return the identifier of an edge from a paper (id) to a thing (id)."""
    return f"statement/{paper.partition('/')[2]}/{relation}/{thing}"


def reports_id(result: str) -> str:
    """Return the identifier of the edge from a paper to a reported result (id)."""
    return f"{result}/reports"


def result_id(paper: str, section: str, start: int) -> str:
    """Return the identifier of the result that a paper (id) reports at a place of a section."""
    return f"result/{paper.partition('/')[2]}/{section}-{start}"


def paper_id(key: str, title: str) -> str:
    """Return a paper's identifier: of its arXiv id, of another identifier ("doi:..."), or of its
    title's words and a digest."""
    scheme, _, value = key.partition(":")
    if scheme == "arxiv":
        return "paper/" + slug(value.replace("/", "-"))
    if scheme != "title":
        return "paper/" + slug(f"{scheme}-{value}")
    digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    words = re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")
    return f"paper/{words[:56].rsplit('-', 1)[0] if len(words) > 56 else words or 'x'}-{digest}"
