"""Many papers asked for at the same time, each answer kept as soon as it is there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from tqdm import tqdm

from kg.extract.document import prepare
from kg.extract.llm.answer import Answer, parse
from kg.extract.llm.cache import Answers
from kg.extract.llm.client import Client
from kg.extract.llm.errors import BadAnswer, LimitReached, NoAnswer, PaperNotRead
from kg.extract.llm.prompt import Message, mending, messages
from kg.extract.llm.shown import shown
from kg.lexicon import Lexicon
from kg.model import Paper

_GIVE_UP_AFTER = 3
"""Papers in a row without an answer, each of them asked for five times, are a server that is away."""

Outcome = Answer | PaperNotRead
"""What was read in a paper, or why it was not."""


class Asking:
    """Asks for papers and keeps what is answered."""

    def __init__(self, client: Client, store: Answers, lexicon: Lexicon) -> None:
        self._client = client
        self._store = store
        self._lexicon = lexicon
        self._silent = 0
        self._stopped: PaperNotRead | None = None
        self._lock = Lock()

    def all(self, papers: Mapping[str, Paper], threads: int) -> dict[str, Outcome]:
        """Return what came of each paper, in the given order.

        Args:
            papers: by the key of their answer.
            threads: requests at the same time.

        Raises:
            EndpointError: the endpoint cannot be used; what it has answered is kept.
            OutputError: an answer cannot be kept.
        """
        bar = tqdm(total=len(papers), desc="ask", unit="paper", disable=None, leave=False)
        with bar, ThreadPoolExecutor(threads) as pool:
            waiting = {key: pool.submit(self._one, key, paper) for key, paper in papers.items()}
            found: dict[str, Outcome] = {}
            try:
                for key, future in waiting.items():
                    found[key] = future.result()
                    bar.update()
            except BaseException:
                self._stop(PaperNotRead("the run was stopped"))
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        return found

    def _one(self, key: str, paper: Paper) -> Outcome:
        if self._stopped:
            return self._stopped
        try:
            answer, raw = self._answer(messages(shown(prepare(paper, self._lexicon))))
        except LimitReached as reason:
            self._stop(reason)
            return reason
        except NoAnswer as reason:
            self._fell_silent()
            return reason
        except PaperNotRead as reason:
            return reason
        self._store.put(key, raw)
        with self._lock:
            self._silent = 0
        return answer

    def _answer(self, conversation: Sequence[Message]) -> tuple[Answer, str]:
        """Ask; after a bad answer once more, with what is wrong with it."""
        try:
            text = self._client.ask(conversation)
            return parse(text), text
        except BadAnswer as bad:
            text = self._client.ask(mending(conversation, bad.text, str(bad)))
            return parse(text), text

    def _fell_silent(self) -> None:
        with self._lock:
            self._silent += 1
            away = self._silent >= _GIVE_UP_AFTER
        if away:
            self._stop(NoAnswer("the endpoint no longer answers"))

    def _stop(self, reason: PaperNotRead) -> None:
        self._stopped = self._stopped or reason
