"""The lexicons: known names with their synonyms, variants, hierarchy and lineage, and the matcher.

Files are YAML under schema/lexicon/ (format: schema/README.md); a user adds others. Matching is
Aho-Corasick over folded tokens, leftmost-longest, so that "LLaVA 1.5", "LLaVA-v1.5" and "llava1.5"
are one pattern and a match never begins or ends inside a word.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal

from kg.errors import LexiconError
from kg.ids import name_key, phrase_key
from kg.lexicon.tokens import Tokens, tokens
from kg.model import CONCEPTS, Kind, Lineage
from kg.stamp import Stamp, stamp

_WORD = re.compile(r"[^\W\d_]+")
_BROKEN = re.compile(r"[,;:!?()\[\]]|\.\s|\s\.")


def key_of(kind: Kind, name: str) -> str:
    """Return the identity of a name of that kind: by words for concepts, else as a proper name."""
    return phrase_key(name) if kind in CONCEPTS else name_key(name)


@dataclass(frozen=True, slots=True)
class Entry:
    """One known thing; references to others are their names. `generic` marks a mere class."""

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    variant_of: str | None = None
    broader: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    lineage: tuple[tuple[Lineage, str], ...] = ()
    direction: Literal["higher", "lower"] | None = None
    unit: str | None = None
    generic: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A lexicon entry found in a text at [start:end]."""

    entry: Entry
    start: int
    end: int


