"""What can only have been meant is mended, and the check says so of that alone."""

import json
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.finding import Finding
from registry.records.loader import check_bytes
from registry.records.mending import mend_bytes, mend_text
from registry.records.schemas import Schemas
from registry.records.strict_yaml import parse
from registry.rules.cases import Case, list_cases, list_changed
from tests.conftest import CITY

PATH = "records/institutions/dongtai/demo-013/plans/2026.yml"
PLAN = """\
year: 2026
type: 年度
courses:
  - id: c01
    title: 护理技能班
    subject: 专业
    field: 护理
    form: 委托培训班
    mode: 面授
    audience: 护理人员
    persons: 80
    hours: 24
    new_remote_hours: 0
    months:
      - 3
    place: 二号教室
    public_benefit:
      open_to_all: true
      favour: 费用全免。
    commission:
      kind: 企事业单位
      name: 演示医院
    teachers: 专职教师
steps:
  - action: 报送
    date: 2025-12-05
    authority: city-hrss
"""
# What is written in the place of a piece of the plan; what it means, or nothing where that is not certain.
MEANT: list[tuple[str, str, str]] = [
    ("hours: 24", 'hours: "24"', "hours: 24"),
    ("hours: 24", "hours: ２４", "hours: 24"),
    ("hours: 24", "hours: 24\u00a0", "hours: 24"),
    ("hours: 24", "hours:\u300024", "hours: 24"),
    ("hours: 24", "hours：24", "hours: 24"),
    ("hours: 24", "hours∶24", "hours: 24"),
    ("hours: 24", "hours﹕ 24", "hours: 24"),
    ("hours: 24", "hours : “24”", "hours: 24"),
    ("hours: 24", "hours: +24.0", "hours: 24"),
    ("persons: 80", "persons: 1,080", "persons: 1080"),
    ("hours: 24", "hours: 24学时", ""),
    ("hours: 24", "hours: 二十四", ""),
    ("hours: 24", "hours: 8,16", ""),
    ("hours: 24", 'hours: "0.3"', ""),
    ("date: 2025-12-05", "date: 2025/12/5", "date: 2025-12-05"),
    ("date: 2025-12-05", "date: 2025年12月5日", "date: 2025-12-05"),
    ("date: 2025-12-05", "date: 2025.12.05", "date: 2025-12-05"),
    ("date: 2025-12-05", "date: 20251205", "date: 2025-12-05"),
    ("date: 2025-12-05", 'date: "2025-12-05T00:00:00"', "date: 2025-12-05"),
    ("date: 2025-12-05", "date: ２０２５－１２－０５", "date: 2025-12-05"),
    ("date: 2025-12-05", "date: 2025/12.5", ""),
    ("date: 2025-12-05", "date: 2025年12月", ""),
    ("date: 2025-12-05", "date: 5/12/2025", ""),
    ("date: 2025-12-05", "date: 2025-02-30", ""),
    ("date: 2025-12-05", "date: 46000", ""),
    ("mode: 面授", "mode: 面授\u3000", "mode: 面授"),
    ("mode: 面授", "mode: “面授”", "mode: 面授"),
    ("mode: 面授", 'mode: " 面授"', "mode: 面授"),
    ("mode: 面授", "mode: 面受", ""),
    ("open_to_all: true", 'open_to_all: "true"', "open_to_all: true"),
    ("open_to_all: true", "open_to_all: 是", "open_to_all: true"),
    ("open_to_all: true", "open_to_all: 可以", ""),
    ("title: 护理技能班", "title: 护理\u200b技能班", "title: 护理技能班"),
    ("title: 护理技能班", "title: 护理\u0007技能班", ""),
    ("title: 护理技能班", "title: ⼿术室护理", "title: 手术室护理"),
    ("title: 护理技能班", "title: 护理\u00a0技能班", "title: 护理 技能班"),
    ("title: 护理技能班", "title: 护理\t技能班", ""),
    ("title: 护理技能班", "title: C #语言", ""),
    ("title: 护理技能班", "title: “护理技能班”", ""),
    ("place: 二号教室", "place: 0571", 'place: "0571"'),
    ("place: 二号教室", "place: 12:30", 'place: "12:30"'),
    ("place: 二号教室", "place: 201", 'place: "201"'),
    ("place: 二号教室", "place: 2.50", 'place: "2.50"'),
    ("place: 二号教室", "place:", ""),
    ("year: 2026", "\ufeffyear: 2026", "year: 2026"),
    ("    mode: 面授", "\t\tmode: 面授", "    mode: 面授"),
    ("    mode: 面授", "\u3000\u3000mode: 面授", "    mode: 面授"),
    ("    mode: 面授", "　　　　mode: 面授", "    mode: 面授"),
    ("    mode: 面授", "\u00a0\u00a0\u00a0\u00a0mode: 面授", "    mode: 面授"),
    ("    mode: 面授", "  \u00a0mode: 面授", ""),
    ("      favour: 费用全免。", "\tfavour: 费用全免。", ""),  # of which group?
]


