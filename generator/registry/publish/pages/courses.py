"""The courses of passed plans, this year's and the next's, month by month: what a learner may choose from.

The pages of earlier years stay, so that no address is lost; they say where one finds what was planned.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from ..card import CardCourse, InstitutionCard
from .choices import PAGE_ROWS, group_rows, list_choices


class Month(NamedTuple):
    """A page of the calendar: a month, of one area where `area` is not empty."""

    year: int
    month: int
    area: str = ""

    @property
    def url(self) -> str:
        """The address of the month's page from the site's root."""
        return f"courses/{self.year}-{self.month:02}{f'-{self.area}' if self.area else ''}/"


# A month with how many courses it has, and whether they are on pages for each area.
MonthLink = tuple[Month, int, bool]
# A year of the calendar: its months, and of each field the number of courses in each month.
CourseYear = tuple[int, list[MonthLink], list[tuple[str, list[int]]]]


class CoursesData(NamedTuple):
    """The finder with what it filters by, and the index of the calendar."""

    years: list[CourseYear]
    year: int
    areas: list[tuple[str, str]]
    all_fields: list[str]
    modes: list[str]
    all_months: list[Month]


class MonthData(NamedTuple):
    """The page of a month; `areas` have their pages and number of courses, `months` are those of the year.

    Before the courses of a field stands how many others are listed before them.
    """

    title: str
    page: Month
    area: str
    courses: int
    past: bool
    areas: list[tuple[Month, int]]
    modes: list[str]
    split: bool
    fields: list[tuple[str, int, list[CardCourse]]]
    area_names: dict[str, str]
    months: list[Month]


class CourseCalendar:
    """The calendar of a register on a day; `areas` are what areas are called, in their order.

    A month with more than PAGE_ROWS courses is a page for each area.
    """

    def __init__(self, cards: Sequence[InstitutionCard], areas: Mapping[str, str], day: dt.date) -> None:
        self.cards = cards
        self.areas = areas
        self.day = day

    @cached_property
    def months(self) -> dict[Month, list[CardCourse]]:
        """The courses of each month that has any, by field, then by area, institution and title."""
        courses: dict[Month, list[CardCourse]] = defaultdict(list)
        for card in self.cards:
            for course in card.planned:
                for month in course.months:
                    courses[Month(course.year, month)].append(course)
        order = {area: rank for rank, area in enumerate(self.areas)}
        for rows in courses.values():
            rows.sort(key=lambda row: (row.field, order.get(row.area, -1), row.institution, row.title))
        return dict(sorted(courses.items()))

    @cached_property
    def years(self) -> list[int]:
        """Every year for which a plan had been received by the day."""
        return sorted({year for card in self.cards for year in card.years})

    @cached_property
    def pages(self) -> dict[Month, list[CardCourse]]:
        """The pages: one a month, with one for each area besides where there are many courses."""
        # All twelve months, also those without courses: an address that was there stays.
        pages: dict[Month, list[CardCourse]] = {
            Month(year, month): [] for year in self.years for month in range(1, 13)
        }
        for month, rows in self.months.items():
            pages[month] = rows
            if len(rows) > PAGE_ROWS:
                for row in rows:
                    pages.setdefault(month._replace(area=row.area), []).append(row)
        return pages

    def show_index(self) -> CoursesData:
        """The calendar by field and month, with how many courses there are."""
        years: dict[int, Counter[tuple[str, int]]] = defaultdict(Counter)
        for month, rows in self.months.items():
            years[month.year].update((row.field, month.month) for row in rows)
        months_shown = []
        for year, counts in years.items():
            fields = sorted({field for field, _ in counts})
            rows_of = [(field, [counts[field, month] for month in range(1, 13)]) for field in fields]
            months = [self.build_link(Month(year, month)) for month in range(1, 13)]
            months_shown.append((year, months, rows_of))
        courses = [course for card in self.cards for course in (*card.planned, *card.awaited)]
        of_areas = {each.area for each in courses}
        return CoursesData(
            years=months_shown,
            year=self.day.year,
            areas=list_choices(self.areas, of_areas),
            all_fields=sorted({each.field for each in courses}),
            modes=sorted({each.mode for each in courses}),
            all_months=[Month(*each) for each in sorted({(c.year, m) for c in courses for m in c.months})],
        )

    def build_link(self, month: Month) -> MonthLink:
        """A month with the way to its page."""
        courses = len(self.months.get(month, ()))
        return month, courses, courses > PAGE_ROWS

    def show_page(self, page: Month) -> MonthData:
        """A month's courses by field; of a month with a page for each area, only the areas."""
        rows = self.pages[page]
        split = not page.area and len(rows) > PAGE_ROWS
        by_area = Counter(row.area for row in rows)
        by_field = group_rows(() if split else rows, attrgetter("field"))
        return MonthData(
            title=self.format_title(page),
            page=page,
            area=self.get_area_name(page.area) if page.area else "",
            courses=len(rows),
            past=page.year < self.day.year,
            areas=[(page._replace(area=each), by_area[each]) for each in self.areas if by_area[each]],
            modes=sorted({row.mode for row in rows}),
            split=split,
            fields=[(rows_of_field[0].field, before, rows_of_field) for before, rows_of_field in by_field],
            area_names={area: self.get_area_name(area) for area in by_area},
            months=[each for each in self.months if each.year == page.year],
        )

    def format_title(self, page: Month) -> str:
        """The title of the page of a month."""
        place = f"{self.get_area_name(page.area)}，" if page.area else ""
        return f"{place}{page.year}年{page.month}月的课程"

    def get_area_name(self, area: str) -> str:
        """What an area is called."""
        return self.areas.get(area, area)
