"""The years of an institution: the plan, what came of it, and the sums."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from ...display import Fact, Facts, PropertyColumn, Text, format_day, format_number
from ...json_data import JsonObject, get_number, get_objects, get_text, get_texts
from ...lifecycle.plans import PlannedCourse, collect_courses, find_passing_day, trace_courses
from ...model.dossier import Dossier, get_kind_name
from ...model.kinds import Amendment, Mode, Plan, PlanType, Receipt, Step, StepAction, Summary
from ...model.measures import Measure, measure_courses, measure_runs
from ...model.summaries import list_runs
from .. import html_tables
from ..addresses import BASE
from ..public_view import list_public_runs
from ..register_view import InstitutionPages
from .compared import COMPARED, list_compared_cells
from .totals import TotalRow, YearLoad, build_remote_row, list_totals

# The properties of a course below its title, and of a run with it; the others are columns of their own.
COURSE_NOTES = (
    "form_note",
    "commission",
    "class_count",
    "classes",
    "sponsors",
    "organizers",
    "supporters",
    "project_number",
    "recognized_hours",
    "recognized_credits",
    "examination",
    "contact_phone",
    "public_benefit",
    "fee",
    "teachers",
)
COURSE_HEAD = frozenset({"id", "title", *COURSE_NOTES})
RUN_HEAD = frozenset({"course", "class_number"})
# What follows a class: where it is not recorded, the table says so.
FOLLOW_UP = frozenset({"evaluated_on", "archived_on", "results_entered_on"})
STEP = ("date", "action", "authority")
STYLES = {
    **dict.fromkeys(("persons", "hours", "new_remote_hours"), html_tables.NUMBER),
    "months": html_tables.MONTHS,
}
COURSE = "课程", html_tables.LEAD


class TimedStep(NamedTuple):
    """A step that was taken: when, what, by or (`sent`) to whom, and what else is noted of it."""

    date: str
    action: str
    sent: bool
    authority: str
    notes: list[str]


class AmendmentData(NamedTuple):
    """An amendment of a plan; `changes` are what is done, and the titles of what it is done to."""

    number: int
    reason: str
    passed: str
    steps: list[TimedStep]
    changes: list[tuple[str, list[str]]]
    path: str


class PlanData(NamedTuple):
    """A year's plan; `courses` is how many there are, `load` their hours and persons."""

    first: bool
    passed: str
    steps: list[TimedStep]
    courses: int
    columns: list[html_tables.HtmlColumn]
    activities: Facts
    amendments: list[AmendmentData]
    load: Measure
    path: str


class SummaryData(NamedTuple):
    """A year's summary; `runs` is how many there are, `load` their hours and persons."""

    facts: Facts
    load: Measure
    text: str
    runs: int
    columns: list[html_tables.HtmlColumn]
    steps: list[TimedStep]
    path: str


class YearRow(NamedTuple):
    """A year: the plan, what came of it, and the sums."""

    year: int
    open: bool
    plan: PlanData | None
    summary: SummaryData | None
    totals: list[TotalRow]
    compared: list[html_tables.HtmlColumn]


