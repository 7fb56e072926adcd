"""The one place where the clock is read, once for each command; everything else is given days."""

from __future__ import annotations

import datetime as dt

# Without summer time since 1991. Not zoneinfo: Windows has no data for it.
BEIJING = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")


def read_today() -> dt.date:
    """The day in Beijing, by which the regulation counts."""
    return dt.datetime.now(BEIJING).date()


def resolve(on: dt.date | None = None) -> tuple[dt.date, dt.date]:
    """The day of a command, `on` or today, and the last day on which anything can have been recorded."""
    now = read_today()
    return on or now, max(on or now, now)
