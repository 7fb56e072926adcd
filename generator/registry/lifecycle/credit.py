"""What the register shows of a class on its days, and the answers to whoever asks.

An institution listed (Article 24), a course in a passed plan (17), a class that was recorded as held (18).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from ..finding import Parts, split_pointer
from ..model.dossier import Dossier
from ..model.kinds import Run, StepAction
from ..model.summaries import list_placed_runs
from .calendar import subtract_day
from .conditions import find_suspended
from .duties import get_year_end
from .plans import PlannedCourse, collect_courses, find_planned_end
from .state import State
from .status import collect_turning_days, derive_status


class Answer(NamedTuple):
    """What the register answers of a class: a code, its word, how it looks, and what it means."""

    code: str
    word: str
    tone: str
    meaning: str


SHOWN = Answer(
    "shown",
    "登记显示",
    "good",
    "所填的每一天，机构都在公布的名单中、没有暂停开班，课程都在通过的年度计划中，并且有一期登记的班次包括所填的日期；"
    "该年度总结尚未涉及的，以计划的开课月份为准。",
)
OUTSIDE = Answer(
    "outside",
    "所填日期不在登记的班次或月份内",
    "note",
    "机构在名单中，课程在通过的计划中，但没有哪一期登记的班次包括所填的每一天；总结尚未涉及的，"
    "计划的开课月份也不包括。登记的班次和月份一并列出，请与证书上的日期核对。",
)
TO_COME = Answer(
    "to-come",
    "尚未到期",
    "past",
    "所填的日期尚未到来，结果只说明目前的记录：机构是否在名单中，课程是否在通过的计划中，计划在哪个月开课。",
)
NOT_SHOWN = Answer(
    "not-shown",
    "登记未显示",
    "past",
    "上述各项中有一项登记册没有显示，结果写明是哪一项和所依据的记录。"
    "登记册没有记录，不等于事情没有发生，也不是违规的结论。",
)
ANSWERS = (SHOWN, OUTSIDE, TO_COME, NOT_SHOWN)


class StatusSpan(NamedTuple):
    """Days on which nothing turned: the filing value and the suspension, if there was one.

    `first` and `last` are inclusive; None where the span has no beginning, or goes on.
    """

    first: dt.date | None
    last: dt.date | None
    filing: State
    suspended: State | None

    @property
    def shown(self) -> bool:
        """Whether the register shows the institution as listed and free to teach."""
        return self.filing.code == "listed" and self.suspended is None


class CourseDays(NamedTuple):
    """Days (inclusive) on which a course of a year stood in its plan, as passed, and for which months.

    A class may end in the next year. `since` is the pass that it rests on, `path` the plan or amendment that
    has it; `until` is the end that the plan states, None where it states none.
    """

    first: dt.date
    last: dt.date
    since: dt.date
    path: str
    months: tuple[int, ...]
    until: dt.date | None = None


class RecordedRun(NamedTuple):
    """A class that a summary tells: the run, and where it stands in which file."""

    run: Run
    path: str
    pointer: Parts


class TitledCourse(NamedTuple):
    """A course of a year under one title, where it is first so called, and its days in a passed plan.

    `held` are its classes, `reported_until` the last day of which the year's summary tells (None where there
    is none yet).
    """

    year: int
    row: PlannedCourse
    days: tuple[CourseDays, ...]
    held: tuple[RecordedRun, ...] = ()
    reported_until: dt.date | None = None


def list_spans(dossier: Dossier, day: dt.date) -> list[StatusSpan]:
    """The institution's whole time up to `day`, without a gap."""
    spans: list[StatusSpan] = []
    # None: before the first turn there is a state too, without a first day.
    for first in (None, *sorted(each for each in collect_turning_days(dossier) if each <= day)):
        then = derive_status(dossier, first or dt.date.min)
        suspended = find_suspended(then.conditions)
        if spans and _is_same(spans[-1].filing, then.filing) and _is_same(spans[-1].suspended, suspended):
            continue
        if spans and first:
            spans[-1] = spans[-1]._replace(last=subtract_day(first))
        spans.append(StatusSpan(first, None, then.filing, suspended))
    return spans


def _is_same(one: State | None, other: State | None) -> bool:
    """Whether two states are one, though another regulation may number its article otherwise."""
    return one == other or bool(one and other and one._replace(article="") == other._replace(article=""))


