"""What pages of many rows have alike: how many rows, links to each other, filters, rows that go together."""

from __future__ import annotations

from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar

R = TypeVar("R")
PAGE_ROWS = 600


class PageLink(NamedTuple):
    """A page of rows: its address from the site's root, what it is called, how many rows there are."""

    url: str
    label: str
    total: int


def list_choices(names: Mapping[str, str], used: Container[str]) -> list[tuple[str, str]]:
    """The entries of a table of names that are in use, in the order of the table."""
    return [each for each in names.items() if each[0] in used]


def group_rows(rows: Iterable[R], key: Callable[[R], Hashable]) -> Iterator[tuple[int, list[R]]]:
    """Rows with the same key, in the order of the first of each; before them how many rows are listed."""
    groups: dict[Hashable, list[R]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    before = 0
    for group in groups.values():
        yield before, group
        before += len(group)
