"""Plans: when one has passed, and which courses it then holds (Articles 6 and 17)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ..model.dossier import Dossier, dossier_cache
from ..model.kinds import Amendment, Course, Receipt, Step, StepAction
from ..model.summaries import list_runs
from .filing import find_place


class Sides(NamedTuple):
    """Who may pass a plan: the authorities of the HRSS side, and the competent departments.

    An institution without a system has no department, and then the HRSS side suffices.
    """

    hrss: frozenset[str]
    departments: frozenset[str]
    has_system: bool


class PlannedCourse(NamedTuple):
    """A course in a year's plan, since when it has passed (None: it has not) and where it is written."""

    course: Course
    since: dt.date | None
    path: str
    pointer: str


class CourseHistory(NamedTuple):
    """When a course first passed, in any wording (None: never), and when it was dropped (None: never)."""

    passed: dt.date | None
    dropped: dt.date | None = None


@dossier_cache
def find_sides(dossier: Dossier, day: dt.date) -> Sides:
    """The two sides at the institution's area and system on a day."""
    area, system = find_place(dossier, day)
    tables = dossier.tables
    return Sides(
        tables.list_hrss_side(area, day), tables.list_departments(area, system, day), system is not None
    )


@dossier_cache
def find_passing_day(dossier: Dossier, steps: tuple[Step, ...], day: dt.date | None = None) -> dt.date | None:
    """The day on which a plan or amendment had passed on both sides, as of `day` (None: all steps).

    A later return by the same authority undoes its pass. Receipt is not passing, and silence is no approval.
    """
    passes: dict[str, dt.date] = {}
    for step in steps:
        if day is not None and step.date > day:
            continue
        if step.action == StepAction.PASSED:
            # Passed twice is passed since the first time.
            passes.setdefault(step.authority, step.date)
        elif step.action == StepAction.RETURNED:
            passes.pop(step.authority, None)
    return _find_both_sides(dossier, passes)


def find_receipt_day(dossier: Dossier, steps: Iterable[Step | Receipt]) -> dt.date | None:
    """The day on which a plan or summary had been handed in on both sides; None where one is missing."""
    first: dict[str, dt.date] = {}
    for step in steps:
        if step.action == StepAction.SENT:
            first.setdefault(step.authority, step.date)
    return _find_both_sides(dossier, first)


def has_reached(dossier: Dossier, steps: Iterable[Step | Receipt], day: dt.date) -> tuple[bool, bool]:
    """Whether a plan or summary had reached the HRSS side, and a competent department, by `day`."""
    sent = [each for each in steps if each.action == StepAction.SENT and each.date <= day]
    sides = [(each.authority, find_sides(dossier, each.date)) for each in sent]
    return any(who in each.hrss for who, each in sides), any(who in each.departments for who, each in sides)


def _find_both_sides(dossier: Dossier, dates: Mapping[str, dt.date]) -> dt.date | None:
    """The day on which both sides had acted; who is of a side is asked of the day on which it acted."""
    sides = {who: find_sides(dossier, date) for who, date in dates.items()}
    hrss = min((date for who, date in dates.items() if who in sides[who].hrss), default=None)
    if hrss is None:
        return None
    department = min((date for who, date in dates.items() if who in sides[who].departments), default=None)
    if department:
        return max(hrss, department)
    return None if any(each.has_system for each in sides.values()) else hrss


@dossier_cache
def collect_courses(dossier: Dossier, year: int, day: dt.date | None = None) -> Mapping[str, PlannedCourse]:
    """The courses of a year's plan by id with all amendments that have passed as of `day` (None: ever)."""
    plan, amendments = dossier.get_plan(year), dossier.get_amendments(year)
    passed = find_passing_day(dossier, plan.steps, day) if plan else None
    # The courses are asked for on many days, and on few of them another plan or amendment has passed.
    return _lay_courses(
        dossier, year, passed, tuple(find_passing_day(dossier, each.steps, day) for each in amendments)
    )


