"""Whether an institution's yearly plans and summaries came, and in time (Article 17)."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from ..model.dossier import Dossier
from ..model.kinds import Plan, PlanType, Summary
from .calendar import compute_annual_deadline
from .duties import get_year_end, list_joined_years, list_owed_years
from .older_lists import find_first_owed_year, is_carried_over
from .plans import find_receipt_day
from .status import is_listed

# What a square says of a plan or a summary: its code and its word.
REPORTS = {
    "in-time": "按期",
    "late": "逾期",
    "received": "已报送",
    "unseen": "未见",
    "not-due": "尚未到期",
    "not-owed": "无此义务",
    "not-stated": "未载明",
}


class Report(NamedTuple):
    """What the register tells of a plan or a summary: a code of REPORTS, the day of receipt, the limit."""

    code: str
    received: dt.date | None = None
    due: dt.date | None = None

    @property
    def label(self) -> str:
        """Its word."""
        return REPORTS[self.code]


def judge_summary(dossier: Dossier, year: int, day: dt.date) -> Report:
    """What the register tells on `day` of the summary of a year, which is due at its end."""
    return _judge(dossier, dossier.get_summary(year), year, day)


def judge_plan(dossier: Dossier, year: int, day: dt.date) -> Report:
    """What the register tells on `day` of the plan of a year, which is due at the end of the year before.

    The plan of the year in which a listing began has no limit.
    """
    plan = dossier.get_plan(year)
    if (plan and plan.type == PlanType.FIRST) or (not plan and year in list_joined_years(dossier)):
        received = find_receipt_day(dossier, plan.steps) if plan else None
        if received and received <= day:
            return Report("received", received)
        return Report("not-due" if is_listed(dossier, day) else "not-owed")
    return _judge(dossier, plan, year - 1, day)


def _judge(dossier: Dossier, record: Plan | Summary | None, owed_in: int, day: dt.date) -> Report:
    """The same of a record that is due at the end of the year `owed_in`."""
    deadline = compute_annual_deadline(dossier.tables, owed_in)
    due = deadline.day if deadline else None  # a city may not have filled it in
    received = find_receipt_day(dossier, record.steps) if record else None
    if received and received <= day:
        if not is_listed(dossier, min(get_year_end(owed_in), day)):
            return Report("received", received)
        return Report("late" if due and received > due else "in-time" if due else "received", received, due)
    if owed_in in list_owed_years(dossier, day):
        return Report("unseen" if due and day > due else "not-due", None, due)
    if is_carried_over(dossier) and owed_in < find_first_owed_year(dossier):
        return Report("not-stated")
    return Report("not-owed")
