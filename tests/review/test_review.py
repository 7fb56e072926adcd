"""Proposals of many kinds, each as its reviewer is told of it."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import re
import shutil
import subprocess
import textwrap
from pathlib import Path
from typing import Any

import pytest

from registry.report import review_words
from registry.review import building
from tests.conftest import CITY, DAY, registry
from tests.files import write_file
from tests.repository import commit, git

D = "records/institutions/dongtai/demo-013"
SUMMARY = f"{D}/summaries/2024.yml"
INSTITUTION, PLAN, PASSED = f"{D}/institution.yml", f"{D}/plans/2027.yml", f"{D}/plans/2026.yml"
ACT, COUNTY, CITY_BUREAU = f"{D}/acts/2026-11-10-change.yml", "dongtai-hrss", "city-hrss"
CULTURE = "city-culture"
CHANGE = """date: 2026-11-10
changes:
  - field: phone
    before: "0515-00000061"
    after: "0515-00000099"
reason: 更换办公电话。
reported_on: 2026-11-16
authority: city-hrss
office: 专业技术人员管理处
"""
CORRECTION = """date: 2026-11-12
authority: city-hrss
file: acts/2021-12-06-change.yml
pointer: /reason
old: 通信线路改造，办公电话变更。
new: 通信线路迁改，办公电话变更。
reason: 录入时写错。
"""
CORRECTION_OF_PLAN = """date: 2026-11-12
authority: city-hrss
file: plans/2026.yml
pointer: /courses/1/hours
old: 6
new: 8
reason: 录入时看错一行。
"""
WITHDRAWAL = """date: 2026-11-16
authority: city-hrss
effect: 撤销
target: 2026-03-16-rectification-outcome
matter: 其他
text: 认定事实不清，予以撤销。
"""
ANNOUNCEMENT = """announcement:
  authority: city-hrss
  document:
    number: 盐人社演〔2026〕90号
    date: 2026-11-20
  published_on: 2026-11-22
  listed:
    - demo-051
"""
COURSE = """  - id: c{number:02}
    title: {title}
    subject: 专业
    field: 公共文化
    form: 委托培训班
    mode: 面授
    audience: 公共文化机构技术人员
    persons: {persons}
    hours: {hours}
    new_remote_hours: 0
    months:
      - {month}
    place: 本部教学楼东楼201教室
    commission:
      kind: 政府部门
      name: 示例市文化局
    teachers: 文化馆研究馆员兼职授课
