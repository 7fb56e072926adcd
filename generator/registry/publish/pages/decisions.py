"""The decisions on institutions, by year: what each is today and what became of it, in neutral words."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from ..card import ListRow
from ..open_data.decisions import STATES, DecisionItem
from .choices import PAGE_ROWS, PageLink, list_choices

MAX_LATEST = 20  # decisions on the first page


class DecisionRow(NamedTuple):
    """A decision with its institution, and what it is today in a word."""

    item: DecisionItem
    institution: ListRow
    label: str


class DecisionsData(NamedTuple):
    """The first page: the latest decisions, and the years from the latest on."""

    latest: list[DecisionRow]
    years: list[PageLink]


class DecisionYearData(NamedTuple):
    """The page of a year: its latest decisions, how many there are, and by what they are filtered."""

    title: str
    url: str
    label: str
    total: int
    rows: list[DecisionRow]
    kinds: list[tuple[str, str]]
    states: list[tuple[str, str]]
    areas: list[tuple[str, str]]
    years: list[PageLink]


class DecisionPages:
    """The decisions of a register on a day; `areas` are what areas are called, in their order.

    Of each year since that of `begun` there is a page.
    """

    def __init__(
        self,
        entries: Sequence[tuple[DecisionItem, ListRow]],
        areas: Mapping[str, str],
        day: dt.date,
        begun: dt.date,
    ) -> None:
        self.areas = areas
        self.entries = [
            DecisionRow(item, row, STATES[item.state])
            for item, row in sorted(entries, key=lambda entry: (entry[0].order(), entry[1].id), reverse=True)
        ]
        by_year: dict[int, list[DecisionRow]] = defaultdict(list)
        for entry in self.entries:
            # What came before has no page of its own: it would go with the last that may be shown.
            by_year[max(entry.item.day.year, begun.year)].append(entry)
        years = range(day.year, begun.year - 1, -1)
        self.pages = {f"decisions/{year:04}/": (f"{year}年", by_year[year]) for year in years}

    def list_years(self) -> list[PageLink]:
        """The pages of the years."""
        return [PageLink(url, label, len(rows)) for url, (label, rows) in self.pages.items()]

    def show_index(self) -> DecisionsData:
        """The first page: the latest decisions, and the years."""
        return DecisionsData(self.entries[:MAX_LATEST], self.list_years())

    def show_page(self, url: str) -> DecisionYearData:
        """The page of a year."""
        label, rows = self.pages[url]
        shown = rows[:PAGE_ROWS]
        return DecisionYearData(
            title=f"{label}的决定和整改",
            url=url,
            label=label,
            total=len(rows),
            rows=shown,
            kinds=sorted({(row.item.code, row.item.kind) for row in shown}, key=itemgetter(1)),
            states=list_choices(STATES, {row.item.state for row in shown}),
            areas=list_choices(self.areas, {row.institution.area_id for row in shown}),
            years=self.list_years(),
        )
