"""The answer of a SPARQL query as a table that an agent can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.query.engine import Boolean, Triples

if TYPE_CHECKING:
    from kg.query.engine import Cell, Result

MOST_ROWS = 200
"""Rows of an answer at most; more would fill a model's context."""


def rows_of(result: Result) -> dict[str, Any]:
    """Return {"columns": [...], "rows": [[...], ...], "total": n}, ready for JSON.

    Values stand without their datatypes; None is a variable without a value.
    """
    if isinstance(result, Boolean):
        return {"columns": ["answer"], "rows": [[str(result.value).lower()]], "total": 1}
    if isinstance(result, Triples):
        found = [(one.subject, one.predicate, one.object) for one in result.triples[:MOST_ROWS]]
        rows = [[str(term) for term in triple] for triple in found]
        columns = ["subject", "predicate", "object"]
        return {"columns": columns, "rows": rows, "total": len(result.triples)}
    cells = [[_text(cell) for cell in row] for row in result.rows[:MOST_ROWS]]
    return {"columns": list(result.columns), "rows": cells, "total": len(result.rows)}


def _text(cell: Cell | None) -> str | None:
    return None if cell is None else str(getattr(cell, "value", cell))