def examine(schemas: Schemas, text: str) -> list[Finding]:
    return check_bytes(PATH, text.encode(), schemas).findings


@pytest.mark.parametrize(("written", "rule", "meant"), MEANT)
def test_the_check_calls_mendable_what_is_mended_and_nothing_else(
    schemas: Schemas, written: str, rule: str, meant: str
) -> None:
    text = PLAN.replace(written, rule, 1)
    mended = mend_bytes(schemas, "plan", text.encode()).decode()
    marks = {each.mendable for each in examine(schemas, text)}
    if not meant:
        assert (marks, mended) == ({False}, text)
        return
    assert marks == {True}
    assert examine(schemas, mended) == []
    assert parse(mended.encode()).data == parse(PLAN.replace(written, meant, 1).encode()).data


def test_all_of_a_file_is_mended_in_one_go_and_what_is_doubtful_stays(schemas: Schemas) -> None:
    text = "\ufeff" + PLAN.replace("hours: 24", "hours：２４").replace("date: 2025-12-05", "date: 2025/12/5")
    text = text.replace("mode: 面授", "mode: 面受").replace("\n", "\r\n")
    mended = mend_bytes(schemas, "plan", text.encode()).decode()
    findings = examine(schemas, mended)
    assert [(each.pointer, each.mendable) for each in findings] == [("/courses/0/mode", False)]
    assert mended == PLAN.replace("mode: 面授", "mode: 面受")


def test_a_mendable_finding_names_the_command(schemas: Schemas) -> None:
    (finding,) = examine(schemas, PLAN.replace("hours: 24", 'hours: "24"'))
    assert finding.advice == "加了引号的是文字；数字不加引号，写成 24；registry fix 可以改正"


FORMS = [case for case in list_cases() if case.is_bad and case.rule.split("-")[0] in ("yaml", "schema")]


@pytest.mark.parametrize("case", FORMS, ids=lambda case: case.name)
def test_what_is_called_mendable_in_a_case_is_gone_when_it_is_mended(schemas: Schemas, case: Case) -> None:
    for path, raw in list_changed(case.folder).items():
        document = check_bytes(f"records/{path}", raw or b"", schemas)
        if not document.kind:
            continue
        mended = mend_bytes(schemas, document.kind, raw or b"")
        findings = check_bytes(f"records/{path}", mended, schemas).findings
        assert not any(each.mendable for each in findings)
        assert len(findings) == sum(not each.mendable for each in document.findings)
        if not any(each.mendable for each in document.findings):
            assert mended == raw


def test_records_without_a_fault_are_not_looked_at(schemas: Schemas) -> None:
    raw = Path(CITY, PATH).read_bytes()
    assert check_bytes(PATH, raw, schemas).findings == []
    assert mend_bytes(schemas, "plan", raw) == raw
    assert json.loads(check_bytes(PATH, raw, schemas).packed)["year"] == 2026


# What is mended must not show the next thing to mend: pieces of one plan, each in a way that is mended or in
# one that is doubtful, drawn together.
COMMENTS = ["", " # 注", "\u3000# 注", "\u00a0#注", "\u3000 # 注 "]
WRITTEN: dict[str, list[str]] = defaultdict(list)
for _piece, _written, _ in MEANT:
    WRITTEN[_piece].append(_written)


@st.composite
def draw_plan(draw: st.DrawFn) -> str:
    text = PLAN
    for piece, ways in WRITTEN.items():
        if value := draw(st.sampled_from(["", *ways])):
            text = text.replace(f"{piece}\n", f"{value}{draw(st.sampled_from(COMMENTS))}\n", 1)
    return text.replace("护", draw(st.sampled_from(["护", "护\u200b", "护\x07", "⼿", "护\u00a0"])))


@given(draw_plan())
def test_one_pass_mends_all_that_can_be_mended(schemas: Schemas, text: str) -> None:
    mended = mend_text(schemas, "plan", text)
    assert mend_text(schemas, "plan", mended) == mended
    assert not any(each.mendable for each in examine(schemas, mended))


@pytest.mark.parametrize("comment", COMMENTS[1:])
def test_a_comment_that_cannot_belong_to_a_value_is_put_above_it(schemas: Schemas, comment: str) -> None:
    text = PLAN.replace("hours: 24", f"hours: ２４{comment}")
    above = f"    {comment.strip()}\n    hours: 24\n"
    assert mend_text(schemas, "plan", text) == PLAN.replace("    hours: 24\n", above)


@pytest.mark.parametrize("comment", COMMENTS[1:])
def test_a_comment_that_may_belong_to_a_text_stays(schemas: Schemas, comment: str) -> None:
    text = PLAN.replace("title: 护理技能班", f"title: 护理技能班{comment}")
    assert "注" in mend_text(schemas, "plan", text).splitlines()[4]
    assert not any(each.mendable for each in examine(schemas, text) if each.rule == "yaml-comment")
