"""The explorer beside the page of pyvis, on the same graphs, in the same browser.

    python tests/bench/bench_explorer.py [--folder FOLDER] [--nodes 3000 10000 50000] [--pyvis 3000]

FOLDER is a product of `kg build`. Prints a Markdown table: size of the page, seconds to write it,
milliseconds from opening to the first picture, frames a second while the picture is dragged, and
memory of scripts after that. The page of pyvis shows the whole graph here, not the part that
overview.html shows; beyond --pyvis nodes it is left out, as it does not come to an end. pytest does
not collect this file.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from made_graph import made_graph
from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

import kg
from kg.export.explorer.page import render as explorer
from kg.export.page import render as pyvis
from kg.export.picture import draw
from kg.model import KnowledgeGraph

PATIENCE = 120_000
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--disable-quic",
    "--no-first-run",
]
# Two frames after everything is there, the first one is on the screen.
FIRST = """() => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
})"""
COUNT = """() => {
  const count = () => { window.framesSeen++; requestAnimationFrame(count); };
  window.framesSeen = 0;
  requestAnimationFrame(count);
}"""


@dataclass(frozen=True)
class Measured:
    """One row of the table."""

    written: float
    size: int
    first: float
    frames: float
    memory: float


def opened(page: Page, path: Path, ready: str) -> float:
    """Return the milliseconds from opening a page to its first picture."""
    page.goto(path.as_uri(), timeout=PATIENCE)
    page.wait_for_selector(ready, timeout=PATIENCE)
    return float(page.evaluate(FIRST))


def dragged(page: Page, seconds: float = 4.0) -> float:
    """Return the frames a second while the mouse drags the picture to and fro."""
    page.evaluate(COUNT)
    page.mouse.move(900, 420)
    page.mouse.down()
    start, step = time.perf_counter(), 0
    before = page.evaluate("window.framesSeen")
    while time.perf_counter() - start < seconds:
        step += 1
        page.mouse.move(900 + 8 * (step % 40), 420 + 4 * (step % 30))
    frames = page.evaluate("window.framesSeen") - before
    took = time.perf_counter() - start
    page.mouse.up()
    return float(frames / took)


def heap(page: Page) -> float:
    """Return megabytes of the page's scripts after collecting garbage."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(m["value"] for m in metrics if m["name"] == "JSHeapUsedSize")) / 1e6


def measured(browser: Browser, path: Path, make: Callable[[], str], ready: str) -> Measured:
    start = time.perf_counter()
    path.write_text(make(), encoding="utf-8")
    written = time.perf_counter() - start
    context = browser.new_context(viewport={"width": 1360, "height": 860})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    try:
        first = min(opened(page, path, ready) for _ in range(2))
        return Measured(written, path.stat().st_size, first, dragged(page), heap(page))
    finally:
        context.close()


def line(name: str, graph: KnowledgeGraph, row: Measured | None) -> str:
    nodes = len(graph.papers) + len(graph.entities)
    edges = len({(s.paper, s.object) for r in graph.papers for s in r.statements})
    if row is None:
        return f"| {name} | {nodes:,} | {edges:,} | | | did not come to an end | | |"
    return (
        f"| {name} | {nodes:,} | {edges:,} | {row.size / 1e6:.2f} | {row.written:.1f} "
        f"| {row.first:,.0f} | {row.frames:.1f} | {row.memory:.0f} |"
    )


def whole(graph: KnowledgeGraph) -> str:
    """Return the page of pyvis with every paper and thing."""
    return pyvis(draw(graph, {*graph.entities, *(r.id for r in graph.papers)}), "Graph")


def compared(browser: Browser, folder: Path, graph: KnowledgeGraph, with_pyvis: bool) -> None:
    everything = len(graph.papers) + len(graph.entities)
    ours: Any = measured(
        browser, folder / "ours.html", lambda: explorer(graph, everything), "body.ready"
    )
    print(line("explorer", graph, ours), flush=True)
    if with_pyvis:
        try:
            theirs: Any = measured(
                browser, folder / "theirs.html", lambda: whole(graph), "#canvas canvas"
            )
        except TimeoutError:
            theirs = None
        print(line("pyvis", graph, theirs), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folder")
    parser.add_argument("--nodes", type=int, nargs="*", default=[3000, 10_000, 50_000])
    parser.add_argument("--pyvis", type=int, default=3000)
    options = parser.parse_args()
    graphs = [kg.load(options.folder).records] if options.folder else []
    print("| page | nodes | edges | MB | written, s | first picture, ms | frames/s | heap, MB |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        for graph in [*graphs, *map(made_graph, options.nodes)]:
            size = len(graph.papers) + len(graph.entities)
            compared(browser, Path(name), graph, size <= options.pyvis * 1.2)
        browser.close()


if __name__ == "__main__":
    main()
