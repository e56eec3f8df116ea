"""The page that tells people about the API, made of its OpenAPI document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a call: its name, whether it must be given, and what it takes in words."""

    name: str
    required: bool
    told: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the API."""

    name: str
    path: str
    summary: str
    parameters: tuple[Parameter, ...]


def calls(document: dict[str, Any]) -> list[Call]:
    """Return the calls that an OpenAPI document describes, in its order."""
    return [
        Call(
            operation["operationId"],
            path,
            operation["summary"],
            tuple(
                Parameter(one["name"], one.get("required", False), _told(one))
                for one in operation.get("parameters", ())
            ),
        )
        for path, operations in document["paths"].items()
        for operation in operations.values()
    ]


def _told(parameter: dict[str, Any]) -> str:
    """Return what a parameter takes: its description, its values, bounds and default."""
    schema = parameter["schema"]
    kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
    choices = [one for kind in kinds for one in (*kind.get("enum", ()), *_constant(kind))]
    words = [parameter.get("description") or schema.get("description") or ""]
    words += [f"one of {', '.join(choices)}"] if choices else []
    words += [f"at most {kind['maximum']}" for kind in kinds if "maximum" in kind]
    words += ["a date (2025-07-30)" for kind in kinds if kind.get("format") == "date"]
    default = schema.get("default")
    words += [f"{default} by default"] if default is not None else []
    return "; ".join(word for word in words if word)


def _constant(kind: dict[str, Any]) -> list[str]:
    return [kind["const"]] if "const" in kind else []
