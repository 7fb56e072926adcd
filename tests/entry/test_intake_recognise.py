"""What a sheet is: its kind, its tables wherever they stand, its forms, and what is not understood."""

import pytest

from registry.entry.intake import matching
from registry.entry.intake.matching import Headings
from registry.entry.intake.recognise import Recognised, find_years, recognise_workbook
from registry.records.schemas import Schemas
from registry.suggest import list_rests
from tests.conftest import REPOSITORY
from tests.entry.grids import make_book, write_sheet

SCHEMAS = Schemas.read(REPOSITORY / "schemas")
PLAN = """演示中心2027年度培训计划申报表
填报单位：演示中心      联系人：演示甲
序号|课程名称|科目类别|培训类型|培训方式|计划人数（人）|学时|班主任|收费||备注
||||||||标准（元/人）|依据|
1|数字文化|专业科目|委托培训|线下|41人|16学时|甲|300|演价〔2019〕1号|
|||||||||
2|讲座|公需科目|学术讲座|线上|80|8|乙|免费||x
合计|||||121|24||||
注：以上计划如有变动另行报送"""
MERGED = [(0, 0, 0, 10), (1, 0, 1, 10), (2, 8, 2, 9), *((2, i, 3, i) for i in (0, 1, 2, 3, 4, 5, 6, 7, 10))]


def recognise(*texts: str, names: tuple[str, ...] = ("Sheet1",), kind: str = "") -> Recognised:
    sheets = [write_sheet(text, name) for text, name in zip(texts, names, strict=True)]
    (recognised,) = recognise_workbook(make_book(*sheets), SCHEMAS, kind)
    return recognised


def fields(recognised: Recognised, table: int = 0) -> list[str]:
    return [
        each.field.pointer.rpartition("/")[2] if each.field else "?"
        for each in recognised.tables[table].columns
    ]


def values(recognised: Recognised) -> dict[str, object]:
    return {each.field.pointer: each.value for each in recognised.pairs}


def test_a_head_of_two_merged_rows_below_a_title_with_a_total_and_a_note() -> None:
    (recognised,) = recognise_workbook(make_book(write_sheet(PLAN, merged=MERGED)), SCHEMAS)
    assert (recognised.kind, find_years(recognised.titles)) == ("plan", (2027,))
    names = "@ignored title subject form mode persons hours ? amount basis remarks"
    assert fields(recognised) == names.split()
    assert [each.row for each in recognised.tables[0].rows] == [4, 6]
    assert values(recognised)["@institution"] == "演示中心"
    assert [(str(each.place), each.text) for each in recognised.unknown] == [("Sheet1!H3", "班主任")]


def test_columns_in_any_order_and_by_other_names() -> None:
    recognised = recognise("班次名称|培训对象|人数|课时数|授课方式|培训时间\n示例班|教师|40|16|面授|3月")
    assert fields(recognised) == ["title", "audience", "persons", "hours", "mode", "months"]


def test_what_becomes_of_a_course_ends_no_table() -> None:
    rows = "取消|甲班||\n增加|乙班|40|16\n调整原因|增办"
    recognised = recognise(f"调整类型|课程名称|培训人数|学时\n{rows}", kind="amendment")
    assert [each.row for each in recognised.tables[0].rows] == [1, 2]
    assert values(recognised) == {"/reason": "增办"}


def test_a_column_is_what_its_values_are() -> None:
    head = "课程名称|培训形式|授课方式|学时|人数\n"
    recognised = recognise(f"{head}示例班|委托培训班|面授|16|40")
    assert fields(recognised)[1:3] == ["form", "mode"]
    recognised = recognise(f"{head}示例班|面授|委托培训班|16|40")
    assert fields(recognised)[1:3] == ["mode", "form"]


def test_a_heading_with_a_slip_is_told_and_not_taken() -> None:
    recognised = recognise("课程名称|培训对像|计划人数|学时\n示例班|教师|40|16")
    assert fields(recognised) == ["title", "?", "persons", "hours"]
    assert [(each.text, each.meant) for each in recognised.unknown] == [("培训对像", "培训对象")]


def test_a_paragraph_is_not_taken_apart_as_a_heading_with_a_slip(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rests have as many signs as its length squared: those of one cell took seconds."""
    headings, lengths = Headings(SCHEMAS, "plan"), []

    def note(text: str) -> set[str]:
        lengths.append(len(text))
        return list_rests(text)

    monkeypatch.setattr(matching, "list_rests", note)
    for text in ("培训对像", "培训" * 2000):
        headings.find(text)
    assert lengths == [4]


def test_a_sheet_a_month_is_one_plan() -> None:
    head = "2027年培训计划\n课程名称|学时|人数\n"
    recognised = recognise(f"{head}甲班|16|40", f"{head}乙班|8|30", names=("3月", "十月"))
    assert [len(each.rows) for each in recognised.tables] == [1, 1]
    assert recognised.months == {"3月": 3}


FORM = """专业技术人员继续教育培训机构申报表
单位名称|演示测试培训中心||统一社会信用代码|52320902000000211A|
法人代表|样例一|单位地址|东台市1号|联系电话|0515-88123456
师资|类别|正高级|副高级|中级|初级
|专职|1|2|3|4
|兼职|5|6|7|8
培训方式|☑面授 □远程
教室名称|面积（平方米）|座位数
东楼201|75|60
年课时|120|年人数|300
法人|年新增远程课时"""


def test_a_form_with_labels_at_the_left_and_above_and_a_table_within() -> None:
    recognised = recognise(FORM)
    assert recognised.kind == "application"
    assert fields(recognised) == ["name", "area", "seats"]
    cells = values(recognised)
    assert cells["/filing/name"] == "演示测试培训中心"
    assert cells["/filing/phone"] == "0515-88123456"
    assert cells["/filing/teachers/full_time/senior"] == "1"
    assert cells["/filing/teachers/part_time/other"] == "8"
    assert cells["/filing/modes"] == "☑面授 □远程"
    assert cells["/declared/persons"] == "300"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("2027年度培训计划申报表", "plan"),
        ("2026年度培训计划执行情况总结", "summary"),
        ("2026年度培训计划调整申请表", "amendment"),
    ],
)
def test_the_title_decides_between_tables_of_courses(title: str, kind: str) -> None:
    assert recognise(f"{title}\n课程名称|学时|人数|地点\n示例班|16|40|本部").kind == kind


def test_two_kinds_that_are_equally_likely_are_both_told() -> None:
    recognised = recognise_workbook(make_book(write_sheet("课程名称|学时|人数\n示例班|16|40")), SCHEMAS)
    assert {each.kind for each in recognised} == {"plan", "summary"}


def test_a_shopping_list_is_no_kind() -> None:
    assert recognise_workbook(make_book(write_sheet("品名|数量|单价\n粉笔|10|2")), SCHEMAS) == []
