"""What became public lately, by month and by area, by the day on which the register came to know of it.

The pages of earlier months stay, so that no address is lost; they say where one finds what they held.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from ..card import ListRow
from ..open_data.news import NewsItem
from .charts import ChartNumbers, SheetRow
from .choices import PAGE_ROWS, PageLink, list_choices

# How many months are shown entry by entry, this one included.
MONTHS = 13
MAX_LATEST = 40  # entries on the first page
# All of them as CSV; of which day it is stands on the pages.
SHEET = ChartNumbers(
    "news",
    "最近变化",
    ("录入日期", "发生日期", "种类", "事项", "机构编号", "机构", "监督地区", "页面"),
    [],
    "news",
)


class NewsRow(NamedTuple):
    """An entry with its institution; those of published lists have none, nor an area."""

    item: NewsItem
    institution: ListRow | None = None


class NewsData(NamedTuple):
    """The first page: the latest entries, the months from the latest on, the areas.

    `span` is how many months are shown; `feed` and `sheet` are the addresses of the register's feed and of
    all entries as CSV.
    """

    latest: list[NewsRow]
    months: list[PageLink]
    areas: list[PageLink]
    span: int
    feed: str
    sheet: str


class NewsPageData(NamedTuple):
    """The page of a month or an area: its latest entries and how many there are, what they are filtered by.

    `over` says that the month is no longer shown, `span` how many months are; `beside` are the pages of the
    months or areas, under a title. `kinds` and `areas` (code and name) say how many of the entries shown are
    of each, `sheet` where all of them are as CSV.
    """

    title: str
    url: str
    label: str
    over: bool
    span: int
    total: int
    rows: list[NewsRow]
    kinds: list[tuple[str, str, int]]
    areas: list[tuple[str, str, int]]
    beside: list[PageLink]
    beside_title: str
    sheet: str


class NewsPages:
    """The news of a register on a day; `areas` are what areas are called, in their order.

    Of each month since that of `begun` there is a page.
    """

    def __init__(
        self, entries: Sequence[NewsRow], areas: Mapping[str, str], day: dt.date, begun: dt.date
    ) -> None:
        self.areas = areas
        self.months = list_months(begun, day)
        self.recent_months = self.months[:MONTHS]
        recent = (each for each in entries if name_month(each.item.day) in self.recent_months)
        self.entries = sorted(recent, key=lambda row: row.item.order(), reverse=True)

    @cached_property
    def pages(self) -> dict[str, tuple[str, list[NewsRow]]]:
        """What each page is called and its entries, by address: months and then areas."""
        pages: dict[str, tuple[str, list[NewsRow]]] = {
            build_address(month): (f"{month[:4]}年{int(month[5:])}月", []) for month in self.months
        }
        pages |= {build_address(f"area-{area}"): (name, []) for area, name in self.areas.items()}
        for row in self.entries:
            pages[build_address(name_month(row.item.day))][1].append(row)
            if row.institution:
                pages[build_address(f"area-{row.institution.area_id}")][1].append(row)
        return pages

    def list_links(self, of_areas: bool) -> list[PageLink]:
        """The pages of the areas, or those of the months that are shown."""
        names = [f"area-{area}" for area in self.areas] if of_areas else self.recent_months
        pages = {url: self.pages[url] for url in map(build_address, names)}
        return [PageLink(url, label, len(rows)) for url, (label, rows) in pages.items()]

    def show_index(self, feed: str) -> NewsData:
        """The first page; `feed` is the address of the register's feed."""
        months, areas = self.list_links(of_areas=False), self.list_links(of_areas=True)
        return NewsData(self.entries[:MAX_LATEST], months, areas, MONTHS, feed, SHEET.url)

    def build_sheet(self) -> ChartNumbers:
        """All entries that are shown."""
        return SHEET._replace(rows=[build_sheet_row(*row) for row in self.entries])

    def show_page(self, url: str) -> NewsPageData:
        """The page of a month or an area."""
        label, rows = self.pages[url]
        of_area = url.startswith("news/area-")
        shown = rows[:PAGE_ROWS]
        kinds = Counter((row.item.code, row.item.kind) for row in shown)
        by_area = Counter(row.institution.area_id for row in shown if row.institution)
        areas = [(area, name, by_area[area]) for area, name in list_choices(self.areas, by_area)]
        return NewsPageData(
            title=f"{label}{'最近' if of_area else ''}的变化",
            url=url,
            label=label,
            over=not of_area and url not in map(build_address, self.recent_months),
            span=MONTHS,
            total=len(rows),
            rows=shown,
            kinds=[(code, kind, count) for (code, kind), count in kinds.most_common()],
            areas=[] if of_area else areas,
            beside=self.list_links(of_area),
            beside_title="各地区的变化" if of_area else "各月的变化",
            sheet=SHEET.url,
        )


def build_sheet_row(item: NewsItem, institution: ListRow | None) -> SheetRow:
    """An entry as the columns of SHEET have it; a list has no institution and no area."""
    whose = (institution.id, institution.name, institution.area) if institution else ("", "", "")
    days = item.day.isoformat(), item.happened.isoformat()
    return (*days, item.kind, item.title, *whose, item.page)


def build_address(name: str) -> str:
    """The address of a page of the news from the site's root, by the month (2026-03) or area (area-ID)."""
    return f"news/{name}/"


def compute_oldest_news_day(day: dt.date) -> dt.date:
    """The first day that is shown entry by entry on a day."""
    # As one number of months the turn of a year is no case of its own.
    number = day.year * 12 + day.month - MONTHS
    return dt.date(number // 12, number % 12 + 1, 1)


def name_month(day: dt.date) -> str:
    """The month of a day: 2026-03."""
    return f"{day:%Y-%m}"


def list_months(first: dt.date, last: dt.date) -> list[str]:
    """All months from that of one day to that of another, the latest first; none where it comes before."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"{each // 12}-{each % 12 + 1:02}" for each in reversed(numbers)]
