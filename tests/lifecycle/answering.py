"""The answer to whoever asks of a class, as the page's script is to give it.

The script (site/pages/assets/verdict.js) works it out in the browser; this is the second opinion.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from registry.lifecycle.calendar import add_day
from registry.lifecycle.conditions import find_suspended
from registry.lifecycle.credit import NOT_SHOWN, OUTSIDE, SHOWN, TO_COME, Answer, CourseDays, TitledCourse
from registry.lifecycle.status import collect_turning_days, derive_status
from registry.model.dossier import Dossier


def answer(
    dossier: Dossier, courses: Sequence[TitledCourse], first: dt.date, last: dt.date, day: dt.date
) -> Answer:
    """What the register of `day` answers of a class on every day from `first` to `last`.

    `courses` are those that are meant: of one title, whatever the year and the number.
    """
    over = min(last, day)
    if first <= over:
        days = [each for course in courses for each in course.days]
        if not _teaches(dossier, first, over) or not _covered(days, first, over):
            return NOT_SHOWN
    if day < last:
        return TO_COME
    is_shown = any(_stands(each, first, last) and _covers(each, first, last) for each in courses)
    return SHOWN if is_shown else OUTSIDE


def _teaches(dossier: Dossier, first: dt.date, last: dt.date) -> bool:
    """Whether it stood listed every day, not suspended in part or whole; enrolment is another matter."""
    days = {first, *(day for day in collect_turning_days(dossier) if first < day <= last)}
    states = [derive_status(dossier, day) for day in days]
    return all(each.listed and not find_suspended(each.conditions) for each in states)


def _covered(days: Iterable[CourseDays], first: dt.date, last: dt.date) -> bool:
    """Whether every day of a period is one of these days."""
    missing = first
    for each in sorted(days, key=lambda each: each.first):
        if each.first <= missing <= each.last:
            missing = add_day(each.last)
    return missing > last


def _months(first: dt.date, last: dt.date) -> set[tuple[int, int]]:
    """The months that a period touches, each with its year; none where it has no day."""
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month) if first <= last else ()
    return {(number // 12, number % 12 + 1) for number in numbers}


def _stands(course: TitledCourse, first: dt.date, last: dt.date) -> bool:
    """Whether it stood in a passed plan on every day of a period."""
    return _covered(course.days, first, last)


def _covers(course: TitledCourse, first: dt.date, last: dt.date) -> bool:
    """Whether one of its classes holds every day of a period.

    Where the period goes on after what the summary tells, the months for which it was planned may.
    """
    if any(each.run.from_ <= first and last <= each.run.to for each in course.held):
        return True
    return (course.reported_until is None or course.reported_until < last) and all(
        _planned_for(each, course.year, max(first, each.first), min(last, each.last)) for each in course.days
    )


def _planned_for(days: CourseDays, year: int, first: dt.date, last: dt.date) -> bool:
    """Whether a year's plan holds these days: by its months, or up to the end stated after the last."""
    wanted_months = _months(first, last)
    if days.months and days.until and last <= days.until:
        wanted_months = {month for month in wanted_months if month <= (year, max(days.months))}
    return wanted_months <= {(year, month) for month in days.months}
