"""What all processes of a test run share: it is made by the first one that asks for it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


class Once:
    """A folder that the processes of one run have in common."""

    def __init__(self, factory: pytest.TempPathFactory) -> None:
        own = factory.getbasetemp()
        self.folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def make(self, name: str, make: Callable[[Path], object]) -> Path:
        """Return the folder `name`, which the first process fills by `make`; the others wait meanwhile."""
        folder, mark_file = self.folder / name, self.folder / f"{name}.made"
        with FileLock(self.folder / f"{name}.lock"):
            if not mark_file.exists():
                shutil.rmtree(folder, ignore_errors=True)  # what one who failed has left
                make(folder)
                mark_file.touch()
        return folder