class YearTables(InstitutionPages):
    """Builds the years of institutions' pages for one register on one day."""

    def list_rows(self, dossier: Dossier) -> list[YearRow]:
        """Every year with a plan or a summary, the latest first: the plan, what came of it, and the sums."""
        years = {each.year for each in dossier.plans} | {each.year for each in dossier.summaries}
        opened = self.find_year_in_force(dossier) or max(years, default=None)
        rows = []
        for year in sorted(years, reverse=True):
            plan, summary = dossier.get_plan(year), dossier.get_summary(year)
            row = YearRow(
                year=year,
                open=year == opened,
                plan=self.show_plan(dossier, plan) if plan else None,
                summary=self.show_summary(dossier, summary) if summary else None,
                totals=self.compute_totals(dossier, plan, summary),
                compared=self.compare_courses(dossier, summary) if summary else [],
            )
            rows.append(row)
        return rows

    def find_year_in_force(self, dossier: Dossier) -> int | None:
        """The year of the plan that holds on the day: this year's, else the last one that has passed."""
        passed = (
            plan.year
            for plan in dossier.plans
            if plan.year <= self.day.year and find_passing_day(dossier, plan.steps, self.day)
        )
        return max(passed, default=None)

    def compute_totals(self, dossier: Dossier, plan: Plan | None, summary: Summary | None) -> list[TotalRow]:
        """The sums of a year beside the numbers of the regulation, which hold for a full year (Article 7)."""
        # By the regulation under which the plan was handed in.
        first = plan.steps[0].date if plan else summary.as_of if summary else self.day
        parameters = dossier.tables.find_regulation(first).parameters
        courses = (
            [each.course for each in collect_courses(dossier, plan.year, self.day).values()] if plan else []
        )
        load = YearLoad(
            measure_courses(courses) if plan else None,
            measure_runs(list_runs(summary)) if summary else None,
            summary.persons if summary else None,
        )
        totals = list_totals(load, parameters, self.presenter.cite_basis)
        has_remote_hours = any(measured and measured.new_remote_hours for measured in load[:2])
        if has_remote_hours or any(course.mode != Mode.FACE_TO_FACE for course in courses):
            totals.append(build_remote_row(load, parameters, self.presenter.cite_basis))
        return totals

    def compare_courses(self, dossier: Dossier, summary: Summary) -> list[html_tables.HtmlColumn]:
        """Each course of a year as planned and as held, or why it was not; of what is public."""
        data = self.public(summary.path)
        dropped_rows = [each for each in get_objects(data, "not_run") if "course" in each]
        reasons = {get_text(each, "course"): get_text(each, "reason") for each in dropped_rows}
        held: dict[str, list[JsonObject]] = defaultdict(list)
        for run, _ in list_public_runs(data):
            held[get_text(run, "course")].append(run)
        planned = collect_courses(dossier, summary.year, self.day)
        titles = self.records.collect_titles(dossier, summary.year)
        dropped = {
            id_: history.dropped
            for id_, history in trace_courses(dossier, summary.year).items()
            if history.dropped and history.dropped <= self.day
        }
        names, rows = [], []
        # A course may be in one of these alone: dropped by an amendment, or held without being planned.
        for id_ in dict.fromkeys((*planned, *dropped, *held, *reasons)):
            row = self.records.select_course(planned[id_]) if id_ in planned else {}
            dropped_on = format_day(dropped[id_]) if id_ in dropped and id_ not in planned else ""
            cells = list_compared_cells(row, held.get(id_, []), dropped_on, reasons.get(id_, ""))
            title = html_tables.escape(titles.get(id_, id_))
            if id_ not in planned:  # the table of the plan, to which links lead, does not have it
                title = render_anchored(summary.year, id_, title, "span")
            names.append(title)
            rows.append([html_tables.escape(each) for each in cells])
        if not rows:
            return []
        columns = zip(COMPARED, zip(*rows, strict=True), strict=True)
        return [
            html_tables.HtmlColumn(*COURSE, names),
            *(
                html_tables.HtmlColumn(heading, style, cells, group)
                for (group, heading, style), cells in columns
            ),
        ]

    def show_plan(self, dossier: Dossier, plan: Plan) -> PlanData:
        """A year's plan as it stands on the day, amendments included."""
        rows = collect_courses(dossier, plan.year, self.day)
        passed = find_passing_day(dossier, plan.steps, self.day)
        kind = self.schemas.kinds["plan"]
        data = self.public(plan.path)
        schema = self.schemas.resolve_path("plan", ["courses", 0])[-1]
        public = [self.records.select_course(row) for row in rows.values()]
        columns = self.presenter.list_columns(schema, public)
        heads = list(self.render_course_heads(plan.year, list(rows.values()), columns, passed))
        return PlanData(
            first=plan.type == PlanType.FIRST,
            passed=format_day(passed) if passed else "",
            steps=self.list_steps(plan),
            courses=len(rows),
            columns=[html_tables.HtmlColumn(*COURSE, heads), *select_columns(columns, COURSE_HEAD)],
            activities=self.presenter.list_facts(kind.schema, {"activities": data.get("activities")}),
            amendments=[self.show_amendment(dossier, each) for each in dossier.get_amendments(plan.year)],
            load=measure_courses(row.course for row in rows.values()),
            path=plan.path,
        )

    def render_course_heads(
        self,
        year: int,
        rows: Sequence[PlannedCourse],
        columns: Mapping[str, PropertyColumn],
        passed: dt.date | None,
    ) -> Iterator[str]:
        """The courses' titles with what is noted of them, as HTML."""
        # A column is there only where a row has it; the heads want one text a row all the same.
        absent = PropertyColumn("", [None] * len(rows))
        titles, fees = (columns.get(name, absent).texts for name in ("title", "fee"))
        noted = [columns[name] for name in COURSE_NOTES if name in columns]
        for i, (row, title, fee) in enumerate(zip(rows, titles, fees, strict=True)):
            notes = [render_note(each.title, text.text) for each in noted if (text := each.texts[i])]
            if not fee:
                notes.append(render_note("收费", "未载明"))
            if row.since and row.since != passed:
                notes.append(render_small(f"{format_day(row.since)}经调整通过"))
            name = html_tables.escape(title.text) if title else ""
            yield render_anchored(year, row.course.id, name) + "".join(notes)

    def list_steps(self, record: Plan | Amendment | Summary) -> list[TimedStep]:
        """The steps that had been taken by the day; those that were recorded late say so."""
        late = self.recording.describe_late_steps(record)
        schema = self.schemas.resolve_path(get_kind_name(record), ["steps", 0])[-1]
        rows = get_objects(self.public(record.path), "steps")
        steps: tuple[Step | Receipt, ...] = record.steps
        taken = [
            (row, late.get(f"/steps/{i}/date", ""))
            for i, (row, step) in enumerate(zip(rows, steps, strict=False))
            if step.date <= self.day
        ]
        return [make_step(self.presenter.format_cells(schema, row), recorded) for row, recorded in taken]

    def show_amendment(self, dossier: Dossier, amendment: Amendment) -> AmendmentData:
        """An amendment: its steps and what it adds, changes and drops."""
        passed = find_passing_day(dossier, amendment.steps, self.day)
        data = self.public(amendment.path)
        titles = self.records.collect_titles(dossier, amendment.year)
        changes = [
            ("增加", [get_text(row, "id") for row in get_objects(data, "add")]),
            ("修改", [get_text(row, "id") for row in get_objects(data, "replace")]),
            ("取消", get_texts(data, "drop")),
        ]
        return AmendmentData(
            number=amendment.number,
            reason=get_text(data, "reason"),
            passed=format_day(passed) if passed else "",
            steps=self.list_steps(amendment),
            changes=[(label, [titles.get(id_, id_) for id_ in ids]) for label, ids in changes if ids],
            path=amendment.path,
        )

    def show_summary(self, dossier: Dossier, summary: Summary) -> SummaryData:
        """A year's summary with the runs of its supplements."""
        titles = self.records.collect_titles(dossier, summary.year)
        data = self.public(summary.path)
        kind = self.schemas.kinds["summary"]
        runs = list_public_runs(data)
        heads = []
        for run, added in runs:
            course = get_text(run, "course")
            number = get_number(run, "class_number")
            notes = [f"第 {format_number(number)} 期"] if number is not None else []
            notes += [f"{format_day(added)}补报"] if added else []
            heads.append(html_tables.escape(titles.get(course, course)) + "".join(map(render_small, notes)))
        schema = self.schemas.resolve_path("summary", ["runs", 0])[-1]
        columns = self.presenter.list_columns(schema, [run for run, _ in runs])
        return SummaryData(
            facts=self.presenter.list_facts(
                kind.schema, data, frozenset(kind.properties) - {"as_of", "persons"}
            ),
            load=measure_runs(list_runs(summary)),
            text=get_text(data, "text"),
            runs=len(runs),
            columns=[html_tables.HtmlColumn(*COURSE, heads), *select_columns(columns, RUN_HEAD)],
            steps=self.list_steps(summary),
            path=summary.path,
        )


