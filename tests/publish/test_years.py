"""How a year's classes and what was not carried out are told."""

from __future__ import annotations

import pytest

from registry.publish.pages.compared import format_period


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2025-04-07", "2025-04-07", "4月7日"),
        ("2025-04-07", "2025-04-09", "4月7日至9日"),
        ("2025-04-07", "2025-05-09", "4月7日至5月9日"),
        ("2025-11-02", "2026-01-15", "11月2日至次年1月15日"),
        ("2025-11-02", "2026-11-15", "11月2日至次年11月15日"),
    ],
)
def test_a_class_over_new_year_says_so(first: str, last: str, words: str) -> None:
    assert format_period({"from": first, "to": last}) == words
