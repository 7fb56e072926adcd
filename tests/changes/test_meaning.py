"""`registry changes`: what a reviewer reads on a pull request, on real repositories."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from registry.cli.main import main
from registry.publish.assemble.site import Site
from registry.publish.pages import how
from registry.publish.shows import OTHERS, PAGES, name_page
from registry.report import changes_report
from registry.report.changes_report import name_pages
from registry.rules.cases import BASE
from registry.rules.checking import Examined, examine
from tests.changes.test_change import CHANGE, ONE, edit, root, write
from tests.conftest import REPOSITORY, SECOND, TEMPLATES, list_navigation, list_record_pages, registry
from tests.files import change_file
from tests.repository import commit, git

__all__ = ["root"]  # the fixture

DAY = "2021-06-01"
ORDER = """date: 2021-05-06
authority: yangqu-hrss
ground: 未完成教学培训计划
facts: 计划课程多数没有举办。
requirements: [补办没有举办的课程]
due: 2021-09-30
"""
OUTCOME = (
    "date: 2021-10-01\norder: 2021-05-06-rectification-order\n"
    "authority: yangqu-hrss\nresult: 未达到\ntext: 认定。\n"
)
BAR = "date: 2021-10-02\noutcome: 2021-10-01-rectification-outcome\nauthority: city-hrss\ntext: 三年。\n"
EXTENSION = (
    "date: 2021-05-20\norder: 2021-05-06-rectification-order\nauthority: yangqu-hrss\n"
    "due: 2021-10-29\nreason: 场地维修。\n"
)
TRANSFER = (
    "date: 2021-05-20\nauthority: city-hrss\nfrom_area: yangqu\nto_area: xuxian\n"
    "from_system: health\nto_system: health\nreason: 办学地点迁移。\n"
)
WAIVER = (
    "rule: plan-hours\nreason: 承担送教任务。\nauthority: city-hrss\nfrom: 2021-01-01\nuntil: 2021-12-31\n"
    "document:\n  number: 演示人社〔2020〕9号\n  date: 2020-12-01\n"
)
CORRECTION = (
    "date: 2021-05-28\nauthority: yangqu-hrss\nfile: plans/2021.yml\npointer: /courses/0/hours\n"
    "old: 100\nnew: 110\nreason: 录错。\n"
)
ENDED = "date: 2021-05-20\nauthority: city-hrss\nreason: 整改没有达到要求。\n"
SUSPENDED = "date: 2021-05-20\nauthority: city-hrss\nreason: 消防设施检修。\n"
LIFTED = "date: 2021-05-28\nsuspension: 2021-05-20-suspension\nauthority: city-hrss\nreason: 检修完成。\n"
DISSOLVED = (
    "date: 2021-05-20\nauthority: city-hrss\nregistering_body: 演示市登记机关\nreason: 举办者决定终止办学。\n"
)
LISTED = "已列入（自 2019-06-10，第八条（四））"
FAULTY = "档案有错误，先改正，见核对结果"
BATCH = 'id: "2021-1"\ntitle: 2021年第一批\nwindow:\n  from: 2021-05-06\n  to: 2021-06-30\npanel_size: 5\n'
PAGE = "/institutions/base-one/"
# What is computed from many records is named for all sections together, by these words.
COMPUTED_PAGES = {
    "courses/": "课程日历",
    "data/": "数据文件",
    "decisions/": "决定和整改",
    "due/": "到期和待办",
    "news/": "最近变化",
    "overview/": "总览",
    "search/": "检索",
    "statistics/": "统计",
    "verify/": "核验",
    "verify/batch/": "核验",
}
COMPUTED = ("/certificates/", *(f"/{each}" for each in COMPUTED_PAGES))
LISTS = [PAGE, "/institutions/", "/batches/2019-1/", "/"]
# The home page counts how filings stand, not who is being rectified or barred.
LISTS_OF_CONDITIONS = LISTS[:-1]


def run(*arguments: str | Path) -> str:
    """What the command prints, run in this process."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["changes", *map(str, arguments)])
    assert (code, err.getvalue()) == (0, "")
    return out.getvalue()


def read_changes(root: Path, *arguments: str, on: str = DAY) -> list[dict[str, Any]]:
    sections: list[dict[str, Any]] = json.loads(
        run("--root", root, "--on", on, "--format", "json", "main", *arguments)
    )
    return sections


def lines(section: dict[str, Any], heading: str) -> list[str]:
    return [line for item in section["items"] if item["heading"] == heading for line in item["lines"]]


def headings(section: dict[str, Any]) -> list[str]:
    return [item["heading"] for item in section["items"]]


def only(root: Path, *arguments: str, on: str = DAY) -> dict[str, Any]:
    (section,) = read_changes(root, *arguments, on=on)
    return section


def as_main(root: Path, day: str) -> None:
    """Make what is there the base."""
    commit(root, day)
    git(root, "branch", "-f", "main")


def barred(root: Path) -> None:
    write(root, "acts/2021-05-06-rectification-order.yml", ORDER)
    write(root, "acts/2021-10-01-rectification-outcome.yml", OUTCOME)
    write(root, "acts/2021-10-02-bar.yml", BAR)


