"""Known names: entries, their files and the matcher."""

from kg.lexicon.lexicon import Entry, Hit, Lexicon, key_of, lexicon_paths, load_lexicon, scheme

__all__ = ["Entry", "Hit", "Lexicon", "key_of", "lexicon_paths", "load_lexicon", "scheme"]
