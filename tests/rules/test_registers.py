"""The registers of this repository are lawful: its own, an empty one, and that of another city."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from registry.rules.checking import examine
from registry.settings import HOME

DAY = dt.date(2026, 6, 1)
ROOTS = [HOME, HOME / "tests/registers/empty", HOME / "tests/registers/second"]


@pytest.mark.parametrize("root", ROOTS, ids=["own", "empty", "second"])
def test_register_has_no_error(root: Path) -> None:
    examined = examine(root, DAY)
    assert examined.files > 0
    assert [each for each in examined.findings if each.severity == "error"] == []


@pytest.mark.parametrize("root", [HOME, HOME / "tests/registers/second"], ids=["own", "second"])
def test_register_holds_dossiers(root: Path) -> None:
    register = examine(root, DAY).register
    assert len(register.dossiers) == len(register.folders) > 0
