"""What there is to do in an area: what waits for a step, what is overdue or due soon, what ends.

Of the city it is also what its batches wait for and what the register itself needs.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..model.dossier import Dossier
from ..model.register import Register
from ..model.tables import Tables
from .calendar import add_day
from .duties import Duty, derive_duties, describe_parties, name_owner
from .endings import Ending, find_regulation_ending, get_notice_days, list_announced
from .filing import find_place
from .means import Means, find_calendar_means, find_ending_means, find_means
from .status import derive_status
from .waiting import Waiting, find_batch_waiting, find_passed, list_waiting
from .waiting_means import find_waiting_means

# The month and day, in the year before, by which a year's calendar of working days is to be recorded, and
# from which on: before, the notice that says the year's days off is not out.
CALENDAR_DUE, CALENDAR_FROM = (12, 15), (10, 31)
CALENDAR = "calendar"  # the code of a year's calendar of working days
TARGET = "目标，不是期限"


class DueItem(NamedTuple):
    """Something due: what, by whom, by when (None: no date is set), the article, what it takes.

    `dossier` is the institution's whom it is about; None where it is the register itself. `by` is who must
    act, in words, `owner` the id of that authority or "institution", `to` the authorities that get it. `code`
    and `source` tell it from others; `notices` are the days on which its owner is told anew; `target` says
    that the day is a target, no limit. `since` is from when on it waits, where there is no last day.
    """

    what: str
    by: str
    on: dt.date | None
    owner: str
    code: str
    source: str
    notices: tuple[dt.date, ...]
    means: Means
    dossier: Dossier | None = None
    article: str = ""
    note: str = ""
    to: tuple[str, ...] = ()
    target: bool = False
    since: dt.date | None = None

    def order(self) -> tuple[dt.date, dt.date, str, str]:
        """Sort key: the soonest, or what has waited longest."""
        last = dt.date.max
        return self.on or last, self.since or last, self.dossier.id if self.dossier else "", self.what

    @property
    def notes(self) -> str:
        """What is said beside the day: that it is a target, and the note."""
        return "；".join(filter(None, (TARGET if self.target else "", self.note)))


# What stands above each part of what is due, by its name in Dues, in that order.
HEADINGS = {
    "waiting": "等待办理",
    "overdue": "期限已过，未见记录",
    "soon": "将要到期",
    "undated": "没有规定期限",
    "ending": "快要期满",
}


class Dues(NamedTuple):
    """What there is to do in an area, or of an owner.

    What waits for a step, what is overdue, by a day soon, without a date, and what ends soon.
    """

    waiting: list[DueItem]
    overdue: list[DueItem]
    soon: list[DueItem]
    undated: list[DueItem]
    ending: list[DueItem]

    @property
    def has_any(self) -> bool:
        """Whether there is anything to do."""
        return any(self)


def list_due(register: Register, area: str, day: dt.date) -> Dues:
    """What there is to do in an area on `day`: as long ahead as the regulation has it told.

    The soonest comes first, and of what has no last day what has waited longest.
    """
    dues = Dues([], [], [], [], [])
    tables = register.tables
    days = get_notice_days(tables, day)
    for dossier in register.dossiers.values():
        if find_place(dossier, day)[0] != area:
            continue
        for duty in derive_duties(dossier, day):
            part = dues.undated if duty.due is None else dues.overdue if duty.overdue else dues.soon
            if part is not dues.soon or (duty.due and (duty.due - day).days <= max(days)):
                part.append(make_duty_item(dossier, duty, day))
        for ending in list_announced(dossier, derive_status(dossier, day), day):
            dues.ending.append(make_ending_item(tables, dossier, ending, day))
        waiting = list_waiting(dossier, day)
        dues.waiting.extend(make_waiting_item(tables, dossier, each, day) for each in waiting)
    if area == tables.find_regulation(day).city_area:
        dues.waiting.extend(list_batch_items(register, _list_passed(register, day), day))
        for item in list_register_items(tables, day):
            # A calendar is due; what else there is, a regulation, ends.
            is_over = item.on is not None and item.on < day
            part = dues.overdue if is_over else dues.soon
            (part if item.code == CALENDAR else dues.ending).append(item)
    for part in dues:
        part.sort(key=DueItem.order)
    return dues


def _list_passed(register: Register, day: dt.date) -> dict[str, list[dt.date]]:
    """The days on which institutions have passed the review for a list not yet published, by batch."""
    passed: dict[str, list[dt.date]] = defaultdict(list)
    for dossier in register.dossiers.values():
        for batch, on in find_passed(dossier, day).items():
            passed[batch].append(on)
    return passed


def list_batch_items(
    register: Register, passed: Mapping[str, Sequence[dt.date]], day: dt.date
) -> Iterator[DueItem]:
    """What the lists of batches wait for; `passed` are the days on which institutions passed, by batch."""
    for batch in register.batches.values():
        days = passed.get(batch.id, ())
        if waiting := find_batch_waiting(register.tables, batch, days, day):
            note = f"评审通过、还没有公布的有 {len(days)} 个机构"
            yield make_waiting_item(register.tables, None, waiting, day)._replace(note=note)


def list_register_items(tables: Tables, day: dt.date) -> Iterator[DueItem]:
    """What the register itself needs of the city bureau: calendars, and what follows its regulation."""
    for year, due in find_missing_calendars(tables, day):
        yield _make_calendar_item(tables, year, due, day)
    ending = find_regulation_ending(tables, day)
    if ending and ending.count_notice(day) is not None:
        yield make_ending_item(tables, None, ending, day)


def find_missing_calendars(tables: Tables, day: dt.date) -> list[tuple[int, dt.date]]:
    """The years of which neither the register nor the library knows the working days, and when they are due.

    A calendar is due in the year before. Looked for are the year of `day` and, from the end of October on,
    the next.
    """
    years = [year for year in (day.year, day.year + 1) if dt.MINYEAR < year <= dt.MAXYEAR]
    return [
        (year, dt.date(year - 1, *CALENDAR_DUE))
        for year in years
        if dt.date(year - 1, *CALENDAR_FROM) <= day and not tables.working_days.knows(year)
    ]


def _make_calendar_item(tables: Tables, year: int, due: dt.date, day: dt.date) -> DueItem:
    office = tables.find_city_bureau(due)
    return DueItem(
        what=f"录入 {year} 年的工作日历",
        by=tables.get_name(office),
        on=due,
        note="国务院办公厅的放假安排公布以后",
        owner=office,
        code=CALENDAR,
        source=str(year),
        notices=_list_notices(due, get_notice_days(tables, day)),
        means=find_calendar_means(year),
    )


def make_ending_item(tables: Tables, dossier: Dossier | None, ending: Ending, day: dt.date) -> DueItem:
    """What ends of an institution, or of the register, as something due."""
    return DueItem(
        dossier=dossier,
        what=ending.label,
        by=name_owner(tables, ending.by),
        on=ending.last,
        article=ending.article,
        note=ending.advice,
        owner=ending.by,
        code=ending.code,
        source=ending.source,
        notices=_list_notices(ending.last, ending.days)[:-1],  # no notice of what has ended
        means=find_ending_means(tables, dossier, ending, day),
    )


def make_duty_item(dossier: Dossier, duty: Duty, day: dt.date) -> DueItem:
    """A duty as something due, with what it takes."""
    if duty.due:
        notices = _list_notices(duty.due, get_notice_days(dossier.tables, day))
    else:
        notices = (duty.since,) if duty.since else ()  # once, when it begins
    return DueItem(
        dossier=dossier,
        what=duty.label,
        by=describe_parties(dossier.tables, duty),
        on=duty.due,
        article=duty.article,
        note=duty.note,
        owner=duty.by,
        to=duty.to,
        code=duty.code,
        source=duty.source,
        notices=notices,
        means=find_means(dossier, duty, day),
        target=duty.target,
        since=None if duty.due else duty.since,
    )


def make_waiting_item(tables: Tables, dossier: Dossier | None, waiting: Waiting, day: dt.date) -> DueItem:
    """What waits, of an institution or (None) of a batch, as something due.

    Without a last day notice is given when it begins, and again after as many days as it is given ahead.
    """
    days = get_notice_days(tables, day)
    if waiting.due:
        notices = _list_notices(waiting.due, days)
    else:
        notices = tuple(waiting.since + dt.timedelta(each) for each in (0, *sorted(days)))
    return DueItem(
        dossier=dossier,
        what=waiting.label,
        by=name_owner(tables, waiting.by),
        on=waiting.due,
        article=waiting.article,
        owner=waiting.by,
        to=(waiting.to,) if waiting.to else (),
        code=waiting.code,
        source=waiting.source,
        notices=notices,
        means=find_waiting_means(dossier.id if dossier else waiting.batch, waiting),
        since=waiting.since,
    )


def _list_notices(last: dt.date, days: tuple[int, ...]) -> tuple[dt.date, ...]:
    """The days on which notice is given of what is due on a day: so many before, and when that is over."""
    return (*(last - dt.timedelta(each) for each in sorted(days, reverse=True)), add_day(last))
