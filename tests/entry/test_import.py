"""A workbook becomes a record, whole or not at all; what stands in the way is told by cell, at once."""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import tempfile
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.entry.intake.answers import list_workbooks, write_answers
from registry.entry.intake.draft import Draft
from registry.entry.intake.envelope import BOTH, ImportRequest
from registry.entry.intake.importing import Importer
from registry.entry.intake.letters import address_letter, draw_notice, draw_receipt
from registry.entry.intake.names import make_context
from registry.entry.intake.newcomer import find_free_id
from registry.entry.intake.questions import Questions
from registry.entry.intake.reading import read_draft
from registry.entry.intake.recognise import mend_headings, recognise_workbook
from registry.entry.intake.result import FAULTY, OPEN, REFUSED, SAME, UNREAD, WRITTEN, Result
from registry.entry.intake.verdict import judge_draft
from registry.entry.request import RecordRequest
from registry.entry.sheets.bounds import UnreadableSheet
from registry.entry.sheets.grid import CellPlace, CellValue, Workbook
from registry.entry.sheets.reading import read_workbook
from registry.entry.workbook.gathering import Source, collect_form, collect_record
from registry.entry.workbook.writing import write_template
from registry.papers.letters import write_text
from registry.records.form import Prefill, write_record
from registry.records.strict_yaml import parse
from registry.rules.checking import Examined, examine
from registry.rules.engine import CheckOptions
from tests.conftest import CITY, DAY, registry
from tests.entry.grids import fill_sheet, make_book, write_sheet
from tests.entry.ugly.files import make_ugly

NAME = "演示黄海湿地文化旅游人才培训中心"
FOLDER = "records/institutions/dongtai/demo-013"
RECEIVED = dt.date(2026, 11, 20)
SAID = ImportRequest(received=RECEIVED, authorities=("dongtai-hrss", "city-culture"))
HEAD = [
    "课程名称",
    "科目",
    "专业领域",
    "服务形式",
    "教学方式",
    "培训对象",
    "人数",
    "学时",
    "培训时间",
    "地点",
    "收费",
    "师资",
]
FIRST = "数字文化资源建设 专业 公共文化 学术讲座 线下 文化站人员 60人 48学时 3月上旬 本部 免费 本校"
SECOND = "红色资源保护 专业 公共文化 学术讲座 面授 讲解员 80 60 5、9月 本部 0 本校"
ROWS: list[list[CellValue]] = [[*FIRST.split()], [*SECOND.split()]]


CACHE = Path(tempfile.mkdtemp())


@cache
def city() -> Examined:
    """The city's register, with what is known of its dossiers, so that only one is judged anew each time."""
    return examine(CITY, DAY, CheckOptions(cache=CACHE))


def make_importer(
    request: ImportRequest = SAID, answer: Callable[[str], str] | None = None, on: Examined | None = None
) -> Importer:
    return Importer(CITY, on or city(), request, Questions(answer), DAY, dry_run=True)


def plan(*rows: list[CellValue], head: list[str] = HEAD, title: str = f"{NAME}2027年度培训计划") -> Workbook:
    return make_book(fill_sheet([[title], list(head), *rows], "计划"), name="计划.xlsx")


def data(importer: Importer, result: Result) -> dict[str, Any]:
    content = importer.replaced[result.path]
    assert content
    record = parse(content).data
    assert isinstance(record, dict)
    return record


def points(result: Result) -> list[tuple[str, str]]:
    return [(str(each.place or ""), each.message) for each in result.faults]


def test_a_plan_is_recorded_with_what_follows_of_itself() -> None:
    importer = make_importer()
    result = importer.import_workbook(plan(*ROWS))
    assert (result.state, result.path) == (WRITTEN, f"{FOLDER}/plans/2027.yml")
    record = data(importer, result)
    assert (record["year"], record["type"]) == (2027, "年度")
    assert [each["action"] for each in record["steps"]] == ["报送", "报送"]
    first = record["courses"][0]
    assert first["id"] == "c01"
    assert (first["mode"], first["new_remote_hours"], first["months"]) == ("面授", 0, [3])
    assert (first["hours"], first["persons"], first["fee"]) == (48, 60, {"amount": 0})
    letter = address_letter(result, importer.register, importer.schemas, DAY)
    receipt = write_text(draw_receipt(letter, result))
    assert "2门课程），已于2026年11月20日收到。" in receipt
    assert "》第十七条，2027年度计划由业务主管部门" in receipt
    assert "只说明材料已经收到，不表示审核通过。" in receipt


def test_every_fault_is_told_at_once_and_nothing_is_recorded() -> None:
    importer = make_importer()
    wrong = [*ROWS[0]]
    wrong[4], wrong[7], wrong[8], wrong[5] = "自学", "4O", "暑期", None
    result = importer.import_workbook(plan(wrong, ROWS[1]))
    assert (result.state, importer.replaced) == (FAULTY, {})
    assert points(result) == [
        ("计划!E3", "“教学方式”：没有“自学”这一项"),
        ("计划!F3", "“培训对象”没有填写"),
        ("计划!H3", "“计划课时”：“4O”中有字母，像是 40"),
        ("计划!I3", "“开课月份”：“暑期”看不出是几月"),
    ]
    letter = address_letter(result, importer.register, importer.schemas, DAY)
    notice = write_text(draw_notice(letter, result.faults))
    assert "有下列4处需要补正" in notice
    assert "一、“计划”表 E3，“教学方式”：没有“自学”这一项" in notice
    assert "请在2026年12月31日以前（《" in notice
    assert "改好，将整个文件重新报送东台市人社部门（演示）、" in notice


def test_a_form_of_its_own_is_not_taken_where_a_record_has_no_room_for_its_words() -> None:
    activity = fill_sheet([["活动名称", "活动形式"], ["讲师沙龙", "其他（座谈）"]], "活动")
    result = make_importer().import_workbook(
        make_book(fill_sheet([["2027年度培训计划"], list(HEAD), *ROWS], "计划"), activity, write_sheet(NAME))
    )
    assert ("活动!B2", "“服务形式”：没有“其他(座谈)”这一项，是不是“其他”？") in points(result)


def test_a_seal_behind_the_name_and_a_note_behind_other_are_the_habits_of_forms() -> None:
    rows: list[list[CellValue]] = [[*ROWS[0]], [*ROWS[1]]]
    rows[0][3], rows[1][3] = "其他（自主办班）", "其它：赛前集训"
    head = write_sheet(f"（填报单位：{NAME}（盖章））")
    importer = make_importer()
    result = importer.import_workbook(
        make_book(head, fill_sheet([["2027年度培训计划"], list(HEAD), *rows], "计划"))
    )
    assert (result.state, points(result)) == (WRITTEN, [])
    courses = data(importer, result)["courses"]
    assert [(each["form"], each["form_note"]) for each in courses] == [
        ("其他", "自主办班"),
        ("其他", "赛前集训"),
    ]


def test_the_kind_of_who_commissions_is_known_or_asked_once_or_a_fault_of_its_cell() -> None:
    head, rows = [*HEAD, "委托单位"], [[*each, "某某医院"] for each in ROWS]
    rows.append([*ROWS[0], "市卫生健康主管部门（演示）"])
    rows[2][0] = "另一门课"
    result = make_importer().import_workbook(plan(*rows, head=head))
    assert [place for place, _ in points(result)] == ["计划!M3", "计划!M4"]
    assert result.faults[0].hint == "填其中一项：政府部门、行业协会、企事业单位"
    questions: list[str] = []

    def answer(prompt: str) -> str:
        questions.append(prompt)
        return "3\n"

    importer = make_importer(SAID, answer)
    result = importer.import_workbook(plan(*rows, head=head))
    kinds = [each["commission"]["kind"] for each in data(importer, result)["courses"]]
    assert (kinds, len(questions)) == (["企事业单位", "企事业单位", "政府部门"], 1)


def test_what_the_check_finds_stands_at_its_cell_beside_what_cannot_be_read() -> None:
    other = [*ROWS[1]]
    other[3], other[7] = "其他", "约8"
    third = [*ROWS[0]]
    third[3] = "其他"  # without a note of what
    result = make_importer().import_workbook(plan(other, third))
    assert [place for place, _ in points(result)] == ["计划!D3", "计划!H3", "计划!D4"]
    assert result.faults[2].message == "“服务形式”填了“其他”，没有写是什么形式"


def test_a_column_that_is_missing_is_told_once() -> None:
    rows = [row[:11] for row in ROWS]
    result = make_importer().import_workbook(plan(*rows, head=HEAD[:11]))
    assert points(result) == [("计划!A2", "没有“师资来源”这一列，每一行都要填")]