"""
SENT = "  - action: 报送\n    date: 2026-11-20\n    authority: {}\n"


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("review") / "register"
    shutil.copytree(CITY / "records", root / "records")
    (root / "mkdocs.yml").write_text("site_name: 演示\nextra: {demo: true}\n", "utf-8")
    (root / ".gitignore").write_text("/.cache/\n")
    git(root, "init", "-q", "-b", "main")
    commit(root, "2026-11-01")
    return root


@pytest.fixture
def root(repository: Path) -> Path:
    """A branch of its own, on which nothing is changed yet."""
    git(repository, "checkout", "-q", "-f", "-B", "proposal", "main")
    git(repository, "clean", "-fdq")
    return repository


def write_plan(count: int, **odd: dict[str, Any]) -> str:
    """A plan of 2027 with so many courses; `odd` are those that differ, by id."""
    usual = {"persons": 40, "hours": 12, "month": 5}
    rows = [
        {"number": i, "title": f"公共文化专题第{i}讲"} | usual | odd.get(f"c{i:02}", {})
        for i in range(1, count + 1)
    ]
    courses = "".join(COURSE.format(**row) for row in rows)
    steps = "".join(map(SENT.format, (COUNTY, CULTURE)))
    return f"year: 2027\ntype: 年度\ncourses:\n{courses}steps:\n{steps}"


def replace(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), "utf-8")


def run(root: Path, *arguments: str | Path, on: str = DAY.isoformat()) -> subprocess.CompletedProcess[str]:
    return registry("review", "main", *arguments, "--root", root, "--on", on, "--workers", "1")


def review(root: Path, *arguments: str | Path, code: int = 0) -> dict[str, Any]:
    result = run(root, *arguments, "--format", "json")
    assert (result.returncode, result.stderr) == (code, "")
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def record(data: dict[str, Any], path: str) -> dict[str, Any]:
    (match,) = (each for subject in data["subjects"] for each in subject["records"] if each["path"] == path)
    return dict(match)


def rules(findings: list[dict[str, Any]]) -> list[str]:
    return [each["rule"] for each in findings]


# -- ten kinds of proposal -----------------------------------------------------------------------------------


def test_every_course_of_a_lawful_plan_is_told_and_what_is_odd_in_it(root: Path) -> None:
    odd: dict[str, dict[str, Any]] = {
        "c03": {"persons": 400},
        "c07": {"hours": 60, "title": "数字文化资源建设"},
        "c09": {"title": "公共文化专题第8讲", "hours": 14},
    }
    write_file(root, PLAN, write_plan(18, **odd))
    commit(root, "2026-11-21")
    data = review(root)
    plan = record(data, PLAN)
    assert (data["findings"], plan["action"], plan["approval"]) == ([], "added", "等待")
    courses, steps = plan["tables"]
    assert courses["title"] == "课程（18 项，合计 课程课时 266，1080 人次）"
    assert "教学方式：面授" in courses["common"]
    assert courses["headings"] == ["课程编号", "课程名称", "计划人数", "计划课时", "开课月份"]
    assert courses["rows"][0]["cells"] == ["c01", "公共文化专题第1讲", "40", "12", "5月"]
    remarks = {row["cells"][0]: row["remarks"] for row in courses["rows"] if row["remarks"]}
    assert remarks == {
        "c03": ["人数比其他课程多得多（居中的是 40 人）"],
        "c07": ["课时比其他课程多得多（居中的是 12 课时）", "2026 年同名课程的课时是 20 课时"],
        "c08": ["另有同名课程"],
        "c09": ["另有同名课程"],
    }
    assert [row["cells"][:2] for row in steps["rows"]] == [["报送", "2026年11月20日"]] * 2
    text = run(root, "--format", "markdown").stdout
    assert text.startswith("## ✅ 提案的核对：没有发现问题\n")
    assert sum(line.startswith("| c") for line in text.splitlines()) == 18
    assert "课程编号 c18；课程名称 公共文化专题第18讲" in run(root).stdout


def test_a_plan_is_told_beside_the_year_before_and_who_says_that_it_has_passed(root: Path) -> None:
    former = (root / PASSED).read_text("utf-8").partition("steps:\n")[0].replace("2026", "2027", 1)
    passing = SENT.replace("报送", "通过").replace("20\n", "21\n")  # a Saturday
    steps = "".join(each.format(office) for each in (SENT, passing) for office in (COUNTY, CULTURE))
    write_file(root, PLAN, f"{former}steps:\n{steps}")
    (root / SUMMARY).unlink()
    for words in ("甲", "乙"):
        write_file(root, ".gitignore", f"/.cache/\n# {words}\n")
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", words)
    data = review(root, code=1)
    same, office, *day = record(data, PLAN)["remarks"]
    assert same.startswith(
        "每门课程的名称、课时、人数和月份都与 2026 年度计划的一样（8 项课程，课程课时 142，650 人次）"
    )
    assert office.startswith("“通过”由市文化广电和旅游主管部门（演示）作出，批准这份文件的机关里没有它")
    assert day == ["“通过” 2026-11-21（星期六）不是工作日"]
    (subject,) = data["subjects"]
    assert subject["items"][0]["heading"] == "状态（没有变）"
    assert [each["rule"] for each in data["ended"]] == ["results-entered-in-time"]
    assert data["commit_subjects"] == ["甲", "乙"]
    text = run(root, "--format", "markdown").stdout
    for each in (
        "改动以后不再有的问题 1 处",
        "（记录删去了，不是改正了）",
        "2 次提交（依次是：甲；乙）",
        "先退回改正",
    ):
        assert each in text


def test_what_rests_on_a_faulty_act_of_the_same_proposal_is_unsound(root: Path) -> None:
    acts = "records/institutions/shiji/demo-007/acts"
    outcome = "date: 2026-11-16\norder: 2026-11-10-rectification-order\nauthority: city-ecology\n"
    write_file(
        root, f"{acts}/2026-11-16-rectification-outcome.yml", f"{outcome}result: 未达到\ntext: 没有落实。\n"
    )
    bar = "date: 2026-11-17\noutcome: 2026-11-16-rectification-outcome\nauthority: city-hrss\ntext: 三年。\n"
    write_file(root, f"{acts}/2026-11-17-bar.yml", bar)
    assert record(review(root, code=1), f"{acts}/2026-11-17-bar.yml")["remarks"] == [
        "它针对的 acts/2026-11-16-rectification-outcome.yml 有错误：那里改正以前，这份也不能算数",
        "对机构不利，没有写文书、送达日期、救济途径：看文书里有没有",
    ]


def test_an_order_for_a_plan_not_completed_is_held_against_plan_and_summary(root: Path) -> None:
    path = "records/institutions/dafeng/demo-034/acts/2026-11-16-rectification-order.yml"
    text = "date: 2026-11-16\nauthority: dafeng-hrss\nground: {}\nfacts: 六门课程办了两门。\n{}"
    rest = "requirements:\n  - 补办。\ndue: 2027-03-01\n"
    write_file(root, path, text.format("未完成教学培训计划", rest))
    assert record(review(root), path)["remarks"][-1] == (
        "登记册中，2025 年度计划 5 门课程，总结（截至 2025-12-10）写明举办的 5 门；"
        "2026 年度计划 7 门课程，没有总结：与写明的事实对照看"
    )
    write_file(root, path, text.format("未达到教学管理要求", rest))
    assert not any(each.startswith("登记册中") for each in record(review(root), path)["remarks"])


def test_a_determination_is_held_against_its_order(root: Path) -> None:
    path = "records/institutions/funing/demo-031/acts/2026-11-16-rectification-outcome.yml"
    text = "date: 2026-11-16\norder: 2026-05-20-rectification-order\nauthority: funing-hrss\n"
    write_file(root, path, f"{text}result: 未达到\ntext: 没有补办。\n")
    data = review(root)
    assert record(data, path)["remarks"][-1] == (
        "责令的整改要求：在2026年10月底前补办或者调整未完成的课程；每月底向县人社部门报送课程进度；"
        "期限至 2026-10-30；没有写送达日期"
    )
    (subject,) = data["subjects"]
    lines = [line for item in subject["items"] for line in item["lines"]]
    assert any("自认定之日起算，是登记册的理解" in each for each in lines)


def test_a_corrected_order_is_to_be_held_against_its_paper(root: Path) -> None:
    path = "records/institutions/shiji/demo-007/acts/2026-11-16-correction.yml"
    text = "date: 2026-11-16\nauthority: city-hrss\nfile: acts/2026-11-10-rectification-order.yml\n"
    write_file(root, path, f"{text}pointer: /due\nold: 2027-02-26\nnew: 2026-11-15\nreason: 录错了。\n")
    data = review(root)
    (requirement,) = data["requirements"]
    assert requirement["reason"] == "由市级人社部门批准"  # a county's office corrects its own
    assert record(data, path)["remarks"] == [
        "更正的是对机构不利的事项：更正只改录入与文书（盐人社演〔2026〕62号）不同的，对照文书看；"
        "决定本身变了的，另录入处理决定（变更）"
    ]


def test_a_new_address_asks_for_the_places_at_the_old_one(root: Path) -> None:
    path = ACT.replace("2026-11-10", "2026-11-11")
    moved = CHANGE.replace("field: phone", "field: address").replace("2026-11-10", "2026-11-11")
    moved = moved.replace('"0515-00000061"', "东台市样例街124号")
    moved = moved.replace('"0515-00000099"', "东台市虚构路66号")
    write_file(root, path, moved)
    assert record(review(root), path)["remarks"] == [
        "培训地点“本部教学楼”的地址还是原来的办公地址：看是不是一并搬了，搬了的在这份变更里一并写"
    ]
    sites = """  - field: sites
    before:
      - name: 本部教学楼
        address: 东台市样例街124号
      - name: 湿地现场教学点
        address: 东台市虚构大道8号
    after:
      - name: 本部教学楼
        address: 东台市虚构路66号
      - name: 湿地现场教学点
        address: 东台市虚构大道8号