def test_nothing_changed_is_said(root: Path) -> None:
    assert read_changes(root) == []
    for form in ("text", "markdown"):
        assert "看是不是还没有存盘、提交或者推送" in run("--root", root, "--format", form, "main")


def test_a_comment_changes_nothing(root: Path) -> None:
    edit(root, "institution.yml", "id:", "# 说明\nid:")
    assert read_changes(root) == []


# -- records --------------------------------------------------------------------------------------------


def test_a_change_and_its_new_value_are_told_once(root: Path) -> None:
    write(root, "acts/2021-05-06-change.yml", CHANGE)
    edit(root, "institution.yml", "0000-00000001", "0000-00000002")
    section = only(root)
    assert (section["id"], section["title"]) == ("base-one", "演示甲培训中心（样例区（虚构），base-one）")
    assert lines(section, "记录") == [
        "新增 2021-05-06 变更（第二十七条）：办公电话：0000-00000001 → 0000-00000002；变更原因 更换办公电话；"
        "报备日期 2021年5月10日；受理机关 市人社局（演示）；受理处室 专业技术人员管理处"
    ]
    assert headings(section) == ["记录", "待办"]
    assert lines(section, "待办") == ["新增：公布变更：市人社局（演示）；目标 2021-06-07（第二十七条）"]
    assert section["pages"] == [PAGE]


def test_a_value_without_its_act_or_unlike_it_is_told_by_itself(root: Path) -> None:
    edit(root, "institution.yml", "0000-00000001", "0000-00000003")
    assert lines(only(root), "记录") == ["机构：“办公电话”：0000-00000001 → 0000-00000003"]
    write(root, "acts/2021-05-06-change.yml", CHANGE)
    assert lines(only(root), "记录")[1:] == ["机构：“办公电话”：0000-00000001 → 0000-00000003"]


def test_rows_without_an_id_come_and_go(root: Path) -> None:
    edit(root, "institution.yml", "  - name: 样例教学点\n", "  - name: 新教学点\n")
    assert lines(only(root), "记录") == [
        "机构：“培训地点”：新增 新教学点，演示市样例路2号；删去 样例教学点，演示市样例路2号"
    ]


def test_rows_of_several_fields_are_numbered(root: Path) -> None:
    text = (root / ONE / "institution.yml").read_text("utf-8")
    rooms = text[text.index("classrooms:") : text.index("equipment:")]
    more = "".join(f"  - name: {name}\n    area: 40\n    seats: 30\n" for name in ("东楼", "西楼"))
    write(root, "institution.yml", text.replace(rooms, rooms + more))
    assert lines(only(root), "记录") == [
        "机构：“固定教室”：新增 （1）名称：东楼；面积（平方米）：40；座位：30"
        "（2）名称：西楼；面积（平方米）：40；座位：30"
    ]


def test_courses_are_named_by_id_and_title(root: Path) -> None:
    text = (root / ONE / "plans/2021.yml").read_text("utf-8")
    course = text[text.index("  - id: c01") : text.index("steps:")]
    second = course.replace("c01", "c02").replace("样例课程", "第二门").replace("hours: 100", "hours: 20", 1)
    edit(root, "plans/2021.yml", "steps:", f"{second}steps:")
    edit(root, "plans/2021.yml", "    hours: 100", "    hours: 120")
    plan = "2021 年度计划（第十七条）："
    changed, added = lines(only(root), "记录")
    assert changed == f"{plan}“课程” c01（样例课程）的“计划课时”：100 → 120"
    assert added.startswith(f"{plan}新增“课程” c02（第二门）：科目：专业；")
    assert "计划课时：20；" in added
    as_main(root, "2021-05-20")
    write(root, "plans/2021.yml", text)
    assert lines(only(root), "记录")[1].startswith(f"{plan}删去“课程” c02（第二门）：科目：专业；")


def test_steps_of_a_plan_and_its_passing(root: Path) -> None:
    text = (root / ONE / "plans/2021.yml").read_text("utf-8")
    write(root, "plans/2021.yml", text.partition("  - action: 通过")[0])
    as_main(root, "2021-05-20")
    write(root, "plans/2021.yml", text)
    section = only(root)
    assert lines(section, "记录") == [
        "2021 年度计划（第十七条）：“报备环节”：新增 2020-12-22 通过，样例区人社局（演示）；"
        "2020-12-24 通过，样例区卫生健康委（演示）"
    ]
    assert lines(section, "计划") == ["2021 年度计划：未通过 → 2020-12-24 通过"]
    assert section["pages"] == [PAGE, "/"]


def test_a_new_plan_ends_its_duty(root: Path) -> None:
    text = (root / ONE / "plans/2021.yml").read_text("utf-8")
    text = text.replace("year: 2021", "year: 2022").replace("2020-12-", "2021-05-")
    write(root, "plans/2022.yml", text.partition("  - action: 受理")[0])
    section = only(root)
    assert lines(section, "记录") == [
        "新增 2022 年度计划（第十七条）：类型 年度；课程 1 项："
        "c01 样例课程（100 课时，100 人）；报备环节 2021-05-14 报送，样例区人社局（演示）；"
        "2021-05-14 报送，样例区卫生健康委（演示）"
    ]
    (line,) = lines(section, "待办")
    assert line.startswith("不再有：报送 2022 年度计划：")


