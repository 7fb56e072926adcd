"""What cells mean: certain readings are taken, all else is a fault that says what to do."""

import datetime as dt
from typing import Any

import pytest

from registry.entry.intake.groups import read_parts
from registry.entry.written.dates import read_day, read_months, read_span
from registry.entry.written.values import Context, read_value
from registry.records.schemas import Schemas
from registry.typed import NotUnderstood
from tests.conftest import REPOSITORY

SCHEMAS = Schemas.read(REPOSITORY / "schemas")
NAMES = {"area": {"东台市": "dongtai", "dongtai": "dongtai"}, "system": {"卫生健康": "health"}}
CONTEXT = Context(SCHEMAS, 2026, NAMES)
HOURS, PERSONS, FEE = "/plan/courses/0/hours", "/plan/courses/0/persons", "/plan/courses/0/fee/amount"
MODE, PLACE, PHONE = "/plan/courses/0/mode", "/plan/courses/0/place", "/institution/phone"
CODE, AREA, MODES = "/institution/credit_code", "/institution/area", "/institution/modes"
CLASS = "/summary/runs/0/class_number"
PRACTICE = "/institution/fields/0/practice"


def read(cell: Any, where: str) -> Any:
    _, kind, *parts = where.split("/")
    schema = SCHEMAS.resolve_path(kind, [int(each) if each.isdecimal() else each for each in parts])[-1]
    return read_value(cell, schema, CONTEXT)


@pytest.mark.parametrize(
    ("where", "cell", "value"),
    [
        (HOURS, "１６学时", 16),
        (HOURS, 16.0, 16),
        (HOURS, "16.5课时", 16.5),
        (PERSONS, "41人", 41),
        (PERSONS, "1,200人次", 1200),
        (FEE, "300元/人", 300),
        (FEE, "每人300元", 300),
        (FEE, "300元/人/期", 300),
        (HOURS, "16学时/期", 16),
        (FEE, "￥1,280.00", 1280),
        (FEE, "免费", 0),
        (FEE, "不收费", 0),
        (MODE, "线下", "面授"),
        (MODE, "☑面授　□远程　□混合", "面授"),
        (MODE, "面授√ 远程□", "面授"),
        (MODES, "☑面授　☑远程", ["面授", "远程"]),
        (MODES, "面授、线上", ["面授", "远程"]),
        (PRACTICE, "□是 ☑否", False),
        (PRACTICE, "√", True),
        (PHONE, "（0515）88123456", "0515-88123456"),
        (PHONE, "051588123456", "0515-88123456"),
        (PHONE, "0515－88123456转801", "0515-88123456转801"),
        (PHONE, "400 000 0001", "400-000-0001"),
        (PHONE, 51588123456.0, "0515-88123456"),  # as a number it has no 0 in front
        (CLASS, "第二期", 2),
        (CLASS, "十二期", 12),
        (CODE, "5232 0902 0000 0021 1A", "52320902000000211A"),
        (AREA, "东台市", "dongtai"),
        (PLACE, "东楼\n２０１教室", "东楼201教室"),
        (PLACE, 301.0, "301"),
        (PLACE, "\u200b东楼\ufeff教室", "东楼教室"),
        (HOURS, "16\u200b", 16),
    ],
)
def test_what_is_certain_is_read(where: str, cell: Any, value: Any) -> None:
    assert read(cell, where) == value


