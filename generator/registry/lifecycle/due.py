"""What is due in an area: overdue, due soon, bars that end."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from ..model.dossier import Dossier
from ..model.register import Register
from .bars import compute_bars
from .duties import INSTITUTION, Duty, derive_duties
from .filing import find_place

# How many days ahead a due date, and the end of a bar, are told.
SOON = 45


class DueItem(NamedTuple):
    """Something due: the dossier, what, by whom, by when (None: no date is set), the article."""

    dossier: Dossier
    what: str
    by: str
    on: dt.date | None
    article: str
    note: str = ""


class AreaDues(NamedTuple):
    """What is due in one area: overdue, by a day soon, without a date, and bars that end soon."""

    overdue: list[DueItem]
    soon: list[DueItem]
    undated: list[DueItem]
    ending: list[DueItem]

    @property
    def anything(self) -> bool:
        return any(self)


def list_due(register: Register, area: str, day: dt.date) -> AreaDues:
    """What is due in an area on `day`, the soonest first."""
    found = AreaDues([], [], [], [])
    until = day + dt.timedelta(SOON)
    for dossier in register.dossiers.values():
        if find_place(dossier, day)[0] != area:
            continue
        for duty in derive_duties(dossier, day):
            due = _due(dossier, duty)
            if duty.overdue:
                found.overdue.append(due)
            elif duty.due is None:
                found.undated.append(due)
            elif duty.due <= until:
                found.soon.append(due)
        for span in compute_bars(dossier, day):
            if day <= span.end <= until:
                cited = dossier.tables.cite("20", day)
                found.ending.append(
                    DueItem(dossier, "不得再次报备期满", "", span.end, cited, "次日起可以申请")
                )
    for part in found:
        part.sort(key=lambda due: (due.on or dt.date.max, due.dossier.id, due.what))
    return found


def _due(dossier: Dossier, duty: Duty) -> DueItem:
    by = "机构" if duty.by == INSTITUTION else dossier.tables.get_name(duty.by)
    to = f" → {'、'.join(dossier.tables.get_name(each) for each in duty.to)}" if duty.to else ""
    note = "；".join(filter(None, ("目标，不是期限" if duty.target else "", duty.note)))
    return DueItem(dossier, duty.label, by + to, duty.due, duty.article, note)
