"""A forge and two clones of it, for each test its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conftest import SECOND
from tests.once import Once
from tests.proposal.world import World, find_world, make_world


def _make(folder: Path, records: Path | None = None) -> None:
    folder.mkdir()
    make_world(folder, records)


@pytest.fixture
def world(once: Once, tmp_path: Path) -> World:
    """With a register of a few lines, which no check would pass."""
    source = once.make("world", _make)
    return find_world(Path(shutil.copytree(source, tmp_path / "world", symlinks=True)))


@pytest.fixture
def second_world(once: Once, tmp_path: Path) -> World:
    """With the second city's register."""
    source = once.make("second-world", lambda folder: _make(folder, SECOND / "records"))
    return find_world(Path(shutil.copytree(source, tmp_path / "world", symlinks=True)))
