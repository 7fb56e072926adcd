"""The headings of a kind's fields: one statement (x-headings), one meaning, and the words of real sheets."""

from __future__ import annotations

from collections import Counter

import pytest

from registry.entry.headings import Field, list_fields
from registry.records.schemas import Schemas
from registry.settings import HOME

SCHEMAS = Schemas.read(HOME / "schemas")
FIELDS = {kind: list_fields(SCHEMAS, kind) for kind in SCHEMAS.kinds}


def find(kind: str, heading: str, row_list: str = "") -> list[Field]:
    """The fields of a level that a heading means."""
    return [each for each in FIELDS[kind] if each.row_list == row_list and heading in each.headings]


@pytest.mark.parametrize("kind", sorted(SCHEMAS.kinds))
def test_a_heading_means_one_field_of_its_level(kind: str) -> None:
    pointers: set[str] = set()
    counts: Counter[tuple[str, str]] = Counter()
    for field in FIELDS[kind]:
        assert field.headings[0] == field.heading
        pointers.add(field.pointer)
        counts.update((field.row_list, heading) for heading in field.headings)
    assert len(pointers) == len(FIELDS[kind])
    assert {place: count for place, count in counts.items() if count > 1} == {}


@pytest.mark.parametrize("kind", sorted(SCHEMAS.kinds))
def test_every_title_is_among_the_headings_and_never_a_further_one(kind: str) -> None:
    for field in FIELDS[kind]:
        title = field.schema["title"].partition("（")[0]
        is_named = any(each.endswith(title) for each in field.headings)
        assert is_named or "（" in field.schema["title"], field
        further = field.schema.get("x-headings", [])
        assert title not in further, field.pointer
        assert len({*further}) == len(further), field.pointer


@pytest.mark.parametrize(
    ("kind", "row_list", "pointer", "headings"),
    [
        ("plan", "/courses", "/courses/*/title", "课程名称 培训项目 班次名称 培训班名称"),
        ("plan", "/courses", "/courses/*/hours", "学时 课时 培训学时 计划课时"),
        ("plan", "/courses", "/courses/*/persons", "人数 培训人数 计划人数 拟培训人数 人次"),
        ("plan", "/courses", "/courses/*/months", "开班时间 培训时间 办班时间 开课月份"),
        ("plan", "/courses", "/courses/*/place", "地点 培训地点"),
        ("plan", "/courses", "/courses/*/fee/amount", "收费标准 每人收费 收费"),
        ("plan", "/courses", "/courses/*/mode", "授课方式 培训方式 形式"),
        ("plan", "/courses", "/courses/*/commission/name", "委托单位 委托方名称 委托方"),
        ("plan", "/courses", "/courses/*/organizers", "承办部门 承办单位"),
        ("summary", "/runs", "/runs/*/from", "开班时间 开班日期"),
        ("summary", "/runs", "/runs/*/course", "课程编号 编号"),
        ("summary", "", "/persons/count", "培训总人数 总人数"),
        ("application", "", "/filing/credit_code", "统一社会信用代码 信用代码 机构代码"),
        ("application", "", "/filing/name", "单位名称 机构名称 名称"),
        ("application", "", "/filing/legal_representative", "法人代表 法定代表人 负责人"),
        ("application", "", "/filing/phone", "联系电话 办公电话 电话"),
        ("application", "", "/filing/teachers/part_time/senior", "兼职正高级 兼职教师正高级 兼职正高"),
        ("application", "/filing/classrooms", "/filing/classrooms/*/area", "面积 教室面积"),
        ("change", "/changes", "/changes/*/before", "变更前 变更前内容 原内容"),
        ("assessment", "/heads", "/heads/*/head", "考核项目 考核内容"),
        ("batch", "/announcement/listed", "/announcement/listed/*", "机构编号 编号"),
        ("batch", "", "/announcement/document/number", "公布文件文号"),
    ],
)
def test_what_people_write_is_understood(kind: str, row_list: str, pointer: str, headings: str) -> None:
    for heading in headings.split():
        assert [each.pointer for each in find(kind, heading, row_list)] == [pointer], heading


def test_a_field_tells_its_unit_and_whether_it_must_and_is_commonly_filled_in() -> None:
    by_pointer = {each.pointer: each for each in FIELDS["plan"]}
    units = {name: by_pointer[f"/courses/*/{name}"].unit for name in ("persons", "hours", "fee/amount", "id")}
    assert units == {"persons": "人", "hours": "课时", "fee/amount": "元", "id": ""}
    words = {name: by_pointer[f"/courses/*/{name}"][-2:] for name in ("title", "fee/amount", "class_count")}
    assert words == {"title": (True, False), "fee/amount": (False, False), "class_count": (False, True)}
    assert by_pointer["/courses/*/classes/*/from"].row_list == "/courses/*/classes"
    of_filing = {each.pointer: each.unit for each in FIELDS["application"]}
    assert of_filing["/filing/classrooms/*/area"] == "平方米"
    assert of_filing["/filing/administrators/full_time"] == "人"
