"""What the annotations say of a paper's candidates.

A label is 1 or 0, or None where an annotator left it open (optional, or a mere class): then the
candidate teaches nothing about that relation.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable

from kg.evaluate.alike import name_of, number_of, same_phrase, words
from kg.evaluate.gold import NAMED, OPEN, SLOT_OF, AnnotatedPaper, Annotation, Slot
from kg.extract.learned.names import NAMED as IS_NAME
from kg.extract.learned.phrase_features import PhraseGroup
from kg.extract.things import Thing
from kg.model import Relation, Result
from kg.train.fit import Label

NAME_RELATIONS = tuple(relation for relation, slot in SLOT_OF.items() if slot in NAMED)
PHRASE_RELATIONS = tuple(relation for relation, slot in SLOT_OF.items() if slot in OPEN)


def name_labels(paper: AnnotatedPaper, thing: Thing) -> dict[str, Label]:
    """Return the label of each relation of names, and whether the thing is a name at all."""
    forms = {name_of(thing.name), *(name_of(mention.surface) for mention in thing.mentions)}
    found = {
        slot: _those(paper.of(slot), lambda a: any(name_of(s) in forms for s in a.spellings))
        for slot in Slot
    }
    labels: dict[str, Label] = {
        relation.value: _label(found[SLOT_OF[relation]]) for relation in NAME_RELATIONS
    }
    named = [a for slot in (*NAMED, Slot.MENTIONS) for a in found[slot]]
    if any(not annotation.generic for annotation in named):
        labels[IS_NAME] = 1
    else:
        labels[IS_NAME] = None if named or any(found[slot] for slot in OPEN) else 0
    return labels


def phrase_labels(paper: AnnotatedPaper, group: PhraseGroup) -> dict[str, Label]:
    """Return the label of each relation of phrases."""
    forms = {place.part.text[place.start : place.end] for place in group.places}

    def meant(annotation: Annotation) -> bool:
        return any(same_phrase(form, s) for form in forms for s in annotation.spellings)

    return {
        relation.value: _label(_those(paper.of(SLOT_OF[relation]), meant))
        for relation in PHRASE_RELATIONS
    }


def metric_words(paper: AnnotatedPaper, result: Result) -> list[frozenset[str]] | None:
    """Return the words of each metric annotated for a number; None where it is optional only."""
    value = number_of(result.value_text)
    same = [one for one in paper.results if number_of(one.value) == value]
    counted = [frozenset(words(one.metric)) for one in same if not one.optional]
    return None if same and not counted else counted


def metric_right(name: str, wanted: Iterable[frozenset[str]]) -> bool:
    """Tell whether a metric's name shares a word with an annotated one."""
    told = frozenset(words(name))
    return any(told & metric for metric in wanted)


def reached(paper: AnnotatedPaper, slot: Slot, forms: Collection[str]) -> tuple[int, int]:
    """Return how many annotations of a slot count, and of how many there is a candidate.

    Args:
        paper: the annotated paper.
        slot: which annotations.
        forms: the words of all candidates.
    """
    counted = [a for a in paper.of(slot) if a.counts]
    if slot in OPEN:
        found = sum(any(same_phrase(f, s) for f in forms for s in a.spellings) for a in counted)
    else:
        names = {name_of(form) for form in forms}
        found = sum(any(name_of(s) in names for s in a.spellings) for a in counted)
    return len(counted), found


def any_label(labels: Iterable[Label]) -> Label:
    """Return 1 if any label is 1, else None if any is open, else 0."""
    every = set(labels)
    return 1 if 1 in every else None if None in every else 0


def wanted(papers: Iterable[AnnotatedPaper], relation: Relation) -> int:
    """Return how many annotations of a relation count."""
    return sum(a.counts for paper in papers for a in paper.of(SLOT_OF[relation]))


def _those(
    annotations: Iterable[Annotation], meant: Callable[[Annotation], bool]
) -> list[Annotation]:
    return [annotation for annotation in annotations if meant(annotation)]


def _label(found: list[Annotation]) -> Label:
    if any(annotation.counts for annotation in found):
        return 1
    return None if found else 0