@dataclass(slots=True)
class Lexicon:
    """All entries, with a matcher over every name and alias."""

    entries: tuple[Entry, ...]
    by_name: dict[tuple[Kind, str], Entry] = field(init=False, repr=False)
    _spellings: list[tuple[Entry, str]] = field(init=False, repr=False)
    _keys: dict[tuple[str, str], Entry] = field(init=False, repr=False)
    _concepts: dict[str, Entry] = field(init=False, repr=False)
    _automaton: Any = field(init=False, repr=False)
    _patterns: list[list[tuple[Entry, str]]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        from ahocorasick_rs import AhoCorasick, MatchKind

        self.by_name = {(e.kind, e.name): e for e in self.entries}
        patterns: dict[str, list[tuple[Entry, str]]] = {}
        self._keys = {}
        for entry in self.entries:
            for spelling in (entry.name, *entry.aliases):
                key = scheme(entry.kind), key_of(entry.kind, spelling)
                self._keys.setdefault(key, entry)
                folded = _wrap(tokens(spelling))
                if folded:
                    patterns.setdefault(folded, []).append((entry, spelling))
        self._concepts = _concepts(self.entries)
        self._patterns = list(patterns.values())
        self._automaton = AhoCorasick(list(patterns), matchkind=MatchKind.LeftmostLongest)

    def __reduce__(self) -> tuple[type[Lexicon], tuple[tuple[Entry, ...]]]:
        return Lexicon, (self.entries,)

    def find(self, kind: Kind, name: str) -> Entry | None:
        """Return the entry that is called so, among things of the same sort of name."""
        return self._keys.get((scheme(kind), key_of(kind, name)))

    def named(self, name: str) -> list[Entry]:
        """Return the entries of that exact name, of every kind."""
        return [e for kind in Kind if (e := self.by_name.get((kind, name)))]

    def known(self, name: str) -> Entry | None:
        """Return the proper-name entry that is called so."""
        return self._keys.get(("named", name_key(name)))

    def concept(self, words: str) -> Entry | None:
        """Return the technique, task or metric, in this order, that is spelled so.

        Several words are compared folded, a single one letter by letter but for a plural s: "RAG"
        is not "rag".
        """
        return self._concepts.get(_spelling(words))

    def match(self, text: str, toks: Tokens) -> list[Hit]:
        """Return the longest entries in the text, in order; several kinds of one spelling each."""
        ends = list(accumulate([len(token) + 2 for token in toks.texts]))
        hits = []
        for index, begin, end in self._automaton.find_matches_as_indexes(_wrap(toks)):
            start, _ = toks.spans[bisect_right(ends, begin)]
            _, stop = toks.spans[bisect_left(ends, end)]
            surface = text[start:stop]
            if _BROKEN.search(surface):
                continue
            for entry, spelling in self._patterns[index]:
                if _case_agrees(entry.kind, spelling, surface):
                    hits.append(Hit(entry, start, stop))
        return hits


def _concepts(entries: Sequence[Entry]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for kind in (Kind.TECHNIQUE, Kind.TASK, Kind.METRIC):
        for entry in entries:
            if entry.kind is kind:
                for spelling in (entry.name, *entry.aliases):
                    found.setdefault(_spelling(spelling), entry)
    return found


def _spelling(words: str) -> str:
    if len(_WORD.findall(words)) > 1:
        return f"folded:{name_key(words)}"
    return words[:-1] if words.endswith("s") and words[:-1].isupper() else words


_SCHEMES = {
    kind: kind.value if kind in CONCEPTS or kind is Kind.HARDWARE else "named" for kind in Kind
}


def scheme(kind: Kind) -> str:
    """Return the scheme of a kind: concepts and hardware each their own, all other names one."""
    return _SCHEMES[kind]


def _wrap(toks: Tokens) -> str:
    return "\x02" + "\x03\x02".join(toks.texts) + "\x03" if toks.texts else ""


@lru_cache(maxsize=65536)
def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text)


@lru_cache(maxsize=65536)
def _case_agrees(kind: Kind, spelling: str, surface: str) -> bool:
    """Tell whether the text's case can mean this spelling.

    Acronyms must stand in their own case ("SAM" is not "Sam", "MoE" not "moe"); other proper names
    need a capital where they have one; phrases match in any case.
    """
    ours, theirs = _letters(spelling), _letters(surface)
    capitals = sum(c.isupper() for c in ours)
    if capitals == 0:
        return kind in CONCEPTS or not theirs.isupper() or len(theirs) > 3 or not theirs
    if ours.isupper() and len(ours) <= 6 and " " not in spelling:
        return theirs.rstrip("s") == ours.rstrip("s") and theirs[:1].isupper()
    if kind in CONCEPTS:
        acronym = capitals >= 2 and " " not in spelling and len(ours) <= 6
        return not acronym or theirs.rstrip("s") == ours.rstrip("s")
    return any(c.isupper() for c in theirs) or (capitals > 1 and any(c.isdigit() for c in surface))


def load_lexicon(paths: Sequence[Path]) -> Lexicon:
    """Read lexicon files into one lexicon; a later file's entry replaces an earlier one's.

    Files that have not changed since they were read last are not read again.

    Raises:
        LexiconError: a file is no YAML, breaks the format or refers to what is not there.
    """
    return _loaded(tuple((path, stamp(path)) for path in paths))


@lru_cache(maxsize=2)
def _loaded(files: tuple[tuple[Path, Stamp | None], ...]) -> Lexicon:
    found: dict[tuple[Kind, str], Entry] = {}
    for path, _ in files:
        for entry in _read(path):
            found[entry.kind, entry.name] = entry
    _check_references(found.values())
    return Lexicon(tuple(found.values()))


def lexicon_paths(extra: Sequence[Path] = ()) -> tuple[Path, ...]:
    """Return the shipped lexicon files, sorted, then the user's in their order."""
    from kg.resources import schema_root

    return (*sorted((schema_root() / "lexicon").glob("*.yaml")), *extra)


def _read(path: Path) -> list[Entry]:
    import yaml
    from pydantic import ValidationError

    from kg.lexicon.file import LexiconFile

    try:
        text = path.read_text(encoding="utf-8")
        raw = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        return LexiconFile.model_validate(raw).flatten()
    except OSError as error:
        raise LexiconError(
            f"{path.name}: cannot be read ({error.strerror}); check the path"
        ) from error
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path.name}: is not UTF-8; save it as UTF-8") from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f":{mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "cannot be parsed"
        raise LexiconError(f"{path.name}{line}: no YAML, {problem}; mend that line") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise LexiconError(
            f"{path.name}: at {where or 'top'}: {first['msg']}; see schema/README.md for the format"
        ) from error


def _check_references(entries: Iterable[Entry]) -> None:
    entries = tuple(entries)
    names = {(scheme(e.kind), e.name) for e in entries}
    for entry in entries:
        wanted = [*entry.broader, *entry.part_of, *(other for _, other in entry.lineage)]
        for other in wanted:
            if (scheme(entry.kind), other) not in names:
                raise LexiconError(
                    f"lexicon entry {entry.name!r} refers to {other!r}, which no file has; "
                    "add it or correct the spelling"
                )
