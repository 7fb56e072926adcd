"""Workbooks out: what stands in them, what may be chosen, what is locked; nothing is lost."""

from __future__ import annotations

import datetime as dt
import io
import re
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from registry.cli.main import main
from registry.entry.headings import list_fields
from registry.entry.request import NotLawful, RecordRequest, UnknownNameError
from registry.entry.workbook import gathering
from registry.entry.workbook.content import FormContent
from registry.entry.workbook.explaining import describe_field
from registry.entry.workbook.gathering import Source
from registry.entry.workbook.layout import find_values, lay_out
from registry.entry.workbook.writing import name_record, write_template
from registry.json_data import Fields
from registry.lifecycle.means import SHEETS
from registry.records.schemas import Schemas
from registry.settings import HOME
from tests.conftest import CITY, examined

SCHEMAS = Schemas.read(HOME / "schemas")
DAY = dt.date(2026, 11, 20)
BLANK = FormContent(day=DAY, register="演示登记册", version="1")


@cache
def source() -> Source:
    return Source(examined(CITY).register, SCHEMAS, "演示登记册", "1", DAY)


def form(kind: str, id_: str, year: int | None = None, from_year: int | None = None) -> FormContent:
    request = RecordRequest(id_, kind, DAY, year=year)
    return gathering.collect_form(source(), SCHEMAS.kinds[kind], request, from_year)


def write(kind: str, content: FormContent) -> bytes:
    stream = io.BytesIO()
    write_template(SCHEMAS, kind, content, stream)
    return stream.getvalue()


def open_book(kind: str, content: FormContent) -> Any:
    return openpyxl.load_workbook(io.BytesIO(write(kind, content)))


def labels(sheet: Worksheet) -> dict[str, Any]:
    """The form: what stands right of each label."""
    return {str(row[0].value).removesuffix(" *"): row[1].value for row in sheet.iter_rows(max_col=2)}


def table(sheet: Worksheet, first: str) -> list[dict[str, Any]]:
    """The rows below the headings, the first of which is given, without the empty ones."""
    rows = list(sheet.iter_rows(values_only=True))
    head = next(i for i, row in enumerate(rows) if str(row[0]).removesuffix(" *") == first)
    names = [str(each).removesuffix(" *") for each in rows[head]]
    return [dict(zip(names, row, strict=True)) for row in rows[head + 1 :] if any(v is not None for v in row)]


def choices(book: Any, sheet: Worksheet, cell: str) -> list[str]:
    """What the drop-down of a cell offers: a named range on the hidden sheet."""
    rule = next(each for each in sheet.data_validations.dataValidation if cell in each.sqref)
    assert rule.type == "list"
    name, _, area = book.defined_names[rule.formula1.lstrip("=")].attr_text.partition("!")
    return [each[0].value for each in book[name][area.replace("$", "")]]


@pytest.mark.parametrize("kind", SHEETS)
def test_a_blank_form_asks_for_what_is_required_and_says_how(kind: str) -> None:
    book = open_book(kind, BLANK)
    assert (book.sheetnames[0], book["选项"].sheet_state, book["登记册"].sheet_state) == (
        "填写",
        "hidden",
        "hidden",
    )
    assert book["填写"]["A1"].value == SCHEMAS.kinds[kind].title
    explained = {row[1].value: row for row in book["说明"].iter_rows() if row[1].value}
    for sheet in book.worksheets[: book.sheetnames.index("说明")]:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.endswith(" *"):
                    assert explained[cell.value.removesuffix(" *")][2].value == "必填"
    words = [str(cell.value) for row in book["说明"].iter_rows() for cell in row]
    assert [each for each in words if re.search("加引号|填 true|[a-z]_|records/|文件名", each)] == []


def test_the_same_input_gives_the_same_bytes() -> None:
    assert write("plan", BLANK) == write("plan", BLANK)
    assert write("plan", BLANK) != write("plan", BLANK._replace(day=DAY + dt.timedelta(1)))


