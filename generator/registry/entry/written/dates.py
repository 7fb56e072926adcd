"""Days, spans of days and months, as they are written in spreadsheets."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from ...typed import DAY_HINT, NotUnderstood, read_serial_day, read_written_day, tidy_day
from ..sheets.grid import CellValue
from .folding import CLASS_NUMBERS, write_cell

LAST_OF_SPAN = re.compile(r"(?P<day>[0-9]{1,2})日?$")
SPAN = re.compile("[至到~]")
# In a span whose days are written with dots, in Chinese or as one number a dash divides them.
DASHED_SPAN = re.compile(r"(?<=[0-9日])-(?=[0-9])")
WITH_DASH = re.compile(r"[./月]|[0-9]{8}-")
DASHES = re.compile("[–—―−]+|~+|--+")
# Months from … to …, two months, or a day of a month: nobody can tell.
EITHER = re.compile("(1[0-2]|0?[1-9])[-/.](1[0-2]|0?[1-9])$")
DAYS = re.compile("月[0-9]{1,2}日?[、,;和及][0-9]{1,2}日?(?![0-9月.])")  # several days of a month in short
QUARTERS = re.compile("第?([一二三四1-4])(?:[、和及至~-]?第?([一二三四1-4]))?季度?")
MONTH = "月"
ALL_YEAR = frozenset({"全年", "每月", "各月", "1-12月"})
SPAN_HINT = "写成 2026-03-05 至 2026-03-08 的样子"
MONTH_HINT = "写月份，如 3月；几个月的写 3、9月"


class Span(NamedTuple):
    """The first and the last day of something."""

    first: dt.date
    last: dt.date


def read_day(value: CellValue, year: int | None) -> dt.date:
    """The day that a cell names; `year` is that of a day without one. Raises NotUnderstood."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = _tidy(value)
    if text.isdecimal() and len(text) == 5:
        return _read_serial(int(text), year)
    return read_written_day(text, year)


def _tidy(value: CellValue) -> str:
    """A text without the time of the day and the day of the week, what divides two days written as ~."""
    return DASHES.sub("~", tidy_day(write_cell(value)))


def _read_serial(number: int, year: int | None) -> dt.date:
    """A day that a spreadsheet program has left as a number; only near the year that is meant."""
    day = read_serial_day(number)
    if day and year and abs(day.year - year) <= 1:
        return day
    raise NotUnderstood(f"“{number}”是一个数，看不出是哪一天", f"把单元格设成日期，或者{DAY_HINT}")


def read_span(value: CellValue, year: int | None) -> Span:
    """The days from … to … that a cell names; one day is both. Raises NotUnderstood."""
    if isinstance(value, dt.date):
        day = read_day(value, year)
        return Span(day, day)
    text = _tidy(value)
    parts = SPAN.split(text)
    if len(parts) == 1 and WITH_DASH.search(text):
        parts = DASHED_SPAN.split(text)
    if len(parts) == 1:
        day = read_day(text, year)
        return Span(day, day)
    if len(parts) != 2:
        raise NotUnderstood(f"“{text}”看不出从哪天到哪天", SPAN_HINT)
    first = read_day(parts[0], year)
    short = LAST_OF_SPAN.match(parts[1])
    last = read_day(f"{first.year}.{first.month}.{short['day']}" if short else parts[1], first.year)
    if last < first:
        raise NotUnderstood(f"“{text}”结束在开始之前", "写明两个日期的年份")
    return Span(first, last)


def read_months(value: CellValue, year: int | None) -> list[int]:
    """The months that a cell names, in order. Raises NotUnderstood."""
    if isinstance(value, dt.date):
        return [_get_month(value, year)]
    if isinstance(value, float) and not value.is_integer():
        raise NotUnderstood(f"“{value}”看不出是几月", MONTH_HINT)
    text = _tidy(value)
    if match := QUARTERS.fullmatch(text):
        return _list_quarters(match, text)
    if text in ALL_YEAR:
        return list(range(1, 13))
    for words, number in CLASS_NUMBERS.items():
        text = text.replace(f"{words}月", f"{number}月")
    text = re.sub("(?<=月)(?:份|[上中下]旬|[初中底末])", "", text)
    # Such as 3-5: two months or a day of one.
    if EITHER.match(text):
        raise NotUnderstood(f"“{text}”看不出是哪几个月，还是几月几日", MONTH_HINT)
    if DAYS.search(text):
        raise NotUnderstood(f"“{text}”看不出是几月", MONTH_HINT)
    months: list[int] = []
    for part in re.split("[、,;和及]", text.rstrip("、,;")):
        months += [each for each in _read_part(part, text, year) if each not in months]
    return sorted(months)


def _list_quarters(match: re.Match[str], text: str) -> list[int]:
    """The months of one quarter or two; of several from … to ….."""
    first, last = (CLASS_NUMBERS.get(each) or int(each) for each in (match[1], match[2] or match[1]))
    between = re.search("[至~-]", text)
    if last < first:
        raise NotUnderstood(f"“{text}”看不出是几月", MONTH_HINT)
    quarters = range(first, last + 1) if between else dict.fromkeys((first, last))
    return [3 * each - 2 + i for each in quarters for i in range(3)]


def _read_part(part: str, text: str, year: int | None) -> list[int]:
    """The months of one part of a list: 3月, 2026年3月, 5-6月, 2026-3, 2026.3.5-3.8."""
    named = re.fullmatch(r"(?:(?P<year>[0-9]{4})[-./年])?(?P<month>[0-9]{1,2})月?", part)
    named = named or re.fullmatch(r"(?P<year>20[0-9]{2})(?P<month>0[1-9]|1[0-2])", part)
    if named:
        return [_check_month(int(named["month"]), named["year"], text, year)]
    span = re.fullmatch(
        r"(?:(?P<year>[0-9]{4})[./年])?(?P<first>[0-9]{1,2})月?[-~至到](?P<last>[0-9]{1,2})月", part
    )
    if span:
        first, last = (_check_month(int(span[each]), span["year"], text, year) for each in ("first", "last"))
        if first <= last:
            return list(range(first, last + 1))
        raise NotUnderstood(f"“{text}”跨到下一年", "只写开课的月份，计划结束日期另写")
    try:
        days = read_span(part, year)
    except NotUnderstood:
        raise NotUnderstood(f"“{text}”看不出是几月", MONTH_HINT) from None
    return [_get_month(days.first, year)]


def _check_month(month: int, written: str | None, text: str, year: int | None) -> int:
    if not 1 <= month <= 12:
        raise NotUnderstood(f"“{text}”看不出是几月", MONTH_HINT)
    if written and year and int(written) != year:
        raise NotUnderstood(f"“{text}”不在 {year} 年", f"核对年份；{MONTH_HINT}")
    return month


def _get_month(day: dt.date, year: int | None) -> int:
    if year and day.year != year:
        raise NotUnderstood(f"“{day}”不在 {year} 年", f"核对年份；{MONTH_HINT}")
    return day.month
