"""The program as a wheel, installed in an environment of its own: it needs nothing of the checkout."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from tests.conftest import DAY, REPOSITORY, SECOND, build
from tests.files import read_files
from tests.installed import run

TOLD = ("requirements/site.txt", "CHANGELOG.md")  # what a register's lock and `registry update` are made of


def test_the_wheel_has_all_that_the_program_brings_along(installed: Path) -> None:
    (wheel,) = installed.glob("*.whl")
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    command = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--")
    names = run(
        *command, "generator/registry", "schemas", "site", ":!site/forms", *TOLD, cwd=REPOSITORY
    ).stdout
    paths = [path for path in names.rstrip("\0").split("\0") if (REPOSITORY / path).is_file()]
    own = {path.removeprefix("generator/") for path in paths if path.startswith("generator/")}
    assert packed == own | {f"registry/{path}" for path in paths if not path.startswith("generator/")}
    assert "registry/site/theme/partials/copyright.html" in packed


def test_it_checks_and_builds_a_city_as_the_checkout_does(installed: Path, tmp_path: Path) -> None:
    root = tmp_path / "city"
    shutil.copytree(SECOND / "records", root / "records")
    shutil.copy(SECOND / "mkdocs.yml", root)
    assert "INHERIT" not in (root / "mkdocs.yml").read_text("utf-8")
    command, on = installed / "venv/bin/registry", ("--on", DAY.isoformat(), "--workers", "1")
    place = run(installed / "venv/bin/python", "-c", "import registry; print(registry.__file__)", cwd=root)
    assert place.stdout.startswith(f"{installed}/venv/lib/")
    checked = run(command, "check", *on, cwd=root)
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout
    result = run(command, "build", *on, cwd=root)
    assert result.returncode == 0, result.stderr
    assert result.stdout.endswith(" 个页面：public/\n")
    assert read_files(root / "public") == read_files(build(root, tmp_path / "anew"))