def test_an_amendment_is_told_with_what_it_adds_and_changes(root: Path) -> None:
    plan = (root / ONE / "plans/2021.yml").read_text("utf-8")
    course = plan[plan.index("  - id: c01") : plan.index("steps:")]
    steps = plan[plan.index("steps:") :].replace("2020-12-", "2021-05-")
    second = course.replace("c01", "c02").replace("样例课程", "第二门")
    text = f"year: 2021\nnumber: 1\nreason: 加一门课。\nadd:\n{second}replace:\n{course}{steps}"
    write(root, "plans/2021-amendment-1.yml", text.replace("hours: 100", "hours: 7.5"))
    line, first = lines(only(root), "记录")
    lead = "2021 计划调整 1（第十七条）："
    assert line.startswith(
        f"新增 {lead}原因 加一门课；增加 1 项：c02 第二门（7.5 课时，100 人）；"
        "修改 1 项：c01 样例课程（7.5 课时，100 人）；报备环节 2021-05-14 报送，"
    )
    assert first == f"{lead}“修改” c01（样例课程）的“计划课时”：100 → 7.5"


def test_a_second_amendment_is_held_against_the_first(root: Path) -> None:
    plan = (root / ONE / "plans/2021.yml").read_text("utf-8")
    course = plan[plan.index("  - id: c01") : plan.index("steps:")]
    steps = plan[plan.index("steps:") :].replace("2020-12-", "2021-05-")
    for number in (1, 2):
        if number == 2:
            as_main(root, "2021-05-20")
        text = f"year: 2021\nnumber: {number}\nreason: 改课时。\nreplace:\n{course}{steps}"
        write(
            root,
            f"plans/2021-amendment-{number}.yml",
            text.replace("    hours: 100", f"    hours: {100 + number}"),
        )
    assert lines(only(root), "记录")[1:] == [
        "2021 计划调整 2（第十七条）：“修改” c01（样例课程）的“计划课时”：101 → 102"
    ]


def test_what_a_review_an_assessment_and_a_summary_hold_is_told(root: Path) -> None:
    paths = ("acts/2019-05-17-review.yml", "assessments/2020.yml", "summaries/2020.yml")
    texts = {path: (root / ONE / path).read_text("utf-8") for path in paths}
    for path in paths:
        (root / ONE / path).unlink()
    as_main(root, "2021-05-20")
    for path, text in texts.items():
        write(root, path, text)
    review, assessment, summary = lines(only(root), "记录")
    steps = "审核 2019-05-06、论证 2019-05-08、考察 2019-05-10、评估 2019-05-14"
    assert f"评审环节 4 项：{steps}" in review
    assert "考核内容 6 项：师资队伍建设 符合、经费管理使用 符合" in assessment
    assert "；开班情况 2 项，合计 课程课时 100：c01 2020-03-09 至 2020-03-20、c02 2020" in summary


def test_rows_of_a_list_are_numbered_where_they_hold_commas(root: Path) -> None:
    change = CHANGE.partition("  - field")[0] + (
        "  - field: sites\n    before: []\n    after:\n"
        "      - name: 东点\n        address: 甲路1号\n      - name: 西点\n        address: 乙路2号\n"
    )
    write(root, "acts/2021-05-06-change.yml", change + "reason" + CHANGE.partition("reason")[2])
    (line,) = lines(only(root), "记录")
    assert "培训地点：—— → （1）东点，甲路1号（2）西点，乙路2号；变更原因" in line


def test_a_corrected_sentence_is_set_off(root: Path) -> None:
    text = CORRECTION.replace("plans/2021.yml", "assessments/2020.yml").replace(
        "/courses/0/hours", "/conclusion"
    )
    text = text.replace("old: 100", "old: 计划完成情况良好。").replace("new: 110", "new: 计划全部完成。")
    write(root, "acts/2021-05-28-correction.yml", text)
    (line,) = lines(only(root), "记录")
    assert "assessments/2020.yml 的“小结”：“计划完成情况良好。” → “计划全部完成。”；更正机关" in line


def test_a_correction_is_told_in_words(root: Path) -> None:
    write(root, "acts/2021-05-28-correction.yml", CORRECTION)
    assert lines(only(root), "记录") == [
        "新增 2021-05-28 更正：plans/2021.yml 的“课程” c01（样例课程）的“计划课时”：100 → 110；"
        "更正机关 样例区人社局（演示）；原因 录错"
    ]


@pytest.mark.parametrize("pointer", ["/courses/7/hours", "/courses/x/0", "/nirgends", "", "/year/0"])
def test_a_correction_of_what_is_not_there_is_told_all_the_same(root: Path, pointer: str) -> None:
    text = CORRECTION.replace("/courses/0/hours", pointer or '""')
    write(root, "acts/2021-05-28-correction.yml", text)
    (section,) = read_changes(root)
    assert any("correction" in line or "更正" in line for line in lines(section, "记录"))


