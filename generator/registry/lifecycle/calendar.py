"""Dates as the regulation counts them: years on, deadlines that roll, working days where they are known."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
from typing import NamedTuple

import chinese_calendar

from ..model.kinds import Regulation

ONE_DAY = dt.timedelta(days=1)


class Deadline(NamedTuple):
    """The last day (inclusive) on which something is in time.

    `known` is false where the calendar of working days does not reach: then it is the plain date.
    """

    day: dt.date
    known: bool = True


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
    return _in_year(day.year + years, day.month, day.day)


def _in_year(year: int, month: int, day: int) -> dt.date:
    """That day of a year, or the last of the month where it has none."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


@functools.cache
def is_working_day(day: dt.date) -> bool | None:
    """Whether `day` is a working day in China; None where the calendar does not know the year."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def roll_to_working_day(day: dt.date) -> Deadline:
    """`day`, or the next working day where it is none."""
    rolled = day
    while (works := is_working_day(rolled)) is False:
        rolled = add_day(rolled)
    return Deadline(day, False) if works is None else Deadline(rolled)


def compute_annual_deadline(regulation: Regulation, year: int) -> Deadline:
    """The last day for the summary of `year` and the plan of the next (Article 17)."""
    month, day = (int(part) for part in regulation.parameters.annual_deadline.split("-"))
    plain = _in_year(year, month, day)
    return roll_to_working_day(plain) if regulation.parameters.deadline_rolls else Deadline(plain)


@functools.lru_cache(4096)
def add_working_days(day: dt.date, count: int) -> Deadline:
    """The `count`-th working day after `day` (that day not counted).

    Outside the known calendar Monday to Friday stand in and `known` is false.
    """
    known = True
    while count > 0 and day < dt.date.max:
        day = add_day(day)
        works = is_working_day(day)
        known = known and works is not None
        count -= day.weekday() < 5 if works is None else works
    return Deadline(day, known)
