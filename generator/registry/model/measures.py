"""Hours and persons of a year, counted in one way wherever they are shown (Article 7(4) and (5)).

A course counts once, however often it is held: its hours are those of its longest class. That is 课程课时,
the measure of Article 7 as the register reads it. The hours of all classes (办班课时) stand beside it under
their own name. Persons summed up over courses or classes may count one person twice: that is 人次.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

from .kinds import Course, Run

K = TypeVar("K")


class Measure(NamedTuple):
    """What courses come to, planned or held.

    `class_hours` is None where it is not known how often some course is to be held.
    """

    course_hours: float
    class_hours: float | None
    new_remote_hours: float
    attendances: int


def sum_longest(hours: Iterable[tuple[K, float]]) -> float:
    """The sum over courses of the hours of each one's longest class.

    Each pair is a course and the hours of a class of it.
    """
    longest: dict[K, float] = {}
    for course, its_hours in hours:
        longest[course] = max(its_hours, longest.get(course, 0))
    return sum(longest.values())


def find_class_count(course: Course) -> int | None:
    """How often a course is to be held; None where its plan does not say."""
    return course.class_count or len(course.classes) or None


def measure_courses(courses: Iterable[Course]) -> Measure:
    """What planned courses come to."""
    rows = list(courses)
    counts = [find_class_count(each) for each in rows]
    class_hours = [each.hours * count for each, count in zip(rows, counts, strict=True) if count]
    return Measure(
        sum(each.hours for each in rows),
        sum(class_hours) if None not in counts else None,
        sum(each.new_remote_hours for each in rows),
        sum(each.persons for each in rows),
    )


def measure_runs(runs: Iterable[Run]) -> Measure:
    """What classes that were held come to."""
    rows = list(runs)
    return Measure(
        sum_longest((each.course, each.hours) for each in rows),
        sum(each.hours for each in rows),
        sum_longest((each.course, each.new_remote_hours) for each in rows),
        sum(each.persons for each in rows),
    )
