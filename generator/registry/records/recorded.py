"""When a file of the register reached the main line, as history tells it; a plain value for all rooms."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

# Dates in a file, and of each the days on which it stood there once, twice and so on.
Later = tuple[tuple[str, tuple[dt.date, ...]], ...]


class RecordingHistory(NamedTuple):
    """The days (Beijing) on which a file first and last reached the main line; the last commit, shortened.

    `first_corrected` and `last_corrected` say that the commit itself tells another day, which cannot be;
    `began` that the file came on the first day that brought records: nothing before could be recorded in
    time. `later` has the dates that came into the file after its first day.
    """

    first: dt.date
    last: dt.date
    commit: str
    first_corrected: bool = False
    last_corrected: bool = False
    began: bool = False
    later: Later = ()

    def find_day(self, date: dt.date, nth: int = 0) -> dt.date:
        """Return the day on which a date came into the file for the (`nth` + 1)-th time."""
        days = dict(self.later).get(date.isoformat(), ())
        return days[min(nth, len(days) - 1)] if days else self.first
