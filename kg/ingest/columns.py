"""Which columns of a table hold what: by their usual names, or by the user's word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg.errors import UnknownName

# Field -> column names, the best first, written without case and punctuation.
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title", "papertitle", "articletitle", "documenttitle"),
    "abstract": ("abstract", "paperabstract", "abstracttext", "summary", "description"),
    "id": ("arxivid", "arxiv", "id", "paperid", "eprint", "entryid", "identifier", "identifiers"),
    "url": ("url", "urlabs", "absurl", "arxivurl", "paperurl", "pdfurl", "urlpdf", "link"),
    "doi": ("doi",),
    "issued": (
        "published", "publishedat", "publisheddate", "datepublished", "publicationdate",
        "submitted", "submittedat", "submitteddate", "issued", "created", "createdat", "date",
    ),
    "authors": ("authors", "authornames", "authorlist", "author", "creators", "creator"),
    "categories": (
        "categories", "category", "arxivcategories", "subjects", "primarycategory", "fieldsofstudy",
    ),
}  # fmt: skip
REQUIRED = ("title", "abstract")


def normal(column: str) -> str:
    """Return a column's name without case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", column).lower()


def given_columns(columns: Mapping[str, str]) -> dict[str, str]:
    """Return the user's field -> column with our names of the fields.

    Raises:
        UnknownName: a field that papers do not have.
    """
    known = {name: field for field, names in FIELDS.items() for name in (field, *names)}
    for field in columns:
        if normal(field) not in known:
            raise UnknownName("field of a paper", field, FIELDS)
    return {known[normal(field)]: column for field, column in columns.items()}


def find_columns(present: Iterable[str], given: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Return, for each field that the table has, its columns, the best first.

    A column that the user names stands alone, spelled as in the table or in other case.
    """
    by_name: dict[str, str] = {}
    for column in present:
        by_name.setdefault(normal(column), column)
    exact = set(by_name.values())
    found: dict[str, tuple[str, ...]] = {}
    for field, names in FIELDS.items():
        if (wanted := given.get(field)) is not None:
            other = by_name.get(normal(wanted))
            chosen = wanted if wanted in exact else other
            columns: tuple[str, ...] = () if chosen is None else (chosen,)
        else:
            columns = tuple(by_name[name] for name in names if name in by_name)
        if columns:
            found[field] = columns
    return found


def known_names(given: Mapping[str, str]) -> frozenset[str]:
    """Return the names by which the header of a table is recognised."""
    names = {name for field in REQUIRED for name in FIELDS[field]}
    return frozenset(names | {normal(column) for column in given.values()})
