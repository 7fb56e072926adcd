"""Rows of the lists of the whole register, gathered while its institutions are made one by one."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from ..card import ListRow
from ..open_data.decisions import DecisionItem
from ..open_data.duties import OwedDuty
from ..open_data.files import ListedItems
from ..pages.news import NewsRow


class CollectedItems(NamedTuple):
    """What the institutions have in the lists of the whole register.

    Their latest news, and each with its institution what is owed and the decisions.
    """

    news: list[NewsRow]
    owed: list[tuple[OwedDuty, ListRow]]
    decisions: list[tuple[DecisionItem, ListRow]]

    def add(self, items: ListedItems, row: ListRow, first: dt.date) -> None:
        """Add those of an institution, of its news those from a day on."""
        self.news.extend(NewsRow(item, row) for item in items.latest if item.day >= first)
        self.owed.extend((each, row) for each in items.owed)
        self.decisions.extend((each, row) for each in items.decisions)


def start_items() -> CollectedItems:
    """The lists of no institution yet, to which each institution's are added."""
    return CollectedItems([], [], [])
