"""The program as a wheel, in an environment of its own; and a next version of it, made of the wheel."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

from tests.conftest import REPOSITORY

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet")
# What is asked for here is neither looked for in the checkout nor told anything by it.
ALONE = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=cwd, env=ALONE, capture_output=True, text=True, check=False)


def build_wheel(folder: Path) -> None:
    """Build the wheel of the checkout into `folder`, as .ci/release.py does, and install it there."""
    result = run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=REPOSITORY)
    assert result.returncode == 0, result.stderr
    (wheel,) = folder.glob("*.whl")
    install(wheel, folder / "venv")


def install(wheel: Path, place: Path) -> None:
    """Install a wheel into a new environment; its dependencies are those of the tests."""
    venv.create(place, symlinks=True)
    result = run(
        *PIP, "--python", place / "bin/python", "install", "--no-deps", "--no-index", wheel, cwd=place.parent
    )
    assert result.returncode == 0, result.stderr
    (packages,) = place.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), "utf-8")


def unpack(wheel: Path, folder: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)


def pack(folder: Path, version: str, place: Path) -> Path:
    """Pack what was unpacked, and changed, as a wheel of another version."""
    (inside,) = folder.glob("*.dist-info")
    name, old = inside.name.removesuffix(".dist-info").rsplit("-", 1)
    for file in (inside / "METADATA", folder / "registry/__init__.py"):
        file.write_text(file.read_text("utf-8").replace(old, version, 1), "utf-8")
    inside.rename(folder / f"{name}-{version}.dist-info")
    (folder / f"{name}-{version}.dist-info/RECORD").write_text("", "utf-8")
    wheel = place / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder))
    return wheel
