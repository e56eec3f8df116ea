"""The trained models and their files under kg/extract/learned/weights/: JSON, one feature a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.extract.learned.clusters import WordClusters, clusters_from
from kg.extract.learned.linear import LinearModel, Output, Scale

FOLDER = Path(__file__).with_name("weights")
NAMES, NAME_SIEVE = "names.json", "name-sieve.json"
PHRASES, PHRASE_SIEVE = "phrases.json", "phrase-sieve.json"
METRICS, BACKGROUND = "metrics.json", "background.json"
_MODELS = (NAMES, NAME_SIEVE, PHRASES, PHRASE_SIEVE, METRICS)


@dataclass(frozen=True, slots=True)
class Background:
    """What many papers without annotations tell of words.

    `seen` counts how often a word with a capital or digit, or a lower-case form of one, stands in
    them; `beside` and `nouns` how often a noun stands beside a number, and at all; `clusters` says
    which words stand in like places.
    """

    seen: Mapping[str, int]
    beside: Mapping[str, int]
    nouns: Mapping[str, int]
    clusters: WordClusters = field(default_factory=WordClusters, repr=False)


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that the learned extractor has learned; sieves leave out hopeless candidates early."""

    names: LinearModel
    name_sieve: LinearModel
    phrases: LinearModel
    phrase_sieve: LinearModel
    metrics: LinearModel
    background: Background


def load_bundle(folder: Path = FOLDER) -> Bundle:
    """Return the models of a folder.

    Raises:
        KgError: a file is missing or broken.
    """
    names, name_sieve, phrases, phrase_sieve, metrics = (_model(folder / f) for f in _MODELS)
    return Bundle(
        names,
        name_sieve,
        phrases,
        phrase_sieve,
        metrics,
        _background(folder / BACKGROUND),
    )


def save_bundle(bundle: Bundle, folder: Path) -> None:
    """Write the models into a folder, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    models = (
        bundle.names,
        bundle.name_sieve,
        bundle.phrases,
        bundle.phrase_sieve,
        bundle.metrics,
    )
    for name, model in zip(_MODELS, models, strict=True):
        (folder / name).write_text("".join(_lines(model)), encoding="utf-8", newline="\n")
    known = bundle.background
    columns = {
        "seen": dict(known.seen),
        "beside": dict(known.beside),
        "nouns": dict(known.nouns),
        "clusters": dict(known.clusters.pairs()),
    }
    words = json.dumps(columns, ensure_ascii=False, indent=0, sort_keys=True)
    (folder / BACKGROUND).write_text(words + "\n", encoding="utf-8", newline="\n")


def _lines(model: LinearModel) -> Iterator[str]:
    outputs = json.dumps([asdict(output) for output in model.outputs])
    yield f'{{"outputs": {outputs},\n"bias": {list(model.bias)},\n"features": '
    yield json.dumps(model.features, ensure_ascii=False, indent=0)
    yield f',\n"columns": {json.dumps(model.columns, indent=0)}}}\n'


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise KgError(f"{path}: not readable ({error}); run `kg train`") from error


def _model(path: Path) -> LinearModel:
    raw = _read(path)
    outputs = tuple(
        Output(one["label"], Scale(**one["scale"]), one["threshold"], one["floor"])
        for one in raw["outputs"]
    )
    columns = tuple(map(tuple, raw["columns"]))
    return LinearModel(outputs, tuple(raw["bias"]), tuple(raw["features"]), columns)


def _background(path: Path) -> Background:
    raw = _read(path)
    return Background(raw["seen"], raw["beside"], raw["nouns"], clusters_from(raw["clusters"]))