def select_columns(
    columns: Mapping[str, PropertyColumn], leave: frozenset[str]
) -> Iterator[html_tables.HtmlColumn]:
    """The columns in which any row says something."""
    for name, (title, texts) in columns.items():
        # A column of noughts says as little as an empty one.
        if name not in leave and any(each and each.text not in ("", "0") for each in texts):
            absent = "未见记录" if name in FOLLOW_UP else ""
            yield html_tables.HtmlColumn(title, STYLES.get(name, ""), render_cells(texts, absent))


def render_cells(texts: Sequence[Text | None], absent: str) -> Sequence[str]:
    """The cells of a column as HTML; `absent` stands in the place of those that are not there."""
    if all(texts):  # as mostly: then no bytecode runs for a cell
        return [*map(html_tables.render_anchor, texts, repeat(BASE))]
    return [html_tables.render_anchor(each, BASE) if each else absent for each in texts]


def make_step(facts: dict[str, Fact[Text]], recorded: str) -> TimedStep:
    """A step from its facts by name; `recorded` is a note on when it was recorded."""
    words = {name: fact.value.text for name, fact in facts.items()}
    date, action, authority = (words.get(name, "") for name in STEP)
    notes = [f"{fact.label}：{words[name]}" for name, fact in facts.items() if name not in STEP]
    notes += [recorded] if recorded else []
    return TimedStep(date, action, action == StepAction.SENT, authority, notes)


def render_anchored(year: int, course: str, name: str, tag: str = "strong") -> str:
    """The title of a course of a year, as HTML, with an address of its own on the page."""
    # Ids of courses begin anew with every plan (c01): with the year they are one of their own.
    return f'<{tag} id="y{year}-{html_tables.escape(course)}">{name}</{tag}>'


@lru_cache(4096)
def render_note(title: str, value: str) -> str:
    """A property of a course as a note."""
    return render_small(f"{title}：{value}")


def render_small(note: str) -> str:
    """A note, which in a table of courses stands in a line of its own, as HTML."""
    return f"<small>{html_tables.render_unbroken(note)}</small>"
