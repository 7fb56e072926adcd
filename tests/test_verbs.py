"""Public functions say what they do: most begin with a verb."""

from __future__ import annotations

import pytest

from tests.verbs import begins_with_verb, list_functions


def test_most_public_functions_begin_with_a_verb() -> None:
    names = [name for _, name in list_functions()]
    assert sum(map(begins_with_verb, names)) >= 0.85 * len(names)


@pytest.mark.parametrize(
    ("name", "begins"), [("list_events", True), ("is_listed", True), ("told", False), ("listing", False)]
)
def test_what_begins_with_a_verb(name: str, begins: bool) -> None:
    assert begins_with_verb(name) == begins
