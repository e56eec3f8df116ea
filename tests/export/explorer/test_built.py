"""What ships is what the sources give, and the wheel has it without them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
WEB = ROOT / "kg/export/explorer/web"


@pytest.mark.skipif(
    not (WEB / "node_modules").is_dir() or shutil.which("node") is None,
    reason="needs node, and npm ci in kg/export/explorer/web",
)
def test_the_built_program_is_what_the_sources_give() -> None:
    done = subprocess.run(
        ["node", "build.mjs", "--check"], cwd=WEB, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_wheel_has_the_built_program_and_no_sources(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = [name for name in archive.namelist() if "explorer/web/" in name]

    assert sorted(name.split("explorer/web/")[1] for name in names) == [
        "built/explorer.css",
        "built/explorer.js",
        "page.html",
    ]
