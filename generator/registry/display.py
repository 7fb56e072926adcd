"""Values as people read them: dates, numbers, texts with links, tables."""

from __future__ import annotations

import datetime as dt
import os
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeAlias, TypeVar

V = TypeVar("V", covariant=True)
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WEEKDAYS = "一二三四五六日"  # as `weekday` of a date counts them


class Text(NamedTuple):
    """A piece of text; `href` is a whole address, or a path from the site's root, or empty."""

    text: str
    href: str = ""


NOTHING = Text("")


class PropertyColumn(NamedTuple):
    """A property of several objects: its title, and of each object its value; None where that is absent."""

    title: str
    texts: list[Text | None]


class Grid(NamedTuple):
    """A table: its columns."""

    columns: list[PropertyColumn]

    @property
    def headings(self) -> list[str]:
        """What stands above the columns."""
        return [column.title for column in self.columns]

    @property
    def rows(self) -> list[list[Text]]:
        """The rows of the table, with an empty text where a value is absent."""
        rows = zip(*(column.texts for column in self.columns), strict=True)
        return [[each or NOTHING for each in row] for row in rows]


class Group(NamedTuple):
    """Facts that belong together."""

    facts: Facts


class Fact(NamedTuple, Generic[V]):
    """A property of a record: its name, its title, and its value."""

    name: str
    label: str
    value: V


FactValue: TypeAlias = Text | list[Text] | Group | Grid
Facts: TypeAlias = list[Fact[FactValue]]
WIDE = (Group, Grid)  # what needs the whole width


class ChangedValue(NamedTuple):
    """A property with its texts before and after; of a correction its day and reason, where they are shown.

    `untold` says which of both is a person's name that is no longer shown.
    """

    label: str
    before: list[str]
    after: list[str]
    date: str = ""
    reason: str = ""
    untold: tuple[str, ...] = ()


def number_items(texts: Sequence[str]) -> str:
    """Items that hold signs which would part them: （1）甲，乙（2）丙. One alone has no number."""
    if len(texts) == 1:
        return texts[0]
    return "".join(f"（{i}）{each.rstrip('。')}" for i, each in enumerate(texts, 1))


def join_items(texts: Sequence[str]) -> str:
    """Items one after the other, numbered where one has parts of its own."""
    return number_items(texts) if any("；" in each for each in texts) else "；".join(texts)


def join_first(texts: Sequence[str], most: int, unit: str) -> str:
    """The first few of some texts, and how many there are where there are more: 甲、乙 等 7 份."""
    more = f" 等 {len(texts)} {unit}" if len(texts) > most else ""
    return "、".join(texts[:most]) + more


def limit_lines(lines: list[str], most: int, unit: str) -> list[str]:
    """The first few of some lines, and where there are more a last one that says how many: ……共 70 份."""
    return [*lines[:most], f"……共 {len(lines)} {unit}"] if len(lines) > most else lines


def format_path(path: str) -> str:
    """A path as it may be shown, in one line: bytes that are no text and signs that act stand by codes."""
    if path.isprintable():
        return path
    name = os.fsencode(path).decode("utf-8", "backslashreplace")
    codes = {ord(each) for each in name if not each.isprintable()}
    return name.translate({code: f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" for code in codes})


def shorten_text(text: str, most: int) -> str:
    """A text, cut behind so many characters where it is longer."""
    return text if len(text) <= most else f"{text[:most]}……"


def measure_width(text: str) -> int:
    """How many columns a text takes: a Chinese sign takes two."""
    # A (ambiguous) counts as wide: terminals with Chinese fonts draw it so.
    return sum(2 if unicodedata.east_asian_width(each) in "WFA" else 1 for each in text)


@lru_cache(4096)
def format_day(day: dt.date | str) -> str:
    """2024-03-15 → 2024年3月15日."""
    date = dt.date.fromisoformat(day) if isinstance(day, str) else day
    return f"{date.year}年{date.month}月{date.day}日"


def format_days_left(last: dt.date, day: dt.date) -> str:
    """How many days are left until the last one, or over since, in words."""
    left = (last - day).days
    return "今天到期" if left == 0 else f"还有 {left} 天" if left > 0 else f"已过 {-left} 天"


def format_number(value: float) -> str:
    """A number without needless zeros: 7.5, 24, 12000."""
    if isinstance(value, int):
        return str(value)
    return f"{value:.2f}".rstrip("0").rstrip(".")