def test_a_merged_cell_is_the_value_of_its_rows_and_of_its_first_column_alone() -> None:
    head = [*HEAD, "备注"]
    rows: list[list[CellValue]] = [[*ROWS[0], None], [*ROWS[1], None]]
    rows[1][2] = None  # merged with the cell above
    sheet = fill_sheet([[f"{NAME}2027年度培训计划"], head, *rows], "计划", [(2, 2, 3, 2), (2, 11, 2, 12)])
    importer = make_importer()
    result = importer.import_workbook(make_book(sheet))
    assert (result.state, points(result)) == (WRITTEN, [])
    first, second = data(importer, result)["courses"]
    assert (first["field"], second["field"]) == ("公共文化", "公共文化")
    assert "remarks" not in first


def test_a_second_letter_takes_a_name_of_its_own(tmp_path: Path) -> None:
    importer, folders = make_importer(), (tmp_path, tmp_path)
    course = [*ROWS[0]]
    course[4] = "自学"
    first = plan(course, ROWS[1])
    paths = write_answers(importer.import_workbook(first), first, importer, folders)
    paths[-1].write_bytes(b"edited by the office")
    assert write_answers(importer.import_workbook(first), first, importer, folders) == paths
    assert paths[-1].read_bytes() == b"edited by the office"
    course[7] = "4O"
    second = plan(course, ROWS[1])
    names = [each.name for each in write_answers(importer.import_workbook(second), second, importer, folders)]
    assert names == ["计划-2（标出问题）.xlsx", "计划-2（补正通知）.txt", "计划-2（补正通知）.docx"]
    assert len(list(tmp_path.iterdir())) == 6


def test_a_letter_that_cannot_be_written_is_told(root: Path) -> None:
    (root / "挡路").write_text("")
    result = registry(
        *("import", "--root", root, root / "来件" / "计划.csv", "--on", DAY.isoformat(), "--workers", "1"),
        *("--no-input", "--received", "2026-11-20", "--authority", "city-hrss", "--cache", CACHE),
        *("--letters", root / "挡路"),
    )
    assert (result.returncode, result.stderr) == (1, "")
    assert "信件或标出问题的表格没有写成" in result.stdout


def test_the_same_sheet_again_changes_nothing_and_another_one_is_refused() -> None:
    importer = make_importer()
    assert importer.import_workbook(plan(*ROWS)).state == WRITTEN
    importer.request = ImportRequest()  # nothing is asked of what is there
    before = dict(importer.replaced)
    assert importer.import_workbook(plan(*ROWS)).state == SAME
    other = [*ROWS[1]]
    other[7] = 40
    result = importer.import_workbook(plan(ROWS[0], other))
    assert (result.state, importer.replaced) == (REFUSED, before)
    assert "“课程”第 2 项的“计划课时”：登记册中是60，表中是40" in result.said
    assert "通过以后要改的，请机构报计划调整" in result.said


def test_what_nobody_says_is_listed_and_nothing_is_guessed() -> None:
    result = make_importer(ImportRequest()).import_workbook(plan(*ROWS, title="培训计划"))
    assert (result.state, [each.option for each in result.questions]) == (OPEN, ["--id", "--year"])
    result = make_importer(ImportRequest()).import_workbook(plan(*ROWS))
    assert [each.option for each in result.questions] == ["--received", "--authority"]


@pytest.mark.parametrize(
    "stem", ["demo-013-2027", "2027计划_Demo-013", f"{NAME}2027年度计划（终稿）", "计划demo-013"]
)
def test_a_sheet_that_names_nobody_is_whose_name_its_file_has(stem: str) -> None:
    book = plan(*ROWS, title="2027年度计划")._replace(path=Path(f"{stem}.xlsx"))
    result = make_importer(SAID._replace(id="")).import_workbook(book)
    assert (result.state, result.institution) == (WRITTEN, NAME)
    assert f"机构照文件名（表中没有写）：{NAME}（demo-013）" in result.remarks


@pytest.mark.parametrize("stem", ["demo-013、demo-008", f"{NAME}demo-008", "demo-0130", "x-demo-013", "demo"])
def test_the_name_of_a_file_that_may_mean_several_or_nobody_means_nobody(stem: str) -> None:
    book = plan(*ROWS, title="2027年度计划")._replace(path=Path(f"{stem}.xlsx"))
    result = make_importer(SAID._replace(id="")).import_workbook(book)
    assert (result.state, [each.option for each in result.questions]) == (OPEN, ["--id"])


def test_the_name_of_a_file_never_goes_before_what_the_sheet_says() -> None:
    other = city().register.dossiers["demo-008"].institution.name
    book = plan(*ROWS)._replace(path=Path(f"{other}.xlsx"))
    assert make_importer(SAID._replace(id="")).import_workbook(book).institution == NAME


def test_each_thing_is_asked_once_and_answered_by_a_number_or_by_pressing_enter() -> None:
    questions: list[str] = []
    answers = iter(["湿地文化", "２", "2027-01-01", "１１月２０日", ""])

    def answer(prompt: str) -> str:
        questions.append(prompt)
        return f"{next(answers)}\n"

    importer = make_importer(ImportRequest(), answer)
    book = plan(*ROWS, title="2027年度计划（2026年填报）")
    result = importer.import_workbook(book)
    assert result.state == WRITTEN
    assert [each.split("\n")[0] for each in questions] == [
        "计划.xlsx：是哪家机构（表中没有写；看是谁发来的）",
        "计划.xlsx：是哪一个年度",
        "计划.xlsx：哪一天收到的",
        "2027-01-01 还没有到，收到的日期最晚是今天 2026-11-23。",
        "计划.xlsx：报送给哪个机关",
    ]
    assert [(each["date"], each["authority"]) for each in data(importer, result)["steps"]] == [
        ("2026-11-20", "dongtai-hrss"),
        ("2026-11-20", "city-culture"),
    ]


@pytest.mark.parametrize("written", ["2027", "2027年", "２０２７年度"])
def test_the_year_is_answered_as_the_command_line_takes_it(written: str) -> None:
    answers = iter([written])
    importer = make_importer(SAID, lambda _: f"{next(answers)}\n")
    assert importer.import_workbook(plan(*ROWS, title=f"{NAME}2026-2027年度培训计划")).year == 2027


def test_a_heading_with_a_slip_is_asked_for() -> None:
    head = ["课程名字" if each == "课程名称" else each for each in HEAD]
    head[5] = "培训对像"
    result = make_importer().import_workbook(plan(*ROWS, head=head))
    assert result.state == OPEN
    assert "计划!F2 的标题“培训对像”是不是“培训对象”" in [each.what for each in result.questions]
    assert make_importer(SAID, lambda _: "是\n").import_workbook(plan(*ROWS, head=head)).state == WRITTEN


def test_the_code_and_the_name_of_two_institutions_are_refused() -> None:
    book = plan(*ROWS)
    other = city().register.dossiers["demo-008"].institution
    title = write_sheet(f"统一社会信用代码|{other.credit_code}|机构名称|{NAME}", "封面")
    result = make_importer().import_workbook(book._replace(sheets=(title, *book.sheets)))
    assert (result.state, result.said.partition("；")[0][-3:]) == (REFUSED, "对不上")


def test_a_title_and_a_label_of_two_institutions_are_refused() -> None:
    book = make_book(fill_sheet([[f"{NAME}2027年度培训计划"], [f"填报单位：{OTHER}"], list(HEAD), *ROWS]))
    result = make_importer().import_workbook(book)
    assert (result.state, result.said.partition("；")[0][-3:]) == (REFUSED, "对不上")
    title = f"{NAME}2026-2027年度培训计划"
    result = make_importer().import_workbook(plan(*ROWS, title=title))
    assert [list(each.choices) for each in result.questions] == [["2026", "2027"]]


def test_hours_of_all_classes_and_money_in_another_unit_are_faults() -> None:
    head = ["总学时" if each == "学时" else each for each in HEAD]
    first, second = [*ROWS[0]], [*ROWS[1]]
    first[10], second[10] = "0.03", "300元"
    rows: list[list[CellValue]] = [[*first, "2"], [*second, "1"]]
    book = fill_sheet([[f"{NAME}2027年度培训计划"], ["单位：万元"], [*head, "期数"], *rows], "计划")
    assert points(make_importer().import_workbook(make_book(book))) == [
        ("计划!H4", "写的是各期合计的课时，办 2 期，看不出一期多少"),
        ("计划!K4", "“每人收费”：“0.03万元”的单位“万元”不是这里用的"),
    ]


