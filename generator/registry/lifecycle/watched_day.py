"""A day that notes on which other days all that was asked of it would be answered the same.

What is made on a day follows from it only by what is asked: whether it is before another day, in which year
it lies. So whoever makes something with a watched day knows how long it stays as it is, and nobody needs to
list what may turn when.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from .calendar import day_before, next_day


def _telling(name: str) -> Callable[..., Any]:
    """A method that tells of the day so much that no other day will do."""

    def told(self: WatchedDay, *arguments: Any, **named: Any) -> Any:
        return getattr(self.told(), name)(*arguments, **named)

    return told


class WatchedDay(dt.date):
    """A date; `first` and `last` (inclusive) are the days between which every answer so far holds.

    It is equal to the date that it is, but to no other watched day: what is remembered by one (in a cache
    with days as keys) is not noted by the other. In a set of dates it is not to be looked up: there it would
    be told apart by its hash, and nothing noted.
    """

    first: dt.date
    last: dt.date
    _day: dt.date

    def __new__(cls, day: dt.date) -> WatchedDay:
        self = super().__new__(cls, day.year, day.month, day.day)
        self.first, self.last = dt.date.min, dt.date.max
        self._day = dt.date(day.year, day.month, day.day)
        return self

    def told(self) -> dt.date:
        """The day as a plain date; it is noted that no other will do."""
        self.first = self.last = self._day
        return self._day

    def _before(self, other: dt.date) -> bool:
        """Whether the day is before another."""
        if other is self:
            return False
        if self._day < other:
            self.last = min(self.last, day_before(other))
            return True
        self.first = max(self.first, other)
        return False

    def _after(self, other: dt.date) -> bool:
        """Whether the day is after another."""
        if other is self:
            return False
        if self._day > other:
            self.first = max(self.first, next_day(other))
            return True
        self.last = min(self.last, other)
        return False

    def __lt__(self, other: dt.date) -> bool:
        return self._before(other)

    def __ge__(self, other: dt.date) -> bool:
        return not self._before(other)

    def __gt__(self, other: dt.date) -> bool:
        return self._after(other)

    def __le__(self, other: dt.date) -> bool:
        return not self._after(other)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, WatchedDay) or not isinstance(other, dt.date):
            return other is self
        return not (self._before(other) or self._after(other))

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(self._day)

    @property
    def year(self) -> int:
        year = self._day.year
        self.first = max(self.first, dt.date(year, 1, 1))
        self.last = min(self.last, dt.date(year, 12, 31))
        return year

    @property
    def month(self) -> int:
        return self.told().month

    @property
    def day(self) -> int:
        return self.told().day

    __add__ = __radd__ = _telling("__add__")
    __sub__ = _telling("__sub__")
    __rsub__ = _telling("__rsub__")
    __format__ = _telling("__format__")
    __str__ = _telling("__str__")
    __repr__ = _telling("__repr__")
    __reduce__ = _telling("__reduce__")
    __reduce_ex__ = _telling("__reduce_ex__")
    ctime = _telling("ctime")
    isocalendar = _telling("isocalendar")
    isoformat = _telling("isoformat")
    isoweekday = _telling("isoweekday")
    replace = _telling("replace")
    strftime = _telling("strftime")
    timetuple = _telling("timetuple")
    toordinal = _telling("toordinal")
    weekday = _telling("weekday")
