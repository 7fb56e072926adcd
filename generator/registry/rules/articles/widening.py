"""Articles 7(5), 8 and 17: fields and modes that come after the review, and courses outside the fields."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from ...display import format_number
from ...lifecycle.fold import fold_filing
from ...lifecycle.force import list_standing
from ...lifecycle.status import is_listed
from ...model.dossier import Dossier
from ...model.kinds import (
    Amendment,
    Change,
    ChangeField,
    Course,
    CourseSubject,
    Plan,
    Review,
    ReviewResult,
)
from ...suggest import ask_whether
from ..course_rows import has_remote, list_rows
from ..rule import Fault, fault, rule


class WidenedRow(NamedTuple):
    """A row of a change act that widens what is taught: its number, what it adds, whether it is the mode."""

    number: int
    added: str
    is_mode: bool = False


def _list_added(change: Change) -> Iterator[WidenedRow]:
    """The rows of a change act that widen what is taught; none where what was before is unknown."""
    for i, edit in enumerate(change.changes):
        if edit.before is None:
            continue
        if edit.field == ChangeField.FIELDS:
            before = {row["name"] for row in edit.before}
            added = [row["name"] for row in edit.after or () if row["name"] not in before]
            if added:
                yield WidenedRow(i, f"领域{'、'.join(added)}")
        elif edit.field == ChangeField.MODES and has_remote(edit.after or ()) and not has_remote(edit.before):
            yield WidenedRow(i, "远程教学", is_mode=True)


@rule("8(3)", "增加的领域和方式未经评审", "warning", basis="convention")
def widening_is_reviewed(dossier: Dossier) -> Iterator[Fault]:
    """名单中的机构增加领域或者远程教学的，由评审组看过：在新的批次中申请，或变更以后又通过评审。

    办法没有写明怎样增加的，也可以只报变更；登记册的理解是，只报变更的没有评审组看过，所以作提醒。
    旧名单未载明原来的领域和方式的，不知道是不是增加，不提醒。
    """
    reviews = list_standing(dossier, Review)
    passed = [act.date for act in reviews if act.result == ReviewResult.PASSED]
    for act in list_standing(dossier, Change):
        if not is_listed(dossier, act.date):
            continue
        for row in _list_added(act):
            # A panel that met later has looked at the institution as it then was, this field included.
            if not any(day > act.date for day in passed):
                message = f"以变更增加{row.added}，没有评审组看过"
                mend = "确实只报变更的可以保留；要由评审组评审的，在新的批次中申请"
                yield fault(act, f"/changes/{row.number}/after", message, mend)


@rule("7(5)", "增加远程教学的课时承诺", "warning", reads=("min_new_remote_hours",))
def widening_declares_remote_hours(dossier: Dossier) -> Iterator[Fault]:
    """以变更增加远程教学的，写明每年新增的远程课时，不低于规定的下限。平台另由“远程平台”一条核对。"""
    for act in list_standing(dossier, Change):
        wanted = dossier.tables.find_regulation(act.date).parameters.min_new_remote_hours
        declared = act.declared_new_remote_hours
        for row in _list_added(act):
            if wanted is None or not row.is_mode or (declared is not None and declared >= wanted):
                continue
            fact = "没有写明" if declared is None else f"写的是 {format_number(declared)}"
            message = f"增加远程教学，每年新增远程课时{fact}，应不少于 {format_number(wanted)}"
            place = f"/changes/{row.number}/after" if declared is None else "/declared_new_remote_hours"
            yield fault(act, place, message, "填写 declared_new_remote_hours，或与报备材料核对")


@rule("17", "课程在报备的领域之内", "warning", basis="convention")
def course_within_fields(dossier: Dossier) -> Iterator[Fault]:
    """计划中的专业科目，在机构报备的领域之内；公需科目不论领域。

    课程的领域等于机构的一个领域，或者列为那个领域的其他写法。
    看报送之日、年度终了时和现况中的领域，有一处在内就可以：后来报了的，不再提醒。
    办法没有写明课程须在报备的领域之内的，这是登记册的理解。
    """
    fields = dossier.institution.fields
    now = frozenset(name for each in fields for name in (each.name, *each.subjects))
    for record in dossier.plans_and_amendments:
        outside = [(place, each) for place, each in list_rows(record) if _is_outside(each, now)]
        approved = _list_known(dossier, record) if outside else frozenset()
        for place, course in outside:
            if approved and _is_outside(course, approved):
                message = f"课程 {course.id} 的领域是“{course.field}”，不在机构报备的领域之内"
                mend = (
                    f"{ask_whether(course.field, approved)}核对领域的写法；"
                    "属于某个领域的，以变更在那个领域的 subjects 中列出；"
                    "确实是新的领域的，先申请或录入变更（change，项目 fields）"
                )
                yield fault(record, f"{place}/field", message, mend)


def _is_outside(course: Course, fields: frozenset[str]) -> bool:
    return course.subject == CourseSubject.PROFESSIONAL and course.field not in fields


def _list_known(dossier: Dossier, record: Plan | Amendment) -> frozenset[str]:
    """The fields on the day on which a plan was handed in and at the end of its year; empty if unknown."""
    approved: frozenset[str] = frozenset()
    for day in (record.steps[0].date, dt.date(record.year, 12, 31)):
        fields = (fold_filing(dossier, day) or {}).get("fields") or ()
        approved |= {name for each in fields for name in (each["name"], *each.get("subjects", ()))}
    return approved
