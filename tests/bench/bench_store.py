"""One day's papers into a large store, against building everything again.

    python tests/bench/bench_store.py ../shared/corpus/arxiv-20k.jsonl.gz

The last papers of the table are the day's. Every step is a process of its own, started as a user
would, on all cores; times are wall-clock seconds, and the ratio is of times of this one run.
"""

from __future__ import annotations

import argparse
import gzip
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def timed(label: str, *words: str) -> float:
    """Run a kg command, print its time, and return the seconds."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "kg", *words], check=True, stdout=subprocess.DEVNULL)
    took = time.perf_counter() - started
    print(f"{label:44} {took:8.1f} s", flush=True)
    return took


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path, help="papers as JSON Lines, .gz or not")
    parser.add_argument("--day", type=int, default=50, help="papers of the day")
    given = parser.parse_args()
    opened = gzip.open if given.table.suffix == ".gz" else open
    with opened(given.table, "rt", encoding="utf-8") as file:
        lines = file.readlines()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        before, day = folder / "before.jsonl", folder / "day.jsonl"
        before.write_text("".join(lines[: -given.day]), encoding="utf-8")
        day.write_text("".join(lines[-given.day :]), encoding="utf-8")
        store = str(folder / "papers.kg")
        print(f"{len(lines) - given.day} papers, then {given.day}")
        timed("kg add, all before the day", "add", str(before), "--store", store)
        print(f"{'the store':44} {Path(store).stat().st_size / 1e6:8.1f} MB")
        add = timed("kg add, the day", "add", str(day), "--store", store)
        out = str(folder / "grown")
        bare = timed("kg build --store, one small export", "build", "--store", store,
                     "--formats", "csv", "-o", out)  # fmt: skip
        refresh = timed("kg build --store, all exports", "build", "--store", store, "-o", out)
        once = str(folder / "once")
        rebuild = timed("kg build, everything again", "build", str(before), str(day), "-o", once)
        same = all(
            (Path(once) / file.name).read_bytes() == file.read_bytes()
            for file in Path(out).iterdir()
        )
    print(f"the bytes are {'the same' if same else 'DIFFERENT'}")
    print(f"the day's add is {rebuild / add:.0f} times faster than everything again")
    print(f"add and exports are {rebuild / (add + refresh):.1f} times faster")
    print(f"the exports but CSV are {(refresh - bare) / (add + refresh):.0%} of add and exports")


if __name__ == "__main__":
    main()