reason"""
    write_file(root, path, moved.replace("reason", sites, 1))
    assert record(review(root), path)["remarks"] == []


def test_what_was_pasted_along_or_says_nothing_is_shown(root: Path) -> None:
    path = "records/institutions/dongtai/demo-013/acts/2026-11-20-rectification-order.yml"
    text = "date: 2026-11-20\nauthority: dongtai-hrss\nground: 未达到教学管理要求\nnotice_until: 2029-11-20\n"
    document = "document:\n  number: 东人社演〔2062〕41号\n  date: 2026-11-20\n"
    facts = "facts: 签到<br>不全&nbsp;。\nrequirements:\n  - 同上\ndue: 2072-02-26\n"
    write_file(root, path, f"{text}{document}{facts}")
    assert record(review(root), path)["remarks"][-4:] == [
        "文字里有网页或聊天的代码（<br> &nbsp;），会照样显示：对照原件看",
        "有的地方写的是“同上”：看原件写的是什么",
        "文号“东人社演〔2062〕41号”的年份与成文日期 2026-11-20 不同：对照文书看",
        "整改期限到 2072-02-26，责令在 2026-11-20：看年份有没有录错",
    ]


def test_a_review_that_was_passed_tells_the_panel_and_what_the_register_does_not_know(root: Path) -> None:
    path = "records/institutions/jianhu/demo-047/acts/2026-11-18-review.yml"
    steps = "".join(f"  - step: {each}\n    date: 2026-11-17\n" for each in ("审核", "论证", "考察", "评估"))
    text = f'date: 2026-11-18\nbatch: "2026-2"\nauthority: city-hrss\nsteps:\n{steps}'
    write_file(root, path, f"{text}result: 通过\ntext: 符合要求。\n")
    (remark,) = record(review(root), path)["remarks"]
    assert remark.startswith("评审组 7 人（写在批次中）；其中有没有人在申报单位任职、任教，登记册不记名")
    assert "办法没有写" in remark


def test_a_review_not_passed_is_held_against_what_the_check_found_of_the_conditions(root: Path) -> None:
    path = "records/institutions/jianhu/demo-047/acts/2026-11-18-review.yml"
    steps = "".join(f"  - step: {each}\n    date: 2026-11-17\n" for each in ("审核", "论证", "考察", "评估"))
    text = f'date: 2026-11-18\nbatch: "2026-2"\nauthority: city-hrss\nsteps:\n{steps}'
    write_file(root, path, f"{text}result: 不通过\ntext: 师资不足。\n")
    words = "评审没有通过；登记册能核对的条件{}：看评审意见写明了哪一条没有达到"
    assert record(review(root), path)["remarks"] == [words.format("没有发现问题")]
    (application,) = (root / "records/institutions/jianhu/demo-047/acts").glob("*-application.yml")
    declared = re.sub("(?m)^  hours: .*$", "  hours: 20", application.read_text("utf-8"))
    application.write_text(declared, "utf-8")
    remarks = record(review(root, code=1), path)["remarks"]
    assert remarks == [words.format("，核对提醒过：申报课时和人数")]


def test_what_no_article_provides_for_is_asked_for_the_law_that_it_rests_on(root: Path) -> None:
    path = "records/institutions/shiji/demo-007/acts/2026-11-16-filing-ended.yml"
    write_file(root, path, "date: 2026-11-16\nauthority: city-hrss\nreason: 不再具备条件。\n")
    data = review(root)
    assert record(data, path)["remarks"] == [
        "对机构不利，没有写法律依据、文书、送达日期、救济途径：看文书里有没有"
    ]
    (subject,) = data["subjects"]
    (turned,) = subject["items"][0]["lines"]
    assert turned.endswith(" → 已终止（自 2026-11-16，依据该决定）：市人社局决定终止报备。")
    (requirement,) = data["requirements"]
    assert requirement["reason"] == "只由市级人社部门办理的事项，由它批准"


def test_a_condition_that_changes_does_not_hide_the_status_that_stays(root: Path) -> None:
    path = "records/institutions/jianhu/demo-030/acts/2026-11-16-rectification-extension.yml"
    text = "date: 2026-11-16\norder: 2026-10-12-rectification-order\nauthority: jianhu-hrss\n"
    write_file(root, path, f"{text}due: 2027-02-15\nreason: 材料还没有补齐。\n")
    (subject,) = review(root)["subjects"]
    whole, changed = subject["items"][:2]
    assert changed["lines"][0].startswith("限期整改中")
    assert " → " in changed["lines"][0]
    assert whole["heading"] == "状态（改动以后）"
    assert whole["lines"][0].startswith("已列入")


def test_a_recommendation_tells_the_side_that_has_not_recommended(root: Path) -> None:
    acts = "records/institutions/dafeng/demo-046/acts"
    text = 'date: {}\nbatch: "2026-2"\nauthority: {}\nopinion: 推荐\ntext: 条件符合。\n'
    first, second = f"{acts}/2026-10-20-recommendation.yml", f"{acts}/2026-10-21-recommendation.yml"
    write_file(root, first, text.format("2026-10-20", "dafeng-hrss"))
    side = "工业和信息化系统主管部门或行业协会（学会）"
    lacking = f"还没有{side}的推荐；评审开始以前缺哪一方，核对提醒哪一方（登记册的理解）"
    assert lacking in record(review(root), first)["remarks"]
    write_file(root, second, text.format("2026-10-21", "software-association"))
    assert not any("还没有" in each for each in record(review(root), first)["remarks"])


def test_months_before_a_first_plan_was_sent_are_odd(root: Path) -> None:
    text = (
        write_plan(2, c01={"month": 11}, c02={"month": 10})
        .replace("2027", "2026")
        .replace("年度\n", "首次\n")
    )
    write_file(root, f"{D}/plans/2026-amendment-1.yml", text)  # of an unlawful kind nothing can be told
    assert record(review(root, code=1), f"{D}/plans/2026-amendment-1.yml")["action"] == "unreadable"
    amendment = "year: 2026\nnumber: 1\nreason: 增加两期。\nadd:\n" + text.partition("courses:\n")[2]
    amendment = amendment.replace("id: c0", "id: c9")
    write_file(root, f"{D}/plans/2026-amendment-1.yml", amendment)
    (added, _) = record(review(root), f"{D}/plans/2026-amendment-1.yml")["tables"]
    assert [row["remarks"] for row in added["rows"]] == [[], ["10月在报送（2026-11-20）以前"]]


def test_an_edit_of_a_plan_that_had_passed_is_told_beside_what_it_changes(root: Path) -> None:
    replace(root, PASSED, "hours: 6\n", "hours: 40\n")
    replace(root, PASSED, "persons: 125", "persons: 126")
    commit(root, "2026-11-21")
    plan = record(review(root, code=1), PASSED)
    assert plan["standing"] == "改动之前已于 2025-12-23 通过"
    assert plan["approval"] == "改正以后"  # nobody approves what has errors
    assert plan["findings"] == []
    persons, hours = plan["lines"]
    assert persons["text"].endswith("“计划人数”：125 → 126")
    assert hours["text"].endswith("“计划课时”：6 → 40")
    for line, place in ((persons, "persons"), (hours, "hours")):
        assert rules(line["findings"]) == ["passed-plans-stay"]
        assert line["findings"][0]["pointer"] == f"/courses/1/{place}"
        assert line["findings"][0]["article"] == "17"


def test_a_doubtful_plan_is_no_failure_and_cites_the_article(root: Path) -> None:
    write_file(root, PLAN, write_plan(7))
    (finding,) = record(review(root), PLAN)["findings"]
    assert (finding["rule"], finding["severity"]) == ("plan-hours", "warning")
    text = run(root, "--format", "markdown").stdout
    assert text.startswith("## ⚠️ 提案的核对：没有错误，有提醒要人看\n")
    place = text.index("新增 2027 年度计划（第十七条）：没有错误，有提醒要人看")
    assert (
        place
        < text.index("**提醒 第七条（四）**：2027 年度计划的课程课时合计 84，应不少于 100")
        < text.index("| c01")
    )


def test_a_change_says_on_what_it_rests_and_that_the_city_alone_approves(root: Path) -> None:
    write_file(root, ACT, CHANGE)
    act = record(review(root), ACT)
    assert act["lines"][0]["text"] == "办公电话：0515-00000061 → 0515-00000099"
    assert act["documents"] == ["没有写明文书（这一栏空着）：依据什么，凭报送的材料核对"]
    assert act["approvers"] == "市人社局（演示）"
    write_file(root, ACT, f"{CHANGE}document:\n  number: 盐人社演〔2026〕88号\n  date: 2026-11-12\n")
    assert record(review(root), ACT)["documents"] == [
        "文书：盐人社演〔2026〕88号（2026年11月12日）；成文在事项日期 2026-11-10 以后，看是不是填错"
    ]


def test_teachers_that_no_act_has_changed_are_an_error_at_the_line(root: Path) -> None:
    replace(root, INSTITUTION, "    senior: 1\n", "    senior: 21\n")
    (line,) = record(review(root, code=1), INSTITUTION)["lines"]
    assert line["text"] == "“师资”的“专职”的“正高级”：1 → 21"
    assert rules(line["findings"]) == ["institution-equals-its-acts"]


def test_what_is_no_record_comes_first_and_is_the_citys(root: Path) -> None:
    write_file(root, "mkdocs.yml", "site_name: 演示\nextra: {demo: false}\n")
    write_file(root, "requirements.txt", "x==1\n")
    write_file(root, "site/pages/extra/index.md", "# 甲\n")
    write_file(root, "records/README.md", "# 甲\n")
    commit(root, "2026-11-21")
    data = review(root, code=1)
    assert rules(data["outside_findings"]) == ["example-ended"]
    assert [each["heading"] for each in data["outside"]] == ["网站的设置", "程序", "网站的页面", "设置的改变"]
    assert data["outside"][-1]["lines"][0].startswith(
        "extra.demo：true → false；合并以后每一页不再标明“演示数据”"
    )
    assert data["unchanged"] == ["records/README.md"]
    (requirement,) = data["requirements"]
    assert requirement["authorities"] == [CITY_BUREAU]
    assert "mkdocs.yml" in requirement["files"]
    git(root, "checkout", "main", "mkdocs.yml")
    text = run(root, "--format", "markdown").stdout
    assert text.startswith("## ⚠️ 提案的核对：记录没有发现问题，记录以外的改动要人看\n")


def test_a_dossier_that_only_moves_is_told_in_a_line(root: Path) -> None:
    (root / "records/institutions/funing").mkdir(exist_ok=True)
    git(root, "mv", D, "records/institutions/funing/demo-013")
    commit(root, "2026-11-21")
    data = review(root, code=1)
    (subject,) = data["subjects"]
    assert subject["lines"][1] == "随之移动、内容没有变的记录 28 份"
    (institution,) = subject["records"]
    assert rules(institution["findings"]) == ["paths-match-contents"]
    assert institution["former"] == INSTITUTION
    assert data["actions"] == {"moved": 29}
    assert [each["authorities"] for each in data["requirements"]] == [  # the areas on both sides
        [COUNTY, CITY_BUREAU],
        [CITY_BUREAU],
        ["funing-hrss", CITY_BUREAU],
    ]


def test_of_a_correction_or_a_withdrawal_it_is_told_what_it_concerns(root: Path) -> None:
    plan, other = f"{D}/acts/2026-11-12-correction-02.yml", "records/institutions/binhai/demo-025"
    withdrawal = f"{other}/acts/2026-11-16-decision.yml"
    write_file(root, f"{D}/acts/2026-11-12-correction.yml", CORRECTION)
    write_file(root, plan, CORRECTION_OF_PLAN)
    write_file(root, withdrawal, WITHDRAWAL)
    data = review(root)
    assert record(data, plan)["remarks"] == [
        "更正的计划已于 2025-12-23 通过：更正只改录入与通过的原件不同的，对照原件看；"
        "通过以后计划变了的，另报计划调整",
        "更正以前这份计划是 8 项课程，课程课时 142，650 人次，更正以后是 8 项课程，课程课时 144，650 人次",
    ]
    assert record(data, withdrawal)["remarks"] == [
        "针对的决定以后的 2026-03-20 不得再次报备的记录、2026-03-20 终止报备，不随这份决定改变："
        "看要不要一并处理"
    ]
    (states,) = (each["items"][0] for each in data["subjects"] if each["id"] == "demo-025")
    assert states["heading"] == "状态（改动以后）"
    assert states["lines"][0].startswith("已终止（自 2026-03-20，依据该决定）；整改期限已满，待认定")
    correction = record(data, f"{D}/acts/2026-11-12-correction.yml")
    assert correction["note"].endswith("更正针对 acts/2021-12-06-change.yml，由市人社局（演示）作出")
    assert correction["lines"][0]["text"].startswith("acts/2021-12-06-change.yml 的“变更原因”：“通信线路改造")


def test_a_list_for_publication_is_told_with_each_review_and_standing(root: Path) -> None:
    path = "records/batches/2026-2.yml"
    write_file(root, path, (root / path).read_text("utf-8") + ANNOUNCEMENT)
    batch = record(review(root), path)
    (table,) = batch["tables"]
    assert table["title"] == "名单（1 家）"
    row = ["demo-051", "演示恒信财税人才培训中心", "2026-11-18 通过", "通过待公布", "已列入"]
    assert [each["cells"] for each in table["rows"]] == [row]
    assert batch["documents"] == ["公布文件：盐人社演〔2026〕90号（2026年11月20日）"]


def test_an_application_alone_tells_all_that_it_states(root: Path) -> None:
    source = root / "records/institutions/yandu/demo-051/acts/2026-09-08-application.yml"
    path = "records/institutions/yandu/demo-090/acts/2026-09-08-application.yml"
    write_file(root, path, source.read_text("utf-8").replace("id: demo-051", "id: demo-090"))
    entry = record(review(root, code=1), path)
    facts = {each["label"]: each for each in entry["facts"]}
    assert facts["名称"]["text"] == "演示恒信财税人才培训中心"
    assert rules(facts["统一社会信用代码"]["findings"]) == ["credit-codes-unique"]
    assert "专职：正高级 0，副高级 2，中级 7" in facts["师资"]["text"]
    assert {each["title"].partition("（")[0] for each in entry["tables"]} >= {
        "管理制度",
        "固定教室",
        "领域",
    }
    assert entry["approvers"] == "盐都区人社部门（演示）或市人社局（演示）"
    place, filed = f"{path.partition('/acts/')[0]}/institution.yml", (root / path).read_text("utf-8")
    write_file(root, place, textwrap.dedent(filed.partition("filing:\n")[2]))
    copy = record(review(root, code=1), place)
    assert [each["text"] for each in copy["lines"]] == ["内容与申请中的机构情况相同，不再列出"]
    assert (copy["facts"], copy["tables"]) == ([], [])


def test_of_very_many_dossiers_the_gravest_are_told_in_full(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "MAX_DETAILED", 1)
    monkeypatch.setattr(building, "MAX_BRIEF", 1)
    write_file(root, ACT, CHANGE)
    for id_, old in (("binhai/demo-008", "  full_time:\n"), ("yandu/demo-002", "  full_time:\n")):
        replace(root, f"records/institutions/{id_}/institution.yml", old, "  # 甲\n  full_time:\n")
        replace(root, f"records/institutions/{id_}/institution.yml", "senior: ", "senior: 9")
    data = review(root, code=1)
    assert len(data["subjects"]) == len(data["brief"]) == data["left"] == 1
    assert data["subjects"][0]["id"] == "demo-002"  # as grave as the next, and before it
    monkeypatch.setattr(review_words, "MIN_OVERVIEW", 1)
    text = run(root, "--format", "markdown").stdout
    assert "其余 2 个，每个一行（问题最重的 1 个写在上面）" in text
    assert "| 机构或者文件 | 状态 | 改动 | 核对 | 看一看 |\n" in text
    assert re.search(r"（盐都区，demo-002） \|  \| 修改 机构 \| 有错误，不能合并 \|  \|\n", text)
    assert "太多，下面写全 1 个，其余每个一行" in text


# -- who approves --------------------------------------------------------------------------------------------


def test_approvals_count_but_for_those_by_whoever_committed_and_from_before(
    root: Path, tmp_path: Path
) -> None:
    write_file(root, ACT, CHANGE)
    write_file(root, PLAN, write_plan(18))
    commit(
        root,
        "2026-11-21",
        "--author=张办 <zhang@example.org>",
        "--trailer=Co-authored-by: 李某 <li@example.org>",
    )
    file = tmp_path / "批准.txt"
    lines = [
        f"{CITY_BUREAU.upper()}　张　·办　２０２６－１１－２２",
        f"{COUNTY} 另名 <LI@example.org> 2026-11-22T10:00+08:00",
        f"{COUNTY} 陈某 2026-11-20",
        f"{COUNTY} 周某 2026-11-24",
        "# 说明",
        "city-health 赵某 2026-11-22",
    ]
    file.write_text("\n".join(lines), "utf-8")
    data = review(root, "--approvals", file)
    approvals = {each["who"]: each["objection"] for row in data["requirements"] for each in row["given"]}
    assert approvals == {
        "张 ·办": "是这份提案的提交人，不能自己批准",
        "另名": "是这份提案的提交人，不能自己批准",
        "陈某": "在最后一次提交（2026-11-21）以前，改动更新后要重新批准",
        "周某": "日期在 2026-11-23 以后，还没有到",
    }
    assert [each["who"] for each in data["surplus"]] == ["赵某"]
    assert {record(data, path)["approval"] for path in (ACT, PLAN)} == {"等待"}
    file.write_text(f"\ufeff{COUNTY} 孙某 2026-11-21\r\n", "utf-8")
    data = review(root, "--approvals", file)
    assert record(data, PLAN)["approval"] == "东台市人社部门（演示） 孙某 2026-11-21 已批准"
    (approvals,) = [each for row in data["requirements"] for each in row["given"]]
    assert (approvals["objection"], approvals["caution"]) == (
        "",
        "最后一次提交也在这一天：看批准是不是在它以后",
    )
    assert record(data, ACT)["approval"] == "等待"  # the city's alone
    assert "批准  等待市人社局（演示）（1 份文件）批准" in run(root, "--approvals", file).stdout


def test_faulty_approvals_are_refused_all_at_once(root: Path, tmp_path: Path) -> None:
    file = tmp_path / "批准.txt"
    file.write_text(f"甲\n{COUNTY} 王某 2026-13-01\nnobody 王某 2026-11-01\n{COUNTY} 2026-11-01\n", "utf-8")
    result = run(root, "--approvals", file)
    assert (result.returncode, result.stdout) == (2, "")
    faults = (
        "第 1 行看不懂",
        "第 2 行：没有 2026-13-01 这一天",
        "第 3 行：机关表中没有 nobody",
        "第 4 行看不懂",
    )
    assert all(each in result.stderr for each in faults)
    assert run(root, "--approvals", tmp_path / "absent").returncode == 2
    for endless in ("/dev/zero", "/dev/urandom"):  # more than a person writes down
        assert "过大，上限 1024 KiB" in run(root, "--approvals", endless).stderr


# -- the page ------------------------------------------------------------------------------------------------


def test_a_commit_is_reviewed_as_the_working_tree_is_and_nothing_is_touched(
    root: Path, tmp_path: Path
) -> None:
    write_file(root, ACT, CHANGE)
    commit(root, "2026-11-21")
    pages = [tmp_path / f"{each}.html" for each in range(2)]
    assert run(root, "--out", pages[0]).returncode == 0
    git(root, "switch", "-q", "--detach", "main")
    assert run(root, "proposal", "--out", pages[1]).returncode == 0
    assert pages[0].read_bytes() == pages[1].read_bytes()
    assert not list((root / ".git/worktrees").glob("*"))
    assert not (root / ACT).exists()
    # A base that is counted from HEAD is counted from that of the register.
    git(root, "switch", "-q", "proposal")
    commit(root, "2026-11-22")
    counted = registry("review", "HEAD~2", "HEAD~1", "--root", root, "--on", str(DAY), "--out", pages[1])
    assert (counted.returncode, pages[0].read_bytes()) == (0, pages[1].read_bytes())


def test_the_page_stands_alone_and_takes_nothing_for_markup(root: Path, tmp_path: Path) -> None:
    write_file(
        root, ACT, CHANGE.replace("更换办公电话。", "<script>alert(1)</script><img src=http://example.org/x>")
    )
    commit(root, "2026-11-21")
    result = run(root, "--format", "markdown", "--page", tmp_path / "page.html")
    assert "提案的核对：" in result.stdout.partition("\n")[0]
    page = (tmp_path / "page.html").read_text("utf-8")
    style = page[page.index("<style>") + 7 : page.index("</style>")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page
    assert not re.search(r"<(script|img|link|iframe|a )|style=|url\(|@import", page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert all(
        each in page for each in ("（2026-11-01，录入）", "（2026-11-21，录入）", f"按 {DAY} 推算；程序 ")
    )


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_a_name_that_is_no_text_or_acts_is_shown_by_codes(root: Path, tmp_path: Path, form: str) -> None:
    names = [b"\xff\xfe.yml", b"2026-11-10-ch\nange.yml", b"\x1b[31m.yml"]
    for folder in (f"{D}/acts", "notes"):
        (root / folder).mkdir(exist_ok=True)
        for name in names:
            (root / folder / os.fsdecode(name)).touch()
    commit(root, "", "-m", "改\x1b[31m名\x07")
    result = run(root, "--format", form, "--out", tmp_path / "out")
    assert result.returncode == 1, result.stderr
    text = html.unescape((tmp_path / "out").read_text("utf-8"))
    if form == "json":
        text = "".join(json.dumps(json.loads(text), ensure_ascii=False)).replace("\\\\", "\\")
    for folder in (f"{D}/acts", "notes"):
        shown = [rf"{folder}/\xff\xfe.yml", rf"{folder}/2026-11-10-ch\x0aange.yml", rf"{folder}/\x1b[31m.yml"]
        assert [each for each in shown if each not in text] == []
    assert [each for each in ("\x1b", "\x07", r"\u001b", r"\u0007") if each in text] == []


def test_what_is_not_committed_is_said(root: Path) -> None:
    assert "这次改动没有改变登记册的内容" in run(root).stdout
    write_file(root, ACT, CHANGE)
    assert "另有没有提交的改动，谁改的这里看不出" in run(root).stdout


@pytest.mark.parametrize(
    "arguments",
    [("nothing",), ("--out", "/nowhere/page.html"), ("--out", "page.html", "--page", "page.html")],
)
def test_what_cannot_be_done_is_told_in_a_line(root: Path, arguments: tuple[str, ...]) -> None:
    result = run(root, *arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
