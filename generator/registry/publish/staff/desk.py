"""The staff's first page and those of each area: what waits and what is due, what is most urgent first."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from ...lifecycle.duties import INSTITUTION, name_owner
from ...lifecycle.endings import get_notice_days
from ...model.register import Register
from ..pages.choices import PAGE_ROWS, group_rows, list_choices
from ..rows import order_name
from .tasks import WHATS, TaskRow, describe_days, list_task_states


class StaffAbout(NamedTuple):
    """The register of a page: its title, day and commit, the public site's address, the program."""

    title: str
    day: dt.date
    commit: str
    address: str
    version: str
    demo: bool


class TaskPart(NamedTuple):
    """Tasks with label, article and note in common, each with its days in words; `before` counts rows."""

    before: int
    rows: list[tuple[TaskRow, str]]

    @property
    def first(self) -> TaskRow:
        """The row that says what all have in common."""
        return self.rows[0][0]


class Filters(NamedTuple):
    """The choices of the filters above rows; `notice` are the days of notice."""

    notice: Sequence[int]
    areas: list[tuple[str, str]]
    holders: list[tuple[str, str]]
    whats: list[tuple[str, str]]
    states: list[tuple[str, str]]


class PartLink(NamedTuple):
    """A link to a part of a long list: its address, which rows it has, whether it is the part shown."""

    url: str
    label: str
    is_current: bool


class AreaCount(NamedTuple):
    """An area on the first page: how many of its tasks stand how, and where its institutions are listed."""

    name: str
    url: str
    counts: Mapping[str, int]
    institutions: int
    list_url: str


class DeskData(NamedTuple):
    """The first page: the areas, and of all tasks the first `shown`; `faulty` counts what the check found."""

    about: StaffAbout
    title: str
    states: Mapping[str, str]
    areas: list[AreaCount]
    faulty: int
    parts: list[TaskPart]
    filters: Filters
    total: int
    shown: int


class DeskAreaData(NamedTuple):
    """A page of an area's tasks: those from `first` to `last` of `total`."""

    about: StaffAbout
    title: str
    name: str
    list_url: str
    institutions: int
    pages: list[PartLink]
    parts: list[TaskPart]
    filters: Filters
    total: int
    first: int
    last: int


class InstitutionLine(NamedTuple):
    """An institution in the list of an area: its states in words, and how many tasks it has."""

    id: str
    name: str
    page: str
    states: list[str]
    tasks: int


class DeskInstitutionsData(NamedTuple):
    """A page of the list of an area's institutions."""

    about: StaffAbout
    title: str
    name: str
    area: str
    pages: list[PartLink]
    rows: list[InstitutionLine]
    total: int


class Desk:
    """The pages of the desk of one register on one day."""

    def __init__(
        self,
        register: Register,
        about: StaffAbout,
        tasks: Sequence[TaskRow],
        lines: Mapping[str, Sequence[InstitutionLine]],
        faulty: int,
    ) -> None:
        self.about = about
        self.tasks = tasks
        self.faulty = faulty
        self.tables = register.tables
        self.notice = sorted(get_notice_days(self.tables, about.day))
        self.states = list_task_states(self.notice)
        self.areas = self.tables.area_names
        self.by_area: dict[str, list[TaskRow]] = {area: [] for area in self.areas}
        # Nothing is held back from staff: a faulty record may name an area that no table has.
        for row in tasks:
            self.by_area.setdefault(row.area, []).append(row)
        self.lines = {
            area: sorted(some, key=lambda item: order_name(item.name)) for area, some in lines.items()
        }

    def show_index(self) -> DeskData:
        """The first page: what waits and what is due in all areas."""
        shown = self.tasks[:PAGE_ROWS]
        areas = [
            AreaCount(
                name,
                build_area_url(area),
                Counter(row.state for row in self.by_area[area]),
                len(self.lines.get(area, ())),
                build_list_url(area),
            )
            for area, name in self.areas.items()
        ]
        return DeskData(
            about=self.about,
            title="待办",
            states=self.states,
            areas=areas,
            faulty=self.faulty,
            parts=self._list_parts(shown),
            filters=self._list_filters(shown, with_areas=True),
            total=len(self.tasks),
            shown=len(shown),
        )

    def list_area_pages(self) -> Iterator[tuple[str, DeskAreaData]]:
        """The pages of each area's tasks, with their addresses."""
        for area, name in self.areas.items():
            rows = self.by_area[area]
            for url, start, pages in split_pages(build_area_url(area), len(rows)):
                shown = rows[start : start + PAGE_ROWS]
                yield (
                    url,
                    DeskAreaData(
                        about=self.about,
                        title=f"待办：{name}",
                        name=name,
                        list_url=build_list_url(area),
                        institutions=len(self.lines.get(area, ())),
                        pages=pages,
                        parts=self._list_parts(shown),
                        filters=self._list_filters(shown, with_areas=False),
                        total=len(rows),
                        first=start + 1,
                        last=start + len(shown),
                    ),
                )

    def list_institution_pages(self) -> Iterator[tuple[str, DeskInstitutionsData]]:
        """The pages of the lists of institutions, with their addresses."""
        for area, name in self.areas.items():
            rows = self.lines.get(area, [])
            for url, start, pages in split_pages(build_list_url(area), len(rows)):
                shown, title = rows[start : start + PAGE_ROWS], f"机构：{name}"
                data = DeskInstitutionsData(
                    self.about, title, name, build_area_url(area), pages, shown, len(rows)
                )
                yield url, data

    def _list_parts(self, rows: Sequence[TaskRow]) -> list[TaskPart]:
        return list_parts(rows, self.about.day)

    def _list_filters(self, rows: Sequence[TaskRow], with_areas: bool) -> Filters:
        """The choices of the filters above some rows: institutions last among those who act."""
        holders = {row.by: name_owner(self.tables, row.by) for row in rows}
        return Filters(
            areas=list_choices(self.areas, {row.area for row in rows}) if with_areas else [],
            holders=sorted(holders.items(), key=lambda holder: (holder[0] == INSTITUTION, holder)),
            notice=self.notice,
            whats=list_choices(WHATS, {row.code for row in rows}),
            states=list_choices(self.states, {row.state for row in rows}),
        )


def list_parts(rows: Sequence[TaskRow], day: dt.date) -> list[TaskPart]:
    """Sorted rows by what they have in common, in the order of the first of each."""
    groups = group_rows(rows, attrgetter("state", "code", "label", "article", "note"))
    return [TaskPart(before, [(row, describe_days(row, day)) for row in group]) for before, group in groups]


def split_pages(url: str, number: int) -> list[tuple[str, int, list[PartLink]]]:
    """The pages of so many rows: the address of each, its first row (from 0), and links to all of them."""
    starts = range(0, max(number, 1), PAGE_ROWS)
    urls = [url if start == 0 else f"{url}{start // PAGE_ROWS + 1}/" for start in starts]
    labels = [f"{start + 1} 至 {min(start + PAGE_ROWS, number)}" for start in starts]
    links = list(zip(urls, labels, strict=True))
    return [
        (own, start, [PartLink(url, label, url == own) for url, label in links])
        for own, start in zip(urls, starts, strict=True)
    ]


def build_area_url(area: str) -> str:
    """The address of an area's tasks, from the site's root."""
    return f"area/{area}/"


def build_list_url(area: str) -> str:
    """The address of the list of an area's institutions."""
    return f"area/{area}/institutions/"