def test_what_contradicts_the_command_line_is_refused() -> None:
    request = SAID._replace(year=2026)
    result = make_importer(request).import_workbook(plan(*ROWS))
    assert (result.state, result.said) == (UNREAD, "表中写的是 2027 年度，--year 写的是 2026；核对是哪一年")
    result = make_importer().import_workbook(plan(*ROWS, title=f"{NAME}2072年度培训计划"))
    assert (result.state, result.said) == (UNREAD, "2072 年度太远：现在最多办到 2027 年度，核对年份")
    result = make_importer(SAID._replace(id="demo-999")).import_workbook(plan(*ROWS))
    assert (result.state, result.said) == (UNREAD, "登记册里没有机构 demo-999，或者它的档案有错误")
    result = make_importer(SAID._replace(id="demo-008"), None).import_workbook(plan(*ROWS))
    assert (result.state, result.said.split("，")[0]) == (REFUSED, f"表中写的是 {NAME}（demo-013）")


def test_a_plan_that_was_returned_is_replaced_by_the_sheet_that_was_put_right() -> None:
    importer = make_importer()
    assert importer.import_workbook(plan(*ROWS)).state == WRITTEN
    path = f"{FOLDER}/plans/2027.yml"
    returned = "  - action: 退回\n    date: 2026-11-21\n    authority: city-culture\n    reason: 课时不足\n"
    text = (importer.replaced[path] or b"").decode() + returned
    importer.replaced[path] = text.encode()
    importer.examined = examine(CITY, DAY, like=importer.examined, replaced=importer.replaced)
    other = [*ROWS[1]]
    other[7] = 70
    request = SAID._replace(received=dt.date(2026, 11, 23))
    for answer, state in (("", REFUSED), ("1", WRITTEN)):
        again = make_importer(request, lambda _, answer=answer: f"{answer}\n", on=importer.examined)  # type: ignore[misc]
        again.replaced = dict(importer.replaced)
        assert again.import_workbook(plan(ROWS[0], other)).state == state
    record = parse(again.replaced[path] or b"").data
    assert isinstance(record, dict)
    assert [each["hours"] for each in record["courses"]] == [48, 70]
    steps = [(each["action"], each["authority"]) for each in record["steps"]]
    assert steps[2:] == [("退回", "city-culture"), ("报送", "city-culture")]
    # Who agrees and then does not say on which day it came is asked again.
    lines = iter(["1\n", ""])
    unsaid = make_importer(SAID._replace(received=None), lambda _: next(lines), on=importer.examined)
    result = unsaid.import_workbook(plan(ROWS[0], other))
    assert (result.state, [each.option for each in result.questions]) == (OPEN, ["--received"])


def test_of_a_returned_plan_what_one_side_has_passed_stays() -> None:
    importer = make_importer()
    assert importer.import_workbook(plan(*ROWS)).state == WRITTEN
    path = f"{FOLDER}/plans/2027.yml"
    steps = (
        "  - action: 通过\n    date: 2026-11-21\n    authority: dongtai-hrss\n"
        "  - action: 退回\n    date: 2026-11-22\n    authority: city-culture\n    reason: 缺实训协议\n"
    )
    importer.replaced[path] = (importer.replaced[path] or b"") + steps.encode()
    importer.examined = examine(CITY, DAY, like=importer.examined, replaced=importer.replaced)
    said = SAID._replace(received=DAY)
    questions: list[str] = []

    def take(book: Workbook, answer: bool = True, request: ImportRequest = said) -> tuple[Importer, Result]:
        def say(prompt: str) -> str:
            questions.append(prompt)
            return "是\n"

        again = make_importer(request, say if answer else None, on=importer.examined)
        again.replaced = dict(importer.replaced)
        return again, again.import_workbook(book)

    other = [*ROWS[1]]
    other[7] = 70
    _, result = take(plan(ROWS[0], other))
    assert (result.state, [place for place, _ in points(result)]) == (FAULTY, ["计划!H4"])
    message = result.faults[0].message
    assert message == (
        "“课程”第 2 项的“计划课时”原来录入的是 60，改成了 70；"
        "东台市人社部门（演示）已于 2026-11-21 通过（第十七条），通过了的不改写"
    )
    again, result = take(plan(*ROWS))
    assert "已于 2026-11-22 退回，内容与这张表相同。是退回以后再报的吗" in questions[-1]
    assert result.state == WRITTEN
    assert data(again, result)["steps"][4:] == [
        {"action": "报送", "date": DAY.isoformat(), "authority": "city-culture"}
    ]
    # Unasked it is the same sheet; and of the day on which it came first it is the same in any case.
    _, result = take(plan(*ROWS), answer=False)
    assert (result.state, "原样再报的" in " ".join(result.remarks)) == (SAME, True)
    _, result = take(plan(*ROWS), request=SAID)
    assert (result.state, len(questions)) == (SAME, 2)


SUMMARY = """{name}2026年度培训计划执行情况总结
课程名称|起止时间|实际人数|实际课时|备注
数字文化资源建设|2026.3.5-3.8|48人|20学时|
红色资源保护利用与讲解|9月14日至16日|70|18|／
合计||118|38|
培训总人数|118人次
总结|全年计划正在执行。"""


def test_a_summary_finds_the_courses_of_the_plan_by_their_titles() -> None:
    importer = make_importer()
    result = importer.import_workbook(make_book(write_sheet(SUMMARY.format(name=NAME), "总结")))
    assert (result.state, points(result)) == (WRITTEN, [])
    record = data(importer, result)
    assert record["persons"] == {"count": 118, "unit": "人次"}
    first, second = record["runs"]
    assert (first["course"], first["from"], first["to"]) == ("c01", "2026-03-05", "2026-03-08")
    assert (second["course"], second["to"], second["new_remote_hours"]) == ("c03", "2026-09-16", 0)


def test_a_summary_that_was_returned_is_replaced_until_it_is_sent_anew() -> None:
    importer = make_importer(SAID, lambda _: "是\n")
    book = make_book(write_sheet(SUMMARY.format(name=NAME), "总结"))
    right = make_book(write_sheet(SUMMARY.format(name=NAME).replace("20学时", "24学时"), "总结"))
    path = importer.import_workbook(book).path
    assert importer.import_workbook(right).state == REFUSED
    returned = "  - action: 退回\n    date: 2026-11-20\n    authority: dongtai-hrss\n    reason: 课时不符\n"
    importer.replaced[path] = (importer.replaced[path] or b"") + returned.encode()
    importer.examined = examine(CITY, DAY, like=importer.examined, replaced=importer.replaced)
    result = importer.import_workbook(right)
    assert result.state == WRITTEN
    record = data(importer, result)
    assert record["runs"][0]["hours"] == 24
    assert [each["action"] for each in record["steps"]] == ["报送", "报送", "退回", "报送"]
    assert importer.import_workbook(book).state == REFUSED


OTHER = "样例东亭临床技能培训中心"


def test_each_record_of_a_file_is_taken_alone() -> None:
    record = write_sheet(SUMMARY.format(name=NAME), "总结")
    cover = write_sheet(f"单位名称|{NAME}", "封面")
    own, other = plan(*ROWS).sheets[0], plan(ROWS[0], title=f"{OTHER}2027年度培训计划").sheets[0]
    rest = fill_sheet([["续表"], list(HEAD), ["另一门课", *ROWS[1][1:]]], "续")
    book = make_book(cover, record, own._replace(name="甲"), rest, other._replace(name="乙"))
    importer = make_importer()
    results = [result for _, result in importer.import_file(book)]
    assert (
        [(each.kind, each.institution, each.state) for each in results]
        == [
            ("summary", NAME, WRITTEN),
            ("plan", NAME, WRITTEN),
            ("plan", OTHER, REFUSED),  # it was not handed in to those who receive its plans
        ]
        or [each.state for each in results[:2]] == [WRITTEN, WRITTEN]
    )
    assert [len(data(importer, each)["courses"]) for each in results[1:2]] == [3]
    importer = make_importer(SAID._replace(kind="plan", id=NAME))
    assert [result.kind for _, result in importer.import_file(book)] == ["plan"]


def test_a_row_goes_to_the_institution_that_it_names() -> None:
    head = ["培训机构", *HEAD]
    rows: list[list[CellValue]] = [[NAME, *ROWS[0]], [None, *ROWS[1]], [OTHER, *ROWS[0]]]
    importer = make_importer()
    parts = importer.import_file(plan(*rows, head=head, title="2027年度培训计划汇总表"))
    assert [(result.institution, book.is_extract) for book, result in parts] == [(NAME, True), (OTHER, True)]
    first, second = (result.draft for _, result in parts)
    assert first
    assert second
    assert [len(each.data["courses"]) for each in (first, second)] == [2, 1]


