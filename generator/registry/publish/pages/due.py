"""What is due and overdue in the whole city: who owes it, to whom, by when, and whom to call.

How many days are left is computed here, as of the day of the publication. What institutions owe by a day,
what authorities have to do, what has no limit and what is a target alone stand apart from each other.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import NamedTuple

from ...display import format_day, format_days_left
from ...lifecycle.duties import DUTIES, INSTITUTION, name_owner
from ...lifecycle.endings import get_notice_days
from ...lifecycle.means import Means
from ...model.tables import Tables
from ..card import ListRow
from ..open_data.duties import OwedDuty
from ..open_data.publication import FOLDER
from .choices import PAGE_ROWS, group_rows, list_choices

# In which part of the list a duty stands: what has a limit first, what has none or only a target last.
PARTS = {
    "due": "机构办理，有期限",
    "office": "机关办理",
    "undated": "机构办理，未规定期限",
    "target": "机关办理，目标日期（不是期限）",
}
NUMBERS = {part: number for number, part in enumerate(PARTS)}
# The columns below what is due; in a list of one area that of the areas is left out.
COLUMNS = ("机构", "监督地区", "由谁办理", "期限", "电话")
OF_AREA = (COLUMNS[0], *COLUMNS[2:])
MAX_FIRST = 100  # overdue duties on the first page; the page of all that is overdue has more


class DueRow(NamedTuple):
    """A duty in the list: what, whose, by whom to whom, how it stands, and whom to call.

    `days` is in words, as of the day of the publication; `by` is the id of the authority that must act, or
    "institution".
    """

    institution: ListRow
    area: str
    area_name: str
    code: str
    label: str
    by: str
    who: str
    to: str
    part: str
    state: str
    due: str
    days: str
    phone: str
    article: str
    note: str
    means: Means


class DuePart(NamedTuple):
    """What is due alike: the part of the list, how many rows come before, and its own rows.

    `by` and `state` are those of all its rows, None where they differ.
    """

    label: str
    before: int
    rows: list[DueRow]

    @property
    def first(self) -> DueRow:
        """The row that says what all have in common: what is due, its article, the note."""
        return self.rows[0]

    @property
    def means(self) -> Means | None:
        """What it takes, where that can be had on the site: that of the first that has nothing handed in."""
        return next((row.means for row in self.rows if row.means.blank), None)

    @property
    def by(self) -> str | None:
        """Who must act, where that is the same in all rows; else None, and each row says it."""
        return self.first.by if len({row.by for row in self.rows}) == 1 else None

    @property
    def state(self) -> str | None:
        """How the duties stand, where that is the same in all rows; else None, and each row says it."""
        return self.first.state if len({row.state for row in self.rows}) == 1 else None


class DuePlace(NamedTuple):
    """A page of the list: its address from the site's root, and what it is called.

    Of an area `counts` are its rows by state, and `calendar` is the address of its calendar; of a state both
    are empty.
    """

    url: str
    label: str
    counts: dict[str, int]
    calendar: str = ""


class DueData(NamedTuple):
    """The first page: areas with what is due, the sums, and the first of what is overdue.

    `codes` and `held` are the kinds and the areas by which that is filtered.
    """

    day: str
    states: dict[str, str]
    areas: list[DuePlace]
    totals: list[tuple[str, int]]
    parts: list[DuePart]
    columns: Sequence[str]
    overdue: int
    shown: int
    codes: list[tuple[str, str]]
    held: list[tuple[str, str]]
    calendar: str


class DuePageData(NamedTuple):
    """The page of an area, or of all that stands alike: its rows by part, and by what they are filtered.

    `calendar` and `overview` are the addresses of those of the area, empty on the page of all areas.
    """

    title: str
    label: str
    day: str
    total: int
    shown: int
    parts: list[DuePart]
    columns: Sequence[str]
    codes: list[tuple[str, str]]
    holders: list[tuple[str, str]]
    states: list[tuple[str, str]]
    areas: list[tuple[str, str]]
    beside: list[DuePlace]
    beside_title: str
    url: str
    calendar: str
    overview: str


class DueList(NamedTuple):
    """What is listed on a page, in order, each with its institution; `counts` how many by state."""

    label: str
    owed: list[tuple[OwedDuty, ListRow]]
    counts: Counter[str]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.owed)

    def add(self, item: tuple[OwedDuty, ListRow], state: str) -> None:
        """Add a duty, with its institution, and how it stands."""
        self.owed.append(item)
        self.counts[state] += 1


class DuePages:
    """What is due in a register on a day; there is a page for each area and for each state."""

    def __init__(self, owed: Sequence[tuple[OwedDuty, ListRow]], tables: Tables, day: dt.date) -> None:
        self.tables = tables
        self.day = day
        self.notice_days = tuple(sorted(get_notice_days(tables, day)))
        self.states = list_states(self.notice_days)
        # A row is built when it is shown: of tens of thousands the pages show a few.
        self.owed = sorted(owed, key=order_owed)

    def build_row(self, owed: OwedDuty, institution: ListRow) -> DueRow:
        """A duty in the list."""
        duty, name = owed.duty, self.tables.get_name
        return DueRow(
            institution=institution,
            area=owed.area,
            area_name=self.tables.area_names.get(owed.area, ""),
            code=duty.code,
            label=duty.label,
            by=duty.by,
            who=name_owner(self.tables, duty.by),
            to="、".join(map(name, duty.to)),
            part=find_part(owed),
            state=find_state(owed, self.day, self.notice_days),
            due=duty.due.isoformat() if duty.due else "",
            days=describe_days(owed, self.day),
            phone=owed.phone,
            article=duty.article,
            note=duty.note,
            means=owed.means,
        )

    @cached_property
    def pages(self) -> dict[str, DueList]:
        """What is listed on each page, by address: areas and then states."""
        of_areas = {area: DueList(name, [], Counter()) for area, name in self.tables.area_names.items()}
        of_states = {state: DueList(label, [], Counter()) for state, label in self.states.items()}
        for owed, institution in self.owed:
            state = find_state(owed, self.day, self.notice_days)
            of_states[state].add((owed, institution), state)
            if of_area := of_areas.get(owed.area):
                of_area.add((owed, institution), state)
        pages = {build_area_url(area): each for area, each in of_areas.items()}
        return pages | {f"due/state-{state}/": each for state, each in of_states.items()}

    @cached_property
    def places(self) -> list[DuePlace]:
        """The areas of the day, and those in which there is something to do."""
        places = []
        for area in self.tables.areas.values():
            url = build_area_url(area.id)
            counts, there = self.pages[url].counts, area.valid_to is None or self.day <= area.valid_to
            if counts or there:
                places.append(DuePlace(url, area.name, counts, build_calendar_url(url)))
        return places

    def show_index(self) -> DueData:
        """The page of the whole register: what is due in which area."""
        totals = [(state, self.pages[f"due/state-{state}/"].total) for state in self.states]
        overdue = self.build_shown("due/state-past/", MAX_FIRST)
        return DueData(
            day=format_day(self.day),
            states=self.states,
            areas=self.places,
            totals=totals,
            parts=list_parts(overdue),
            columns=COLUMNS,
            overdue=dict(totals)["past"],
            shown=len(overdue),
            codes=self.list_codes(overdue),
            held=self.list_areas(overdue),
            calendar=build_calendar_url("due/"),
        )

    def show_page(self, url: str) -> DuePageData:
        """The page of an area or a state."""
        label, shown, of_area = self.pages[url].label, self.build_shown(url), url.startswith("due/area-")
        return DuePageData(
            title=f"到期和待办：{label}",
            label=label,
            day=format_day(self.day),
            total=self.pages[url].total,
            shown=len(shown),
            parts=list_parts(shown),
            columns=OF_AREA if of_area else COLUMNS,
            codes=self.list_codes(shown),
            holders=sorted(
                {(row.by, row.who) for row in shown}, key=lambda item: (item[0] != INSTITUTION, item)
            ),
            states=list_choices(self.states, {row.state for row in shown}) if of_area else [],
            areas=[] if of_area else self.list_areas(shown),
            beside=self.places if of_area else self.list_state_places(),
            beside_title="各地区" if of_area else "各种状态",
            url=url,
            calendar=build_calendar_url(url) if of_area else "",
            overview=url.replace("due/", "overview/", 1) if of_area else "",
        )

    def build_shown(self, url: str, most: int = PAGE_ROWS) -> list[DueRow]:
        """The rows that a page shows: the first of those that are listed at an address."""
        return [self.build_row(*each) for each in self.pages[url].owed[:most]]

    def list_codes(self, rows: Sequence[DueRow]) -> list[tuple[str, str]]:
        """The kinds of duties among some rows, each with its name."""
        return list_choices(DUTIES, {row.code for row in rows})

    def list_areas(self, rows: Sequence[DueRow]) -> list[tuple[str, str]]:
        """The areas of some rows, each with its name."""
        return list_choices(self.tables.area_names, {row.area for row in rows})

    def list_state_places(self) -> list[DuePlace]:
        """The pages of the states."""
        return [DuePlace(f"due/state-{state}/", label, {}) for state, label in self.states.items()]


def find_part(owed: OwedDuty) -> str:
    """The part of the list in which a duty stands."""
    if owed.of_institution:
        return "due" if owed.duty.due else "undated"
    return "target" if owed.duty.target else "office"


def order_owed(item: tuple[OwedDuty, ListRow]) -> tuple[int, dt.date, str, str]:
    """Sort key: by part, then the soonest, what has no day last."""
    owed, institution = item
    return NUMBERS[find_part(owed)], owed.duty.due or dt.date.max, owed.duty.code, institution.id


def build_area_url(area: str) -> str:
    """The address of an area's page, from the site's root."""
    return f"due/area-{area}/"


def build_calendar_url(page: str) -> str:
    """The address of the calendar that says the same as a page, from the site's root."""
    return f"{FOLDER}{page.removesuffix('/')}.ics"