@pytest.mark.parametrize(
    ("where", "cell", "words"),
    [
        (HOURS, "3O", "中有字母，像是 30"),
        (HOURS, "十六", "不是一个数"),
        (HOURS, "16小时", "单位“小时”不是这里用的"),  # an hour is no 课时
        (HOURS, "60人", "单位“人”不是这里用的"),
        (HOURS, "2天", "单位“天”不是这里用的"),
        (PERSONS, "16学时", "单位“学时”不是这里用的"),
        (PERSONS, "50人/期", "单位“人/期”不是这里用的"),  # the plan counts those of all classes
        (FEE, "20元/学时", "单位“元/学时”不是这里用的"),
        (FEE, "8000元/班", "单位“元/班”不是这里用的"),
        (FEE, "0.03万元", "单位“万元”不是这里用的"),
        (PERSONS, "约80", "不是一个数"),
        (PERSONS, 41.5, "不是整数"),
        (FEE, "无", "不是一个数"),  # whether that means free nobody can tell
        (MODE, "自学", "没有“自学”这一项"),
        (MODE, "☑面授☑远程", "勾了几项"),
        (MODE, "□面授□远程", "一项也没有勾"),
        (PRACTICE, "也许", "看不出是还是否"),
        (PHONE, "13800000000", "个人手机号"),
        (PHONE, "51588123456", "不是一个带区号的电话号码"),
        (PHONE, "0515-00000O62", "中有字母，像是 0515-00000062"),
        (CODE, 5.23e17, "被表格当成了数"),
        (CODE, "5.23E+17", "被表格当成了数"),
        (CODE, "5232O902000000211A", "字母 O"),
        (CODE, "523209020000002", "有 15 位，应为 18 位"),
        (AREA, "东台", "是不是“东台市”？"),
    ],
)
def test_what_is_not_certain_is_a_fault_and_says_how_to_mend_it(where: str, cell: Any, words: str) -> None:
    with pytest.raises(NotUnderstood) as caught:
        read(cell, where)
    assert words in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize(
    "cell",
    [
        "2026.3.5",
        "2026年3月 5日",
        "2026/3/5",
        "2026-3-5 15:00",
        "2026-03-05T09:30:00",
        "3月5日（周四）",
        "20260305",
        "3月5日",
        "46086",
        46086,
        "２０２６－３－５",
        dt.datetime(2026, 3, 5),
        dt.date(2026, 3, 5),
    ],
)
def test_a_day_in_many_forms(cell: Any) -> None:
    assert read_day(cell, 2026) == dt.date(2026, 3, 5)


@pytest.mark.parametrize("cell", ["26.3.5", "2026.2.30", "60000", "3月上旬", "待定"])
def test_no_day(cell: Any) -> None:
    with pytest.raises(NotUnderstood):
        read_day(cell, 2026)
    with pytest.raises(NotUnderstood, match="没有写年份"):
        read_day("3月5日", None)


@pytest.mark.parametrize(
    "cell",
    [
        *("20260305-20260308", "2026.3.5–2026.3.8", "3月5日（周四）－8日（周日）"),
        *("2026.3.5-3.8", "2026年3月5日至8日", "3月5日-8日", "2026-03-05~2026-03-08", "2026/3/5—2026/3/8"),
    ],
)
def test_days_from_and_to(cell: str) -> None:
    assert read_span(cell, 2026) == (dt.date(2026, 3, 5), dt.date(2026, 3, 8))


def test_a_span_that_ends_before_it_begins_is_a_fault() -> None:
    with pytest.raises(NotUnderstood, match="结束在开始之前"):
        read_span("12月28日-1月5日", 2026)


@pytest.mark.parametrize(
    ("cell", "months"),
    [
        ("3月上旬", [3]),
        ("三月", [3]),
        ("5-6月", [5, 6]),
        ("3、9月", [3, 9]),
        ("9月、3月底", [3, 9]),
        ("2026-3", [3]),
        ("202603", [3]),
        (202603.0, [3]),
        ("2026年3月上旬–4月", [3, 4]),
        ("3月底～4月初", [3, 4]),
        ("三、四季度", [7, 8, 9, 10, 11, 12]),
        ("1至3季度", [*range(1, 10)]),
        ("2026-03-05~2026-03-08", [3]),
        ("第一季度", [1, 2, 3]),
        ("全年", list(range(1, 13))),
        ("2026.3.5-3.8", [3]),
        (9.0, [9]),
        (dt.date(2026, 9, 1), [9]),
    ],
)
def test_months_in_many_forms(cell: Any, months: list[int]) -> None:
    assert read_months(cell, 2026) == months


@pytest.mark.parametrize(
    "cell",
    ["暑期", "3-5", "5/6", "四、三季度", "13月", "11-2月", "2025年3月", 3.1, dt.date(2025, 9, 1), "上半年"],
)
def test_no_months(cell: Any) -> None:
    with pytest.raises(NotUnderstood):
        read_months(cell, 2026)


def test_what_stands_before_the_first_title_of_a_group_is_not_passed_over() -> None:
    schema = SCHEMAS.resolve_path("institution", ["sites"])[-1]
    name, address = "本部教学楼", "人民路1号"
    assert read_parts(f"名称：{name}，地址：{address}", schema, CONTEXT) == [
        {"name": name, "address": address}
    ]
    with pytest.raises(NotUnderstood, match="看不出各是什么"):
        read_parts(f"自有，名称：{name}，地址：{address}", schema, CONTEXT)
