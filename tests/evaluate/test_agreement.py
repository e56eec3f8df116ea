"""Our figures are those of the outside judge, on a real build."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.evaluate.gold import read_gold
from kg.evaluate.predictions import from_extractions, from_graph
from kg.evaluate.score import ROWS, score, totals
from kg.extract.rules import RuleExtractor
from kg.graph.assemble import assemble
from kg.graph.load import from_store
from kg.graph.rdf import to_store
from kg.ingest.read import read
from kg.lexicon import lexicon_paths, load_lexicon
from kg.resolve.resolve import resolve
from kg.vocab import BASE

SHARED = Path(__file__).parents[3] / "shared"
JUDGE = SHARED / "eval" / "score.py"
PAPERS = 120

pytestmark = pytest.mark.skipif(not JUDGE.is_file(), reason="the outside judge is not here")


@pytest.fixture(scope="module")
def gold_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Papers that the table below holds, and a few that it lacks."""
    lines = (SHARED / "gold" / "train.jsonl").read_text(encoding="utf-8").splitlines()
    path = tmp_path_factory.mktemp("gold") / "gold.jsonl"
    path.write_text("\n".join(lines[:PAPERS]), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def table(gold_file: Path) -> Path:
    papers = [json.loads(line) for line in gold_file.read_text(encoding="utf-8").splitlines()]
    path = gold_file.with_name("papers.jsonl")
    rows = [{"title": p["title"], "abstract": p["abstract"]} for p in papers[: PAPERS - 5]]
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def test_every_figure_is_the_judges(gold_file: Path, table: Path, tmp_path: Path) -> None:
    graph = kg.build(table)
    (file,) = graph.write(tmp_path, ["ttl"])
    judged = json.loads(
        subprocess.run(
            [sys.executable, str(JUDGE), str(file), str(gold_file), "--json"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    )
    scores = score(read_gold([gold_file]), from_graph(kg.load(file).records))
    assert judged["papers"] == len(scores) == PAPERS
    assert judged["absent"] == sum(not s.present for s in scores) == 5
    figures = totals(scores)
    assert figures["named"].right > 100
    assert figures["result value"].right > 30
    for row in ROWS:
        ours = figures[row]
        assert judged[row] == {
            "gold": ours.gold,
            "pred": ours.predicted,
            "precision": round(ours.precision, 3),
            "recall": round(ours.recall, 3),
            "f1": round(ours.f1, 3),
        }, row


def test_extractions_score_as_their_written_graph_does(gold_file: Path, table: Path) -> None:
    lexicon = load_lexicon(lexicon_paths())
    extractor = RuleExtractor(lexicon)
    extractions = [extractor.extract(paper) for paper in read([table]).papers]
    gold = read_gold([gold_file])
    direct = totals(score(gold, from_extractions(extractions, lexicon)))
    graph = assemble(extractions, resolve(extractions, lexicon), base=BASE, extractor="test")
    assert direct["named"].right > 100
    assert direct == totals(score(gold, from_graph(from_store(to_store(graph)))))
