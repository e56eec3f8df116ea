"""Kill -9 at random moments of additions, and what is left of the store.

    python tests/bench/kill_adds.py FEED... [--kills 100]

The feeds are added one by one to a store, each addition killed at a random moment of its run and
tried again; after every kill `kg check` has to find nothing, and the store has to be as before or
after. In the end the exports have to be, byte for byte, those of a store that nothing disturbed.
"""

from __future__ import annotations

import argparse
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kg.store.status import status
from kg.store.verify import verify


def adding(store: Path, feed: Path) -> list[str]:
    """Return the command of one addition."""
    return [sys.executable, "-m", "kg", "add", str(feed), "--store", str(store), "--jobs", "1"]


def exports(store: Path, folder: Path) -> dict[str, bytes]:
    """Return the bytes of a store's exports by name."""
    command = [sys.executable, "-m", "kg", "build", "--store", str(store), "-o", str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def main() -> None:
    """Kill and report; the exit code is 1 if anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("feeds", nargs="+", type=Path)
    parser.add_argument("--kills", type=int, default=100, help="processes to kill")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    choose = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        calm, store = folder / "calm.kg", folder / "papers.kg"
        took, entries = [], [0]
        for feed in given.feeds:
            started = time.perf_counter()
            subprocess.run(adding(calm, feed), check=True, stdout=subprocess.DEVNULL)
            took.append(time.perf_counter() - started)
            entries.append(status(calm).entries)
        attempt = killed = before = after = faults = 0
        while killed < given.kills:
            place = attempt % len(given.feeds)
            attempt += 1
            if place == 0:
                store.unlink(missing_ok=True)
            process = subprocess.Popen(adding(store, given.feeds[place]), stdout=subprocess.DEVNULL)
            time.sleep(choose.uniform(0.02, 1.05) * took[place])
            process.send_signal(signal.SIGKILL)
            killed += process.wait() == -signal.SIGKILL
            if store.exists():
                faults += bool(verify(store))
                found = status(store).entries
                before += found == entries[place]
                after += found == entries[place + 1]
                faults += found not in (entries[place], entries[place + 1])
            subprocess.run(adding(store, given.feeds[place]), check=True, stdout=subprocess.DEVNULL)
        for feed in given.feeds:
            subprocess.run(adding(store, feed), check=True, stdout=subprocess.DEVNULL)
        same = exports(calm, folder / "calm") == exports(store, folder / "disturbed")
    print(f"{attempt} additions, {killed} killed: the store as before {before} times, as after "
          f"{after}; {faults} faults")  # fmt: skip
    print(f"the exports are {'the same' if same else 'DIFFERENT'}")
    sys.exit(0 if same and not faults else 1)


if __name__ == "__main__":
    main()