def test_what_stands_above_rows_and_beside_them_counts() -> None:
    head = [each for each in HEAD if each not in ("科目", "专业领域", "培训时间")]
    head = ["学时（天）" if each == "学时" else each for each in head] + ["3（月）", "9月", "备注"]
    course: list[CellValue] = [
        "甲",
        "自办培训班",
        "面授",
        "教师",
        "60",
        "2",
        "本部",
        "0",
        "本校",
        "√",
        None,
        "停办",
    ]
    other: list[CellValue] = ["乙", "同上", "〃", "同上", "50", "16学时", "本部", "0", "本校", "√", "●", None]
    title = [f"{NAME}2027年度专业技术人员培训计划"]
    sheet = fill_sheet([title, ["一、公需科目（1门）"], head, course, ["二", "专业课"], other])
    result = make_importer().import_workbook(make_book(sheet))
    assert result.draft
    first, second = result.draft.data["courses"]
    assert (first["subject"], first["field"], first["form_note"]) == ("公需", "公需", "自办培训班")
    assert (first["months"], second["months"], second["subject"]) == ([3], [3, 9], "专业")
    assert (second["form_note"], second["mode"], second["audience"]) == ("自办培训班", "面授", "教师")
    assert ("Sheet1!F4", "“计划课时”：“2天”的单位“天”不是这里用的") in points(result)
    assert any("“停办”" in each for each in result.remarks)


def test_how_short_words_were_read_is_told_in_one_line() -> None:
    other = [*ROWS[1]]
    other[8] = "5-6月"
    result = make_importer().import_workbook(plan(ROWS[0], other))
    assert "这样理解：“5-6月”是 5、6月" in result.remarks


def test_a_list_finds_its_batch_and_is_not_empty() -> None:
    rows: list[list[CellValue]] = [["序号", "机构名称"], [1, NAME]]
    result = make_importer().import_workbook(make_book(fill_sheet([["2026年第二批名单"], *rows])))
    assert result.draft
    assert result.draft.data["id"] == "2026-2"
    result = make_importer().import_workbook(make_book(fill_sheet([["名单"], *rows])))
    assert [each.what for each in result.questions] == ["是哪一批的名单"]
    empty = make_book(fill_sheet([["2026年第二批名单"], rows[0]]))
    result = make_importer().import_workbook(empty)
    assert (result.state, result.said[:9]) == (UNREAD, "看标题像是“批次”")
    result = make_importer(ImportRequest(kind="batch")).import_workbook(empty)
    assert "名单里一家机构也没有" in [message for _, message in points(result)]


RUNS = """{name}2026年度办班情况
课程名称|期次|起止时间|人数|学时
数字文化资源建设|第一期|2026.3.5-3.8|48人|20学时
数字文化资源建设|第２期|9月14日至16日|70|18
合计|||118|38"""


def test_of_runs_alone_the_total_follows_and_what_is_lacking_may_be_said() -> None:
    text = RUNS.format(name=NAME)
    assert points(make_importer().import_workbook(make_book(write_sheet(text)))) == [("", "没有写“总结”")]
    importer = make_importer(SAID, lambda _: "全年计划\n")
    result = importer.import_workbook(make_book(write_sheet(text)))
    record = data(importer, result)
    assert (record["persons"], record["text"]) == ({"count": 118, "unit": "人次"}, "全年计划")
    assert [each["class_number"] for each in record["runs"]] == [1, 2]
    importer = make_importer()
    result = importer.import_workbook(make_book(write_sheet(f"{text}\n总结：计划执行良好。")))
    assert data(importer, result)["text"] == "计划执行良好。"
    wrong = text.replace("9月14日", "秋天")  # which goes back in any case
    assert (
        len(make_importer(SAID, lambda _: "全年计划\n").import_workbook(make_book(write_sheet(wrong))).faults)
        > 1
    )


def test_a_new_institution_is_offered_the_next_id() -> None:
    assert find_free_id(["demo-009", "demo-056", "old-3", "other"]) == "demo-057"
    assert find_free_id(["a-99", "a-98"]) == "a-100"
    assert find_free_id(["alpha"]) == ""


def test_a_course_that_no_plan_has_is_a_fault_at_its_cell() -> None:
    text = SUMMARY.format(name=NAME).replace("数字文化资源建设", "数字文化资源")
    result = make_importer().import_workbook(make_book(write_sheet(text, "总结")))
    assert [place for place, _ in points(result)] == ["总结!A3"]
    assert "2026年度的计划里没有“数字文化资源”，是不是“数字文化资源建设”？" in result.faults[0].message


def test_a_plan_with_habits_is_read_cell_by_cell(tmp_path: Path) -> None:
    for name in ("html", "unsaved-formulas"):
        result = make_importer().import_workbook(read_workbook(make_ugly(name, tmp_path)))
        assert result.state == FAULTY
        messages = [each.message.partition("，")[0] for each in result.faults]
        assert any(each.startswith("“自办培训班”不是办法列出的服务形式") for each in result.remarks)
        assert messages.count("没有“领域”这一列") == 1
        formulas = messages.count("是公式")
        assert len(messages) - formulas == 1
        assert formulas == (6 if name == "unsaved-formulas" else 0)


def test_a_hidden_sheet_is_told_once_as_not_recorded(tmp_path: Path) -> None:
    result = make_importer().import_workbook(read_workbook(make_ugly("hidden", tmp_path)))
    assert [each for each in result.remarks if "隐藏" in each and "旧稿" in each] == [
        "隐藏的工作表没有录入：旧稿"
    ]
    assert any("的第 9 行是隐藏的，也读了" in each for each in result.remarks)


def test_a_report_of_changes_is_one_file(tmp_path: Path) -> None:
    importer = make_importer(ImportRequest(received=RECEIVED))
    result = importer.import_workbook(read_workbook(make_ugly("change", tmp_path)))
    assert (result.state, [*importer.replaced]) == (WRITTEN, [f"{FOLDER}/acts/2026-11-16-change.yml"])
    record = data(importer, result)
    assert record["changes"][0] == {"field": "phone", "before": "0515-00000061", "after": "0515-00000088"}
    assert (record["reported_on"], record["authority"]) == ("2026-11-20", "city-hrss")


OLD, NEW, MAIL = "0515-00000061", "0515-00000088", "shidi@example.org"
WHEN: list[list[CellValue]] = [["变更日期", "2026.11.18"], ["变更原因", "换号。"]]
TITLED: list[list[CellValue]] = [[f"{NAME}变更报备表"]]
SIDES: dict[str, tuple[list[list[CellValue]], tuple[tuple[int, int, int, int], ...]]] = {
    "columns": (
        [
            *TITLED,
            ["原电话", "现电话", "原邮箱", "现邮箱", "变更日期", "变更原因"],
            [OLD, NEW, MAIL, MAIL, *(words for _, words in WHEN)],
        ],
        (),
    ),
    "heads above both": (
        [
            *TITLED,
            ["变更日期", "变更原因", "办公电话", None, "单位邮箱", None],
            [None, None, "变更前", "变更后", "变更前", "变更后"],
            [*(words for _, words in WHEN), OLD, NEW, MAIL, MAIL],
        ],
        ((1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 1, 3), (1, 4, 1, 5)),
    ),
    "labels": (
        [
            ["机构变更报备表", None, "机构名称", NAME],
            ["办公电话（变更前）", OLD, "办公电话（变更后）", NEW],
            ["原邮箱", MAIL, "新邮箱", MAIL],
            *WHEN,
        ],
        (),
    ),
    "in one cell": (
        [*TITLED, [f"原电话：{OLD}   现电话：{NEW}"], [f"原邮箱：{MAIL}   现邮箱：{MAIL}"], *WHEN],
        (),
    ),
}


@pytest.mark.parametrize("name", SIDES)
def test_what_was_and_what_is_may_have_a_heading_each(name: str) -> None:
    rows, merged = SIDES[name]
    importer = make_importer(ImportRequest(received=RECEIVED))
    result = importer.import_workbook(make_book(fill_sheet(rows, "变更", merged)))
    assert (result.state, points(result)) == (WRITTEN, [])
    assert data(importer, result)["changes"] == [{"field": "phone", "before": OLD, "after": NEW}]
    assert "变更前后一样的 1 项没有录入" in result.remarks


@pytest.mark.parametrize("sides", [("原", "现"), ("旧", "新"), ("原来", "现在"), ("原内容", "现内容")])
def test_a_row_a_property_may_be_headed_by_a_single_word_a_side(sides: tuple[str, str]) -> None:
    head, row = ["变更项目", *sides, "变更日期", "变更原因"], ["办公电话", OLD, NEW, "2026.11.18", "换号。"]
    importer = make_importer(ImportRequest(received=RECEIVED))
    result = importer.import_workbook(make_book(fill_sheet([*TITLED, [*head], [*row]], "变更")))
    assert (result.state, points(result)) == (WRITTEN, [])
    assert data(importer, result)["changes"] == [{"field": "phone", "before": OLD, "after": NEW}]


