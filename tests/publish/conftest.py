"""A small register in a repository of its own, for tests that need its history."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import build
from tests.once import Once
from tests.repository import git, make_committed


@pytest.fixture(scope="session")
def three(once: Once) -> Path:
    """Three institutions in a repository; not to be changed.

    Packed: a copy of it is made for a hundred tests, of half as many files.
    """

    def make(folder: Path) -> None:
        git(make_committed(folder, 3), "repack", "-adq")

    return once.make("three", make)


@pytest.fixture(scope="session")
def three_site(once: Once, three: Path) -> Path:
    """The site of the three."""

    def make(folder: Path) -> None:
        register = shutil.copytree(three, folder / "register", symlinks=True)
        build(register, folder / "public")

    return once.make("three-site", make) / "public"


@pytest.fixture
def root(three: Path, tmp_path: Path) -> Path:
    """A copy of it, which a test may spoil."""
    return Path(shutil.copytree(three, tmp_path / "register", symlinks=True))