@pytest.mark.parametrize(("new", "is_told"), [("2062-11-26", True), ("2020-11-27", False)])
def test_a_correction_to_a_date_that_has_not_come_is_told(root: Path, new: str, is_told: bool) -> None:
    slip = CORRECTION.replace("/courses/0/hours", "/steps/0/date").replace("old: 100", "old: 2020-12-14")
    write(root, "acts/2021-05-28-correction.yml", slip.replace("new: 110", f"new: {new}"))
    notes = [line for line in lines(only(root), "记录") if "注意" in line]
    where = "2021-05-28 更正：注意：更正后 plans/2021.yml 的“报备环节”第 1 项的“日期”是 2062-11-26"
    assert [line.partition("，在")[0] for line in notes] == [where] * is_told
    as_main(root, DAY)
    write(root, "acts/2021-05-29-correction.yml", CORRECTION.replace("05-28", "05-29"))
    assert not any("注意" in line for line in lines(only(root), "记录"))


def test_a_waiver_is_told_with_the_matrix(root: Path) -> None:
    write(root, "waivers/plan-hours.yml", WAIVER)
    section = only(root)
    assert lines(section, "记录")[0].startswith(
        "新增 例外说明：规则 年度计划课时 plan-hours；理由 承担送教任务；"
    )
    assert section["pages"] == [PAGE, "/rules/"]


def test_a_long_text_of_a_new_record_is_cut(root: Path) -> None:
    write(root, "acts/2021-05-06-rectification-order.yml", ORDER.replace("计划课程", "课程" * 60))
    (line,) = lines(only(root), "记录")
    assert f"事实 {'课程' * 30}……；" in line


# -- status, duties, bars -------------------------------------------------------------------------------


def test_an_order_turns_the_status(root: Path) -> None:
    write(root, "acts/2021-05-06-rectification-order.yml", ORDER)
    section = only(root)
    assert lines(section, "记录") == [
        "新增 2021-05-06 责令限期整改（第二十条）：责令机关 样例区人社局（演示）；情形 未完成教学培训计划；"
        "事实 计划课程多数没有举办；整改要求 补办没有举办的课程；整改期限 2021年9月30日"
    ]
    assert lines(section, "状态") == [
        "新增：限期整改中（自 2021-05-06 至 2021-09-30，第二十条）："
        "未完成教学培训计划，整改期限至 2021-09-30。"
    ]
    assert lines(section, "待办") == [
        "新增：按整改决定完成整改：机构 → 样例区人社局（演示）；期限 2021-09-30（第二十条）"
    ]
    assert section["pages"] == LISTS_OF_CONDITIONS
    assert "算出的登记情况单" in run("--root", root, "main")


def test_sentences_of_a_list_are_parted(root: Path) -> None:
    text = ORDER.replace("[补办没有举办的课程]", "[补办课程。, 每月报送进度。]")
    write(root, "acts/2021-05-06-rectification-order.yml", text)
    assert "整改要求 （1）补办课程（2）每月报送进度；整改期限" in lines(only(root), "记录")[0]


def test_the_day_decides_what_is_due(root: Path) -> None:
    write(root, "acts/2021-05-06-rectification-order.yml", ORDER)
    assert "新增：整改期限已满，待认定（自 2021-10-01，第二十条）" in run(
        "--root", root, "--on", "2021-10-01", "main"
    )


def test_an_extension_changes_the_due_date(root: Path) -> None:
    write(root, "acts/2021-05-06-rectification-order.yml", ORDER)
    as_main(root, "2021-05-10")
    write(root, "acts/2021-05-20-rectification-extension.yml", EXTENSION)
    section = only(root)
    words = "限期整改中（自 2021-05-06 至 {}，第二十条）"
    assert lines(section, "状态") == [
        f"{words.format('2021-09-30')} → {words.format('2021-10-29')}："
        "未完成教学培训计划，整改期限至 2021-10-29。"
    ]
    assert lines(section, "待办") == [
        "改为：按整改决定完成整改：机构 → 样例区人社局（演示）；期限 2021-10-29（第二十条）；"
        "原为：机构 → 样例区人社局（演示）；期限 2021-09-30（第二十条）"
    ]


def test_a_bar_comes_with_its_dates_and_past_ones_are_told(root: Path) -> None:
    write(root, "acts/2021-05-06-rectification-order.yml", ORDER)
    as_main(root, "2021-05-10")
    barred(root)
    section = only(root, on="2021-11-01")
    come, gone = lines(section, "状态")
    assert come.startswith("新增：不得再次报备（自 2021-10-01 至 2024-10-01，第二十条）：2021-10-01 认定")
    assert gone == "不再有：整改期限已满，待认定（自 2021-10-01，第二十条）"
    assert section["pages"] == LISTS_OF_CONDITIONS
    assert "新增：曾不得再次报备（自 2021-10-01 至 2024-10-01，已期满）" in lines(
        only(root, on="2024-10-02"), "状态"
    )


