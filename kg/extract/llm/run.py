"""Extraction of many papers by a language model: what it will cost, what it gave, what it cost."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from kg import __version__
from kg.extract.document import prepare
from kg.extract.llm.answer import Answer, parse
from kg.extract.llm.asking import Asking, Outcome
from kg.extract.llm.cache import Answers
from kg.extract.llm.client import Client
from kg.extract.llm.cost import Cost, Estimate, Ledger, Tokens, tokens_of
from kg.extract.llm.dialect import Dialect
from kg.extract.llm.errors import BadAnswer, EndpointError, NoAnswer, PaperNotRead, SpendRefused
from kg.extract.llm.ground import Checked, ground
from kg.extract.llm.prompt import PROMPT_VERSION, messages
from kg.extract.llm.settings import Settings, read_key
from kg.extract.llm.shown import shown
from kg.extract.rules import RuleExtractor
from kg.lexicon import Lexicon
from kg.model import Extraction, Paper

_ANSWER_BYTES = 1400
"""An answer's usual length; the annotations of 267 papers, in its form, take 1,020 on average."""
_NAMED = 5
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class LlmRun:
    """What came of a run.

    Attributes:
        extractions: one for each paper, in the papers' order.
        extractor: name and version of what read them, for the graph.
        estimate: what the run was expected to cost.
        cost: what it did cost.
        checked: how much of the answers stands in the texts.
        fallen: the papers (by key) that the rules had to read instead, each with the reason.
    """

    extractions: list[Extraction]
    extractor: str
    estimate: Estimate
    cost: Cost
    checked: Checked
    fallen: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LlmExtractor:
    """A language model as an Extractor, one paper at a time; `llm_extract` reads many."""

    lexicon: Lexicon
    settings: Settings

    @property
    def name(self) -> str:
        """Name and version, with the model and the version of its instructions."""
        return f"llm-{__version__}-{PROMPT_VERSION}-{self.settings.model}"

    def extract(self, paper: Paper) -> Extraction:
        """Return what the model reads in a paper; errors are those of `llm_extract`."""
        return llm_extract([paper], self.lexicon, self.settings).extractions[0]


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr)


def llm_extract(
    papers: Sequence[Paper],
    lexicon: Lexicon,
    settings: Settings,
    *,
    tell: Callable[[str], object] = _to_stderr,
    sleep: Callable[[float], object] = time.sleep,
) -> LlmRun:
    """Return what a language model reads in papers; every span of it stands in their texts.

    Answers are kept in the settings' cache: a run that was stopped, by its limit or by the user,
    goes on from there. A paper that the model does not read is read by the rules.

    Args:
        papers: what to read.
        lexicon: the known names.
        settings: the model and the limits.
        tell: gets the lines for the user: the estimate, the cost, and what was not read.
        sleep: waits so many seconds before a request is tried again.

    Raises:
        EndpointError: the endpoint cannot be used, or has not answered at all.
        SpendRefused: the run may cost more than its limit.
        OutputError: the cache cannot be written.
    """
    store = Answers(settings.cache, settings.model)
    keys = [store.key(paper) for paper in papers]
    answers = _kept(keys, store)
    missing = {
        key: paper
        for key, paper in zip(keys, papers, strict=True)
        if key not in answers and (paper.title + paper.abstract).strip()
    }
    estimate = _estimate(missing.values(), len(answers), lexicon, settings)
    tell(f"estimate: {estimate}")
    _allow(estimate, settings)
    ledger = Ledger(settings.prices, settings.max_cost)
    outcomes: dict[str, Outcome] = {}
    try:
        if missing:
            with Client(settings, read_key(), ledger, sleep) as client:
                outcomes = Asking(client, store, lexicon).all(missing, settings.concurrency)
    finally:
        tell(f"cost: {ledger.cost}")
    answers |= {key: o for key, o in outcomes.items() if isinstance(o, Answer)}
    reasons = {key: str(o) for key, o in outcomes.items() if isinstance(o, PaperNotRead)}
    if reasons and all(isinstance(o, NoAnswer) for o in outcomes.values()) and not answers:
        raise EndpointError(
            f"{settings.place}: has not answered ({next(iter(reasons.values()))}); check the URL, "
            "and that the server runs"
        )
    extractions, checked = _grounded(zip(keys, papers, strict=True), answers, lexicon)
    tell(f"verified: {checked}")
    fallen = {p.key: reasons[k] for k, p in zip(keys, papers, strict=True) if k in reasons}
    if fallen:
        tell(_warning(papers, fallen))
    name = LlmExtractor(lexicon, settings).name
    return LlmRun(extractions, name, estimate, ledger.cost, checked, fallen)


def _kept(keys: Iterable[str], store: Answers) -> dict[str, Answer]:
    """Return the answers that an earlier run has left and that are still of use."""
    found: dict[str, Answer] = {}
    for key in keys:
        raw = store.get(key)
        if raw is not None:
            with suppress(BadAnswer):
                found[key] = parse(raw)
    return found


def _estimate(
    missing: Iterable[Paper], cached: int, lexicon: Lexicon, settings: Settings
) -> Estimate:
    longest = settings.max_answer_tokens
    sizes = [
        len(Dialect().body(settings.model, messages(shown(prepare(paper, lexicon))), longest))
        for paper in missing
    ]
    tokens = Tokens(sum(map(tokens_of, sizes)), len(sizes) * min(tokens_of(_ANSWER_BYTES), longest))
    dearest = Tokens(max(sizes, default=0), longest if sizes else 0)
    prices = settings.prices
    return Estimate(len(sizes), cached, tokens, prices.of(tokens), prices.of(dearest))


def _allow(estimate: Estimate, settings: Settings) -> None:
    limit = settings.max_cost
    if limit is None:
        return
    if estimate.dollars > limit:
        raise SpendRefused(
            f"reading {estimate.papers} papers is estimated at ${estimate.dollars:.4f}, above the "
            f"limit of ${limit:.4f}; raise the limit or give fewer papers"
        )
    if estimate.dearest > limit:
        raise SpendRefused(
            f"one answer may cost ${estimate.dearest:.4f}, above the limit of ${limit:.4f}; "
            "raise the limit or allow shorter answers"
        )


def _grounded(
    papers: Iterable[tuple[str, Paper]], answers: Mapping[str, Answer], lexicon: Lexicon
) -> tuple[list[Extraction], Checked]:
    rules = RuleExtractor(lexicon)
    extractions: list[Extraction] = []
    checked = Checked()
    for key, paper in papers:
        if key in answers:
            extraction, own = ground(prepare(paper, lexicon), lexicon, answers[key])
            checked += own
        else:
            extraction = rules.extract(paper)
        extractions.append(extraction)
    return extractions, checked


def _warning(papers: Sequence[Paper], fallen: Mapping[str, str]) -> str:
    """Return one line on the papers that the rules read, the first of them with the reason."""
    named = [f"{p.title[:_SHOWN]!r} ({fallen[p.key]})" for p in papers if p.key in fallen]
    more = f" and {len(named) - _NAMED} more" if len(named) > _NAMED else ""
    count = f"{len(named)} of {len(papers)} papers"
    return f"warning: {count} were read by the rules instead: {', '.join(named[:_NAMED])}{more}"