def list_parts(rows: Sequence[DueRow]) -> list[DuePart]:
    """The rows of a sorted list by part and by what is due, which so is said once; the soonest first."""
    groups = group_rows(rows, attrgetter("part", "code", "label", "article", "note"))
    return [DuePart(PARTS[group[0].part], before, group) for before, group in groups]


def list_states(days: Sequence[int]) -> dict[str, str]:
    """How a duty may stand on a day, by code: those of institutions by the days that are left.

    `days` are how many before the last one notice is given, the fewest first; a code is at most so many.
    """
    # One beginning more than there are ends: the last is that of `later`.
    spans = zip((0, *(each + 1 for each in days)), days, strict=False)
    within = {str(last): f"{first} 至 {last} 天" if first else f"{last} 天内" for first, last in spans}
    later = {"later": f"{days[-1]} 天以后"}
    return {"past": "期限已过", **within, **later, "office": "机关待办", "undated": "未规定期限"}


def find_state(owed: OwedDuty, day: dt.date, days: tuple[int, ...]) -> str:
    """How a duty stands on a day, by the codes of list_states."""
    if not owed.of_institution:
        return "office"
    if owed.duty.due is None:
        return "undated"
    return find_due_state(owed.duty.due, day, days)


# Tens of thousands of duties are due on a few dozen days.
@lru_cache(1 << 12)
def find_due_state(due: dt.date, day: dt.date, days: tuple[int, ...]) -> str:
    """How what has a last day stands, by the codes of list_states."""
    left = (due - day).days
    return "past" if left < 0 else next((str(most) for most in days if left <= most), "later")


def describe_days(owed: OwedDuty, day: dt.date) -> str:
    """How many days are left or over, in words; empty where there is no day to count from."""
    due, since = owed.duty.due, owed.duty.since
    if due is None:
        # `since` is the first day after the term, and is counted.
        return f"整改期限已满 {(day - since).days + 1} 天" if since else ""
    return format_days_left(due, day)
