"""The courses of plans as several rules look at them: each with its place, and how they are called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain

from ..display import join_first
from ..model.kinds import Amendment, Course, Mode, Plan

MAX_IDS = 20  # ids of courses that are reported


def has_remote(modes: Iterable[str]) -> bool:
    """Whether some of these modes of teaching are remote, in part at least."""
    return any(each != Mode.FACE_TO_FACE for each in modes)


def get_courses(record: Plan | Amendment) -> Sequence[Course]:
    """The courses that a plan or an amendment states, without their places."""
    return record.courses if isinstance(record, Plan) else (*record.add, *record.replace)


def list_rows(record: Plan | Amendment) -> Iterator[tuple[str, Course]]:
    """The courses that a plan or an amendment states, each with its place."""
    if isinstance(record, Plan):
        return zip(_list_places("courses", len(record.courses)), record.courses, strict=True)
    added = zip(_list_places("add", len(record.add)), record.add, strict=True)
    replaced = zip(_list_places("replace", len(record.replace)), record.replace, strict=True)
    return chain(added, replaced)


def find_last_class_day(year: int) -> dt.date:
    """The last day of a class that began in a year, planned or held: it may run on into the next year."""
    return dt.date(year + 1, 12, 31)


def name_courses(ids: Iterable[str]) -> str:
    """The advice to look at a course's id again, with those that there are."""
    listed = join_first(sorted(ids), MAX_IDS, "门")
    return f"核对课程编号，计划中有 {listed}" if listed else "核对课程编号，计划中还没有课程"


@cache  # nine rules look at every course, and there are few lengths
def _list_places(name: str, number: int) -> tuple[str, ...]:
    """The pointers to so many rows of a list."""
    return tuple(f"/{name}/{i}" for i in range(number))
