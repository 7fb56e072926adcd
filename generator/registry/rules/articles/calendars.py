"""The calendars of working days: what one may name, what the library says otherwise, which is missing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby

from ...display import WEEKDAYS
from ...lifecycle.due import find_missing_calendars
from ...model.difference import Difference
from ...model.kinds import Calendar
from ...model.register import Register
from ...model.working_days import SATURDAY, find_differences, is_of_notice
from ...records.schemas import Schemas
from ..rule import Fault, fault, rule


@rule("", "工作日历的日期", basis="form")
def calendar_days_fit(calendar: Calendar) -> Iterator[Fault]:
    """工作日历中的日期都在那一年，或者上一年的12月；放假的起日不晚于止日，同一天不既放假又上班。"""
    year = calendar.year
    mend = "照通知核对年份、月份和日期"
    for i, span in enumerate(calendar.days_off):
        place = f"/days_off/{i}"
        if span.to < span.from_:
            yield fault(
                calendar, f"{place}/to", f"{span.name}放假到 {span.to}，早于第一天 {span.from_}", mend
            )
        for name, day in (("from", span.from_), ("to", span.to)):
            if not is_of_notice(calendar, day):
                message = f"{span.name}的 {day} 不在 {year} 年，也不在上一年的12月"
                yield fault(calendar, f"{place}/{name}", message, mend)
    for i, day in enumerate(calendar.working_days):
        place = f"/working_days/{i}"
        if not is_of_notice(calendar, day):
            yield fault(calendar, place, f"{day} 不在 {year} 年，也不在上一年的12月", mend)
        for span in calendar.days_off:
            if span.from_ <= day <= span.to:
                message = f"{day} 写作上班，又在{span.name}放假（{span.from_} 至 {span.to}）之中"
                yield fault(calendar, place, message, mend)


@rule("", "调休上班在周末", "warning", basis="form")
def calendar_working_days_on_weekends(calendar: Calendar) -> Iterator[Fault]:
    """调休上班的日子是星期六或星期日：其他日子不放假就是工作日，不必写。"""
    for i, day in enumerate(calendar.working_days):
        if day.weekday() < SATURDAY:
            message = f"{day} 是星期{WEEKDAYS[day.weekday()]}，本来就是工作日"
            yield fault(calendar, f"/working_days/{i}", message, "照通知核对日期，多半是差了一天")


@rule("", "与程序自带的日历一致", "warning", basis="form", after=("calendar-days-fit",))
def calendar_agrees_with_library(calendar: Calendar) -> Iterator[Fault]:
    """工作日历与程序自带的日历一致；不一致的，期限依据登记册的日历计算，这里说明是哪几天。

    程序自带的日历到它发布时已有安排的年份为止；不知道的年份不核对。
    """
    differences = find_differences(calendar)
    if differences:
        message = f"与程序自带的日历不同：{list_days(differences)}；期限依据登记册的计算"
        mend = "照通知核对；通知确实如此的，可以保留"
        yield fault(calendar, "/days_off", message, mend, on_key=True)


def list_days(days: list[dt.date]) -> str:
    """Days in words, those that follow each other as one span."""
    spans = []
    # Days that follow one another are as far apart as their places in the list.
    for _, group in groupby(enumerate(days), key=lambda item: item[1].toordinal() - item[0]):
        *_, last = span = [day for _, day in group]
        spans.append(f"{span[0]} 至 {last}" if last > span[0] else f"{last}")
    return "、".join(spans)


@rule("", "日历照通知改", "warning", scope="change", basis="form")
def calendar_changed_by_notice(difference: Difference, schemas: Schemas) -> Iterator[Fault]:
    """已录入的工作日历，放假和上班的日子照后来的通知改，通知追加在“通知”（documents）里。

    日历改了，期限和目标日期跟着变，以前各日的状态和期限也变。录错了改正的，不用添通知。
    """
    for old, now in difference.pair_kept():
        if old.kind != "calendar" or len(now.data["documents"]) > len(old.data["documents"]):
            continue
        for name in ("days_off", "working_days"):
            if old.data[name] != now.data[name]:
                what = schemas.kinds[now.kind].properties[name]["title"]
                message = f"{what}的日子改了，没有添写通知；期限会跟着变，以前各日的也变"
                mend = "后来的通知改的，在 documents 末尾添上它；录错了改正的可以保留"
                yield Fault(now.path, f"/{name}", message, mend, on_key=True)


@rule("", "下一年的工作日历", "warning", scope="clock", basis="form")
def calendar_recorded(register: Register, day: dt.date) -> Iterator[Fault]:
    """每年12月15日以前录入下一年的工作日历；程序自带的日历已有那一年的，不录也可以。

    登记册和程序都不知道的年份，截止日不顺延，工作日按星期一至星期五计算，并写明日历未知。
    """
    for year, due in find_missing_calendars(register.tables, day):
        if due < day:
            # A calendar that is not there has no file to point at.
            path = register.tables.find_regulation(day).path
            message = f"{year} 年的工作日历没有录入，应在 {due} 以前录入；期限按原日期计算"
            yield Fault(path, "", message, f"照国务院办公厅的通知录入：registry new {year} calendar")
