"""The default extractor: lexicons, shapes and cues propose, linear models decide."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg import __version__
from kg.extract.learned.bundle import Bundle
from kg.extract.learned.coined import all_things
from kg.extract.learned.metrics import with_metrics
from kg.extract.learned.names import introduced, name_facts, scored_things
from kg.extract.learned.phrases import PhraseScorer, phrase_facts
from kg.extract.learned.reference import OwnReference
from kg.extract.learned.view import view_of
from kg.extract.links import links
from kg.extract.results import results
from kg.ids import phrase_key
from kg.lexicon import Lexicon
from kg.model import Extraction, Paper


@dataclass(frozen=True, slots=True)
class LearnedExtractor:
    """Reads papers with the models of a bundle over the given lexicon."""

    lexicon: Lexicon = field(repr=False)
    bundle: Bundle = field(repr=False)
    _scorer: PhraseScorer = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(
            self,
            "_scorer",
            PhraseScorer(
                self.bundle.phrases, self.bundle.phrase_sieve, self.bundle.background.clusters
            ),
        )

    @property
    def name(self) -> str:
        """Name and version."""
        return f"learned-{__version__}"

    def extract(self, paper: Paper) -> Extraction:
        """Return what title and abstract state, facts in text order."""
        view = view_of(paper, self.lexicon)
        things = all_things(view)
        learned = self.bundle
        scored = scored_things(view, things, learned.names, learned.name_sieve, learned.background)
        own = OwnReference(introduced(scored, learned.names))
        named = {phrase_key(thing.name) for thing in things if thing.entry is None}
        facts = name_facts(scored, learned.names, own)
        facts += phrase_facts(self._scorer.scored(view, named), learned.phrases, own)
        facts.sort(
            key=lambda f: (f.evidence.section == "abstract", f.evidence.start, f.relation, f.name)
        )
        numbers = with_metrics(
            view,
            results(view.document, facts, view.contribution),
            [one.thing for one in scored],
            learned.metrics,
            learned.background,
            self.lexicon,
        )
        return Extraction(paper, tuple(facts), numbers, links(view.document))
