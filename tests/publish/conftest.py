"""A small register in a repository of its own, for tests that need its history."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.repository import make_committed


@pytest.fixture(scope="session")
def three(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three institutions in a repository; not to be changed."""
    return make_committed(tmp_path_factory.mktemp("three") / "register", 3)


@pytest.fixture
def root(three: Path, tmp_path: Path) -> Path:
    """A copy of it, which a test may spoil."""
    return Path(shutil.copytree(three, tmp_path / "register", symlinks=True))