def test_a_plan_begins_with_the_courses_of_another_year() -> None:
    content = form("plan", "demo-001", 2027, 2026)
    book = open_book("plan", content)
    sheet = book["填写"]
    titles = labels(sheet)
    assert (titles["机构名称"], titles["年度"], titles["类型"]) == ("演示青松护理培训中心", 2027, "年度")
    courses = table(sheet, "课程编号")
    assert [each["课程编号"] for each in courses] == [f"c0{i}" for i in range(1, 8)]
    assert (courses[1]["课程名称"], courses[1]["计划人数（人）"], courses[1]["开课月份"]) == (
        "智慧医院建设与医疗数据应用研修",
        55,
        "7、11",
    )
    head = next(row[0].row for row in sheet.iter_rows() if str(row[0].value) == "课程编号")
    assert sheet.freeze_panes == f"C{head + 1}"
    assert sheet.print_title_rows == f"${head}:${head}"
    by_heading = {str(cell.value).removesuffix(" *"): cell.column_letter for cell in sheet[head]}
    assert choices(book, sheet, f"{by_heading['科目']}{head + 1}") == ["公需", "专业"]
    assert len(choices(book, sheet, f"{by_heading['服务形式']}{head + 40}")) == 12
    assert "最迟" in [row[0].value for row in book["说明"].iter_rows()]
    assert "2026年12月31日（含）" in [row[1].value for row in book["说明"].iter_rows()]


def test_cells_take_only_what_fits() -> None:
    sheet = open_book("plan", BLANK)["填写"]
    head = next(row[0].row for row in sheet.iter_rows() if str(row[0].value) == "课程编号")
    by_heading = {str(cell.value).removesuffix(" *"): cell for cell in sheet[head]}

    def rule(heading: str) -> Any:
        cell = f"{by_heading[heading].column_letter}{head + 1}"
        return next(each for each in sheet.data_validations.dataValidation if cell in each.sqref)

    assert (rule("计划人数（人）").type, rule("计划人数（人）").formula1) == ("whole", "0")
    assert ",0.5)=0" in rule("计划课时").formula1
    assert rule("计划结束日期").type == "date"
    below = sheet.cell(head + 1, by_heading["地点"].column)
    assert (below.number_format, below.protection.locked) == ("@", False)
    assert sheet.cell(head + 1, by_heading["计划结束日期"].column).number_format == "yyyy-mm-dd"


def test_a_summary_lists_the_planned_courses_whose_ids_are_locked() -> None:
    book = open_book("summary", form("summary", "demo-001", 2026))
    sheet = book["开班情况"]
    rows = table(sheet, "课程编号")
    assert [(each["课程编号"], each["开班日期"]) for each in rows] == [(f"c0{i}", None) for i in range(1, 8)]
    assert rows[2]["课程名称"] == "伤口造口护理实务班"
    assert (sheet.protection.sheet, sheet.protection.password) == (True, None)
    assert [sheet[each].protection.locked for each in ("A2", "C2", "A12")] == [True, False, False]
    assert choices(book, sheet, "A12")[:2] == ["c01", "c02"]


def test_a_change_shows_what_holds_now_and_leaves_what_is_new_open() -> None:
    sheet = open_book("change", form("change", "demo-001"))["填写"]
    rows = {each["项目"]: (each["变更前"], each["变更后"]) for each in table(sheet, "项目")}
    assert rows["名称"] == ("演示青松护理培训中心", None)
    assert rows["办公电话"] == ("0515-00000060", None)
    assert "师资" not in rows
    assert "受理处室" not in labels(sheet)


def test_an_application_has_the_present_filing() -> None:
    book = open_book("application", form("application", "demo-001"))
    titles = labels(book["填写"])
    assert (titles["机构名称"], titles["监督地区"], titles["主管系统"]) == (
        "演示青松护理培训中心",
        "亭湖区",
        "卫生健康",
    )
    assert (titles["专职副高级"], titles["年课时"]) == (3, None)
    column = [cell.value for cell in book["填写"]["A"]]
    assert column[column.index("名称 *") - 1] == "培训地点"
    assert table(book["固定教室"], "名称")[0] == {
        "名称": "明德教室",
        "面积（平方米）": 95,
        "座位": 56,
    }


