"""What is guessed at, and what is not: a wrong guess is worse than none."""

from __future__ import annotations

from itertools import product

import pytest

from registry.suggest import find_nearest, is_one_slip, list_rests

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
        ("dongc-hrss", ""),
        ("", ""),
    ],
)
def test_guess(name: str, guess: str) -> None:
    assert find_nearest(name, KNOWN) == guess


def test_texts_of_one_slip_have_a_rest_in_common() -> None:
    texts = ["".join(each) for size in range(5) for each in product("甲乙丙", repeat=size)]
    slips = [(one, other) for one, other in product(texts, repeat=2) if is_one_slip(one, other)]
    assert {("甲乙", "乙甲"), ("甲乙", "甲丙"), ("甲乙", "甲乙丙"), ("甲乙", "乙")} <= {*slips}
    assert [pair for pair in slips if list_rests(pair[0]).isdisjoint(list_rests(pair[1]))] == []
