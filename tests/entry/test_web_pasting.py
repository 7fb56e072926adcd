"""A table that is pasted into a form means what the intake takes it for, and nothing more."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.entry.intake.completion import complete_rows
from registry.entry.intake.reading import read_draft
from registry.entry.intake.recognise import recognise_workbook
from registry.entry.sheets.grid import Workbook
from registry.entry.sheets.separated import read_separated
from registry.entry.web_forms.pasting import list_paste_fields
from registry.entry.written.values import Context
from tests.depth import DEPTH
from tests.entry.scripts import SCHEMAS, start_scripts

YEAR = 2026
COURSES = {"示例班": "c01", "c01": "c01", "公需班": "c02", "c02": "c02"}
INSTITUTIONS = {"演示甲培训中心": "demo-a", "演示乙培训中心": "demo-b"}
NAMES = {"course": COURSES, "institution": INSTITUTIONS}
HEAD = [
    *("课程名称", "科目", "领域", "服务形式", "培训方式", "培训对象"),
    *("人数", "课时", "新增远程课时", "开课月份", "地点", "师资"),
]
ROW = ["示例班", "专业", "护理", "委托培训班", "面授", "护士", "80", "16", "0", "3月", "本部", "本单位教师"]
COURSE = {
    **{"id": "c01", "title": "示例班", "subject": "专业", "field": "护理", "form": "委托培训班"},
    **{"mode": "面授", "audience": "护士", "persons": 80, "hours": 16, "new_remote_hours": 0},
    **{"months": [3], "place": "本部", "teachers": "本单位教师"},
}
RUNS = [["课程名称", "开班日期", "结束日期", "实际人数", "实际课时", "新增远程课时"]]


def write_tsv(rows: list[list[str]]) -> str:
    """Rows as a spreadsheet puts them on the clipboard."""
    stream = io.StringIO()
    csv.writer(stream, delimiter="\t", lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def paste(rows: list[list[str]], kind: str = "plan", list_: str = "/courses", **more: Any) -> dict[str, Any]:
    """What a form makes of rows."""
    scripts = start_scripts()
    (cells,) = scripts.call("readTable", [[write_tsv(rows)]])
    about = {"schema": scripts.keep_schema(kind), "list": list_, "words": scripts.keep_words(), "year": YEAR}
    (match,) = scripts.call(
        "matchRows", [[cells, scripts.keep_fields(kind), {**about, "names": NAMES, **more}]]
    )
    result: dict[str, Any] = match
    return result


def take_in(rows: list[list[str]], kind: str = "plan", list_: str = "/courses") -> tuple[Any, set[Any]]:
    """What the intake makes of them: the rows of the record, and what it says of which cell."""
    context = Context(SCHEMAS, YEAR, NAMES)
    workbook = Workbook(Path("表.csv"), (read_separated(write_tsv(rows), "表"),))
    (recognised, *_) = recognise_workbook(workbook, SCHEMAS, kind)
    draft = read_draft(recognised, context)
    complete_rows(draft, recognised, None, context)
    faults = {(f.place.row, f.place.column, f.message, f.hint) for f in draft.faults if f.place}
    return draft.get(list_) or [], faults


def agree(rows: list[list[str]], kind: str = "plan", list_: str = "/courses") -> dict[str, Any]:
    """What both make of rows, which is the same."""
    result = paste(rows, kind, list_)
    fault_rows = {(each["row"], each["column"], each["message"], each["hint"]) for each in result["faults"]}
    fault_rows = {
        each for each in fault_rows if each[2] != "没有认出表头"
    }  # of which the intake says that it is no record
    assert (result["rows"], fault_rows) == take_in(rows, kind, list_)
    return result


def change(**values: str) -> list[list[str]]:
    """The table with other words in its one row, by heading."""
    return [HEAD, [values.get(heading, value) for heading, value in zip(HEAD, ROW, strict=True)]]


def test_what_has_no_width_is_left_out() -> None:
    whole = agree([HEAD, ROW])
    assert agree([["\u200b" + each for each in HEAD], [each + "\u200b" for each in ROW]]) == whole


def test_a_plain_table_is_taken_whole() -> None:
    assert agree([HEAD, ROW]) == {"rows": [COURSE], "unknown": [], "faults": [], "left": [], "remarks": []}


def test_a_row_of_which_nothing_can_be_read_keeps_its_place() -> None:
    """What the form says is wrong in it is to be filled in there, and the rows below keep their numbers."""
    head = ["课程编号", "课时", "人数"]
    rows = agree([head, ["", "?", "?"], ["", "16", "80"]])["rows"]
    assert rows == [{"id": "c01"}, {"id": "c02", "hours": 16, "persons": 80}]
    runs = agree([*RUNS, ["没有这门课", *["?"] * 5]], "summary", "/runs")["rows"]
    assert runs == [{}]


@pytest.mark.parametrize(
    ("heading", "written", "name", "value"),
    [
        ("人数", "８０人次", "persons", 80),
        ("人数", "1,200", "persons", 1200),
        ("人数", " 80 人 ", "persons", 80),
        ("课时", "16学时", "hours", 16),
        ("课时", "16.0", "hours", 16),
        ("科目", "专业课", "subject", "专业"),
        ("科目", "公需\n科目", "subject", "公需"),
        ("培训方式", "线下", "mode", "面授"),
        ("培训方式", "☑面授 □远程 □混合", "mode", "面授"),
        ("服务形式", "委托培训", "form", "委托培训班"),
        ("开课月份", "3月上旬、9月", "months", [3, 9]),
        ("开课月份", "第一季度", "months", [1, 2, 3]),
        ("开课月份", "２０２６年３月", "months", [3]),
        ("开课月份", "46086", "months", [3]),
        ("师资", "本单位教师\n外聘教师", "teachers", "本单位教师\n外聘教师"),
        ("课程名称", "示例\n班", "title", "示例班"),
        ("课程名称", '"双引号"与\t制表符', "title", '"双引号"与 制表符'),
        ("地点", "本部，二号：教室", "place", "本部，二号：教室"),
    ],
)
def test_what_people_write_is_read_as_the_intake_reads_it(
    heading: str, written: str, name: str, value: Any
) -> None:
    rows = agree(change(**{heading: written}))
    assert rows["faults"] == []
    assert rows["rows"] == [COURSE | {name: value}]


@pytest.mark.parametrize(
    ("heading", "written", "said"),
    [
        ("人数", "约80", "“约80”不是一个数"),
        ("人数", "80-100", "不是一个数"),
        ("人数", "8O", "中有字母，像是 80"),
        ("课时", "2天", "的单位“天”不是这里用的"),
        ("人数", "12.5", "不是整数"),
        ("课时", "#REF!", "公式出错（#REF!）"),
        ("课时", "####", "“####”是列太窄、显示不下的内容"),
        ("科目", "选修", "没有“选修”这一项"),
        ("服务形式", "委托培训斑", "是不是“委托培训班”？"),
        ("培训方式", "☑面授 ☑远程", "勾了几项"),
        ("开课月份", "2025年3月", "不在 2026 年"),
        ("开课月份", "3/9", "看不出是哪几个月，还是几月几日"),
        ("开课月份", "13月", "看不出是几月"),
        ("领域", "", "“领域”没有填写"),
        ("课程名称", "同上", ""),
    ],
)
def test_what_is_not_understood_is_told_in_the_words_of_the_intake(
    heading: str, written: str, said: str
) -> None:
    rows = agree(change(**{heading: written}))
    (fault,) = rows["faults"]
    assert said in fault["message"]
    assert (fault["row"], fault["column"]) == (1, HEAD.index(heading))
    assert len(rows["rows"]) == 1  # what was understood is there


def test_days_in_any_writing_and_courses_by_their_titles() -> None:
    days = {
        **{"2026.3.5": "2026-03-05", "2026年3月5日": "2026-03-05", "46086": "2026-03-05"},
        **{"二○二六年三月五日": "2026-03-05"},
        **{"3月5日": "2026-03-05", "20260305": "2026-03-05", "2026/3/5 0:00:00": "2026-03-05"},
        **{"２０２６－３－５": "2026-03-05"},
    }
    rows = [["公需班", day, "2026-03-08", "70", "16", "0"] for day in days]
    runs = agree([*RUNS, *rows], "summary", "/runs")
    assert [each["from"] for each in runs["rows"]] == [*days.values()]
    assert {each["course"] for each in runs["rows"]} == {"c02"}
    wrong = [["公须班", "2026.2.30", "36000", "无", "16", "是"], ["c02", "3月5日-3月8日", "", "8", "8", "0"]]
    runs = agree([*RUNS, *wrong], "summary", "/runs")
    assert [(each["row"], each["column"]) for each in runs["faults"]] == [(1, 0), (1, 1), (1, 2), (1, 5)]
    assert runs["rows"][1] == {"course": "c02", "from": "2026-03-05", "to": "2026-03-08"} | {
        **{"persons": 8, "hours": 8, "new_remote_hours": 0}
    }


def test_headings_are_recognised_however_they_are_dressed() -> None:
    others = {
        **{
            "课程名称": "1、课 程 名 称",
            "科目": "课程类别（公需/专业）",
            "领域": "*专业领域",
            "人数": "人数\n(人)",
        },
        **{"课时": "学时（课时）", "开课月份": "拟开班时间：", "地点": "培训地点", "师资": "师资【来源】"},
        **{"培训对象": "培训对象／学员"},
    }
    rows = agree([[others.get(each, each) for each in HEAD], ROW])
    assert rows["rows"] == [COURSE]
    fees = agree([[*HEAD, "收费标准（万元）"], [*ROW, "3"]])
    assert "的单位“万元”不是这里用的" in fees["faults"][0]["message"]


def test_a_column_of_two_meanings_is_settled_by_its_values() -> None:
    twice = [each if each not in ("服务形式", "培训方式") else "培训形式" for each in HEAD]
    assert agree([twice, ROW])["rows"] == [COURSE]


def test_what_stands_around_the_rows_is_left_out_and_listed() -> None:
    title = ["某某中心2026年度教育培训计划表"]
    rows = agree(
        [
            title,
            ["序号", *HEAD],
            [str(i) for i in range(1, len(HEAD) + 2)],
            ["一、专业科目"],
            ["1", *ROW],
            [],
            ["2", *("同上" if each in ("护理", "护士") else each for each in ROW)],
            ["合计", "", "", "", "", "", "", "160"],
            ["注：以实际为准"],
            ["", "填表人：某某"],
        ]
    )
    assert [each["id"] for each in rows["rows"]] == ["c01", "c02"]
    assert rows["rows"][1] == COURSE | {"id": "c02"}
    assert [each["row"] for each in rows["left"]] == [0, 2, 3, 7, 8, 9]
    assert rows["left"][0]["text"] == title[0]


def test_rows_below_a_note_are_rows_still_and_those_of_a_sample_are_none() -> None:
    rows = agree([HEAD, ROW, ["注：以下为下半年"], ROW])
    assert [each["id"] for each in rows["rows"]] == ["c01", "c02"]
    assert rows["left"] == [{"row": 2, "text": "注：以下为下半年"}]
    assert "第 3 行是夹在中间的一行注，下面的各行也读了" in rows["remarks"]
    assert len(agree([HEAD, ROW, ["注：填写示例如下"], ROW])["rows"]) == 1
    sample = agree([["序号", *HEAD], ["例", *ROW], ["1", *ROW]])
    assert sample["rows"] == [COURSE]
    assert "第 2 行是示例，没有放进来" in sample["remarks"]


def test_months_in_columns_of_their_own() -> None:
    at = HEAD.index("开课月份")
    head = [*HEAD[:at], *(f"{i}月" for i in range(1, 13)), *HEAD[at + 1 :]]
    row = [*ROW[:at], *("√" if i in (3, 9) else "" for i in range(1, 13)), *ROW[at + 1 :]]
    assert agree([head, row])["rows"] == [COURSE | {"months": [3, 9]}]


def test_a_column_that_is_not_known_is_listed() -> None:
    rows = agree([[*HEAD, "颜色", "培训対象"], [*ROW, "红", "x"]])
    assert rows["rows"] == [COURSE]
    assert [(each["text"], each["meant"]) for each in rows["unknown"]] == [
        ("颜色", ""),
        ("培训対象", "培训对象"),
    ]


def test_a_table_of_another_list_is_not_taken() -> None:
    activities = [
        ["活动名称", "活动形式", "开展月份", "内容说明"],
        ["调研", "继续教育理论研究", "6月", "报告"],
    ]
    result = paste([HEAD, ROW, [], ["其他活动"], *activities])
    assert [each["title"] for each in result["rows"]] == ["示例班"]
    assert [each["row"] for each in result["left"]] == [3, 4, 5]
    result = paste(activities)
    assert (result["rows"], result["faults"][0]["message"]) == ([], "这是“其他活动”的表，不是这里的")
    assert paste(activities, list_="/activities")["rows"][0]["id"] == "a01"


def test_without_headings_the_order_counts_only_where_it_is_asked_for() -> None:
    assert paste([ROW])["rows"] == []
    assert paste([ROW])["faults"][0]["message"] == "没有认出表头"
    own = [f for f in list_paste_fields(SCHEMAS, "plan") if f["list"] == "/courses"]
    names = [f["name"] for f in own if not f["rare"] and "@" not in f["name"] and f["name"] != "id"]
    values = dict(zip([*COURSE][1:], [*ROW[:8], *ROW[8:]], strict=True))
    row = [values.get(name, "") for name in names]
    assert paste([["1", *row], ["2", *row]], inOrder=True)["rows"] == [COURSE, COURSE | {"id": "c02"}]
    (unknown,) = paste([[*row, "多出来的"]], inOrder=True)["unknown"]
    assert unknown["text"] == f"第 {len(row) + 1} 列"


def test_rows_of_another_institution_or_year_are_not_taken() -> None:
    rows = [["机构名称", *HEAD], ["演示甲培训中心", *ROW], ["演示乙培训中心", *ROW]]
    result = paste(rows, institution="demo-a")
    assert (len(result["rows"]), [each["row"] for each in result["faults"]]) == (1, [2])
    assert len(paste(rows[:2], institution="demo-a")["rows"]) == 1
    result = paste(rows[:2], institution="demo-b")
    assert (result["rows"], "没有放进来" in result["faults"][0]["message"]) == ([], True)
    result = paste([["年度", *HEAD], ["2026年", *ROW], ["2025", *ROW]])
    assert (len(result["rows"]), [each["row"] for each in result["faults"]]) == (1, [2])
    assert paste([["2025年度培训计划"], HEAD, ROW])["remarks"] == [
        "表的标题写的是 2025 年，这里填的是 2026 年，请核对"
    ]


def test_an_amendment_takes_the_rows_of_its_own_action() -> None:
    head, row = ["调整类型", *HEAD], ["新增", *ROW]
    rows = [head, row, ["修改", *ROW], ["取消", *ROW], ["", *ROW]]
    result = paste(rows, "amendment", "/add", taken=["c01", "c02"])
    assert [each["id"] for each in result["rows"]] == ["c03", "c04"]
    assert [each["row"] for each in result["faults"]] == [2, 3]
    assert len(paste(rows, "amendment", "/replace")["rows"]) == 2


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('a\t"b\nc"\t"d""e"\r\nf\t\t\r\n', [["a", "b\nc", 'd"e'], ["f", "", ""]]),
        ('a\t5" 屏\n', [["a", '5" 屏']]),
        ('a\t"没有配对\nb\tc\n', [["a", '"没有配对'], ["b", "c"]]),
        ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        ('课程，人数\n"甲，乙"，3', [["课程", "人数"], ["甲，乙", "3"]]),
        ("一列\n两行", [["一列"], ["两行"]]),
        ('\ufeffa\t="0515"\n', [["a", "0515"]]),
        ("", [[""]]),
    ],
)
def test_cells_of_a_clipboard(text: str, cells: list[list[str]]) -> None:
    assert start_scripts().call("readTable", [[text]]) == [cells]


# By what a schema says of a field: words of a cell, each lawful somewhere.
NUMBERS = [
    "80",
    "８０人",
    "1,200人次",
    "约80",
    "无",
    "-",
    "",
    "16学时",
    "1０",
    "8O",
    "免费",
    "两期",
    "2天",
    "同上",
]
DAYS = [
    *("2026.3.5", "2026年3月5日", "二〇二六年三月五日", "3月5日", "46086", "2026年3月5日至8日"),
    *("2026.2.30", "", "三月", "12/3"),
]
MONTHS = [
    "3月",
    "3月上旬",
    "3、9月",
    "三月",
    "一、二季度",
    "全年",
    "13月",
    "3-5月",
    "",
    "下半年",
    "2025年3月",
]
WORDS = [
    "示例班",
    "公需班",
    "甲\n乙",
    "ＡＢ　Ｃ",
    "其他（赛前集训）",
    "自办培训班",
    "",
    "同上",
    "c01",
    "是",
    "☑是□否",
]
CHOICES = ["线下", "专业课", "委托培训", "面受", "☑面授□远程", "其它", "", "无"]


def list_words(kind: str, field: dict[str, Any]) -> list[str]:
    path = [0 if part == "*" else part for part in f"{field['list']}/*/{field['name']}".split("/")[1:]]
    schema = {} if "@" in field["name"] else SCHEMAS.resolve_path(kind, path)[-1]
    if "enum" in schema:
        return [*schema["enum"][:3], *CHOICES]
    if schema.get("type") in ("integer", "number"):
        return NUMBERS
    is_day = schema.get("format") == "date" or field["name"] == "@period"
    return DAYS if is_day else MONTHS if field["name"] == "months" else WORDS


@pytest.mark.parametrize("month", ["3月（期）", "3（月）"])
def test_what_heads_a_column_of_ticks_may_have_more_in_it(month: str) -> None:
    head = [*(month if each == "开课月份" else each for each in HEAD)]
    assert agree([head, ["√" if each == "3月" else each for each in ROW]])["rows"] == [COURSE]


@st.composite
def any_tables(draw: st.DrawFn) -> tuple[str, str, list[list[str]]]:
    """Tables of courses, activities or runs with some of their columns, headed and filled in anyhow."""
    kind, list_ = draw(st.sampled_from([("plan", "/courses"), ("summary", "/runs")]))
    fields = [f for f in list_paste_fields(SCHEMAS, kind) if f["list"] == list_ and not f["rare"]]
    own = draw(
        st.lists(st.sampled_from(fields), min_size=4, max_size=12, unique_by=lambda f: f["headings"][0])
    )
    dress = st.sampled_from(["{}", "*{}", "1、{}", "{}（人）", "{}：", " {} "])
    head = [draw(dress).format(draw(st.sampled_from(field["headings"]))) for field in own]
    row = st.tuples(*(st.sampled_from(list_words(kind, field)) for field in own)).map(list)
    around = st.sampled_from([["合计", "", "80"], ["一、公需科目"], ["注：略"], ["例", "略"], ["3月"], []])
    body = draw(st.lists(st.one_of(row, row, row, around), min_size=1, max_size=5))
    title = draw(st.sampled_from([[], [["单位：万元"]], [["2026年度表"], []]]))
    return kind, list_, [*title, head, *body]


@settings(max_examples=12 * DEPTH)
@given(any_tables())
def test_both_readers_agree_on_any_table(table: tuple[str, str, list[list[str]]]) -> None:
    kind, list_, rows = table
    agree(rows, kind, list_)