def test_an_amendment_lists_the_plan_and_asks_what_becomes_of_each_course() -> None:
    book = open_book("amendment", form("amendment", "demo-001", 2026))
    rows = table(book["填写"], "课程编号")
    assert {each["调整类型"] for each in rows} == {None}
    assert len(rows) == 7
    path = gathering.find_record(source(), SCHEMAS.kinds["amendment"], "demo-013", None)
    rows = table(open_book("amendment", gathering.collect_record(source(), path))["填写"], "课程编号")
    assert [(each["课程编号"], each["调整类型"]) for each in rows] == [("c09", "增加")]
    path = gathering.find_record(source(), SCHEMAS.kinds["amendment"], "demo-017", 2023)
    rows = table(open_book("amendment", gathering.collect_record(source(), path))["填写"], "课程编号")
    assert [(each["课程编号"], each["调整类型"], bool(each["课程名称"])) for each in rows] == [
        ("c03", "修改", True),
        ("c04", "修改", True),
        ("c01", "取消", True),
    ]


def test_what_is_hidden_tells_whose_record_it_is() -> None:
    book = open_book("amendment", form("amendment", "demo-001", 2026))
    assert {row[0].value: row[1].value for row in book["登记册"].iter_rows()} == {
        "种类": "amendment",
        "编号": "demo-001",
        "年度": "2026",
        "序号": "1",
        "登记册": "演示登记册",
        "程序版本": "1",
        "写出日期": "2026-11-20",
    }


def test_every_value_of_every_record_stands_in_its_workbook() -> None:
    """Of each kind one record, in which each value is looked for under its heading."""
    paths = [path for path in source().register.documents if path.startswith("records/")]
    for kind in SHEETS:
        of_kind = [
            each for each in paths if (placed := SCHEMAS.find_kind(each[8:])) and placed[0].name == kind
        ]
        content = gathering.collect_record(source(), max(of_kind, key=_count_leaves))
        layout = lay_out(SCHEMAS, kind, content)
        pointers = {each.column.field.pointer for each in layout.form}
        pointers |= {column.field.pointer for each in layout.tables for column in each.columns}
        pointers |= {each.replace("/add/", f"/{name}/") for each in pointers for name in ("replace",)} | {
            "/drop"
        }
        for field in list_fields(SCHEMAS, kind):
            values = list(find_values(content.record, field.pointer))
            assert not values or field.pointer in pointers, (kind, field.pointer)


def _count_leaves(path: str) -> int:
    return len(str(source().register.documents[path].data))


def test_rows_within_rows_stand_on_a_sheet_of_their_own_behind_what_they_belong_to() -> None:
    """What few records have is shown where it is there, and nowhere else."""
    course: Fields = {
        "id": "c01",
        "title": "示例班",
        "classes": [
            {"class_number": 1, "from": "2027-03-01", "to": "2027-03-05"},
            {"class_number": 2, "from": "2027-05-10", "to": "2027-05-14", "place": "二楼"},
        ],
        "fee": {"parts": [{"name": "=培训费", "amount": 300, "unit": "每人"}]},
    }
    content = BLANK._replace(record={"year": 2027, "courses": [{"id": "c00"}, course]}, is_record=True)
    book = open_book("plan", content)
    assert book.sheetnames[:4] == ["填写", "各期日期", "分项", "其他活动"]
    rows = table(book["各期日期"], "课程编号")
    assert [(each["课程编号"], each["第几期"], each["地点"]) for each in rows] == [
        ("c01", 1, None),
        ("c01", 2, "二楼"),
    ]
    assert rows[0]["开班日期"] == dt.datetime(2027, 3, 1)
    part = table(book["分项"], "课程编号")[0]
    assert (part["项目"], book["分项"]["B2"].data_type) == ("=培训费", "s")
    assert "各期日期" not in open_book("plan", BLANK).sheetnames


