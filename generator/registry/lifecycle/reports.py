"""Whether an institution's yearly plans and summaries came, and in time (Article 17)."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NamedTuple

from ..model.dossier import Dossier
from ..model.kinds import Plan, Summary
from .calendar import compute_annual_due
from .duties import get_year_end, list_joined_years, list_owed_years
from .older_lists import find_first_owed_year, is_carried_over
from .plans import find_receipt_day
from .status import is_listed

ReportCode = Literal[
    "in-time",
    "late",
    "received",
    "unseen",
    "not-due",
    "not-owed",
    "not-stated",
]
# What a square says of a plan or a summary: its code and its word.
REPORTS: dict[ReportCode, str] = {
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

    code: ReportCode
    received: dt.date | None = None
    due: dt.date | None = None

    @property
    def label(self) -> str:
        """The word for its code."""
        return REPORTS[self.code]


def judge_summary(dossier: Dossier, year: int, day: dt.date) -> Report:
    """What the register tells on `day` of the summary of a year, which is due at its end."""
    return _judge(dossier, dossier.get_summary(year), year, day)


def judge_plan(dossier: Dossier, year: int, day: dt.date) -> Report:
    """What the register tells on `day` of the plan of a year, which is due at the end of the year before.

    The plan of the year in which a listing began has no limit.
    """
    plan = dossier.get_plan(year)
    if year in list_joined_years(dossier):
        received = find_receipt_day(dossier, plan.steps) if plan else None
        if received and received <= day:
            return Report("received", received)
        return Report("not-due" if is_listed(dossier, day) else "not-owed")
    return _judge(dossier, plan, year - 1, day)


def judge_receipt(dossier: Dossier, record: Plan | Summary, owed_in: int, day: dt.date) -> Report | None:
    """Whether a record that is due at the end of the year `owed_in` came in time; None where it had not come.

    Nobody is late who was not listed at the end of that year, or on `day` if that is earlier.
    """
    received = find_receipt_day(dossier, record.steps)
    if received is None or received > day:
        return None
    due = compute_annual_due(dossier.tables, owed_in)  # a city may not have filled it in
    if due is None or not is_listed(dossier, min(get_year_end(owed_in), day)):
        return Report("received", received)
    return Report("late" if received > due else "in-time", received, due)


def _judge(dossier: Dossier, record: Plan | Summary | None, owed_in: int, day: dt.date) -> Report:
    """What is shown of the record that is due at the end of the year `owed_in`, or of its absence."""
    if record and (report := judge_receipt(dossier, record, owed_in, day)):
        return report
    if owed_in in list_owed_years(dossier, day):
        due = compute_annual_due(dossier.tables, owed_in)
        return Report("unseen" if due and day > due else "not-due", None, due)
    # Nobody knows what became of it: the register is whole only from a later year on.
    if is_carried_over(dossier) and owed_in < find_first_owed_year(dossier):
        return Report("not-stated")
    return Report("not-owed")
