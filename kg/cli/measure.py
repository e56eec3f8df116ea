"""`kg eval` and `kg train`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from kg.cli.group import CONTEXT, main


@main.command("eval", context_settings=CONTEXT)
@click.argument("graph")
@click.argument("gold", nargs=-1, required=True, type=click.Path())
@click.option(
    "--errors",
    metavar="SLOT",
    help="List the worst errors of one slot with their sentences: a slot's name, named, open, detect, results or resolution.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one JSON object.")
@click.option(
    "--trained-on",
    multiple=True,
    type=click.Path(),
    help="Annotated papers that the extractor has learnt from, to tell names it has seen from new ones. May be repeated.",
)
@click.option(
    "--resolution",
    "pairs",
    type=click.Path(),
    help="Pairs of names (JSON Lines, see kg/evaluate/resolution.py), to measure merges and lineage.",
)
def evaluate(
    graph: str,
    gold: tuple[str, ...],
    errors: str | None,
    as_json: bool,
    trained_on: tuple[str, ...],
    pairs: str | None,
) -> None:
    """Measure a graph against annotated papers: precision, recall and F1 of every edge.

    GRAPH is the folder of a build or an RDF file, GOLD one or more files of annotated papers (JSON
    Lines: title, abstract and one list for each slot). A paper is found by its title. An edge is
    right if its words are one of the annotated spellings in that slot; what annotators marked
    optional or generic counts neither for nor against. The interval says how far F1 moves when
    other papers are drawn (1000 bootstrap samples of papers).

    \b
    kg eval exports gold.jsonl
    kg eval exports gold.jsonl --errors benchmarks
    kg eval exports gold.jsonl --trained-on train.jsonl
    kg eval exports gold.jsonl --resolution tests/gold/resolution.jsonl

    \b
    Slots: introduces extends base_models benchmarks train_data baselines hardware (together: named),
    techniques tasks (together: open), detect (a name under whatever edge), results.
    """
    from kg.api import load
    from kg.evaluate.evaluation import as_json as figures
    from kg.evaluate.evaluation import evaluate as measure
    from kg.evaluate.gold import read_gold
    from kg.evaluate.predictions import from_graph
    from kg.evaluate.report import errors_of, resolution_summary, summary
    from kg.evaluate.resolution import read_pairs, score_pairs
    from kg.lexicon import lexicon_paths, load_lexicon

    if as_json and errors:
        raise click.UsageError("--json prints figures only; leave out --errors or --json")
    papers, known = read_gold(gold), read_gold(trained_on)
    named = score_pairs(read_pairs(pairs), load_lexicon(lexicon_paths())) if pairs else None
    found = measure(papers, from_graph(load(graph).records), known)
    if as_json:
        import json

        click.echo(json.dumps(figures(found, named), ensure_ascii=False))
        return
    parts = [summary(found)] + ([resolution_summary(named)] if named else [])
    parts += [errors_of(errors, found, named)] if errors else []
    click.echo("\n\n".join(parts))


@main.command("train", context_settings=CONTEXT)
@click.argument("gold", nargs=-1, required=True, type=click.Path())
@click.option(
    "--more",
    multiple=True,
    type=click.Path(),
    help="Annotated papers that are trained on but not measured by. May be repeated.",
)
@click.option(
    "--texts",
    multiple=True,
    required=True,
    type=click.Path(),
    help="Papers without annotations, in any shape that `kg build` reads. May be repeated.",
)
@click.option("-o", "--output", type=click.Path(file_okay=False), help="Folder that gets the models.")
@click.option("--report", type=click.Path(dir_okay=False), help="Write the quality report here.")
@click.option("--resolution", "pairs", type=click.Path(), help="Pairs of names for the report.")
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="Processes. All cores by default.")
def train(
    gold: tuple[str, ...],
    more: tuple[str, ...],
    texts: tuple[str, ...],
    output: str | None,
    report: str | None,
    pairs: str | None,
    jobs: int | None,
) -> None:
    """Train the extractor on annotated papers, or measure it by cross-validation, or both.

    GOLD is one or more files of annotated papers (JSON Lines, see `kg eval --help`). With -o the
    models of all papers are written; the same files give the same bytes. With --report every paper
    of GOLD is held out once, and the report says how well papers that were never seen are read.

    \b
    kg train dev.jsonl train.jsonl --texts arxiv.jsonl.gz -o kg/extract/learned/weights
    kg train dev.jsonl train.jsonl --texts arxiv.jsonl.gz --report docs/QUALITY.md
    """
    from kg.extract.learned.bundle import save_bundle
    from kg.lexicon import lexicon_paths, load_lexicon
    from kg.train.quality import quality_report
    from kg.train.run import trained, training_set

    if not output and not report:
        raise click.UsageError("nothing to do; give -o, --report or both")
    workers = jobs or os.cpu_count() or 1
    given = training_set(gold, more, texts, load_lexicon(lexicon_paths()), jobs=workers)
    if output:
        save_bundle(trained(given), Path(output))
        click.echo(f"wrote {output}/")
    if report:
        text = quality_report(given, pairs, jobs=workers)
        Path(report).write_text(text, encoding="utf-8", newline="\n")
        click.echo(f"wrote {report}")
