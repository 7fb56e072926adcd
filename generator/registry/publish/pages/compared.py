"""The cells of a course as planned and as held, in the table of a year that sets both side by side."""

from __future__ import annotations

import datetime as dt

from ...display import format_number
from ...json_data import JsonObject, get_list, get_number, get_text
from .. import html_tables

# Group, heading and class of the columns in which a course is compared, after its title.
COMPARED = (
    ("计划", "月份", ""),
    ("计划", "课时", html_tables.NUMBER),
    ("计划", "人数", html_tables.NUMBER),
    ("举办", "时间", ""),
    ("举办", "课时", html_tables.NUMBER),
    ("举办", "人次", html_tables.NUMBER),
    ("", "说明", ""),
)


def list_compared_cells(
    row: JsonObject, runs: list[JsonObject], dropped: str, reason: str
) -> tuple[str, ...]:
    """The cells of a course, as planned and as held, in the order of COMPARED.

    Its hours as held are those of the longest class; those of all classes are shown beside.
    """
    times = [format_period(run) for run in runs]
    hours = [value for run in runs if (value := get_number(run, "hours")) is not None]
    return (
        "、".join(f"{each}月" for each in get_list(row, "months")),
        write_sum([row], "hours"),
        write_sum([row], "persons"),
        "；".join(times),
        format_number(max(hours)) if hours else "",
        write_sum(runs, "persons"),
        write_remark(times, sum(hours), dropped, reason),
    )


def write_remark(times: list[str], class_hours: float, dropped: str, reason: str) -> str:
    """What is to be said of a course beside the numbers."""
    remark = f"{len(times)} 期，办班课时 {format_number(class_hours)}。" if len(times) > 1 else ""
    if dropped:
        remark += f"{dropped}经调整取消。"
    if reason:
        return f"{remark}未举办：{reason}"
    return remark if times or dropped else f"{remark}未见开班记录"


def write_sum(rows: list[JsonObject], name: str) -> str:
    """The sum of a number over rows; empty where none has it."""
    values = [value for row in rows if (value := get_number(row, name)) is not None]
    return format_number(sum(values)) if values else ""


def format_period(run: JsonObject) -> str:
    """From when to when a course was held, short, as its year is known: 4月7日至9日, 11月2日至次年1月15日"""
    days = (get_text(run, name) for name in ("from", "to"))
    first, last = (dt.date.fromisoformat(day) if day else None for day in days)
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
