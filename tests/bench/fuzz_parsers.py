"""A coverage-guided fuzz run over every parser.

    pip install atheris
    python tests/bench/fuzz_parsers.py CORPUS... -max_total_time=600 -rss_limit_mb=1024

The first byte of an input chooses a format of kg.ingest.sources.SOURCES, or the one that the rest
is recognised as. A parser may only yield entries, notes and input errors, raise an InputError, and
take at most a second for each kB. CORPUS are folders of inputs to begin with, made from feeds by

    python tests/bench/fuzz_parsers.py --seed CORPUS FEED...
"""

from __future__ import annotations

import io
import sys
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["kg.ingest"]):
    from kg.errors import InputError
    from kg.ingest.entry import Entry, Note, Options
    from kg.ingest.feed import Feed
    from kg.ingest.merge import merge
    from kg.ingest.sources import SOURCES, source_of

SECONDS_PER_KB = 1.0
_SEED_BYTES = 20_000


def parse(data: bytes) -> None:
    """Read an input and raise whatever a reader may not do."""
    if not data:
        return
    started = time.perf_counter()
    feed = Feed("fuzz", io.BytesIO(data[1:]))
    found = []
    try:
        chosen = data[0]
        source = SOURCES[chosen] if chosen < len(SOURCES) else source_of(feed, Options())
        for item in source.read(feed, Options()):
            if not isinstance(item, Entry | Note | InputError):
                raise TypeError(f"{source.name} yielded {item!r}")
            if isinstance(item, Entry):
                found.append(("fuzz", item))
    except InputError:
        pass
    merge(found)
    took = time.perf_counter() - started
    if took > SECONDS_PER_KB * max(1, len(data) / 1000):
        raise TimeoutError(f"{took:.1f} s for {len(data)} bytes")


def seed(corpus: Path, feeds: list[str]) -> None:
    """Write the beginning of each feed for each format into a folder."""
    corpus.mkdir(parents=True, exist_ok=True)
    for number, feed in enumerate(feeds):
        beginning = Path(feed).read_bytes()[:_SEED_BYTES]
        for chosen in (*range(len(SOURCES)), 255):
            (corpus / f"{number}-{chosen}").write_bytes(bytes([chosen]) + beginning)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--seed"]:
        seed(Path(sys.argv[2]), sys.argv[3:])
    else:
        atheris.Setup(sys.argv, parse)
        atheris.Fuzz()
