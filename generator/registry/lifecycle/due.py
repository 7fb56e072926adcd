"""What is due in an area: overdue, due soon, what ends; and, of the city, what the register itself needs."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from ..model.dossier import Dossier
from ..model.register import Register
from ..model.tables import Tables
from .duties import INSTITUTION, Duty, derive_duties
from .endings import Ending, find_regulation_ending, list_announced
from .filing import find_place
from .status import derive_status

# How many days ahead a due date is told.
SOON = 45
# The month and day, in the year before, by which a year's calendar of working days is to be recorded.
CALENDAR_DUE = (12, 15)


class DueItem(NamedTuple):
    """Something due: what, by whom, by when (None: no date is set), the article.

    `dossier` is the institution's whom it is about; None where it is the register itself.
    """

    dossier: Dossier | None
    what: str
    by: str
    on: dt.date | None
    article: str
    note: str = ""


class AreaDues(NamedTuple):
    """What is due in one area: overdue, by a day soon, without a date, and what ends soon."""

    overdue: list[DueItem]
    soon: list[DueItem]
    undated: list[DueItem]
    ending: list[DueItem]

    @property
    def anything(self) -> bool:
        return any(self)


def list_due(register: Register, area: str, day: dt.date) -> AreaDues:
    """What is due in an area on `day`, the soonest first."""
    found = AreaDues([], [], [], [])
    until = day + dt.timedelta(SOON)
    for dossier in register.dossiers.values():
        if find_place(dossier, day)[0] != area:
            continue
        for duty in derive_duties(dossier, day):
            due = _due(dossier, duty)
            if duty.overdue:
                found.overdue.append(due)
            elif duty.due is None:
                found.undated.append(due)
            elif duty.due <= until:
                found.soon.append(due)
        for ending in list_announced(dossier, derive_status(dossier, day), day):
            found.ending.append(_due_ending(register.tables, dossier, ending, day))
    if area == register.tables.find_regulation(day).city_area:
        _add_register(found, register.tables, day)
    for part in found:
        part.sort(key=lambda due: (due.on or dt.date.max, due.dossier.id if due.dossier else "", due.what))
    return found


def _add_register(found: AreaDues, tables: Tables, day: dt.date) -> None:
    """Add what the register itself needs of the city bureau: calendars, and what follows its regulation."""
    for year, due in find_missing_calendars(tables, day):
        (found.overdue if due < day else found.soon).append(_due_calendar(tables, year, due))
    ending = find_regulation_ending(tables, day)
    if ending and ending.count_notice(day) is not None:
        found.ending.append(_due_ending(tables, None, ending, day))


def find_missing_calendars(tables: Tables, day: dt.date) -> list[tuple[int, dt.date]]:
    """The years of which neither the register nor the library knows the working days, and when they are due.

    A calendar is due in the year before. Looked for are the year of `day` and, from some days before it is
    due, the next.
    """
    years = [year for year in (day.year, day.year + 1) if year <= dt.MAXYEAR]
    due = [(year, dt.date(max(year - 1, dt.MINYEAR), *CALENDAR_DUE)) for year in years]
    return [
        (year, on)
        for year, on in due
        if on - dt.timedelta(SOON) <= day and not tables.working_days.knows(year)
    ]


def _due_calendar(tables: Tables, year: int, due: dt.date) -> DueItem:
    by = tables.get_name(tables.city_bureau(due))
    return DueItem(None, f"录入 {year} 年的工作日历", by, due, "", "国务院办公厅的放假安排公布以后")


def _due_ending(tables: Tables, dossier: Dossier | None, ending: Ending, day: dt.date) -> DueItem:
    by = "机构" if ending.by == INSTITUTION else tables.get_name(ending.by)
    note = f"{ending.count_notice(day)} 天内；{ending.advice}"
    return DueItem(dossier, ending.label, by, ending.last, ending.article, note)


def _due(dossier: Dossier, duty: Duty) -> DueItem:
    by = "机构" if duty.by == INSTITUTION else dossier.tables.get_name(duty.by)
    to = f" → {'、'.join(dossier.tables.get_name(each) for each in duty.to)}" if duty.to else ""
    note = "；".join(filter(None, ("目标，不是期限" if duty.target else "", duty.note)))
    return DueItem(dossier, duty.label, by + to, duty.due, duty.article, note)