def test_a_side_that_is_blank_or_wrong_is_told() -> None:
    head = ["原电话", "现电话", "原名称", "现名称", "原法定代表人", "现法定代表人", "变更日期", "变更原因"]

    def take(*cells: CellValue) -> Result:
        book = make_book(fill_sheet([*TITLED, head, [*cells, "2026.11.18", "换号。"]], "变更"))
        return make_importer(ImportRequest(received=RECEIVED)).import_workbook(book)

    result = take(None, "12345678", "演示旧名", "演示新名", "样例三", None)
    assert "没有写变更后的内容，没有录入：法定代表人" in result.remarks
    assert "办公电话变更前的内容表中没有，照登记册填写" in result.remarks
    (phone, name) = points(result)
    assert phone[0] == "变更!B3"
    assert name == ("变更!C3", f"变更前写的是“演示旧名”，此前的情况是“{NAME}”")
    assert not any("提案" in each.hint for each in result.faults)  # it is a letter to the institution
    result = take(OLD, None, None, None, None, None)
    assert points(result) == [("变更!A3", "没有写变更后的内容，或者与变更前都一样")]


def test_an_application_that_lacks_much_tells_all_of_it(tmp_path: Path) -> None:
    result = make_importer(ImportRequest()).import_workbook(read_workbook(make_ugly("application", tmp_path)))
    assert result.state == OPEN
    assert {each.option for each in result.questions} == {"--id", "--received", ""}
    places = {place for place, _ in points(result)}
    assert {"申请表!E7", "申请表!E12", ""} <= places
    (lacking,) = [message for _, message in points(result) if "“年课时”、“年人数”" in message]
    assert "“教学设备”" in lacking
    assert "没有写“管理制度”，一项也没有" in [message for _, message in points(result)]


def test_a_field_of_training_says_itself_whether_it_needs_practice() -> None:
    fields = "1.护理（不需要实训）、2.康复（需要实训）、3.会计"
    rows: list[list[CellValue]] = [["继续教育培训机构申请表"], ["单位名称", "样例学校", "申请领域", fields]]
    result = make_importer(ImportRequest()).import_workbook(make_book(fill_sheet(rows)))
    asked = [message for _, message in points(result) if "需不需要实训" in message]
    assert asked == ["没有写“会计”需不需要实训"]


def test_what_is_wrong_with_a_value_is_told_beside_what_could_not_be_read() -> None:
    draft = Draft("application")
    record = city().register.documents["records/institutions/yandu/demo-051/acts/2026-09-08-application.yml"]
    draft.data = deepcopy(record.data)
    draft.data["filing"] |= {"id": "new-1", "name": "演示新办培训中心", "credit_code": "523209200000760993"}
    del draft.data["declared"]["hours"]
    draft.missing = {"/declared/hours", "/filing/classrooms/0/seats"}
    path = "records/institutions/yandu/new-1/acts/2026-09-08-application.yml"
    errors, _, after = judge_draft(draft, path, city(), {}, DAY)
    assert after is not None
    assert [each.message for each in errors] == [
        "统一社会信用代码“523209200000760993”的第 18 位（校验码）与前面的字符不符"
    ]
    draft.missing.add("/filing/phone")  # of which an example stands there now
    assert judge_draft(draft, path, city(), {}, DAY)[0] == []


def test_an_amendment_sorts_its_rows_by_what_is_done() -> None:
    head = ["调整类型", *HEAD]
    rows: list[list[CellValue]] = [["新增", *ROWS[0]], ["取消", "研学旅行课程设计", *[None] * 11]]
    rows[0][1] = "暑期讲解员集训"
    book = make_book(
        fill_sheet([[f"{NAME}2026年度培训计划调整申请表"], head, *rows, ["调整原因", "市里委托增办。"]])
    )
    importer = make_importer()
    result = importer.import_workbook(book)
    assert (result.state, points(result)) == (WRITTEN, [])
    record = data(importer, result)
    assert (record["add"][0]["id"], record["drop"], record["reason"]) == ("c09", ["c07"], "市里委托增办。")


def amend(*rows: list[CellValue], said: ImportRequest = SAID) -> tuple[Importer, Result]:
    head = ["调整类型", "课程编号", *HEAD]
    title, reason = [f"{NAME}2026年度培训计划调整申请表"], ["调整原因", "市里委托增办。"]
    importer = make_importer(said)
    return importer, importer.import_workbook(make_book(fill_sheet([title, head, *rows, reason])))


def test_an_added_course_without_an_id_comes_behind_those_of_the_plan() -> None:
    rows: list[list[CellValue]] = [["增加", None, f"新课{each}", *ROWS[0][1:]] for each in "一二"]
    importer, result = amend(*rows, ["取消", "c08", *[None] * 12], said=SAID._replace(authorities=(BOTH,)))
    change = data(importer, result)
    assert ([each["id"] for each in change["add"]], change["drop"]) == (["c09", "c10"], ["c08"])
    assert [each["authority"] for each in change["steps"]] == [*SAID.authorities]


def test_each_row_has_its_own_place_though_nothing_of_the_first_can_be_read() -> None:
    head = ["序号", "课时", "人数", "课程编号", "收费"]
    _, result = (
        make_importer(),
        make_importer().import_workbook(plan([1, "?", "?", "?", "?"], [2, "?"], head=head)),
    )
    places = [str(each.place) for each in result.faults if "不是一个数" in each.message]
    assert places == ["计划!B3", "计划!C3", "计划!E3", "计划!B4"]
    assert [message for place, message in points(result) if place == "计划!C4"] == ["“计划人数”没有填写"]


def test_a_table_directly_below_another_is_one_of_its_own() -> None:
    activities = ["活动编号", "活动名称", "服务形式", "开展月份", "内容说明"]
    told_of: list[CellValue] = ["a01", "采风", "继续教育交流", "7月", "组织采风。"]
    rows: list[list[CellValue]] = [[*activities], told_of, [*HEAD], *ROWS]
    importer = make_importer()
    title = [f"{NAME}2027年度培训计划"]
    change = data(importer, importer.import_workbook(make_book(fill_sheet([title, *rows]))))
    assert ([each["id"] for each in change["courses"]], change["activities"][0]["title"]) == (
        ["c01", "c02"],
        "采风",
    )


@pytest.mark.parametrize(
    ("sentence", "fields"),
    [
        ("1.办公电话由0515-00000061变更为0515-00000088；网站由甲改为乙。", ["办公电话", "网站"]),
        ("办公地址由样例街124号变更为虚构路5号，3楼", []),
        ("办公电话由0515-00000061变更为0515-00000088；另有他事", []),
    ],
)
def test_a_sentence_tells_of_changes_where_all_of_it_is_understood(sentence: str, fields: list[str]) -> None:
    book = make_book(write_sheet(f"变更报备表\n机构名称|{NAME}\n变更内容|{sentence}\n变更日期|2026-11-10"))
    (recognised,) = recognise_workbook(book, city().schemas, "change")
    assert [
        each.field.heading[1:] for each in recognised.pairs[1::2] if each.field.heading[0] == "原"
    ] == fields
    assert bool(fields) == (sentence not in [each.text for each in recognised.unknown])


@pytest.mark.parametrize(
    ("code", "is_told"),
    [("52320981000000334A", False), ("5232098100000033ＡA", True), ("52320981O00000334A", True)],
)
def test_a_code_that_is_not_the_institutions_is_told(code: str, is_told: bool) -> None:
    course = plan_course(0)
    title = f"{NAME}2026年度培训计划调整申请表\n统一社会信用代码|{code}\n调整原因|市里委托增办。\n"
    lines = f"课程名称|原学时|现学时\n{course['title']}|{course['hours']}|24"
    importer = make_importer(SAID._replace(authorities=(BOTH,)))
    result = importer.import_workbook(make_book(write_sheet(title + lines)))
    assert result.state == WRITTEN
    assert any("与登记册中的 52320981000000334A 不同" in each for each in result.remarks) == is_told


@pytest.mark.parametrize("written", [NAME, "", "别家"])
def test_of_a_dossier_with_faults_no_other_institution_is_offered(written: str) -> None:
    path = f"{FOLDER}/plans/2026.yml"
    spoiled = (CITY / path).read_bytes().replace(b"    field: ", b"    feild: ", 1)
    faulty = examine(CITY, DAY, CheckOptions(cache=CACHE), like=city(), replaced={path: spoiled})
    request = SAID._replace(id="" if written == NAME else "demo-013")
    book = plan(*ROWS, title=f"{written or NAME}2027年度培训计划")
    result = make_importer(request, on=faulty).import_workbook(book)
    assert (result.state, result.questions) == (UNREAD, ())
    assert result.said.startswith(f"机构 demo-013 的档案中 {path} 还没有填好，或者有错误")


