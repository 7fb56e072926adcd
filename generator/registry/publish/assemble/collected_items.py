"""What statistics and lists of the whole register hold, gathered while institutions are made one by one."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from ..card import ListRow
from ..open_data.decisions import DecisionItem
from ..open_data.duties import OwedDuty
from ..open_data.files import ListedItems
from ..pages.news import NewsRow, compute_oldest_news_day
from ..pages.statistics import Tally, TallySum


class CollectedItems(NamedTuple):
    """What the institutions have in the statistics and the lists of the whole register.

    `total` is what they add up to. Of each, with its row, there are its latest news, what it owes and the
    decisions.
    """

    total: Tally
    news: list[NewsRow]
    owed: list[tuple[OwedDuty, ListRow]]
    decisions: list[tuple[DecisionItem, ListRow]]


class ItemCollector:
    """Collects what each institution has, for the pages of one day."""

    def __init__(self, day: dt.date) -> None:
        self._oldest = compute_oldest_news_day(day)
        self._tallies = TallySum()
        self._lists = CollectedItems({}, [], [], [])

    def add(self, row: ListRow, tally: Tally, items: ListedItems) -> None:
        """Add what an institution has; of its news those that are shown entry by entry."""
        self._tallies.add(tally)
        self._lists.news.extend(NewsRow(item, row) for item in items.latest if item.day >= self._oldest)
        self._lists.owed.extend((each, row) for each in items.owed)
        self._lists.decisions.extend((each, row) for each in items.decisions)

    def finish(self) -> CollectedItems:
        """What all that were added have."""
        return self._lists._replace(total=self._tallies.total)
