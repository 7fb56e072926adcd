"""The one place where the clock is read; everything else is given a day."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

BEIJING = ZoneInfo("Asia/Shanghai")


def today() -> dt.date:
    """The day in Beijing, by which the regulation counts."""
    return dt.datetime.now(BEIJING).date()
