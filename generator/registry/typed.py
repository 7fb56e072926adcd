"""What people type, in the form in which programs have it: full width, other dashes, days as people write."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from calendar import monthrange
from collections.abc import Sequence

from .finding import CHINESE_NUMBERS

# A day as people write it; whether it must have a year depends on where it is written.
DAY = re.compile(r"(?:(?P<year>[0-9]{4})[-./年])?(?P<month>[0-9]{1,2})[-./月](?P<day>[0-9]{1,2})日?$")
# The same within a text, where it has a year; in full width too, as it is looked for before that is narrowed.
DAY_IN_TEXT = re.compile("[0-9０-９]{4}[-./年－．／][0-9０-９]{1,2}[-./月－．／][0-9０-９]{1,2}日?")
COMPACT = re.compile("(?P<year>[12][0-9]{3})(?P<month>[01][0-9])(?P<day>[0-3][0-9])$")
# 2026-3-1 5:00, as programs write it: what stands behind the day.
TIME = re.compile(r"(?<=[0-9日])(?:\s+|T)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?\s*$")
# 二〇二六年三月十五日, as it is printed at the end of papers; people type a circle or 零 for 〇.
IN_WORDS = re.compile(
    "([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
WEEKDAY = re.compile("\\((?:周|星期)[一二三四五六日天]\\)")
DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
YEAR = re.compile("([1-9][0-9]{3})(?:年度?)?")
LAST = 31  # of the days of a month
DAY_HINT = "日期写成 2026-03-15 的样子"
CJK = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"  # Chinese characters, and signs of their width
ZERO_WIDTH = re.compile("[\u200b\u2060\ufeff]")  # as web pages and chats give them along
# Spreadsheets count days from 1900, which they take for a leap year: so day 0 is two days before it.
SERIAL_START = dt.date(1899, 12, 30)
SERIAL_DAYS = range(36526, 73051)  # 2000 to 2099
OPTION = re.compile("[-—–－]{1,2}(?=[a-zA-Zａ-ｚＡ-Ｚ])")


class NotUnderstood(ValueError):
    """A value that cannot be read with certainty: what is wrong, and how to mend it."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message}；{hint}")
        self.message = message
        self.hint = hint


def narrow(text: str) -> str:
    """A text in half width without blanks, those of no width too, for numbers, dates and codes."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", ZERO_WIDTH.sub("", text)))


def tidy_day(text: str) -> str:
    """A text in half width without the time of the day and the day of the week, its days in digits."""
    return write_days_in_digits(WEEKDAY.sub("", narrow(TIME.sub("", text))))


def write_days_in_digits(text: str) -> str:
    """A text with its days that are written in words, as on papers, in digits."""
    return IN_WORDS.sub(_write_in_digits, text)


def _write_in_digits(match: re.Match[str]) -> str:
    """A day that is written in words, in digits; as it is where one of the words is no number."""
    month, day = (CHINESE_NUMBERS.get(each, 0) for each in match.groups()[1:])
    if not (0 < month <= LAST and 0 < day <= LAST):
        return match[0]
    return f"{match[1].translate(DIGITS)}年{month}月{day}日"


def read_written_day(text: str, year: int | None = None) -> dt.date:
    """The day that a text names; `year` is that of a day without one. Raises NotUnderstood."""
    text = tidy_day(text)
    match = COMPACT.match(text) or DAY.match(text)
    if match and (match["year"] or year):
        return _make_day(int(match["year"] or year or 0), int(match["month"]), int(match["day"]), text)
    if match:
        raise NotUnderstood(f"“{text}”没有写年份", f"{DAY_HINT}，写明年份")
    raise NotUnderstood(f"“{text}”读不出是哪一天", DAY_HINT)


def read_written_year(text: str) -> int:
    """The year that a text names, in four digits: 2027, 2027年 or 2027年度. Raises NotUnderstood."""
    if match := YEAR.fullmatch(narrow(text)):
        return int(match[1])
    raise NotUnderstood(f"“{text}”读不出是哪一年", "年度写成四位数字，如 2026")


def read_serial_day(value: object) -> dt.date | None:
    """The day that a spreadsheet has left as a number, from 2000 to 2099; None for anything else."""
    if not isinstance(value, int) or value not in SERIAL_DAYS:
        return None
    return SERIAL_START + dt.timedelta(value)


def _make_day(year: int, month: int, day: int, text: str) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        hint = DAY_HINT
        if not 1 <= month <= 12:
            hint = "月份写 01 至 12"
        elif year:
            hint = f"{year} 年 {month} 月只到 {monthrange(year, month)[1]} 日"
        raise NotUnderstood(f"“{text}”不是日历上的日期", hint) from None


def mend_arguments(arguments: Sequence[str]) -> list[str]:
    """Arguments with their options as a Chinese keyboard writes them: ——year＝２０２７ is --year=2027."""
    return [_mend_option(each) if OPTION.match(each) else each for each in arguments]


def _mend_option(text: str) -> str:
    name, equals, value = text.replace("＝", "=", 1).partition("=")
    dashes = OPTION.match(name)
    assert dashes
    bare = unicodedata.normalize("NFKC", name[dashes.end() :])
    return f"{'--' if len(bare) > 1 else '-'}{bare}{equals}{value}"