def test_a_batch_has_the_names_beside_the_ids() -> None:
    path = gathering.find_record(source(), SCHEMAS.kinds["batch"], "2025-1", None)
    rows = table(open_book("batch", gathering.collect_record(source(), path))["填写"], "机构编号")
    assert rows == [
        {
            "机构编号": "demo-033",
            "机构名称": "演示临海卫生健康职业培训学校",
            "统一社会信用代码": "52320924000000537D",
        }
    ]


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="没有机构"):
        form("plan", "demo-999")
    with pytest.raises(UnknownNameError, match="没有 2001 年度的计划"):
        form("plan", "demo-001", 2027, 2001)
    with pytest.raises(UnknownNameError, match="没有批次 2031-1，新的批次先录入"):
        form("batch", "2031-1")
    with pytest.raises(NotLawful, match="总结"):
        form("summary", "demo-001", 2027)
    with pytest.raises(UnknownNameError, match="2029 年度太远"):
        form("plan", "demo-001", 2029)
    with pytest.raises(UnknownNameError, match="不能写成表格"):
        gathering.find_record_kind(SCHEMAS, "records/areas.yml")


@pytest.mark.parametrize(
    ("word", "kind"), [("计划", "plan"), ("年度计划", "plan"), ("amendment", "amendment"), ("名单", "batch")]
)
def test_a_kind_is_found_by_the_words_for_it(word: str, kind: str) -> None:
    meant_kind = gathering.find_sheet_kind(SCHEMAS, word)
    assert meant_kind is SCHEMAS.kinds[kind]
    assert gathering.find_sheet_kind(SCHEMAS, "机构") is None


def test_a_name_says_whose_and_which() -> None:
    assert name_record(SCHEMAS, "plan", form("plan", "demo-001", 2027)) == "演示青松护理培训中心-2027年度计划"
    path = gathering.find_record(source(), SCHEMAS.kinds["change"], "demo-013", 2021)
    content = gathering.collect_record(source(), path)
    assert name_record(SCHEMAS, "change", content) == "演示黄海湿地文化旅游人才培训中心-2021-12-06-变更"


def test_the_command_writes_once_and_says_what_is_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str]:
        code = main(["export", *words, "--root", str(CITY), "--on", str(DAY), "--workers", "1"])
        return code, "".join(capsys.readouterr())

    name = "演示青松护理培训中心-2027年度计划.xlsx"
    command = ("计划", "--template", "--year", "2027", "演示青松护理培训中心")
    code, output = run(*command, "--dry-run")
    assert (code, f"要写 {name}" in output, list(tmp_path.iterdir())) == (0, True, [])
    code, output = run(*command)
    assert (code, [each.name for each in tmp_path.iterdir()]) == (0, [name])
    assert "registry import" in output
    assert "删去" in output
    content = Path(name).read_bytes()
    code, output = run(*command)
    assert (code, "已经有了" in output, Path(name).read_bytes() == content) == (2, True, True)
    assert run(*command, "--force", "--quiet") == (0, f"{name}\n")
    assert [each.name for each in tmp_path.iterdir()] == [name]
    record = "records/institutions/tinghu/demo-001/plans/2026.yml"
    for path in (str(CITY / record), record.replace("/", "\\"), f"./{record}"):
        code, output = run(path, "--dry-run")
        assert (code, "演示青松护理培训中心-2026年度计划.xlsx" in output) == (0, True)
    for words, message in ((("demo-001", "plann"), "种类有"), (("plan",), "加上机构编号")):
        code, output = run(*words)
        assert (code, message in output) == (2, True)


def test_what_is_said_for_yaml_leaves_no_gap_in_a_cell() -> None:
    descriptions = [describe_field(SCHEMAS, each) for each in list_fields(SCHEMAS, "application")]
    assert any("没有的空着并写明原因" in each for each in descriptions)
    assert not any("空着 " in each or "“否” " in each for each in descriptions)
