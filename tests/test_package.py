"""The package as it is installed: light to import, whole, and nothing but kg."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import kg

ROOT = Path(__file__).parents[1]


def test_public_names_are_sorted_and_there() -> None:
    assert kg.__all__ == sorted(kg.__all__, key=lambda n: (not n[0].isupper(), n))
    for name in kg.__all__:
        assert getattr(kg, name) is not None


def test_unknown_public_name() -> None:
    with pytest.raises(AttributeError, match="nothing_like_that"):
        kg.nothing_like_that  # noqa: B018


@pytest.mark.parametrize("command", [["-c", "import kg"], ["-m", "kg", "--help"]])
def test_start_is_light(command: list[str]) -> None:
    """No heavy library is imported before it is used."""
    heavy = ["pyoxigraph", "rdflib", "networkx", "igraph", "pyvis", "pydantic", "yaml", "numpy"]
    probe = (
        "import sys, runpy\n"
        f"heavy = {heavy!r}\n"
        "import atexit\n"
        "atexit.register(lambda: print([h for h in heavy if h in sys.modules], file=sys.stderr))\n"
    )
    body = (
        command[1]
        if command[0] == "-c"
        else ("sys.argv = ['kg', '--help']\nrunpy.run_module('kg', run_name='__main__')")
    )
    done = subprocess.run(
        [sys.executable, "-c", probe + body], capture_output=True, text=True, check=True
    )
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_the_wheel_holds_kg_with_its_schema_and_nothing_else(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        tops = {name.split("/")[0] for name in names if ".dist-info" not in name}
        assert tops == {"kg"}
        for path in sorted((ROOT / "schema").rglob("*")):
            if path.is_file():
                inside = f"kg/_schema/{path.relative_to(ROOT / 'schema').as_posix()}"
                assert archive.read(inside) == path.read_bytes()
    assert not any("tests/" in name or "__pycache__" in name for name in names)
