"""What stands first on an institution's page: its next courses, its last five years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ...display import format_number
from ...json_data import get_number, get_object, get_text
from ...lifecycle.duties import list_listed_years
from ...lifecycle.force import list_standing
from ...lifecycle.offices import does_count
from ...lifecycle.plans import find_passing_day, list_coming_courses
from ...lifecycle.publication_period import get_public_status, list_told_no_more
from ...lifecycle.reports import Report, judge_plan, judge_summary
from ...lifecycle.state import State, StateCode
from ...lifecycle.status import ENDED, collect_turning_days, derive_status, is_listed
from ...model.batches import get_publication_days
from ...model.dossier import Dossier
from ...model.fees import format_fee
from ...model.kinds import Inspection
from ..register_view import InstitutionPages
from ..states import choose_tone
from .years import YearRow

# How many of each are shown.
MAX_COURSES, MAX_YEARS = 3, 5
# An institution that may enrol nobody has no courses to offer.
NOT_TEACHING: set[StateCode] = {"suspended", "no-enrolment"}


class ComingCourse(NamedTuple):
    """A course to come: its anchor on the page, title, month, mode, and what else one asks first."""

    anchor: str
    title: str
    months: str
    mode: str
    about: str


class Mark(NamedTuple):
    """A word for a year, and its tone."""

    tone: str
    label: str


class YearPlan(NamedTuple):
    """The plan of a year, and the day on which it passed, if it has."""

    year: int
    passed: dt.date | None


class RecentYear(NamedTuple):
    """A year: its anchor on the page, the words of status, plan and summary, the hours planned and held.

    `inspections` are those of the year, the first first: their anchors on the page and days.
    """

    year: int
    anchor: str
    states: list[Mark]
    plan: Mark
    summary: Mark
    planned: str
    held: str
    inspections: list[tuple[str, str]]


class RecentPages(InstitutionPages):
    """Builds the first part of institutions' pages for one register on one day."""

    def list_courses(self, dossier: Dossier) -> list[ComingCourse]:
        """The next courses of an institution that may teach, the soonest first."""
        conditions = {each.code for each in get_public_status(dossier, self.day).conditions}
        if not is_listed(dossier, self.day) or conditions & NOT_TEACHING:
            return []
        courses = []
        for year, month, row in list_coming_courses(dossier, self.day):
            data = self.records.select_course(row)
            if "months" not in data or "title" not in data:
                continue
            mode, hours = get_text(data, "mode"), get_number(data, "hours")
            length = f"{format_number(hours)} 课时" if hours else ""
            about = [mode, length, format_fee(get_object(data, "fee"))]
            when = f"{month}月" if year == self.day.year else f"{year}年{month}月"
            anchor = f"y{year}-{row.course.id}"
            words = "，".join(filter(None, about))
            courses.append(ComingCourse(anchor, get_text(data, "title"), when, mode, words))
        return courses[:MAX_COURSES]

    def find_plan(self, dossier: Dossier) -> YearPlan | None:
        """Whether this year's plan of a listed institution has passed; None where it owes none."""
        year = self.day.year
        owes = judge_plan(dossier, year, self.day).code not in ("not-owed", "not-stated")
        if not is_listed(dossier, self.day) or not owes:
            return None
        plan = dossier.get_plan(year)
        return YearPlan(year, find_passing_day(dossier, plan.steps, self.day) if plan else None)

    def list_years(self, dossier: Dossier, rows: Sequence[YearRow]) -> list[RecentYear]:
        """The last years of those on which the institution was listed, this one included, the latest last.

        `rows` are the years with a plan or a summary that the page shows.
        """
        listed = list_listed_years(dossier, self.day)
        published = get_publication_days(dossier.batches)
        if not published:
            return []
        # One year beyond the last on a list: in it one sees how the listing ended.
        last = min(self.day.year, max([*listed, max(published).year]) + 1)
        first = max(last - MAX_YEARS + 1, min(published).year)
        by_year = {row.year: row for row in rows}
        return [self.show_year(dossier, year, by_year.get(year)) for year in range(first, last + 1)]

    def show_year(self, dossier: Dossier, year: int, row: YearRow | None) -> RecentYear:
        """How one of the last years went: status, plan, summary and hours; `row` is of the table of years."""
        loads = (row.plan, row.summary) if row else (None, None)
        planned, held = (format_number(each.load.course_hours) if each else "—" for each in loads)
        states = [Mark(choose_tone(each.code), each.label) for each in self.list_states(dossier, year)]
        return RecentYear(
            year=year,
            anchor=f"y{year}" if row else "",
            states=states or [Mark("past", "—")],
            plan=make_mark(judge_plan(dossier, year, self.day)),
            summary=make_mark(judge_summary(dossier, year, self.day)),
            planned=planned,
            held=held,
            inspections=self.list_inspections(dossier, year),
        )

    def list_inspections(self, dossier: Dossier, year: int) -> list[tuple[str, str]]:
        """The inspections of a year that count and stand: the act, by its file name, and its day in words."""
        if not any(isinstance(act, Inspection) and act.date.year == year for act in dossier.acts):
            return []  # of most years: what stands is not worked out for them
        acts = [act for act in list_standing(dossier, Inspection, self.day) if act.date.year == year]
        return [(act.stem, f"{act.date.month}月{act.date.day}日") for act in acts if does_count(dossier, act)]

    def list_states(self, dossier: Dossier, year: int) -> Iterator[State]:
        """The values of status within a year, each once, as they are shown on the day.

        What rests on an act that is no longer shown, or was withdrawn, is left out; so is what came before
        the first list.
        """
        gone = list_told_no_more(dossier, self.day)
        begin, end = dt.date(year, 1, 1), min(dt.date(year, 12, 31), self.day)
        turns = {begin, *(each for each in collect_turning_days(dossier) if begin < each <= end)}
        turns |= {self.day} & {end}  # what holds today is shown whether or not anything turns today
        states: dict[str, State] = {}
        for day in sorted(each for each in turns if each <= end):
            status = derive_status(dossier, day)
            if status.filing.code == "listed" or status.filing.code in ENDED:
                states.setdefault(status.filing.code, status.filing)
            for condition in status.conditions:
                # A bar that runs is shown as long as it does, whatever of the acts behind it is still shown.
                running = condition.code == "barred" and day == self.day
                if condition.source not in gone or running:
                    states.setdefault(condition.code, condition)
        yield from states.values()


def make_mark(report: Report) -> Mark:
    """What is shown of a plan or a summary, as a word with its tone; classes of marks are single words."""
    return Mark(report.code.replace("-", ""), report.label)
