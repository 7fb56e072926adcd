"""Courses as search and the finder know them: those that a learner may choose from, and the others.

`courses/` has a row for each course of this year's and the next's plan of a listed institution: first those
that have passed and are still to come, the next month first; then those whose plan has not passed; then those
of months that are over. `past/` has a row for each title of all other plans, with the newest of these. What
lies in the files says postings.py.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from ...json_data import JsonObject
from ..card import CardCourse, CourseOffer
from .packing import encode_compact
from .postings import Unit, build_postings

FOLDER, PAST = "search/courses", "search/past"
INDEX = "index.json"
VERSION = 3
MAX_OFFERS = 60  # the most offers that a title of the past names, the newest
LATER = 9999_99  # the month of a course whose plan names none: after all others


class Coming(NamedTuple):
    """Courses in the order of search; how many are still to come, and of how many the plan has not passed."""

    courses: list[CardCourse]
    ahead: int
    awaited: int


def sort_courses(
    planned: Iterable[CardCourse], awaited: Iterable[CardCourse], areas: Sequence[str], day: dt.date
) -> Coming:
    """The courses of this year and the next; of one month by area, field, institution and title."""
    order = {area: rank for rank, area in enumerate(areas)}
    now = day.year * 100 + day.month
    # Places in this order are the numbers by which postings name a course: what is shown first has the
    # smallest.
    coming: list[CardCourse] = []
    over: list[CardCourse] = []
    for course in planned:
        (coming if find_next_month(course, now) else over).append(course)

    def rank(course: CardCourse) -> tuple[object, ...]:
        # Among those that are over none has a next month: then the rest of the tuple decides.
        month = find_next_month(course, now) or LATER
        return month, order.get(course.area, -1), course.field, course.institution, course.title, course.id

    waiting = sorted(awaited, key=rank)
    ordered = [*sorted(coming, key=rank), *waiting, *sorted(over, key=rank)]
    return Coming(ordered, len(coming), len(waiting))


def find_next_month(course: CardCourse, now: int) -> int:
    """The first month from `now` on (202611) in which a course is planned; 0 where all are over."""
    months = [course.year * 100 + month for month in course.months] or [LATER]
    return min((month for month in months if month >= now), default=0)


def build_coming_files(coming: Coming, day: dt.date) -> Iterator[tuple[str, str]]:
    """The index of the courses of this year and the next, and its files: address and JSON."""
    last = coming.ahead + coming.awaited
    units = [
        _build_unit(course, coming.ahead <= number < last) for number, course in enumerate(coming.courses)
    ]
    postings, files = build_postings(units, FOLDER, last)
    months = sorted({course.year * 100 + month for course in coming.courses for month in course.months})
    index: JsonObject = {
        "version": VERSION,
        "month": day.year * 100 + day.month,
        "coming": coming.ahead,
        "awaited": coming.awaited,
        "months": months,
        **postings,
    }
    yield f"{FOLDER}/{INDEX}", encode_compact(index) + "\n"
    yield from files


def _build_unit(course: CardCourse, awaited: bool) -> Unit:
    """A course as a text to be found."""
    marks = [f"#i:{course.institution}", f"#a:{course.area}", f"#f:{course.fee_choice}"]
    marks += [f"#s:{course.field}", f"#w:{course.mode}"]
    marks += [f"#m:{course.year * 100 + month}" for month in course.months]
    benefit = "公益" if course.public_benefit else ""
    row = encode_compact(
        (
            course.title,
            course.institution,
            course.year,
            course.id,
            course.field,
            course.subject,
            course.mode,
            course.audience,
            course.months,
            course.hours,
            course.fee,
            course.phone,
            int(awaited),
            int(course.public_benefit),
        )
    )
    others = (course.field, course.subject, course.mode, course.audience, benefit)
    return Unit(course.title, others, tuple(marks), row)


class CourseTitle(NamedTuple):
    """A title with one field and mode, in how many plans it stands, and the newest (see CourseOffer)."""

    title: str
    field: str
    mode: str
    plans: int
    offers: tuple[str, ...]


def list_titles(offers: Iterable[CourseOffer], without: frozenset[str] = frozenset()) -> list[CourseTitle]:
    """The distinct titles, the newest first; `without` are plans of which search tells apart."""
    grouped: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for offer in offers:
        # A plan that has not passed is marked by `?`; it is the same plan once it has.
        plans = [each for each in offer.plans.split() if each.rstrip("?") not in without]
        if plans:
            grouped[offer.title, offer.field, offer.mode] += plans
    dated = []
    for key, group in grouped.items():
        # The newest year first, then by id, so that the same plans come in the same order in every build.
        newest = sorted((-int(each.split("/")[1]), each) for each in group)
        title = CourseTitle(*key, len(newest), tuple(each for _, each in newest[:MAX_OFFERS]))
        dated.append((newest[0][0], title))
    return [title for _, title in sorted(dated)]


def build_past_files(titles: Sequence[CourseTitle], areas: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The index of the other titles and its files: address and JSON. `areas` are those of institutions."""
    units = []
    for title in titles:
        ids = dict.fromkeys(each.partition("/")[0] for each in title.offers)
        # In the order of offers, not of a set: the marks are in the bytes of the files.
        held = dict.fromkeys(areas[each] for each in ids if each in areas)
        marks = (*(f"#i:{each}" for each in ids), *(f"#a:{each}" for each in held))
        units.append(
            Unit(
                title.title,
                (title.field, title.mode),
                (*marks, f"#s:{title.field}", f"#w:{title.mode}"),
                encode_compact(title),
            )
        )
    index, files = build_postings(units, PAST)
    yield f"{PAST}/{INDEX}", encode_compact({"version": VERSION, **index}) + "\n"
    yield from files
