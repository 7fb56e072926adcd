"""Dates as the regulation counts them: years on, deadlines that roll, so many working days on."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
from typing import NamedTuple

from ..model.tables import Tables
from ..model.working_days import ONE_DAY, SATURDAY, WorkingDays


class Deadline(NamedTuple):
    """The last day (inclusive) on which something is in time.

    `is_certain` is false where the calendar of working days does not reach: then it is the plain date.
    """

    day: dt.date
    is_certain: bool = True


def add_day(day: dt.date) -> dt.date:
    """The day after; the last day that there is stays."""
    return day + ONE_DAY if day < dt.date.max else day


def subtract_day(day: dt.date) -> dt.date:
    """The day before; the first day that there is stays."""
    return day - ONE_DAY if day > dt.date.min else day


def add_years(day: dt.date, years: int) -> dt.date:
    """The same date `years` later; 29 February becomes 28 February where there is none."""
    if day.year + years > dt.MAXYEAR:
        return dt.date.max
    return _move_to_year(day.year + years, day.month, day.day)


def _move_to_year(year: int, month: int, day: int) -> dt.date:
    """That day of a year, or the last of the month where it has none."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


@functools.lru_cache(4096)
def roll_to_working_day(working_days: WorkingDays, day: dt.date) -> Deadline:
    """`day`, or the next working day where it is none."""
    rolled = day
    while (works := working_days.is_working_day(rolled)) is False:
        rolled = add_day(rolled)
    return Deadline(day, is_certain=False) if works is None else Deadline(rolled)


def compute_annual_deadline(tables: Tables, year: int) -> Deadline | None:
    """The last day for the summary of `year` and the plan of the next (Article 17).

    It is that of the regulation in force at the end of the year; None where its file does not say yet what
    the day is, or whether it rolls, or the regulation names none.
    """
    parameters = tables.find_regulation(dt.date(year, 12, 31)).parameters
    if parameters.annual_deadline is None or parameters.deadline_rolls is None:
        return None
    month, day = (int(part) for part in parameters.annual_deadline.split("-"))
    plain = _move_to_year(year, month, day)
    return roll_to_working_day(tables.working_days, plain) if parameters.deadline_rolls else Deadline(plain)


def compute_annual_due(tables: Tables, year: int) -> dt.date | None:
    """The last day itself for the summary of `year` and the plan of the next; None where there is none."""
    deadline = compute_annual_deadline(tables, year)
    return deadline.day if deadline else None


def add_working_days(tables: Tables, day: dt.date, count: int) -> Deadline:
    """The `count`-th working day after `day` (that day not counted).

    Outside the known calendar Monday to Friday stand in and `is_certain` is false.
    """
    return _count_working_days(tables.working_days, day, count)


@functools.lru_cache(4096)
def _count_working_days(working_days: WorkingDays, day: dt.date, count: int) -> Deadline:
    is_certain = True
    while count > 0 and day < dt.date.max:
        day = add_day(day)
        works = working_days.is_working_day(day)
        is_certain = is_certain and works is not None
        count -= day.weekday() < SATURDAY if works is None else works
    return Deadline(day, is_certain)