def test_a_parameter_is_told_with_whom_it_touches(root: Path) -> None:
    barred(root)
    as_main(root, "2021-10-03")
    change_file(root, "records/regulations/demo-2018.yml", "bar_years: 3", "bar_years: 2")
    regulation, section = read_changes(root, on="2021-11-01")
    assert lines(regulation, "内容") == ["“参数”的“不得再次报备的年数”：3 → 2"]
    assert regulation["pages"][:4] == ["/", "/how/", "/privacy/", "/regulation/"]
    (line,) = lines(section, "状态")
    words = "不得再次报备（自 2021-10-01 至 {}，第二十条）"
    assert line.startswith(f"{words.format('2024-10-01')} → {words.format('2023-10-01')}：")
    assert section["pages"] == [PAGE]


def test_a_calendar_is_told_with_the_duties_that_it_moves(root: Path) -> None:
    file = root / "records/calendar/2022.yml"
    file.parent.mkdir()
    head = "year: 2022\ndocuments:\n  - number: 演示办发明电〔2021〕11号\n    date: 2021-10-25\n"
    file.write_text(
        f"{head}days_off:\n  - name: 元旦\n    from: 2021-12-31\n    to: 2022-01-03\nworking_days: []\n",
        "utf-8",
    )
    calendar, section = read_changes(root, on="2022-01-04")
    assert calendar["title"].startswith("工作日历")
    assert "/regulation/" in calendar["pages"]
    assert section["pages"] == [PAGE]


def test_a_new_regulation_is_held_against_the_one_before_it(root: Path) -> None:
    text = (root / "records/regulations/demo-2018.yml").read_text("utf-8")
    text = text.replace("demo-2018", "demo-2021").replace("2018-09-12", "2021-05-10")
    text = text.replace("bar_years: 3", "bar_years: 2").replace("summary: ", "summary: 新", 1)
    (root / "records/regulations/demo-2021.yml").write_text(text, "utf-8")
    (regulation,) = read_changes(root)
    first, *rest = lines(regulation, "内容")
    assert first.startswith("新增：编号 demo-2021；名称 ")
    lead = "与此前的演示人社发〔2018〕1号相比："
    assert rest == [
        f"{lead}“参数”的“不得再次报备的年数”：3 → 2",
        f"{lead}逐条摘要有改动的是第一条",
    ]


def test_a_batch_names_whom_it_strikes_off_and_turns_their_status(root: Path) -> None:
    file = root / "records/batches/2019-1.yml"
    file.write_text(file.read_text("utf-8").partition("announcement:")[0], "utf-8")
    batch, section = read_changes(root)
    assert batch["id"] == "records/batches/2019-1.yml"
    assert lines(batch, "内容")[0].startswith("删去“公布”：公布机关：市人社局（演示）")
    assert batch["pages"][:4] == ["/batches/2019-1/", "/batches/", "/how/", "/"]
    (line,) = lines(section, "状态")
    assert line.startswith(f"{LISTED} → 通过待公布（自 2019-05-17，第八条（四））：")
    assert all(each.startswith("不再有：") for each in lines(section, "待办"))
    assert section["pages"] == LISTS


def test_another_name_of_an_authority_is_told_once(root: Path) -> None:
    change_file(root, "records/authorities/yangqu-hrss.yml", "样例区人社局（演示）", "样例区新局（演示）")
    section = only(root)
    assert section["title"].startswith("机关 样例区新局（演示）")
    assert lines(section, "内容") == ["“名称”：样例区人社局（演示） → 样例区新局（演示）"]
    assert section["pages"] == ["/how/", "/privacy/", "/publication/", "引用它的各机构页面"]


def test_rows_of_a_table_are_named(root: Path) -> None:
    change_file(root, "records/areas.yml", "name: 虚构县", "name: 虚构新县")
    assert lines(only(root), "内容") == ["“监督地区” xuxian（虚构新县）的“名称”：虚构县 → 虚构新县"]


def test_a_schema_is_named(root: Path) -> None:
    shutil.copytree(REPOSITORY / "schemas", root / "schemas")
    as_main(root, "2021-05-10")
    change_file(root, "schemas/plan.json", "年度计划", "年度培训计划")
    section = only(root)
    assert section["title"] == "记录格式 年度培训计划（schemas/plan.json）"
    assert section["pages"] == ["/dictionary/plan/", "各机构页面"]


# -- new, moved, gone, unreadable -----------------------------------------------------------------------


def test_a_new_dossier_without_a_listing_has_no_page(root: Path) -> None:
    new = root / "records/institutions/yangqu/demo-two"
    (new / "acts").mkdir(parents=True)
    (root / "records/batches/2021-1.yml").write_text(BATCH, "utf-8")
    for name, goal in (
        ("institution.yml", "institution.yml"),
        ("acts/2019-03-08-application.yml", "acts/2021-05-10-application.yml"),
    ):
        text = (root / ONE / name).read_text("utf-8").replace("base-one", "demo-two")
        text = text.replace("12999903000000019G", "52999903000000019C").replace("2019-03-08", "2021-05-10")
        (new / goal).write_text(text.replace('"2019-1"', '"2021-1"'), "utf-8")
    batch, section = read_changes(root)
    assert section["title"].endswith("（样例区（虚构），demo-two，新档案）")
    assert lines(section, "状态") == ["登记册中没有 → 申请中（自 2021-05-10，第八条（一））"]
    assert section["pages"] == []
    assert lines(batch, "内容")[0].startswith("新增：")
    assert batch["pages"] == ["/batches/2021-1/", "/batches/", "/how/"]