def list_planned(dossier: Dossier, year: int, day: dt.date) -> list[TitledCourse]:
    """The courses of a year's plan and passed amendments as known by `day`, each once for every title it had.

    What never stood in a passed plan has no days. A pass that was undone, or a course that was dropped, ends
    its days. A class belongs to the plan of the year in which it begins: days of the next year count up to
    the end that the plan states, and inside a recorded run.
    """
    rows: dict[tuple[str, str], PlannedCourse] = {}
    days_by_course: dict[tuple[str, str], list[CourseDays]] = {}
    held, reported_until = _list_runs(dossier, year, day)
    ran_until = _find_last_days(dossier, year, day)
    year_end = get_year_end(year)
    for first, last, courses in _list_periods(dossier, year, day):
        begun = max(first, dt.date(year, 1, 1))
        before, usual_end = subtract_day(begun), min(last, year_end)
        for id_, row in courses.items():
            key = id_, row.course.title
            rows.setdefault(key, row)
            days = days_by_course.setdefault(key, [])
            if row.since is None:
                continue
            end, ended = find_planned_end(row.course, year), usual_end
            if end or id_ in ran_until:
                ended = min(last, max(year_end, end or year_end, ran_until.get(id_, year_end)))
            # A plan is of its year: days of the next count only as what began before goes on.
            if begun > ended or (begun > year_end and not days):
                continue
            stated = row.course.months, end
            if days and days[-1].last == before and (days[-1].months, days[-1].until) == stated:
                days[-1] = days[-1]._replace(last=ended)
            else:
                days.append(CourseDays(begun, ended, row.since, row.path, *stated))
    return [
        TitledCourse(year, rows[key], tuple(days), tuple(held.get(key[0], ())), reported_until)
        for key, days in days_by_course.items()
    ]


def _list_runs(
    dossier: Dossier, year: int, day: dt.date
) -> tuple[dict[str, list[RecordedRun]], dt.date | None]:
    """The classes of a year by course that its summary tells by `day`, and the last day of which it tells.

    A summary that came before its year was over tells of the days to its end, and with it those of each
    supplement; once the year is over it tells of the whole.
    """
    summary = dossier.get_summary(year)
    held: dict[str, list[RecordedRun]] = {}
    if summary is None or min(each.date for each in summary.steps) > day:
        return held, None
    until = max([summary.as_of, *(each.date for each in summary.supplements if each.date <= day)])
    rows = sorted(list_placed_runs(summary), key=lambda row: (row.run.from_, row.run.to))
    for place, run, reported in rows:
        # What the summary itself tells was told with it, whatever day it names as its last.
        if reported <= day or place.startswith("/runs/"):
            held.setdefault(run.course, []).append(RecordedRun(run, summary.path, split_pointer(place)))
    return held, max(until, get_year_end(year)) if day > get_year_end(year) else until


def _find_last_days(dossier: Dossier, year: int, day: dt.date) -> dict[str, dt.date]:
    """The last day of the runs of a year that went on in the next, by course, as its summary tells by `day`.

    A run counts only where its course stood in a passed plan on the day on which it began.
    """
    summary = dossier.get_summary(year)
    last_days: dict[str, dt.date] = {}
    for _, run, reported in list_placed_runs(summary) if summary else ():
        if reported > day or run.from_.year != year or run.to.year == year:
            continue
        row = collect_courses(dossier, year, run.from_).get(run.course)
        if row and row.since and row.since <= run.from_:
            last_days[run.course] = max(run.to, last_days.get(run.course, run.to))
    return last_days


def _list_periods(
    dossier: Dossier, year: int, day: dt.date
) -> Iterator[tuple[dt.date, dt.date, Mapping[str, PlannedCourse]]]:
    """The first and last days between which the courses of a year's plan are the same, with these courses.

    The first of all is the day on which the plan came, the last has no end.
    """
    records = [each for each in (dossier.get_plan(year), *dossier.get_amendments(year)) if each]
    steps = [step for each in records for step in each.steps if step.date <= day]
    turns = {step.date for step in steps if step.action in (StepAction.PASSED, StepAction.RETURNED)}
    days = sorted(turns | {min(step.date for step in steps)}) if steps else []
    laid = [(first, collect_courses(dossier, year, first)) for first in days]
    # The first pass of two turns nothing: the courses are the very same before and after it.
    turned = laid[:1] + [after for before, after in pairwise(laid) if after[1] is not before[1]]
    ends = [subtract_day(first) for first, _ in turned[1:]] + [dt.date.max]
    for (first, courses), last in zip(turned, ends, strict=False):  # where no plan came there are no days
        yield first, last, courses
