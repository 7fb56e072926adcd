"""The years of an institution: the plan, what came of it, and the sums."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ...display import Fact, PropertyColumn, format_day, format_number
from ...lifecycle.plans import PlannedCourse, collect_courses, find_passing_day, trace_courses
from ...model.dossier import Dossier, get_kind_name
from ...model.kinds import Amendment, Mode, Plan, PlanType, Receipt, Run, Step, StepAction, Summary
from ...model.presenter import Presenter
from ...model.summaries import list_runs
from ...records.schemas import Schema
from .. import html_tables
from ..addresses import BASE
from ..public_view import PublicRecords
from ..recording import RecordingWords
from ..states import cite_article

# The properties of a course below its title, and of a run with it; the others are columns of their own.
COURSE_NOTES = ("form_note", "commission", "public_benefit", "fee", "teachers")
COURSE_HEAD = frozenset({"id", "title", *COURSE_NOTES})
RUN_HEAD = frozenset({"course"})
# What a plan or an amendment holds that may be held, or not carried out.
PLANNED = ("courses", "activities", "add", "replace")
STEP = ("date", "action", "authority")
NUMBERS = ("persons", "hours", "new_remote_hours")
COURSE = "课程", "lead"
COMPARED = (
    COURSE,
    ("计划月份", ""),
    ("计划课时", "number"),
    ("计划人数", "number"),
    ("执行时间", ""),
    ("执行课时", "number"),
    ("执行人数", "number"),
    ("说明", ""),
)


class TimedStep(NamedTuple):
    """A step that was taken: when, what, by or (`sent`) to whom, and what else is noted of it."""

    date: str
    action: str
    sent: bool
    authority: str
    notes: list[str]


class YearTables:
    """Builds the years of institutions' pages for one register on one day."""

    def __init__(
        self, presenter: Presenter, records: PublicRecords, day: dt.date, recording: RecordingWords
    ) -> None:
        self.presenter = presenter
        self.schemas = records.schemas
        self.public = records.of
        self.course = records.select_course
        self.day = day
        self.recording = recording

    def list_rows(self, dossier: Dossier) -> list[dict[str, Any]]:
        """Every year with a plan or a summary, the latest first: the plan, what came of it, and the sums."""
        found = []
        known = {each.year for each in dossier.plans} | {each.year for each in dossier.summaries}
        opened = self.find_year_in_force(dossier) or max(known, default=None)
        for year in sorted(known, reverse=True):
            plan, summary = dossier.get_plan(year), dossier.get_summary(year)
            row = {
                "year": year,
                "open": year == opened,
                "plan": self.show_plan(dossier, plan) if plan else None,
                "summary": self.show_summary(dossier, summary) if summary else None,
                "totals": self.compute_totals(dossier, plan, summary),
                "compared": self.compare_courses(dossier, summary) if summary else [],
            }
            found.append(row)
        return found

    def find_year_in_force(self, dossier: Dossier) -> int | None:
        """The year of the plan that holds on the day: this year's, else the last one that has passed."""
        passed = (
            plan.year
            for plan in dossier.plans
            if plan.year <= self.day.year and find_passing_day(dossier, plan.steps, self.day)
        )
        return max(passed, default=None)

    def compute_totals(
        self, dossier: Dossier, plan: Plan | None, summary: Summary | None
    ) -> list[dict[str, Any]]:
        """The sums of a year beside the numbers of the regulation, which hold for a full year (Article 7)."""
        first = plan.steps[0].date if plan else summary.as_of if summary else self.day
        parameters = dossier.tables.find_regulation(first).parameters
        planned = list(collect_courses(dossier, plan.year, self.day).values()) if plan else []
        runs = list_runs(summary) if summary else ()
        persons = summary.persons if summary else None
        rows: list[tuple[str, str, str, float, float, str]] = [
            ("课时", "7(4)", format_number(parameters.min_hours), *sum_courses("hours", planned, runs), ""),
            (
                "人数",
                "7(4)",
                format_number(parameters.min_persons),
                sum_courses("persons", planned, runs)[0],
                persons.count if persons else 0,
                persons.unit if persons else "",
            ),
        ]
        new = sum_courses("new_remote_hours", planned, runs)
        if any(new) or any(each.course.mode != Mode.FACE_TO_FACE for each in planned):
            rows.append(("新增远程课时", "7(5)", format_number(parameters.min_new_remote_hours), *new, ""))
        return [
            {
                "label": label,
                "article": cite_article(self.presenter.cite_basis(basis)),
                "limit": limit,
                "planned": format_number(before) if plan else "",
                "held": f"{format_number(after)} {unit}".rstrip() if summary else "",
            }
            for label, basis, limit, before, after, unit in rows
        ]

    def compare_courses(self, dossier: Dossier, summary: Summary) -> list[html_tables.HtmlColumn]:
        """Each course of a year as planned and as held, or why it was not; of what is public."""
        data = self.public(summary.path)
        reasons = {
            each["course"]: each.get("reason", "") for each in data.get("not_run", []) if "course" in each
        }
        held: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for part in (data, *data.get("supplements", [])):
            for run in part.get("runs", []):
                held[run.get("course", "")].append(run)
        planned = collect_courses(dossier, summary.year, self.day)
        titles = self.collect_course_titles(dossier, summary.year)
        dropped = {
            id_: each.dropped
            for id_, each in trace_courses(dossier, summary.year).items()
            if each.dropped and each.dropped <= self.day
        }
        rows = []
        for id_ in dict.fromkeys((*planned, *dropped, *held, *reasons)):
            row = self.course(planned[id_]) if id_ in planned else {}
            dropped_on = format_day(dropped[id_]) if id_ in dropped and id_ not in planned else ""
            cells = list_compared_cells(row, held.get(id_, []), dropped_on, reasons.get(id_, ""))
            title = html_tables.escape(titles.get(id_, id_))
            if id_ not in planned:  # the table of the plan, to which links lead, does not have it
                title = render_anchored(summary.year, id_, title)
            rows.append([title, *(html_tables.escape(each) for each in cells)])
        return (
            [
                html_tables.HtmlColumn(heading, style, cells)
                for (heading, style), cells in zip(COMPARED, zip(*rows, strict=True), strict=True)
            ]
            if rows
            else []
        )

    def show_plan(self, dossier: Dossier, plan: Plan) -> dict[str, Any]:
        """A year's plan as it stands on the day, amendments included."""
        rows = collect_courses(dossier, plan.year, self.day)
        passed = find_passing_day(dossier, plan.steps, self.day)
        kind = self.schemas.kinds["plan"]
        data = self.public(plan.path)
        schema = self.get_item_schema(kind.schema, "courses")
        told = self.presenter.list_columns(schema, [self.course(row) for row in rows.values()])
        heads = list(self.render_course_heads(plan.year, list(rows.values()), told, passed))
        return {
            "first": plan.type == PlanType.FIRST,
            "passed": format_day(passed) if passed else "",
            "steps": self.list_steps(plan),
            "courses": len(rows),
            "columns": [html_tables.HtmlColumn(*COURSE, heads), *select_columns(told, COURSE_HEAD)],
            "activities": self.presenter.list_facts(kind.schema, {"activities": data.get("activities")}),
            "amendments": [self.show_amendment(dossier, each) for each in dossier.get_amendments(plan.year)],
            "hours": format_number(sum(row.course.hours for row in rows.values())),
            "persons": format_number(sum(row.course.persons for row in rows.values())),
            "path": plan.path,
        }

    def render_course_heads(
        self,
        year: int,
        rows: Sequence[PlannedCourse],
        told: Mapping[str, PropertyColumn],
        passed: dt.date | None,
    ) -> Iterator[str]:
        """The courses' titles with what is noted of them, as HTML."""
        absent = PropertyColumn("", [None] * len(rows))
        titles, fees = (told.get(name, absent).texts for name in ("title", "fee"))
        noted = [told[name] for name in COURSE_NOTES if name in told]
        for i, (row, title, fee) in enumerate(zip(rows, titles, fees, strict=True)):
            notes = [f"{each.title}：{text.text}" for each in noted if (text := each.texts[i])]
            if not fee:
                notes.append("收费：未载明")
            if row.since and row.since != passed:
                notes.append(f"{format_day(row.since)}经调整通过")
            name = html_tables.escape(title.text) if title else ""
            small = "".join(map(render_small, notes))
            yield f"<strong>{render_anchored(year, row.course.id, name)}</strong>{small}"

    def get_item_schema(self, schema: Schema, name: str) -> Schema:
        """The schema of the items of a list property."""
        return self.schemas.resolve(dict(self.schemas.get_properties(schema))[name]["items"])

    def list_steps(self, record: Plan | Amendment | Summary) -> list[TimedStep]:
        """The steps that had been taken by the day; those that were recorded late say so."""
        late = self.recording.describe_late_steps(record)
        schema = self.get_item_schema(self.schemas.kinds[get_kind_name(record)].schema, "steps")
        rows = self.public(record.path).get("steps", [])
        steps: tuple[Step | Receipt, ...] = record.steps
        taken = [
            (row, late.get(f"/steps/{i}/date", ""))
            for i, (row, step) in enumerate(zip(rows, steps, strict=False))
            if step.date <= self.day
        ]
        return [make_step(self.presenter.format_cells(schema, row), recorded) for row, recorded in taken]

    def show_amendment(self, dossier: Dossier, amendment: Amendment) -> dict[str, Any]:
        """An amendment: its steps and what it adds, changes and drops."""
        passed = find_passing_day(dossier, amendment.steps, self.day)
        data = self.public(amendment.path)
        titles = self.collect_course_titles(dossier, amendment.year)
        return {
            "number": amendment.number,
            "reason": data.get("reason", ""),
            "passed": format_day(passed) if passed else "",
            "steps": self.list_steps(amendment),
            "changes": [
                (label, [titles.get(id_, id_) for id_ in ids])
                for label, ids in (
                    ("增加", [row["id"] for row in data.get("add", [])]),
                    ("修改", [row["id"] for row in data.get("replace", [])]),
                    ("取消", data.get("drop", [])),
                )
                if ids
            ],
            "path": amendment.path,
        }

    def show_summary(self, dossier: Dossier, summary: Summary) -> dict[str, Any]:
        """A year's summary with the runs of its supplements."""
        titles = self.collect_course_titles(dossier, summary.year)
        data = self.public(summary.path)
        kind = self.schemas.kinds["summary"]
        schema = self.get_item_schema(kind.schema, "runs")
        runs = [(run, "") for run in data.get("runs", [])]
        for each in data.get("supplements", []):
            runs += [
                (run, format_day(each["date"]) if "date" in each else "") for run in each.get("runs", [])
            ]
        heads = [
            render_run_head(titles.get(course, course), added)
            for run, added in runs
            for course in (run.get("course", ""),)
        ]
        told = self.presenter.list_columns(schema, [run for run, _ in runs])
        return {
            "facts": self.presenter.list_facts(
                kind.schema, data, frozenset(kind.properties) - {"as_of", "persons"}
            ),
            "hours": format_number(sum(run.hours for run in list_runs(summary))),
            "text": data.get("text", ""),
            "runs": len(runs),
            "columns": [
                html_tables.HtmlColumn(*COURSE, heads),
                *select_columns(told, RUN_HEAD, absent="未见记录"),
            ],
            "steps": self.list_steps(summary),
            "path": summary.path,
        }

    def collect_course_titles(self, dossier: Dossier, year: int) -> dict[str, str]:
        """The public titles of all courses and activities ever planned for a year, the dropped ones too."""
        records = [each for each in (dossier.get_plan(year), *dossier.get_amendments(year)) if each]
        rows = []
        for record in records:
            data = self.public(record.path)
            rows += [row for name in PLANNED for row in data.get(name, [])]
        return {row["id"]: row["title"] for row in rows if "title" in row}