def test_a_register_that_begins_has_states(root: Path) -> None:
    git(root, "switch", "-q", "--orphan", "empty")
    git(root, "commit", "-q", "--allow-empty", "-m", "空")
    git(root, "branch", "-f", "main")
    git(root, "checkout", "-q", "change", "--", ".")
    *_, section = read_changes(root)
    assert lines(section, "状态") == [f"登记册中没有 → {LISTED}"]


def test_a_moved_dossier_keeps_what_it_owes(root: Path) -> None:
    write(root, "acts/2021-05-06-rectification-order.yml", ORDER)
    as_main(root, "2021-05-10")
    new_folder = root / "records/institutions/xuxian/base-one"
    new_folder.parent.mkdir()
    git(root, "mv", str(ONE), str(new_folder))
    change_file(new_folder, "institution.yml", "area: yangqu", "area: xuxian")
    (new_folder / "acts/2021-05-20-transfer.yml").write_text(TRANSFER, "utf-8")
    section = only(root)
    assert section["title"] == "演示甲培训中心（虚构县，base-one）"
    folder, act = lines(section, "记录")
    assert folder == (
        "档案由样例区（虚构）（records/institutions/yangqu/base-one/）移到"
        "虚构县（records/institutions/xuxian/base-one/）"
    )
    assert act.startswith("新增 2021-05-20 调整监督关系：监督地区：样例区（虚构） → 虚构县；")
    assert lines(section, "状态") == []
    owed = lines(section, "待办")
    assert owed
    assert all(each.startswith("改为：报送 ") and "；原为：机构 → 样例区人社局" in each for each in owed)
    assert section["pages"] == LISTS


def test_a_dossier_deleted_is_said(root: Path) -> None:
    shutil.rmtree(root / ONE)
    section = only(root)
    assert section["title"].endswith("base-one，档案删去）")
    assert headings(section) == ["记录", "状态"]
    assert lines(section, "记录") == ["删去整个档案，共 11 份记录"]
    assert lines(section, "状态") == [f"{LISTED} → 登记册中没有"]
    assert section["pages"] == LISTS


def test_a_record_deleted_is_said(root: Path) -> None:
    (root / ONE / "plans/2021.yml").unlink()
    section = only(root)
    assert lines(section, "记录") == ["删去 2021 年度计划（第十七条）"]
    assert lines(section, "计划") == ["2021 年度计划：2020-12-24 通过 → 未通过"]


def test_of_a_dossier_that_cannot_be_read_nothing_is_inferred(root: Path) -> None:
    edit(root, "plans/2021.yml", "year: 2021", "yaer: 2021")
    section = only(root)
    assert headings(section) == ["记录", "状态"]
    assert lines(section, "记录") == ["plans/2021.yml：有错误，先改正，见核对结果"]
    assert lines(section, "状态") == [f"{LISTED} → {FAULTY}"]
    assert section["pages"] == []


def test_a_fault_mended_is_said(root: Path) -> None:
    edit(root, "plans/2021.yml", "year: 2021", "yaer: 2021")
    as_main(root, "2021-05-10")
    assert read_changes(root) == []
    edit(root, "plans/2020.yml", "place: 一号教室", "place: 二号教室")
    assert lines(only(root), "状态") == [FAULTY]
    edit(root, "plans/2021.yml", "yaer: 2021", "year: 2021")
    section = only(root)
    assert headings(section) == ["记录", "状态"]
    assert lines(section, "记录")[-1].startswith("2021 年度计划（第十七条）：原有错误，现已改正；类型 年度")
    assert lines(section, "状态") == [f"{FAULTY} → {LISTED}"]
    (root / ONE / "plans/2021.yml").unlink()
    assert lines(only(root), "记录")[-1] == "删去 plans/2021.yml"


def test_a_table_that_cannot_be_read_is_said_once(root: Path) -> None:
    change_file(root, "records/regulations/demo-2018.yml", "bar_years: 3", "bar_years: drei")
    table, register = read_changes(root)
    assert lines(table, "内容") == ["有错误，先改正，见核对结果"]
    assert register["title"] == "登记册"
    edit(root, "institution.yml", "library_volumes: 500", "library_volumes: 600")
    assert headings(read_changes(root)[-1]) == ["记录"]


# -- the command ----------------------------------------------------------------------------------------


def test_two_revisions_are_compared_without_the_working_tree(root: Path) -> None:
    write(root, "acts/2021-05-06-rectification-order.yml", ORDER)
    sections = read_changes(root)
    commit(root, "2021-05-20")
    shutil.rmtree(root / ONE)
    assert sections
    assert read_changes(root, "change") == sections


