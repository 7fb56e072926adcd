"""To whom a record is handed in, and by when, as the regulation and its parameters say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from ...display import format_day
from ...lifecycle.calendar import compute_annual_due
from ...lifecycle.duties import find_receivers, list_joined_years
from ...model.dossier import HANDED_IN, Dossier
from ...model.register import Register

RECEIVERS = "报送给"  # the label of those to whom it is handed in
BOTH_SIDES = "监督地区的人社部门；有主管系统的，同时报业务主管部门"
NO_DATE = "办法没有规定期限，或者登记册还没有填"
ONLY_CHANGED = (
    "“变更后”空着的就是没有变化，那几行不用删。这里只列一格写得下的项目；"
    "培训地点、师资、教室等有变化的，另附变更后的全部内容。"
)


def list_notes(
    kind: str, register: Register, day: dt.date, year: int | None, dossier: Dossier | None = None
) -> Iterator[tuple[str, str]]:
    """What a form says of handing it in, each with its label; of no year and no institution in general."""
    if not register.tables.complete:
        return
    if kind in HANDED_IN:
        names = [register.tables.get_name(each) for each in find_receivers(dossier, day)] if dossier else ()
        yield RECEIVERS, "、".join(names) or BOTH_SIDES
    if kind == "amendment":
        yield "什么时候", "调整以前；调整也要通过以后才能照办（登记册的理解）。"
    elif kind in HANDED_IN:
        yield "最迟", _describe_due(kind, register, day, year, dossier)
    elif kind == "change":
        yield from _list_change_notes(register, day)
    elif kind == "application":
        yield "什么时候", _describe_windows(register, day)


def _describe_due(
    kind: str, register: Register, day: dt.date, year: int | None, dossier: Dossier | None
) -> str:
    """The last day of a plan or a summary."""
    tables = register.tables
    if kind == "plan" and dossier and year in list_joined_years(dossier):
        return "年中列入的机构，首次计划通过以后才能开班；办法没有规定期限。"
    if year:
        due = compute_annual_due(tables, year - 1 if kind == "plan" else year)
        return f"{format_day(due)}（含）" if due else NO_DATE
    deadline = tables.find_regulation(day).parameters.annual_deadline
    if not deadline:
        return NO_DATE
    month, number = (int(each) for each in deadline.split("-"))
    which = "计划年度前一年的" if kind == "plan" else "当年"
    return f"{which} {month} 月 {number} 日（含）"


def _list_change_notes(register: Register, day: dt.date) -> Iterator[tuple[str, str]]:
    tables = register.tables
    parameters = tables.find_regulation(day).parameters
    yield RECEIVERS, tables.get_name(tables.find_city_bureau(day)) + (parameters.change_receiver_office or "")
    target = parameters.change_target_days
    yield "什么时候", "变更以后及时报备" + (f"，以 {target} 天以内为目标" if target else "") + "。"
    yield "只填有变化的", ONLY_CHANGED


def _describe_windows(register: Register, day: dt.date) -> str:
    """The batches that take applications now or later."""
    open_ = [
        f"{batch.title} {format_day(batch.window.from_)}至{format_day(batch.window.to)}"
        for batch in register.batches.values()
        if batch.window and batch.window.to >= day
    ]
    return "；".join(open_) or "各批次的申请时段，见市人社局的通知；现在没有登记在册的。"
