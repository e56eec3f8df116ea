"""The border: what a row of a table must be, checked by pydantic, to become an entry."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from kg.ingest import values
from kg.ingest.arxiv import arxiv_id, from_number
from kg.ingest.clean import clean
from kg.ingest.dates import parse_date
from kg.ingest.entry import Entry
from kg.ingest.identifiers import recognised


class Unreadable(ValueError):
    """A row that is no paper; its text says why."""


def _text(value: object) -> str:
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if value is None or value == "":
        raise ValueError("is empty")
    if not isinstance(value, str | int | float):
        raise ValueError(f"is not text but {type(value).__name__}")
    if not (text := clean(str(value))):
        raise ValueError("is empty")
    return text


def _identifiers(value: object) -> tuple[str, ...]:
    """Return identifiers as text; what a missing number became (nan) is none."""
    if isinstance(value, float):
        return () if not math.isfinite(value) else (from_number(value),)
    listed = values.unpacked(value)
    if isinstance(listed, str):
        return (clean(listed),) if clean(listed) else ()
    return tuple(clean(one) for one in listed if isinstance(one, str) and clean(one))


Text = Annotated[str, BeforeValidator(_text)]
Identifiers = Annotated[tuple[str, ...], BeforeValidator(_identifiers)]


class Row(BaseModel):
    """One row by field. A title and an abstract are required; what else is unreadable is absent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Text
    abstract: Text
    id: tuple[Identifiers, ...] = ()
    url: tuple[Identifiers, ...] = ()
    doi: tuple[Identifiers, ...] = ()
    issued: Annotated[date | None, BeforeValidator(parse_date)] = None
    authors: Annotated[tuple[str, ...], BeforeValidator(values.people)] = ()
    categories: Annotated[tuple[str, ...], BeforeValidator(values.categories)] = ()

    def entry(self) -> Entry:
        """Return the row as an entry; every id, URL and DOI is looked at for an arXiv id."""
        doi = tuple(f"doi:{_bare_doi(one)}" for several in self.doi for one in several)
        plain = tuple(one for several in (*self.id, *self.url) for one in several)
        arxiv = [arxiv_id(one) for one in (*plain, *doi)]
        others = {
            recognised(one) or one
            for one, known in zip((*plain, *doi), arxiv, strict=True)
            if known is None
        }
        return Entry(
            self.title,
            self.abstract,
            arxiv_id=next(filter(None, arxiv), None),
            issued=self.issued,
            authors=self.authors,
            categories=self.categories,
            identifiers=tuple(sorted(others)),
        )


def read_row(record: Mapping[str, Any], columns: Mapping[str, tuple[str, ...]]) -> Row:
    """Return a record's fields, each from the best of its columns that is not empty.

    Args:
        record: column -> value.
        columns: field -> its columns (kg.ingest.columns.find_columns).

    Raises:
        Unreadable: the title or the abstract is missing or no text.
    """
    fields: dict[str, Any] = {}
    for field, names in columns.items():
        present = [value for name in names if not _absent(value := record.get(name))]
        if field in ("id", "url", "doi"):
            fields[field] = tuple(present)
        elif present:
            fields[field] = present[0]
    try:
        return Row.model_validate(fields)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        reason = "is empty" if first["type"] == "missing" else str(first["ctx"]["error"])
        raise Unreadable(f"the {first['loc'][0]} {reason}") from error


def _absent(value: object) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


def _bare_doi(text: str) -> str:
    lower = text.lower()
    for start in ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/",
                  "http://dx.doi.org/", "doi:"):  # fmt: skip
        lower = lower.removeprefix(start)
    return lower.strip()