def test_the_order_is_by_path_and_id(root: Path) -> None:
    change_file(root, "records/areas.yml", "name: 虚构县", "name: 虚构新县")
    change_file(root, "records/batches/2019-1.yml", "panel_size: 5", "panel_size: 7")
    edit(root, "institution.yml", "library_volumes: 500", "library_volumes: 600")
    ids = [each["id"] for each in read_changes(root)]
    assert ids == ["records/areas.yml", "records/batches/2019-1.yml", "base-one"]


@pytest.mark.parametrize(
    "evil",
    [
        "甲 | <script>alert(1)</script> `x` [a](https://example.org) @all",
        "甲\n\n# 标题 alert\n| a | b |\n| --- | --- |\n- 项\n",
        "--- alert <!-- x --> ![](y) ~~z~~ **w** $x$ &lt;",
    ],
)
def test_a_record_can_put_no_markup_into_the_summary(root: Path, evil: str) -> None:
    value = json.dumps(evil, ensure_ascii=False)
    edit(root, "institution.yml", "equipment: 投影设备一套。", f"equipment: {value}")
    edit(root, "institution.yml", "name: 演示甲培训中心", f"name: {json.dumps(' '.join(evil.split()))}")
    text = run("--root", root, "--format", "markdown", "main")
    with_text = [line for line in text.splitlines() if "alert" in line]
    assert with_text
    for line in with_text:
        assert line.startswith(("### ", "  - 机构"))
        assert not set(line.removeprefix("###").removeprefix("  - ")) & set("|<>`[]()@!*~$_")
    kinds = {line.split(" ")[0] for line in text.splitlines() if line and not line.startswith(" ")}
    assert {each for each in kinds if not each.startswith("由这些记录")} == {"##", "###", "-"}


@pytest.mark.parametrize("revision", ["nirgends", "other"])
def test_a_base_that_is_none_is_said(root: Path, revision: str) -> None:
    git(root, "switch", "-q", "--orphan", "other")
    git(root, "commit", "-q", "--allow-empty", "-m", "另起")
    git(root, "switch", "-q", "change")
    result = registry("changes", "--root", root, revision)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("registry：")
    assert "Traceback" not in result.stderr


