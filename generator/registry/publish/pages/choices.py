"""By what the rows of a page are filtered, and how many rows a page has."""

from __future__ import annotations

from collections.abc import Container, Mapping

PAGE_ROWS = 600


def list_choices(names: Mapping[str, str], used: Container[str]) -> list[tuple[str, str]]:
    """The entries of a table of names that are in use, in the order of the table."""
    return [each for each in names.items() if each[0] in used]