def amend_lines(lines: str) -> tuple[Importer, Result]:
    importer = make_importer(SAID._replace(authorities=(BOTH,)))
    title = f"{NAME}2026年度培训计划调整申请表\n调整原因|市里委托增办。\n"
    return importer, importer.import_workbook(make_book(write_sheet(f"{title}{lines}")))


def plan_course(number: int) -> dict[str, Any]:
    """A course of the plan that is adjusted, as it is planned."""
    planned = city().register.documents[f"{FOLDER}/plans/2026.yml"].data
    course: dict[str, Any] = planned["courses"][number]
    return course


@pytest.mark.parametrize(
    "lines",
    [
        "课程名称|原学时|现学时|原人数|现人数\n{title}|{hours}|24|{persons}|",
        "序号|调整类型|课程|调整前学时|调整后学时\n1|修改|{title}|{hours}学时|24学时",
        "课程名称|学时（原）|学时（现）\n{title}|{hours}|24",
        "课程编号|原课时|调整为课时\n{id}|{hours}|24",
        "原课程名称|现课程名称|原课时|现课时\n{title}|{title}|{hours}|24",
    ],
)
def test_of_a_course_what_was_and_what_is_may_have_a_column_each(lines: str) -> None:
    course = plan_course(0)
    importer, result = amend_lines(lines.format(**course))
    assert (result.state, points(result)) == (WRITTEN, [])
    amendment = data(importer, result)
    assert amendment["replace"] == [{**course, "hours": 24}]
    assert not {*amendment} & {"add", "drop"}
    assert "修改的课程，表中没有写的各项照计划填写" in result.remarks


@pytest.mark.parametrize(
    "lines",
    [
        "课程名称|调整项目|原|现\n{title}|课时|{hours}|24\n{title}|人数|{persons}|60",
        "序号|课程名称|变更内容|调整前|调整后\n1|{title}|学时|{hours}学时|24学时\n2||计划人数|{persons}人|60人",
        "课程编号|项目|原计划|调整为\n{id}|学时|{hours}|24\n〃|人数||60",
        "课程名称|调整事项|原内容|现内容|调整原因\n{title}|学时|{hours}|24|场地\n{title}|人数|{persons}|60|场地",
    ],
)
def test_of_a_course_each_property_may_have_a_row(lines: str) -> None:
    course = plan_course(0)
    importer, result = amend_lines(lines.format(**course))
    assert (result.state, points(result)) == (WRITTEN, [])
    assert data(importer, result)["replace"] == [{**course, "hours": 24, "persons": 60}]
    assert "修改的课程，表中没有写的各项照计划填写" in result.remarks


def test_rows_of_properties_of_merged_and_of_several_courses() -> None:
    one, two, three = map(plan_course, range(3))
    rows = [
        f"{NAME}2026年度培训计划调整申请表",
        "调整原因|市里委托增办。",
        "课程名称|调整项目|原|现",
        f"{one['title']}|课时|{one['hours']}|24",
        "|地点|甲楼|乙楼",
        f"{two['title']}|开课月份|{'、'.join(map(str, two['months']))}|10",
        f"{three['title']}|取消||",
        f"{one['title']}|人数|{one['persons']}|60",
    ]
    importer = make_importer(SAID._replace(authorities=(BOTH,)))
    book = make_book(write_sheet("\n".join(rows), merged=[(3, 0, 4, 0)]))
    result = importer.import_workbook(book)
    assert points(result) == [("Sheet1!C5", f"原地点写的是“甲楼”，计划中是“{one['place']}”")]
    amended = result.draft.data if result.draft else {}
    assert [each["id"] for each in amended["replace"]] == [one["id"], two["id"]]
    assert [amended["replace"][0][each] for each in ("hours", "place", "persons")] == [24, "乙楼", 60]
    assert (amended["replace"][1]["months"], amended["drop"]) == ([10], [three["id"]])


def test_a_property_that_no_course_has_is_told_in_its_cell() -> None:
    course = plan_course(0)
    lines = (
        "课程名称|调整项目|原|现\n{title}|课时|{hours}|{hours}\n没有这门课|课时|20|24\n{title}|教室颜色|白|蓝"
    )
    _, result = amend_lines(lines.format(**course))
    assert sorted(points(result)) == [
        ("Sheet1!A4", "没有写调整后的内容，或者与计划都一样"),
        ("Sheet1!A5", "登记册里没有“没有这门课”"),
        ("Sheet1!B6", "课程没有“教室颜色”这一项"),
    ]


def test_each_row_may_give_its_reason() -> None:
    one, two = plan_course(0), plan_course(1)
    rows = [
        f"{each['title']}|{each['hours']}|24|{why}" for each, why in ((one, "场地改造。"), (two, "增加实训"))
    ]
    title = f"{NAME}2026年度培训计划调整表\n课程名称|原学时|现学时|调整原因\n"
    importer = make_importer(SAID._replace(authorities=(BOTH,)))
    result = importer.import_workbook(make_book(write_sheet(title + "\n".join(rows))))
    assert (result.state, points(result)) == (WRITTEN, [])
    assert data(importer, result)["reason"] == "场地改造；增加实训"


def test_of_such_rows_some_are_added_dropped_or_stay() -> None:
    one, two, three = map(plan_course, range(3))
    head = "调整类型|课程名称|原学时|现学时|现地点|现开课月份\n"
    rows = (
        f"|{one['title']}|{one['hours']}|24||\n取消|{two['title']}|{two['hours']}|||\n|{three['title']}||||"
    )
    importer, result = amend_lines(head + rows)
    assert (result.state, points(result)) == (WRITTEN, [])
    amendment = data(importer, result)
    assert ([each["id"] for each in amendment["replace"]], amendment["drop"]) == ([one["id"]], [two["id"]])


def test_what_was_planned_is_held_to_the_plan_and_something_has_to_be_other() -> None:
    one, two = plan_course(0), plan_course(1)
    lines = f"课程名称|原学时|现学时\n{one['title']}|18|24\n{two['title']}|{two['hours']}|{two['hours']}"
    _, result = amend_lines(f"{lines}\n没有这门课|20|24")
    assert points(result) == [
        ("Sheet1!B4", f"原计划课时写的是“18”，计划中是 {one['hours']}"),
        ("Sheet1!A5", "没有写调整后的内容，或者与计划都一样"),
        ("Sheet1!A6", "登记册里没有“没有这门课”"),
    ]


def test_an_amendment_of_which_no_row_is_understood_is_none() -> None:
    lines = "调整原因|市里委托增办。\n甲|乙|丙|丁\n修改|数字文化资源建设|20|24"
    book = make_book(write_sheet(f"{NAME}2026年度培训计划调整申请表\n{lines}"))
    result = make_importer().import_workbook(book)
    assert points(result) == [("", "读不出增加、修改、取消了哪些课程")]
    assert "数字文化资源建设" in [each.text for each in result.unknown]


def test_of_a_course_that_is_cancelled_its_name_alone_is_asked() -> None:
    _, result = amend(["取消", None, "没有这门课", *[None] * 11])
    assert points(result) == [("Sheet1!A3", "登记册里没有“没有这门课”")]


def export_form(kind: str) -> Workbook:
    """The form of a kind as the institution gets it, not filled in."""
    source, stream = Source(city().register, city().schemas, "演示", "1", DAY), io.BytesIO()
    content = collect_form(source, city().schemas.kinds[kind], RecordRequest("demo-008", kind, DAY), None)
    write_template(city().schemas, kind, content, stream)
    return read_bytes(stream.getvalue())


def test_a_form_that_is_not_filled_in_is_no_record() -> None:
    result = make_importer().import_workbook(export_form("plan"))
    assert (result.state, points(result)) == (FAULTY, [("", "“年度计划”没有写“课程”")])
    result = make_importer().import_workbook(export_form("summary"))
    assert any(message == "这一行只有课程，没有开班的情况" for _, message in points(result))
    result = make_importer().import_workbook(export_form("change"))
    assert any(message.startswith("没有写变更后的内容") for _, message in points(result))


def test_in_a_form_of_changes_a_property_without_a_word_is_understood() -> None:
    book = export_form("change")
    typed = {"变更日期 *": "2026-11-20", "变更原因 *": "换号", "办公电话": "0515-00000062"}
    rows = [
        (number, 2 if str(row[0]) == "办公电话" else 1, typed[str(row[0])])
        for number, row in enumerate(book.sheets[0].rows)
        if str(row[0]) in typed
    ]
    cells = {CellPlace(book.sheets[0].name, row, column): text for row, column, text in rows}
    result = make_importer().import_workbook(mend_headings(book, cells))
    assert (result.state, result.unknown) == (WRITTEN, ())


