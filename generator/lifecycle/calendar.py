"""Dates as the regulation counts them: years on, deadlines that roll, working days where they are known."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple

import chinese_calendar

from ..model.kinds import Regulation

ONE_DAY = dt.timedelta(days=1)


class Deadline(NamedTuple):
    """The last day (inclusive) on which something is in time. `known` is false where the calendar of working days
    does not reach: then it is the plain date."""

    day: dt.date
    known: bool = True


def years_on(day: dt.date, years: int) -> dt.date:
    """The same date `years` later; 29 February becomes 28 February where there is none."""
    year = min(day.year + years, dt.MAXYEAR)
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def working_day(day: dt.date) -> bool | None:
    """Whether `day` is a working day in China; None where the calendar does not know the year."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def roll(day: dt.date) -> Deadline:
    """`day`, or the next working day where it is none."""
    rolled = day
    while (works := working_day(rolled)) is False:
        rolled += ONE_DAY
    return Deadline(day, False) if works is None else Deadline(rolled)


def annual_deadline(regulation: Regulation, year: int) -> Deadline:
    """The last day for the summary of `year` and the plan of the next (Article 17)."""
    month, day = (int(part) for part in regulation.parameters.annual_deadline.split("-"))
    plain = dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
    return roll(plain) if regulation.parameters.deadline_rolls else Deadline(plain)


def working_days_on(day: dt.date, count: int) -> Deadline:
    """The `count`-th working day after `day` (that day not counted). Outside the known calendar Monday to Friday
    stand in and `known` is false."""
    known = True
    while count > 0:
        day += ONE_DAY
        works = working_day(day)
        known = known and works is not None
        count -= day.weekday() < 5 if works is None else works
    return Deadline(day, known)