def select_columns(
    told: Mapping[str, PropertyColumn], leave: frozenset[str], absent: str = ""
) -> Iterator[html_tables.HtmlColumn]:
    """The columns in which any row says something; `absent` stands where a row does not."""
    for name, (title, texts) in told.items():
        if name not in leave and any(each and each.text not in ("", "0") for each in texts):
            cells = [html_tables.render_anchor(each, BASE) if each else absent for each in texts]
            yield html_tables.HtmlColumn(title, "number" if name in NUMBERS else "", cells)


def make_step(facts: dict[str, Fact], recorded: str) -> TimedStep:
    """A step from its facts by name; `recorded` is a note on when it was recorded."""
    words = {name: fact.value.text for name, fact in facts.items()}
    date, action, authority = (words.get(name, "") for name in STEP)
    notes = [f"{fact.label}：{words[name]}" for name, fact in facts.items() if name not in STEP]
    notes += [recorded] if recorded else []
    return TimedStep(date, action, action == StepAction.SENT, authority, notes)


def render_run_head(title: str, added: str) -> str:
    """The title of the course that a run held, and when it was reported late, as HTML."""
    return html_tables.escape(title) + (render_small(f"{added}补报") if added else "")


def render_anchored(year: int, course: str, name: str) -> str:
    """The title of a course of a year, as HTML, with an address of its own on the page."""
    return f'<span id="y{year}-{html_tables.escape(course)}">{name}</span>'