def test_a_day_that_is_still_to_come_is_told() -> None:
    importer = make_importer(SAID._replace(received=DAY + dt.timedelta(30)))
    result = importer.import_workbook(plan([*FIRST.split()]))
    assert any("还没有发生" in each.message for each in result.warnings)


OTHER_NAME, OTHER_CODE = "演示别家培训中心", "52320902000009996C"


def fill_head(book: Workbook, **typed: str) -> Workbook:
    """A form of demo-008 with another name or code typed over its own."""
    labels = {"机构名称 *": typed.get("name"), "统一社会信用代码 *": typed.get("code")}
    rows = enumerate(book.sheets[0].rows)
    over = [(number, text) for number, row in rows if (text := labels.get(str(row[0]))) is not None]
    return mend_headings(book, {CellPlace(book.sheets[0].name, number, 1): text for number, text in over})


@pytest.mark.parametrize("code", [OTHER_CODE, ""])
def test_a_form_in_which_another_institution_writes_is_not_its_addressees(code: str) -> None:
    book = fill_head(export_form("plan"), name=OTHER_NAME, code=code)
    result = make_importer().import_workbook(book)
    assert result.state == OPEN
    assert f"是哪家机构（表中写“{OTHER_NAME}”）" in [each.what for each in result.questions]
    result = make_importer(SAID._replace(id="demo-013")).import_workbook(book)
    assert (result.state, "不是同一家" in result.said) == (FAULTY, False)
    book = fill_head(export_form("application"), name=OTHER_NAME, code=code)
    result = make_importer(SAID._replace(received=dt.date(2026, 9, 15))).import_workbook(book)
    assert "填写!B12" in [place for place, _ in points(result)]  # which is held against the id in the form


@pytest.mark.parametrize("typed", [{"name": OTHER_NAME}, {"code": OTHER_CODE}, {"name": "", "code": ""}])
def test_a_form_is_its_addressees_while_the_name_or_the_code_is(typed: dict[str, str]) -> None:
    result = make_importer().import_workbook(fill_head(export_form("plan"), **typed))
    assert result.remarks[0].endswith("（demo-008）")


def test_a_form_of_changes_that_is_not_filled_in_stands_against_no_act() -> None:
    result = make_importer().import_workbook(export_form("change"))
    assert (result.state, result.said) == (FAULTY, "")
    assert "没有写“变更日期”" in [message for _, message in points(result)]  # which is for the letter


def test_of_a_form_of_changes_only_what_has_changed_is_recorded() -> None:
    book = export_form("change")
    rows = book.sheets[0].rows
    cells = {
        CellPlace(book.sheets[0].name, number, 2 if row[0] == "办公电话" else 1): words
        for number, row in enumerate(rows)
        for label, words in (
            ("办公电话", "0515-00000077"),
            ("变更原因 *", "换号。"),
            ("变更日期 *", "2026-11-18"),
        )
        if row[0] == label
    }
    same = next(number for number, row in enumerate(rows) if row[0] == "法定代表人")
    cells[CellPlace(book.sheets[0].name, same, 2)] = str(rows[same][1])  # copied, as many do
    importer = make_importer()
    result = importer.import_workbook(mend_headings(book, cells))
    assert (result.state, points(result)) == (WRITTEN, [])
    (change,) = data(importer, result)["changes"]
    assert (change["field"], change["after"]) == ("phone", "0515-00000077")


def read_bytes(content: bytes) -> Workbook:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "表.xlsx")
        file.write_bytes(content)
        return read_workbook(file)


def say_of(record: dict[str, Any]) -> ImportRequest:
    """What the clerk would say of a workbook for a record: the day and the receivers that it has."""
    sending = [each for each in record.get("steps", []) if each["action"] == "报送"]
    day = dt.date.fromisoformat(str(sending[0]["date"] if sending else record["date"]))
    authorities = [each["authority"] for each in sending or [record] if "authority" in each]
    return ImportRequest(record.get("filing", {}).get("id", ""), received=day, authorities=tuple(authorities))


def test_a_published_list_goes_into_the_file_of_its_batch() -> None:
    path = "records/batches/2025-1.yml"
    text = (CITY / path).read_text("utf-8")
    there = parse(text.encode()).data
    assert isinstance(there, dict)
    announcement = there["announcement"]
    names = [city().register.dossiers[each].institution.name for each in announcement["listed"]]
    rows: list[list[CellValue]] = [
        ["2025年第一批培训机构名单"],
        ["批次编号", "2025-1"],
        ["公布机关", "市人社局（演示）"],
    ]
    rows += [["文号", announcement["document"]["number"]], ["成文日期", announcement["document"]["date"]]]
    rows += [["公布日期", announcement["published_on"]], ["序号", "机构名称"]]
    rows += [[number, name] for number, name in enumerate(names, 1)]
    open_ = "# 名单公布以后填\n" + text[: text.index("announcement:")]
    before = examine(CITY, DAY, like=city(), replaced={path: open_.encode()})
    importer = make_importer(on=before)
    result = importer.import_workbook(make_book(fill_sheet(rows, "名单")))
    assert (result.state, points(result), result.path) == (WRITTEN, [], path)
    assert data(importer, result)["announcement"]["listed"] == announcement["listed"]
    assert (importer.replaced[path] or b"").decode().startswith(open_)


ROUND_TRIPS = [
    "dongtai/demo-013/plans/2026.yml",
    "dongtai/demo-013/summaries/2024.yml",
    "dongtai/demo-013/plans/2023-amendment-1.yml",
    "dongtai/demo-013/assessments/2024.yml",
    "dongtai/demo-013/acts/2021-12-06-change.yml",
    "tinghu/demo-001/acts/2026-03-09-change.yml",
    "tinghu/demo-037/acts/2025-04-28-change.yml",
    "jingkai/demo-003/summaries/2022.yml",
]


APPLICATIONS = [
    "yandu/demo-051/acts/2026-09-08-application.yml",
    "binhai/demo-008/acts/2024-03-13-application.yml",
]


@settings(max_examples=2)
@given(st.sampled_from(ROUND_TRIPS))
def test_what_export_writes_import_reads_without_loss(name: str) -> None:
    go_round(name)


@pytest.mark.long
@pytest.mark.parametrize("name", [*ROUND_TRIPS, *APPLICATIONS])
def test_every_kind_that_export_writes_import_reads_without_loss(name: str) -> None:
    go_round(name)


def go_round(name: str) -> None:
    """A record as a workbook, and that workbook as a record again, which is the same."""
    path = f"records/institutions/{name}"
    source = Source(city().register, city().schemas, "演示", "1", DAY)
    stream = io.BytesIO()
    kind = city().register.documents[path].kind
    write_template(city().schemas, kind, collect_record(source, path), stream)
    before = parse((CITY / path).read_bytes()).data
    assert isinstance(before, dict)
    importer = make_importer(say_of(before), on=examine(CITY, DAY, like=city(), replaced={path: None}))
    importer.replaced = {path: None}
    result = importer.import_workbook(read_bytes(stream.getvalue()))
    assert (result.state, result.path) == (WRITTEN, path), points(result)
    after = data(importer, result)
    assert {**after, "steps": 0} == {**before, "steps": 0}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The city's register, apart, with a folder of workbooks that have come."""
    folder = tmp_path_factory.mktemp("import")
    shutil.copytree(CITY / "records", folder / "records")
    (folder / "来件").mkdir()
    make_ugly("change", folder / "来件")
    make_ugly("semicolons", folder / "来件")
    (folder / "来件" / "~$计划.xlsx").write_bytes(b"")
    (folder / "来件" / "说明.docx").write_bytes(b"PK")
    return folder


