"""The units in which people write a number, and which of them change nothing of what it means."""

from __future__ import annotations

import re

from .schemas import Schema

# The units in which a number may be written, by the one that its schema counts in; another one is another
# number. Fees are those of a person, persons those of all classes together, hours those of one class.
UNITS = {
    "课时": re.compile(r"(?:(?:学时|课时|节)(?:(?:/|每)(?:人|期|班|门))?)?"),
    "人": re.compile(r"(?:人次|人|名|位)?"),
    "元": re.compile(r"(?:元整|元)?(?:(?:/|每)(?:人|人次|名|生|学员)(?:/(?:期|班|次))?)?"),
    "平方米": re.compile(r"(?:平方米|平米|平方)?"),
    "册": re.compile(r"(?:册|本)?"),
    "": re.compile(r"(?:人|名|位|期|次|班|个|间|座|座位|分|学分|月|月份|年|年度|票)?"),
}
MONEY = "元"  # in the title of an amount
FREE = frozenset({"免费", "不收费", "无收费", "免收", "免收费", "公益免费", "不收取"})  # in the place of one
# What stands behind a number and may be a unit, of whatever it counts.
BEHIND = re.compile(r"(?<=[0-9]) *([万千]?[\u4e00-\u9fff%][\u4e00-\u9fff/%]{0,6})$")


def find_unit(schema: Schema) -> str:
    """What a number of a schema counts, as far as `UNITS` has it."""
    words = [str(schema.get("x-unit", "")), *re.findall("（(.+)）$", schema.get("title", ""))]
    return next((each for each in words if each and each in UNITS), "")


def accepts_unit(unit: str, schema: Schema) -> bool:
    """Whether a unit behind a number changes nothing of what the number means by its schema."""
    return UNITS[find_unit(schema)].fullmatch(unit) is not None


def refuse_unit(unit: str, schema: Schema) -> str:
    """What is said of a number in another unit than its schema counts in."""
    counted = find_unit(schema)
    wanted = "每人多少元" if counted == MONEY else f"多少{counted or '个'}"
    return f"“{unit}”不是这里的单位：核对有没有填错，这里写{wanted}，只写数字"