def render_small(note: str) -> str:
    """A note in a line of its own, as HTML."""
    return f"<br><small>{html_tables.escape(note)}</small>"


def list_compared_cells(
    row: dict[str, Any], runs: list[dict[str, Any]], dropped: str, reason: str
) -> tuple[str, ...]:
    """The cells of a course, as planned and as held, under the headings of COMPARED but for its title."""
    times = [format_period(run) for run in runs]
    return (
        "、".join(f"{each}月" for each in row.get("months", [])),
        sum_numbers([row], "hours"),
        sum_numbers([row], "persons"),
        "；".join(times),
        sum_numbers(runs, "hours"),
        sum_numbers(runs, "persons"),
        write_remark(times, dropped, reason),
    )


def write_remark(times: list[str], dropped: str, reason: str) -> str:
    """What is to be said of a course beside the numbers."""
    found = f"{len(times)} 期。" if len(times) > 1 else ""
    if dropped:
        found += f"{dropped}经调整取消。"
    if reason:
        return f"{found}未举办：{reason}"
    return found if times or dropped else f"{found}未见开班记录"


def sum_courses(name: str, planned: Iterable[PlannedCourse], runs: Iterable[Run]) -> tuple[float, float]:
    """A number of courses summed up, as planned and as held."""
    return sum(getattr(each.course, name) for each in planned), sum(getattr(each, name) for each in runs)


def sum_numbers(rows: list[dict[str, Any]], name: str) -> str:
    """The sum of a number over rows; empty where none has it."""
    found = [row[name] for row in rows if name in row]
    return format_number(sum(found)) if found else ""


def format_period(run: dict[str, Any]) -> str:
    """From when to when a course was held, short, as its year is known: 4月7日至9日, 11月2日至次年1月15日"""
    first, last = (dt.date.fromisoformat(run[name]) if name in run else None for name in ("from", "to"))
    if not first:
        return ""
    start = f"{first.month}月{first.day}日"
    if last in (None, first):
        return start
    assert last
    end = f"{last.month}月{last.day}日"
    if last.year != first.year:
        return f"{start}至次年{end}"
    return f"{start}至{last.day}日" if last.month == first.month else f"{start}至{end}"