def test_a_folder_is_one_go_with_letters_beside_it(root: Path) -> None:
    options = ["--on", DAY.isoformat(), "--workers", "1", "--no-input", "--received", "2026-11-20"]
    options += ["--authority", "city-hrss", "--cache", str(CACHE)]
    late = registry("import", "--root", root, root / "来件", *options, "--received", "2027年1月5日")
    refusal = f"registry：--received：2027-01-05 还没有到，收到的日期最晚是今天 {DAY}\n"
    assert (late.returncode, late.stdout, late.stderr) == (2, "", refusal)
    dry = registry("import", "--root", root, root / "来件", *options, "--dry-run")
    assert "变更报备表.xlsx：已录入（试读，没有写）" in dry.stdout
    assert not (root / FOLDER / "acts/2026-11-16-change.yml").exists()
    result = registry("import", "--root", root, root / "来件", *options)
    assert (result.returncode, result.stderr) == (2, "")
    assert "~$计划.xlsx：是打开着的表格的临时文件，跳过" in result.stdout
    assert "  没有读 1 份：说明.docx" in result.stdout
    assert (root / FOLDER / "acts/2026-11-16-change.yml").is_file()
    names = {each.name for each in (root / "来件").iterdir() if "（" in each.name}
    stems = ("变更报备表（收件回执）", "计划（补正通知）")
    letters = {f"{each}{ending}" for each in stems for ending in (".txt", ".docx")}
    assert names == {"计划（标出问题）.xlsx", *letters}
    (root / "来件/2026.yml").write_text("year: 2026\n", "utf-8")  # from a form on the site
    files, skipped = list_workbooks([root / "来件"])
    assert {each.name for each in files} == {"2026.yml", "变更报备表.xlsx", "计划.csv", "说明.docx"}
    assert len(skipped) == 6
    letter = (root / "来件" / "计划（补正通知）.txt").read_bytes()
    assert letter.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in letter


def write_form(folder: Path, name: str, kind: str, record: dict[str, Any]) -> Path:
    """A file as the form on the site gives it: the record alone, not whose it is."""
    path = folder / name
    path.write_text(write_record(city().schemas, city().schemas.kinds[kind], Prefill(record)), "utf-8")
    return path


def test_a_file_of_a_web_form_is_judged_as_a_sheet_and_put_where_it_belongs(tmp_path: Path) -> None:
    plan_ = {**city().register.documents[f"{FOLDER}/plans/2026.yml"].data, "year": 2027}
    importer = make_importer(SAID._replace(id="demo-013"))
    file = write_form(tmp_path, "2027.yml", "plan", plan_)
    ((_, result),) = importer.import_record(file)
    assert (result.state, result.path) == (WRITTEN, f"{FOLDER}/plans/2027.yml"), points(result)
    application = data(importer, result)
    assert (application["courses"], len(application["steps"])) == (
        plan_["courses"],
        2,
    )  # none of the offices' own steps
    assert importer.import_record(file)[0][1].state == SAME
    wrong = {**plan_, "courses": [{**plan_["courses"][0], "months": [13]}]}
    importer = make_importer(SAID._replace(id="demo-013"))
    ((book, result),) = importer.import_record(write_form(tmp_path, "2027.yml", "plan", wrong))
    assert points(result) == [("", "“课程”第 1 项的“开课月份”第 1 项不能大于 12，现为 13")]
    paths = write_answers(result, book, importer, (tmp_path, tmp_path))
    assert [each.name for each in paths] == ["2027（补正通知）.txt", "2027（补正通知）.docx"]
    assert "点“接着填以前下载的文件”" in paths[0].read_text("utf-8-sig")
    result_of_form = make_importer().import_record(file)[0][1]
    assert [each.option for each in result_of_form.questions] == ["--id"]


def test_a_change_is_of_the_institution_that_had_the_former_name(tmp_path: Path) -> None:
    row = {"field": "name", "before": NAME, "after": "演示黄海湿地文旅学校"}
    change = {"date": "2026-11-16", "changes": [row], "reason": "更名。", "reported_on": "2026-11-18"}
    ((_, result),) = make_importer(SAID._replace(authorities=("city-hrss",))).import_record(
        write_form(tmp_path, "2026-11-16-change.yml.txt", "change", change)
    )
    assert (result.state, result.path) == (WRITTEN, f"{FOLDER}/acts/2026-11-16-change.yml")
    for sheet in ("原名称|现名称", "变更项目|变更前|变更后\n机构名称"):
        text = f"变更报备表\n{sheet}{'|' if '项目' in sheet else chr(10)}{NAME}|演示黄海湿地文旅学校"
        assert make_importer().import_workbook(make_book(write_sheet(text))).institution == NAME


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [1", "方括号中缺少"),
        ("site_name: 网站", "认不出是哪一种"),
        ("year: 2027", "认不出是哪一种"),
        ("year: 2027\ncourses: 三门", "“课程”的写法不对"),
        (
            "date: 2026-11-01\nauthority: city-hrss\nreason: 更名\nchanges:\n  - 名称",
            "“变更内容”第 1 项的写法不对",
        ),
    ],
)
def test_what_no_form_has_made_is_not_read(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(text, "utf-8")
    with pytest.raises(UnreadableSheet, match=said):
        make_importer().import_record(tmp_path / "a.yml")


def read_rows(book: Workbook) -> Draft:
    """What a plan says, before it is judged."""
    (recognised,) = recognise_workbook(book, city().schemas, "plan")
    return read_draft(recognised, make_context(city().schemas, city().register, DAY))


def test_rows_below_a_note_are_rows_still_and_those_of_a_sample_are_none() -> None:
    draft = read_rows(plan(ROWS[0], ["注：以下为下半年", *[None] * 11], ROWS[1]))
    assert len(draft.data["courses"]) == 2
    assert "计划!A4 是夹在中间的一行注，下面的各行也读了" in draft.remarks
    draft = read_rows(plan(ROWS[0], ["注：填写示例如下", *[None] * 11], ROWS[1]))
    assert len(draft.data["courses"]) == 1


def test_two_columns_that_mean_the_same_have_to_say_the_same() -> None:
    rows: list[list[CellValue]] = [[*ROWS[0], "48课时"], [*ROWS[1], 99]]
    (fault,) = read_rows(plan(*rows, head=[*HEAD, "计划课时"])).faults
    assert (str(fault.place), "两列写得不一样：99、60" in fault.message) == ("计划!M4", True)


def test_a_line_of_one_cell_within_a_table_is_told() -> None:
    book = plan(ROWS[0], ["导游讲解", *[None] * 11], ROWS[1])
    (recognised,) = recognise_workbook(book, city().schemas, "plan")
    assert [each.text for each in recognised.unknown] == ["导游讲解"]


def test_a_table_beside_ones_own_is_not_left_out_unasked() -> None:
    (fault,) = read_rows(plan([*ROWS[0], None, *ROWS[1]], head=[*HEAD, "", *HEAD])).faults
    assert (str(fault.place), fault.message) == ("计划!N2", "右边还有一张同样的表，看不出报的是哪一张")


def test_a_sample_is_no_row_and_what_is_there_twice_is_asked() -> None:
    sample = ["（示例）沟通技巧", *ROWS[0][1:]]
    importer = make_importer(SAID, lambda _: "重复的\n")
    result = importer.import_workbook(plan(sample, *ROWS, ROWS[0]))
    assert [each["id"] for each in data(importer, result)["courses"]] == ["c01", "c02"]
    assert "计划!A3 这一行是示例，没有录入" in result.remarks
    result = make_importer().import_workbook(plan(*ROWS, ROWS[0]))
    assert (result.state, len(result.questions)) == (OPEN, 1)
    importer = make_importer(SAID, lambda _: "不是\n")
    assert len(data(importer, importer.import_workbook(plan(*ROWS, ROWS[0])))["courses"]) == 3


def test_rows_of_another_institution_are_not_taken_for_ones_own() -> None:
    other: list[CellValue] = [f"单位：{OTHER}", *[None] * 11]
    result = make_importer().import_workbook(plan(ROWS[0], other, [*HEAD], ROWS[1]))
    assert (result.state, "2 家机构的内容" in result.said) == (REFUSED, True)


def test_a_sheet_on_its_side_is_told_in_one_sentence() -> None:
    on_its_side = [list(each) for each in zip(HEAD, *ROWS, strict=True)]
    title = [f"{NAME}2027年度培训计划"]
    result = make_importer().import_workbook(make_book(fill_sheet([title, *on_its_side], "计划")))
    assert (result.state, result.faults) == (UNREAD, ())
    assert "横竖放反了：课程名称、科目、专业领域等" in result.said
    below: list[list[CellValue]] = [[each] for each in HEAD]
    explained = plan(*ROWS, [], *below)
    assert "横竖" not in make_importer().import_workbook(explained).said


@pytest.mark.parametrize("label", ["机构名称", "培训机构"])
def test_an_assessment_of_several_institutions_is_told_to_be_recorded_one_by_one(label: str) -> None:
    table = f"2025年度考核情况表\n{label}|等次\n{NAME}|合格\n{OTHER}|优秀"
    result = make_importer().import_workbook(make_book(write_sheet(table)))
    assert result.state == REFUSED
    assert re.search("2 家机构的考核结果.*registry new", result.said)


def test_letters_never_go_among_the_records(root: Path) -> None:
    result = registry("import", "--root", root, root / "来件", "--letters", root / "records" / "信件")
    assert (result.returncode, result.stdout) == (2, "")
    assert "那里只放记录" in result.stderr