@dossier_cache
def _lay_courses(
    dossier: Dossier, year: int, passed: dt.date | None, amended: tuple[dt.date | None, ...]
) -> Mapping[str, PlannedCourse]:
    """The courses of a year's plan by id, as the days leave them on which it and its amendments passed."""
    plan = dossier.get_plan(year)
    courses: dict[str, PlannedCourse] = {}
    if plan:
        # Those of a plan that has not passed are there too: that is said of them, not left out.
        courses = {
            c.id: PlannedCourse(c, passed, plan.path, f"/courses/{i}") for i, c in enumerate(plan.courses)
        }
    # In their order: a later amendment speaks of what the earlier ones have left.
    for amendment, since in zip(dossier.get_amendments(year), amended, strict=True):
        if since is None:
            continue
        for name, rows in (("add", amendment.add), ("replace", amendment.replace)):
            for i, course in enumerate(rows):
                courses[course.id] = PlannedCourse(course, since, amendment.path, f"/{name}/{i}")
        for id_ in amendment.drop:
            courses.pop(id_, None)
    return courses


@dossier_cache
def trace_courses(dossier: Dossier, year: int) -> Mapping[str, CourseHistory]:
    """Every course that a year's plan or a passed amendment has ever held, by id."""
    plan = dossier.get_plan(year)
    histories: dict[str, CourseHistory] = {}
    if plan:
        histories = dict.fromkeys(
            (each.id for each in plan.courses), CourseHistory(find_passing_day(dossier, plan.steps))
        )
    for amendment in dossier.get_amendments(year):
        since = find_passing_day(dossier, amendment.steps)
        if since is None:
            continue
        for course in (*amendment.add, *amendment.replace):
            # In any wording: a new one keeps its first pass. What was dropped and comes again begins anew.
            history = histories.get(course.id, CourseHistory(None))
            goes_on = history.passed and not history.dropped
            histories[course.id] = CourseHistory(history.passed if goes_on else since)
        for id_ in amendment.drop:
            if id_ in histories:
                histories[id_] = histories[id_]._replace(dropped=since)
    return histories


def find_planned_end(course: Course, year: int) -> dt.date | None:
    """The last planned day of a course that goes on in the next year; None where its plan states none."""
    if not course.classes and not course.until:
        return None  # as most courses have it
    later = [each.to for each in course.classes if each.to.year > year]
    return max([*later, course.until] if course.until else later, default=None)


def find_going_on(dossier: Dossier, year: int, day: dt.date) -> set[str]:
    """The courses of a year's plan that still go on on `day`, by the end that it states or by a class."""
    planned = {
        id_
        for id_, rows in collect_wordings(dossier, year).items()
        if any((find_planned_end(each, year) or dt.date.min) >= day for each in rows)
    }
    summary = dossier.get_summary(year)
    return planned | {run.course for run in list_runs(summary) if run.to >= day} if summary else planned


def list_activities(dossier: Dossier, year: int) -> frozenset[str]:
    """The ids of the activities in a year's plan, which are no courses."""
    plan = dossier.get_plan(year)
    return frozenset(each.id for each in plan.activities) if plan else frozenset()


def list_course_ids(dossier: Dossier, year: int) -> frozenset[str]:
    """The ids of all courses that a year's plan and amendments hold, passed or not."""
    return frozenset(each.id for each in _list_written(dossier, year, dossier.get_amendments(year)))


def collect_wordings(dossier: Dossier, year: int) -> Mapping[str, list[Course]]:
    """The courses of a year by id, each in every wording that its plan or a passed amendment gave it."""
    passed = [each for each in dossier.get_amendments(year) if find_passing_day(dossier, each.steps)]
    wordings: dict[str, list[Course]] = {}
    for course in _list_written(dossier, year, passed):
        wordings.setdefault(course.id, []).append(course)
    return wordings


def _list_written(dossier: Dossier, year: int, amendments: Iterable[Amendment]) -> Iterator[Course]:
    plan = dossier.get_plan(year)
    yield from plan.courses if plan else ()
    for amendment in amendments:
        yield from (*amendment.add, *amendment.replace)


def list_coming_courses(dossier: Dossier, day: dt.date) -> list[tuple[int, int, PlannedCourse]]:
    """The courses of passed plans that have a month still to come, this one included: year, month, course.

    The soonest come first; plans tell months and no days.
    """
    upcoming = []
    for year in (day.year, day.year + 1):
        first = day.month if year == day.year else 1
        for row in collect_courses(dossier, year, day).values():
            coming = [month for month in row.course.months if month >= first]
            if row.since and coming:
                upcoming.append((year, min(coming), row))
    return sorted(upcoming, key=lambda course: course[:2])
