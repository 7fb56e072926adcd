"""The plan and the summary of a year: a front page, and their courses or classes as an annex across."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from ..display import format_day
from ..entry.workbook.notes import RECEIVERS
from ..json_data import Fields
from ..model.dossier import Dossier
from ..model.kinds import Course, Run
from ..model.measures import measure_courses, measure_runs
from .drafting import Drafter
from .forms import (
    BLANK_ROWS,
    FormData,
    RowTable,
    draw_facts,
    draw_rows,
    draw_steps,
    fill_line,
    list_measures,
    make_sheet,
)
from .paper import Block, FactTable, Heading, Paper, PaperTable, Paragraph

COURSE = (
    "id",
    "title",
    "subject",
    "field",
    "form",
    "mode",
    "audience",
    "persons",
    "hours",
    "new_remote_hours",
    "months",
    "place",
    "fee",
    "teachers",
)
RUN = (
    "course",
    "from",
    "to",
    "persons",
    "hours",
    "new_remote_hours",
    "evaluated_on",
    "archived_on",
    "results_entered_on",
)


def draft_plan(drafter: Drafter, form: FormData, dossier: Dossier | None) -> Paper:
    """A year's plan as it was handed in; blank without a record."""
    record = form.record
    rows: list[Fields] = record.get("courses", [])
    courses = [msgspec.convert(each, Course) for each in rows]
    lines = _list_own(drafter, form, "plan", ("year", "type"))
    if rows:
        lines += [("课程门数", str(len(rows))), *list_measures(measure_courses(courses))]
    schema = drafter.schemas.resolve_path("plan", ("courses", 0))[-1]
    opening = _open(drafter, form, "计划")
    amended = dossier.get_amendments(record["year"]) if dossier and rows else ()
    notes = (f"另有计划调整 {len(amended)} 份，写出的是原来的计划",) if amended else ()
    return Paper(
        title=f"{_name_year(drafter, form)}专业技术人员继续教育培训计划",
        body=(opening, FactTable(tuple(lines)), *_draw_activities(drafter, form)),
        to=_format_address(drafter, form),
        signers=_sign(drafter, form),
        date=_write_day(drafter, form),
        annexes=("课程表",),
        tail=tuple(draw_steps(drafter, form, "plan", "报送和审核备案")),
        sheets=(make_sheet("课程表", draw_rows(drafter, form, RowTable(schema, COURSE, rows))),),
        notes=notes,
    )


def draft_summary(drafter: Drafter, form: FormData, dossier: Dossier | None) -> Paper:
    """A year's summary, its supplements included; blank without a record."""
    record = form.record
    lines = _list_own(drafter, form, "summary", ("year", "as_of", "persons"))
    runs = [(each, "") for each in record.get("runs", [])]
    for added in record.get("supplements", []):
        runs += [(each, format_day(added["date"])) for each in added["runs"]]
    if runs and not form.is_blank:
        lines += list_measures(measure_runs(msgspec.convert(each, Run) for each, _ in runs))
    text = record.get("text")
    body: list[Block] = [
        _open(drafter, form, "总结"),
        FactTable(tuple(lines)),
        Heading("执行情况"),
        Paragraph(drafter.fill(text, "执行情况")),
        *_draw_not_run(form, dossier),
    ]
    return Paper(
        title=f"{_name_year(drafter, form)}专业技术人员继续教育培训总结",
        body=tuple(body),
        to=_format_address(drafter, form),
        signers=_sign(drafter, form),
        date=_write_day(drafter, form),
        annexes=("开班情况表",),
        tail=tuple(draw_steps(drafter, form, "summary", "报送备案")),
        sheets=(make_sheet("开班情况表", _draw_runs(drafter, form, runs)),),
    )


def _list_own(drafter: Drafter, form: FormData, kind: str, names: Sequence[str]) -> list[tuple[str, str]]:
    """The lines of the institution and of the record's own values."""
    lines = [*form.identity]
    for name in names:
        schema = drafter.schemas.resolve_path(kind, (name,))[-1]
        lines.append((schema["title"], drafter.write(schema, form.record.get(name))))
    return [fill_line(drafter, form, label, value) for label, value in lines]


def _name_year(drafter: Drafter, form: FormData) -> str:
    year = form.record.get("year")
    return f"{drafter.fill(str(year) if year else '', '年度')}年度"


def _open(drafter: Drafter, form: FormData, what: str) -> Paragraph:
    year = _name_year(drafter, form)
    article = drafter.cite("17")
    return Paragraph(f"依据{article}，现将我单位{year}{what}报上，请予备案。")


def _format_address(drafter: Drafter, form: FormData) -> str:
    """To whom it was handed in; where it was not yet, to whom it is to be."""
    steps = form.record.get("steps", [])
    names = list(dict.fromkeys(drafter.tables.get_name(each["authority"]) for each in steps))
    if not names and form.content.id:
        names = [text for label, text in form.content.notes if label == RECEIVERS]
    return drafter.fill("、".join(names), "主送机关")


def _sign(drafter: Drafter, form: FormData) -> tuple[str, ...]:
    return (f"{drafter.fill(form.content.institution.name, '机构名称')}（盖章）",)


def _write_day(drafter: Drafter, form: FormData) -> str:
    """The day on which it was handed in first."""
    steps = form.record.get("steps", [])
    return drafter.fill(format_day(min(each["date"] for each in steps)) if steps else "", "报送日期")


def _draw_activities(drafter: Drafter, form: FormData) -> list[Block]:
    schema = drafter.schemas.resolve_path("plan", ("activities",))[-1]
    kind = {"properties": {"activities": schema}}
    rows = form.record.get("activities", [])
    return draw_facts(drafter, form, kind, {"activities": rows}) if rows or form.is_blank else []


def _draw_not_run(form: FormData, dossier: Dossier | None) -> list[Block]:
    """The planned courses and activities that were not held, with their titles and why."""
    rows, titles = form.record.get("not_run", []), _list_titles(form)
    plan = dossier.get_plan(form.record["year"]) if dossier and rows else None
    titles |= {each.id: each.title for each in (plan.activities if plan else ())}
    if not rows and not form.is_blank:
        return []
    cells = tuple((each["course"], titles.get(each["course"], ""), each["reason"]) for each in rows)
    blank = (("", "", ""),) * BLANK_ROWS
    return [Heading("未举办的课程"), PaperTable(("编号", "课程或活动", "原因"), cells or blank)]


def _draw_runs(drafter: Drafter, form: FormData, runs: Sequence[tuple[Fields, str]]) -> PaperTable:
    """The classes held, each with its course's title; of a later one when it was told."""
    schema = drafter.schemas.resolve_path("summary", ("runs", 0))[-1]
    titles = _list_titles(form)
    names = [
        drafter.fill(titles.get(run["course"]), "课程名称") + (f"\n（{added}补充）" if added else "")
        for run, added in runs
    ]
    rows = [each for each, _ in runs]
    return draw_rows(drafter, form, RowTable(schema, RUN, rows, {"课程名称": names}))


def _list_titles(form: FormData) -> dict[str, str]:
    """The titles of the year's planned courses, by id."""
    return {str(each["id"]): str(each["title"]) for each in form.content.planned}
