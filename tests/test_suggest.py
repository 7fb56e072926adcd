"""What is guessed at, and what is not: a wrong guess is worse than none."""

from __future__ import annotations

import pytest

from registry.suggest import find_nearest

KNOWN = ("demo-001", "demo-018", "demo-098", "yc-hrss", "tinghu")


@pytest.mark.parametrize(
    ("name", "guess"),
    [
        ("dmeo-018", "demo-018"),
        ("demp-018", "demo-018"),
        ("deo-018", "demo-018"),
        ("deemo-018", "demo-018"),
        ("demo-1", ""),
        ("demo-081", ""),
        ("demo-099", ""),
        ("demo", ""),
        ("dmoe-x018", ""),
        ("tinghuu", "tinghu"),
        ("tinghu1", ""),
        ("yc-hrs", "yc-hrss"),
        ("", ""),
    ],
)
def test_guess(name: str, guess: str) -> None:
    assert find_nearest(name, KNOWN) == guess
