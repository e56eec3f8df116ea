"""The default extractor: lexicons, shapes and cues propose, linear models decide."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg import __version__
from kg.extract.learned.bundle import Bundle
from kg.extract.learned.coined import all_things
from kg.extract.learned.metrics import MetricScorer
from kg.extract.learned.names import NameScorer, introduced, name_facts
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
    _names: NameScorer = field(init=False, repr=False)
    _phrases: PhraseScorer = field(init=False, repr=False)
    _metrics: MetricScorer = field(init=False, repr=False)

    def __post_init__(self) -> None:
        learned, background = self.bundle, self.bundle.background
        scorers = (
            ("_names", NameScorer(learned.names, learned.name_sieve, background)),
            (
                "_phrases",
                PhraseScorer(learned.phrases, learned.phrase_sieve, background.clusters),
            ),
            ("_metrics", MetricScorer(learned.metrics, background)),
        )
        for name, scorer in scorers:
            object.__setattr__(self, name, scorer)

    @property
    def name(self) -> str:
        """Name and version."""
        return f"learned-{__version__}"

    def extract(self, paper: Paper) -> Extraction:
        """Return what title and abstract state, facts in text order."""
        view = view_of(paper, self.lexicon)
        things = all_things(view)
        scored = self._names.scored(view, things)
        own = OwnReference(introduced(scored, self._names.model))
        named = {phrase_key(thing.name) for thing in things if thing.entry is None}
        facts = name_facts(scored, self._names.model, own)
        facts += phrase_facts(self._phrases.scored(view, named), self.bundle.phrases, own)
        facts.sort(
            key=lambda f: (f.evidence.section == "abstract", f.evidence.start, f.relation, f.name)
        )
        numbers = self._metrics.measured(
            view,
            results(view.document, facts, view.contribution),
            [one.thing for one in scored],
            self.lexicon,
        )
        return Extraction(paper, tuple(facts), numbers, links(view.document))
