"""Which days are working days: as the register's own calendars have them, else as the program's library does.

The State Council's office arranges each year's holidays by a notice late in the year before; a notice may
begin in the last days of December. The library knows the years up to the last that its release had.
"""

from __future__ import annotations

import datetime as dt
from calendar import isleap
from collections.abc import Iterable, Iterator
from functools import lru_cache

import chinese_calendar

from .kinds import Calendar

SATURDAY = 5
ONE_DAY = dt.timedelta(1)


class WorkingDays:
    """The working days of a register; where a record and the library both speak, the record wins."""

    def __init__(self, calendars: Iterable[Calendar] = ()) -> None:
        ordered = sorted(calendars, key=lambda calendar: calendar.year)
        self.years = frozenset(each.year for each in ordered)
        self._named = {day: works for each in ordered for day, works in list_named_days(each)}

    def is_working_day(self, day: dt.date) -> bool | None:
        """Whether a day is a working day; None where neither the register nor the library knows its year."""
        if day in self._named:
            return self._named[day]
        return day.weekday() < SATURDAY if day.year in self.years else ask_library(day)

    def knows(self, year: int) -> bool:
        """Whether the register or the library knows the holidays of a year."""
        return year in self.years or ask_library(dt.date(year, 1, 1)) is not None


@lru_cache(4096)
def ask_library(day: dt.date) -> bool | None:
    """Whether a day is a working day by the library; None where it does not know the year."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return None


def list_named_days(calendar: Calendar) -> Iterator[tuple[dt.date, bool]]:
    """The days that a calendar names and may name, each with whether it is a working day."""
    for span in calendar.days_off:
        day = max(span.from_, dt.date(calendar.year - 1, 12, 1))  # no further than a notice may go
        last = min(span.to, dt.date(calendar.year, 12, 31))
        while day <= last:
            yield day, False
            day += ONE_DAY
    yield from ((day, True) for day in calendar.working_days if is_of_notice(calendar, day))


def is_of_notice(calendar: Calendar, day: dt.date) -> bool:
    """Whether the notice for a calendar's year may arrange a day: one of it, or of the December before."""
    return dt.date(calendar.year - 1, 12, 1) <= day <= dt.date(calendar.year, 12, 31)


def find_differences(calendar: Calendar) -> list[dt.date]:
    """The days on which a calendar and the library say otherwise; none where the library knows no such year.

    Days of the December before are compared where the calendar names them.
    """
    own, first = WorkingDays([calendar]), dt.date(calendar.year, 1, 1)
    year = (first + n * ONE_DAY for n in range(365 + isleap(calendar.year)))
    days = sorted({*(day for day, _ in list_named_days(calendar)), *year})
    return [day for day in days if ask_library(day) not in (None, own.is_working_day(day))]
