"""What a reviewer would look at twice in a list of courses: no fault by the regulation, and no finding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import NamedTuple

from ..display import format_number
from ..json_data import Fields
from ..lifecycle.plans import collect_courses
from ..model.dossier import Dossier

MIN_COURSES = 4  # courses: fewer have no usual measure
TIMES = 3  # as much as usual, or as little
AGAIN = 2  # times as much as the year before, or as little
MEASURES = {"hours": ("课时", "课时"), "persons": ("人数", "人")}


class FormerCourse(NamedTuple):
    """What the course of a title was in the year before."""

    year: int
    hours: float
    persons: int


def find_former_courses(dossier: Dossier, year: int) -> dict[str, FormerCourse]:
    """The courses of the year before, by their titles."""
    rows = (each.course for each in collect_courses(dossier, year - 1).values())
    return {row.title: FormerCourse(year - 1, row.hours, row.persons) for row in rows}


def list_odd(
    rows: Sequence[Fields], year: int, sent: dt.date | None, former: Mapping[str, FormerCourse]
) -> list[list[str]]:
    """What is odd in each row of a plan for `year` that was `sent` on a day."""
    # The median, as one course that is far off would shift a mean towards itself.
    usual = {name: median(row[name] for row in rows) for name in MEASURES} if len(rows) >= MIN_COURSES else {}
    titles = [row["title"] for row in rows]
    return [
        [
            *_compare_with_usual(row, usual),
            *_compare_with_former(row, former.get(row["title"])),
            *_find_past_months(row, year, sent),
            *(["另有同名课程"] if titles.count(row["title"]) > 1 else []),
        ]
        for row in rows
    ]


def _compare_with_usual(row: Fields, usual: Mapping[str, float]) -> Iterator[str]:
    for name, middle in usual.items():
        title, unit = MEASURES[name]
        if middle and (row[name] >= TIMES * middle or row[name] * TIMES <= middle):
            side = "多" if row[name] > middle else "少"
            yield f"{title}比其他课程{side}得多（居中的是 {format_number(middle)} {unit}）"


def _compare_with_former(row: Fields, former: FormerCourse | None) -> Iterator[str]:
    if former is None:
        return
    for name, (title, unit) in MEASURES.items():
        before = getattr(former, name)
        if before and (row[name] >= AGAIN * before or row[name] * AGAIN <= before):
            yield f"{former.year} 年同名课程的{title}是 {format_number(before)} {unit}"


def _find_past_months(row: Fields, year: int, sent: dt.date | None) -> Iterator[str]:
    """Months that were over when the plan was sent."""
    if sent and sent.year >= year:
        # Sent after its year: then all of its months were over.
        first = sent.month if sent.year == year else 13
        if past := [month for month in row["months"] if month < first]:
            yield f"{'、'.join(f'{each}月' for each in past)}在报送（{sent}）以前"
