"""Articles 7(5), 12, 13 and 25: what the rows of a plan state, whom they serve, and what they cost."""

from __future__ import annotations

from collections.abc import Iterator

from ...display import number_text
from ...model.dossier import Dossier
from ...model.kinds import Amendment, Course, Plan, Summary
from ...model.register import Register
from ..places import runs_of
from ..rule import Fault, fault, rule

COMMISSIONED = frozenset({"委托培训班", "委托研修班", "委托进修班"})
PUBLIC_INSTITUTIONS = frozenset({"机关法人", "事业单位法人"})


def rows_of(record: Plan | Amendment) -> Iterator[tuple[str, Course]]:
    """The courses that a plan or an amendment states, each with its place."""
    if isinstance(record, Plan):
        yield from ((f"/courses/{i}", course) for i, course in enumerate(record.courses))
    else:
        yield from ((f"/add/{i}", course) for i, course in enumerate(record.add))
        yield from ((f"/replace/{i}", course) for i, course in enumerate(record.replace))


@rule("7(5)", "远程课时的填写")
def remote_hours_fit(record: Plan | Amendment | Summary) -> Iterator[Fault]:
    """新增远程课时不多于该课程的课时；面授课程没有远程课时。"""
    if isinstance(record, Summary):
        rows = [(place, run.hours, run.new_remote_hours, "") for place, run, _ in runs_of(record)]
    else:
        rows = [(place, each.hours, each.new_remote_hours, each.mode) for place, each in rows_of(record)]
    for place, hours, remote, mode in rows:
        if remote > hours:
            message = f"新增远程课时 {number_text(remote)} 多于课时 {number_text(hours)}"
            yield fault(
                record, f"{place}/new_remote_hours", message, "新增远程课时是课时的一部分，核对两个数"
            )
        elif remote and mode == "面授":
            message = f"教学方式是面授，新增远程课时写的是 {number_text(remote)}，应为 0"
            yield fault(record, f"{place}/new_remote_hours", message, "核对教学方式和远程课时")


@rule("13", "委托方", "warning", basis="convention")
def commissioner_named(record: Plan | Amendment) -> Iterator[Fault]:
    """受委托举办的课程写明委托方。"""
    for place, course in rows_of(record):
        if course.form in COMMISSIONED and course.commission is None:
            message = f"课程 {course.id} 的服务形式是“{course.form}”，没有写明委托方"
            yield fault(
                record, f"{place}/form", message, "填写 commission（委托方类别和名称），或核对服务形式"
            )


@rule("13", "公益培训平等开放")
def public_benefit_open_to_all(record: Plan | Amendment) -> Iterator[Fault]:
    """公益性课程向各类单位和人员平等开放。"""
    for place, course in rows_of(record):
        if course.public_benefit and not course.public_benefit.open_to_all:
            message = f"公益性课程 {course.id} 应平等开放，填写的是 false"
            mend = "核对填写；不是公益性课程的删去 public_benefit"
            yield fault(record, f"{place}/public_benefit/open_to_all", message, mend)


@rule("25", "收费依据")
def fee_basis_stated(record: Plan | Amendment, register: Register) -> Iterator[Fault]:
    """收费的课程写明收费依据。

    办法的参数写明无须报批的不核对；机关和事业单位执行省里的规定，总要写明。
    """
    dossier = register.dossier_of(record.path)
    required = register.tables.regulation_on(record.steps[0].date).parameters.fee_basis_required
    if dossier is None or not (required or _is_public(dossier)):
        return
    for place, course in rows_of(record):
        if course.fee and course.fee.amount and not course.fee.basis:
            what = "所执行的省有关规定" if _is_public(dossier) else "收费标准的批准文件"
            message = f"课程 {course.id} 每人收费 {number_text(course.fee.amount)} 元，没有写明收费依据"
            yield fault(record, f"{place}/fee", message, f"填写 basis：{what}", on_key=True)


def _is_public(dossier: Dossier) -> bool:
    return dossier.institution.legal_form in PUBLIC_INSTITUTIONS