def test_outside_git_and_in_a_shallow_clone_it_cannot_run(root: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    shutil.copytree(root / "records", bare / "records")
    edit(root, "institution.yml", "library_volumes: 500", "library_volumes: 600")
    commit(root, "2021-05-20")
    git(root, "switch", "-q", "main")
    edit(root, "institution.yml", "library_volumes: 500", "library_volumes: 700")
    commit(root, "2021-05-21")
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", f"file://{root}", str(shallow))
    git(shallow, "switch", "-q", "change")
    for folder, revision in ((bare, "main"), (shallow, "origin/main")):
        result = registry("changes", "--root", folder, revision)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr.startswith("registry：")
    assert "浅克隆" in result.stderr


# -- pages ----------------------------------------------------------------------------------------------


def rendered(examined: Examined, day: dt.date) -> dict[str, str]:
    """The bodies of the pages of records and of the lists of them, by address."""
    site = Site(examined, day, TEMPLATES)
    pages = {f"/{page.url}": page.title + page.body for page in list_record_pages(site)}
    for name in ("institutions", "batches", "regulation", "rules"):
        pages[f"/{name}/"] = site.render_section(name, "../")
    # What is new on the home page is computed from all records too.
    pages["/"] = re.sub('<h2 id="news">.*?(?=<h2)', "", site.render_section("home", ""), flags=re.DOTALL)
    pages["/how/"] = repr((how.show_how(site.view), how.list_lately(site.view)))
    return {url: body for url, body in pages.items() if not url.startswith(COMPUTED)}


@pytest.fixture(scope="module")
def pages_before() -> dict[str, str]:
    """The pages of the register that `root` is before it is changed."""
    day = dt.date.fromisoformat(DAY)
    return rendered(examine(BASE.parent, day), day)


def order(root: Path) -> None:
    write(root, "acts/2021-05-06-rectification-order.yml", ORDER)


def rename(root: Path) -> None:
    change = CHANGE.replace("phone", "name").replace('"0000-00000001"', "演示甲培训中心")
    write(root, "acts/2021-05-06-change.yml", change.replace('"0000-00000002"', "演示丙培训中心"))
    edit(root, "institution.yml", "演示甲培训中心", "演示丙培训中心")


def transfer(root: Path) -> None:
    edit(root, "institution.yml", "area: yangqu", "area: xuxian")
    write(root, "acts/2021-05-20-transfer.yml", TRANSFER)
    (root / "records/institutions/xuxian").mkdir()
    shutil.move(root / ONE, root / "records/institutions/xuxian/base-one")


def fields(root: Path) -> None:
    rows = "\n      - name: {}\n        practice: {}"
    change_to(root, "fields", rows.format("护理", "true"), rows.format("助产", "true"))


def equipment(root: Path) -> None:
    change_to(root, "equipment", " 投影设备一套。", " 投影设备两套。")


def change_to(root: Path, field: str, before: str, after: str) -> None:
    change = CHANGE.replace("phone", field).replace(' "0000-00000001"', before)
    write(root, "acts/2021-05-06-change.yml", change.replace(' "0000-00000002"', after))


def plan(root: Path) -> None:
    edit(root, "plans/2021.yml", "    date: 2020-12-24", "    date: 2022-12-24")


def waiver(root: Path) -> None:
    write(root, "waivers/plan-hours.yml", WAIVER)


def correction(root: Path) -> None:
    write(root, "acts/2021-05-28-correction.yml", CORRECTION)


def ended(root: Path) -> None:
    write(root, "acts/2021-05-20-filing-ended.yml", ENDED)


def suspended(root: Path) -> None:
    write(root, "acts/2021-05-20-suspension.yml", SUSPENDED)


def suspended_and_lifted(root: Path) -> None:
    suspended(root)
    write(root, "acts/2021-05-28-suspension-lifted.yml", LIFTED)


def dissolved(root: Path) -> None:
    write(root, "acts/2021-05-20-dissolution.yml", DISSOLVED)


def summary_gone(root: Path) -> None:
    (root / ONE / "summaries/2020.yml").unlink()


def assessment_gone(root: Path) -> None:
    (root / ONE / "assessments/2020.yml").unlink()


def unpublished(root: Path) -> None:
    file = root / "records/batches/2019-1.yml"
    file.write_text(file.read_text("utf-8").partition("announcement:")[0], "utf-8")


@pytest.mark.parametrize(
    "change",
    [
        order,
        rename,
        transfer,
        fields,
        plan,
        correction,
        unpublished,
        ended,
        suspended,
        summary_gone,
        *(
            pytest.param(each, marks=pytest.mark.long)
            for each in (equipment, waiver, suspended_and_lifted, dissolved, assessment_gone)
        ),
    ],
)
def test_the_pages_told_are_those_that_change(
    root: Path, pages_before: dict[str, str], change: Callable[[Path], None]
) -> None:
    day = dt.date.fromisoformat(DAY)
    change(root)
    after = rendered(examine(root, day), day)
    differ = {url for url in {*pages_before, *after} if pages_before.get(url) != after.get(url)}
    pages = {page for section in read_changes(root) for page in section["pages"]}
    assert {page for page in pages if page.startswith("/")} == differ


def test_those_who_follow_show_another_name(root: Path) -> None:
    day = dt.date.fromisoformat(DAY)
    two = root / "records/institutions/yangqu/base-two"
    shutil.copytree(root / ONE, two)
    for file in two.rglob("*.yml"):
        text = file.read_text("utf-8").replace("base-one", "base-two")
        file.write_text(text.replace("12999903000000019G", "52999903000000019C"), "utf-8")
    change_file(root, "records/batches/2019-1.yml", "    - base-one\n", "    - base-one\n    - base-two\n")
    as_main(root, "2021-05-10")
    succession = (
        "date: 2021-05-20\npredecessor: base-one\nmanner: 合并\nauthority: city-hrss\ntext: 吸收合并。\n"
        "document:\n  number: 演示人社〔2021〕9号\n  date: 2021-05-19\n"
    )
    before = rendered(examine(root, day), day)
    (two / "acts/2021-05-20-succession.yml").write_text(succession, "utf-8")
    after = rendered(examine(root, day), day)
    (section,) = read_changes(root)
    differ = {url for url in {*before, *after} if before.get(url) != after.get(url)}
    assert set(section["pages"]) == differ == {PAGE, "/institutions/base-two/"}
    as_main(root, "2021-05-21")
    rename(root)
    (section,) = read_changes(root)
    assert "/institutions/base-two/" in section["pages"]


def test_the_city_s_own_articles_are_cited(tmp_path: Path) -> None:
    shutil.copytree(SECOND / "records", tmp_path / "records")
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, "2026-11-01")
    (tmp_path / "records/institutions/linzhou/yx-b3/acts/2021-05-11-recommendation.yml").unlink()
    assert lines(only(tmp_path), "记录") == ["删去 2021-05-11 审核推荐（第四条）"]


def test_pages_are_told_by_what_they_are_called() -> None:
    pages = ["/institutions/demo-001/", "/", "/batches/2019-1/", "/dictionary/plan/", "各机构页面"]
    assert name_pages(pages) == "机构页面（demo-001）、首页、批次 2019-1、数据字典（plan）、各机构页面"
    assert not [each.address for each in PAGES if name_page(each.address.format(id="a")).startswith("/")]


WITHOUT_RECORDS = {"data/cite/", "forms/", "handbook/"}


def test_of_every_page_it_is_known_how_a_change_reaches_it() -> None:
    """A new page shows records (publish/shows.py), or is computed from them, or neither."""
    shown = {each.address.partition("{")[0].strip("/") for each in (*PAGES, *OTHERS)}
    of_records = {each for each in list_navigation() if each.partition("/")[0] in shown}
    others = list_navigation() - COMPUTED_PAGES.keys() - of_records
    assert others <= WITHOUT_RECORDS
    assert not of_records & COMPUTED_PAGES.keys()
    assert [each for each in COMPUTED_PAGES.values() if each not in changes_report.COMPUTED] == []
