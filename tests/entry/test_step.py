"""`registry step`: what comes to a record that stands, of one institution or of many."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from registry.entry.steps.additions import Addition, add_to_text
from registry.entry.steps.later import list_later
from registry.records.schemas import Schemas
from registry.records.strict_yaml import parse
from registry.rules.checking import examine
from tests.conftest import REPOSITORY, SECOND, registry
from tests.repository import commit, git

BASE = REPOSITORY / "generator/registry/rules/examples/_base/records"
FOLDER = "records/institutions/yangqu/base-one"
PLAN = f"{FOLDER}/plans/2021.yml"
SUMMARY = f"{FOLDER}/summaries/2020.yml"
BATCH = "records/batches/2019-1.yml"
SENT = """steps:
  # 收件箱
  - action: 报送
    date: 2020-12-14
    authority: "yangqu-hrss"
    # reason:
  - action: 报送
    date: 2020-12-14
    authority: yangqu-health
# 到此为止
"""
HRSS = ("--authority", "yangqu-hrss")
TODAY = dt.date(2021, 3, 1)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.clock.read_today", lambda: TODAY)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A register of one institution, whose plan for 2021 has been sent to both sides, and not decided."""
    shutil.copytree(BASE, tmp_path / "records")
    set_steps(tmp_path / PLAN, SENT)
    return tmp_path


def set_steps(plan: Path, steps: str) -> None:
    text = plan.read_text("utf-8")
    plan.write_text(text[: text.index("steps:")] + steps, "utf-8", newline="\n")


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    result = registry("step", "--root", root, "--no-cache", "--workers", "1", *words)
    assert "Traceback" not in result.stderr
    return result


def read_steps(path: Path) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = parse(path.read_bytes()).data["steps"]
    return steps


def unchanged(root: Path, *words: str, code: int = 1) -> str:
    """What is said where nothing is to be written."""
    files = sorted((root / "records").rglob("*.yml"))
    before = [each.read_bytes() for each in files]
    result = run(root, *words)
    assert result.returncode == code, result.stdout + result.stderr
    assert [each.read_bytes() for each in files] == before
    return result.stdout + result.stderr


def test_a_step_comes_to_the_end_and_git_sees_added_lines_alone(root: Path) -> None:
    git(root.parent, "init", "-q", "-b", "main", str(root))
    commit(root)
    result = run(root, "base-one", "plan", "2021", "通过", *HRSS, "--on", "2020-12-22")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"已添在 {PLAN} 第 ")
    assert (
        "：通过，2020-12-22，样例区人社局（演示）\n这份年度计划还要通过：样例区卫生健康委（演示）（已报送）\n接着："
        in result.stdout
    )
    command = ["git", "-C", str(root), "diff", "--unified=0", "--no-color"]
    diff = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    changed = [line for line in diff.splitlines()[4:] if line[:1] in "+-"]
    assert changed == ["+  - action: 通过", "+    date: 2020-12-22", "+    authority: yangqu-hrss"]
    assert (root / PLAN).read_text("utf-8").endswith("    authority: yangqu-hrss\n# 到此为止\n")
    assert (
        run(
            root, "base-one", "plan", "2021", "通过", "--authority", "卫健", "--on", "2020-12-24"
        ).stdout.split("\n")[1]
        == "这份年度计划已经通过，自 2020-12-24 起可以实施"
    )
    assert not [each for each in examine(root, TODAY).findings if each.severity == "error"]


@pytest.mark.parametrize(
    "words",
    [
        ("通过", "2021", "计划", "base-one", "--on", "2020.12.22", "--authority", "样例区人社局（演示）"),
        ("演示甲", "--authority", "样例区（虚构）", "2021年度计划", "--on", "2020年12月22日", "pass"),
        ("base-one", "计划2021", "--authority", "区人社", "passed", "--on", "2020/12/22"),
    ],
)
def test_words_come_in_any_order_in_chinese_or_english(root: Path, words: tuple[str, ...]) -> None:
    assert run(root, *words).returncode == 0
    assert read_steps(root / PLAN)[2] == {"action": "通过", "date": "2020-12-22", "authority": "yangqu-hrss"}


@pytest.mark.parametrize(
    ("words", "rule", "said"),
    [
        (
            ("通过", "--authority", "city-hrss", "--on", "2020-12-22"),
            "plan-steps-in-order",
            "第一个环节是“通过”",
        ),
        (
            ("报送", "--authority", "xuxian-hrss", "--on", "2020-12-22"),
            "plan-steps-by-supervisors  第五条",
            "不是本机构的",
        ),
        (
            ("通过", *HRSS, "--on", "2020-12-13"),
            "plan-steps-in-order",
            "日期 2020-12-13 早于上一个环节的日期",
        ),
        (("通过", *HRSS, "--on", "2021-03-02"), "dates-have-come", "在核对之日 2021-03-01 以后"),
        (("通过", *HRSS, "--set", "日期=2020-12-32"), "schema", "2020 年 12 月只到 31 日"),
    ],
)
def test_what_is_unlawful_is_refused_in_the_words_of_the_check(
    root: Path, words: tuple[str, ...], rule: str, said: str
) -> None:
    output = unchanged(root, "base-one", "plan", "2021", *words)
    assert output.startswith("没有录入：base-one 的 2021 年度计划的“")
    assert rule in output
    assert said in output
    assert "修复记录" not in output


def test_a_day_that_has_come_and_a_doubt_that_is_accepted_are_written(root: Path) -> None:
    assert run(root, "base-one", "plan", "2021", "通过", *HRSS, "--on", "2021-03-01").returncode == 0
    other = ("报送", "--authority", "xuxian-hrss", "--on", "2021-03-01")
    assert "加 --accept-warnings 照实录入" in unchanged(root, "base-one", "plan", "2021", *other)
    result = run(root, "base-one", "plan", "2021", *other, "--accept-warnings")
    assert (result.returncode, len(read_steps(root / PLAN))) == (0, 4)
    assert "plan-steps-by-supervisors" in result.stdout


def test_what_is_there_is_told_and_another_day_is_no_second_step(root: Path) -> None:
    run(root, "base-one", "plan", "2021", "通过", *HRSS, "--on", "2020-12-22")
    message = "base-one 的 2021 年度计划已有“通过”：样例区人社局（演示），2020-12-22"
    for day in ((), ("--on", "2020-12-22")):
        assert (
            unchanged(root, "base-one", "plan", "2021", "通过", *HRSS, *day, code=0)
            == f"{message}，没有改动\n"
        )
    other = unchanged(root, "base-one", "plan", "2021", "通过", *HRSS, "--on", "2020-12-23")
    assert other.startswith(f"registry：{message}；这次写的日期是 2020-12-23。录错了的添一份更正")
    document = ("--document", "演示人社〔2020〕9号 2020-12-21")
    assert run(root, "base-one", "plan", "2021", "通过", *HRSS, *document).returncode == 0
    assert read_steps(root / PLAN)[2]["document"] == {"number": "演示人社〔2020〕9号", "date": "2020-12-21"}


def test_returned_and_sent_again(root: Path) -> None:
    back = ("base-one", "plan", "2021", "退回", *HRSS, "--on", "2020-12-16")
    assert "理由：写 --reason" in unchanged(root, *back, code=2)
    output = run(root, *back, "--reason", "课时不足：请补充").stdout
    assert "文书：补正通知 registry paper supplement-notice plan base-one --year 2021\n接着：" in output
    assert "第一个环节" not in unchanged(
        root, "base-one", "plan", "2021", "通过", *HRSS, "--on", "2020-12-17"
    )
    for action, day in (("报送", "2020-12-18"), ("受理", "2020-12-19"), ("通过", "2020-12-20")):
        assert run(root, "base-one", "plan", "2021", action, *HRSS, "--on", day).returncode == 0
    assert [each["action"] for each in read_steps(root / PLAN)[2:]] == ["退回", "报送", "受理", "通过"]


def test_an_amendment_and_a_summary(root: Path) -> None:
    shutil.copy(BASE / PLAN.removeprefix("records/"), root / PLAN)
    amendment = root / FOLDER / "plans/2021-amendment-2.yml"
    amendment.write_text(
        "year: 2021\nnumber: 2\nreason: 停办。\ndrop:\n  - c01\n" + SENT.replace("2020-12-14", "2021-02-01"),
        "utf-8",
    )
    assert run(root, "base-one", "计划调整", "2", "2021", "通过", *HRSS, "--on", "2021-02-03").returncode == 0
    assert (
        run(
            root, "base-one", "amendment", "2021-2", "通过", "--authority", "卫健", "--on", "2021-02-03"
        ).returncode
        == 0
    )
    assert len(read_steps(amendment)) == 4
    back = ("base-one", "年度总结", "2020", "退回", *HRSS, "--on", "2021-02-03", "--reason", "人数不符")
    assert "这份年度总结由样例区人社局（演示）退回，可以修改" in run(root, *back).stdout
    assert "没有“通过”这样以后再添的内容" in unchanged(
        root, "base-one", "总结", "2020", "通过", *HRSS, code=2
    )


@pytest.mark.parametrize(
    "steps", ["steps: []\n", "", "steps: [{action: 报送, date: 2020-12-14, authority: yangqu-hrss}]\n"]
)
def test_a_list_that_is_empty_absent_or_in_one_line(root: Path, steps: str) -> None:
    text = f"year: 2021\n# 首行\ntype: 年度\n{steps}# 备注在后\nremarks: 见卷宗\n"
    row = {"action": "受理", "date": "2020-12-15", "authority": "yangqu-hrss"}
    schemas = Schemas.read(REPOSITORY / "schemas")
    longer = add_to_text(schemas, "plan", text.encode(), Addition(("steps",), row, at_end=True))
    data = parse(longer.raw).data
    assert data["steps"][-1] == row
    assert {name: each for name, each in data.items() if name != "steps"} == {
        "year": 2021,
        "type": "年度",
        "remarks": "见卷宗",
    }
    assert {"# 首行", "# 备注在后"} <= {*longer.raw.decode().splitlines()}


def test_ends_of_lines_stay_as_they_are(root: Path) -> None:
    plan = root / PLAN
    before = plan.read_bytes().rstrip(b"\n").replace(b"\n", b"\r\n")
    plan.write_bytes(before)
    assert run(root, "base-one", "plan", "2021", "通过", *HRSS, "--on", "2020-12-22").returncode == 0
    added = "\r\n  - action: 通过\r\n    date: 2020-12-22\r\n    authority: yangqu-hrss\r\n"
    assert plan.read_bytes() == before.replace("\r\n# 到此".encode(), f"{added}# 到此".encode())


def test_a_kind_is_known_by_what_people_call_it(root: Path) -> None:
    act = f"{FOLDER}/acts/2021-02-01-rectification-order.yml"
    text = "date: 2021-02-01\nauthority: yangqu-hrss\nground: 未完成教学培训计划\nfacts: 没有开班。\n"
    (root / act).write_text(f"{text}requirements:\n  - 补办没有举办的课程\ndue: 2021-06-30\n", "utf-8")
    words = ("责令整改", "送达", "--set", "送达日期=2021-02-03")
    result = run(root, "base-one", *words)
    assert (result.returncode, "served_on: 2021-02-03" in (root / act).read_text("utf-8")) == (0, True), (
        result
    )


def test_what_comes_later_to_other_records(root: Path) -> None:
    notice = ("--set", "公示期=2019年5月20日至26日", "--set", "公示地点=局门户网站")
    assert run(root, "批次", "2019-1", "公示", *notice).returncode == 0
    assert (
        run(root, "2019-1", "batch", "公示", "--set", "收到异议=0", "--set", "处理情况=没有异议。").returncode
        == 0
    )
    data = parse((root / BATCH).read_bytes()).data
    assert data["notice"]["period"] == {"from": "2019-05-20", "to": "2019-05-26"}
    assert (data["notice"]["objections"], [*data]) == (
        0,
        ["id", "title", "window", "panel_size", "notice", "announcement"],
    )
    assert "的“名单的公示”中的“收到异议”已经写明 0，不改写成“1”。录错了的写在" in unchanged(
        root, "2019-1", "batch", "公示", "--set", "收到异议=1"
    )
    assert "没有 --set 异议 这一项，是否想写 收到异议？" in unchanged(
        root, "2019-1", "batch", "公示", "--set", "异议=1", code=2
    )
    summary = parse((root / SUMMARY).read_bytes()).data
    run_ = [
        f"开班情况.{title}={text}"
        for title, text in zip(
            ("课程编号", "开班日期", "结束日期", "实际人数", "实际课时", "其中新增远程课时"),
            ("c02", "2020-12-21", "2020-12-24", "３０", "40", "0"),
            strict=True,
        )
    ]
    words = [word for each in run_ for word in ("--set", each)]
    assert run(root, "base-one", "总结", "2020", "补充", "--on", "2021-01-05", *words).returncode == 0
    rows = parse((root / SUMMARY).read_bytes()).data["supplements"]
    assert (rows[0]["runs"][0]["persons"], rows[0]["date"]) == (30, "2021-01-05")
    assert parse((root / SUMMARY).read_bytes()).data["runs"] == summary["runs"]


def test_a_date_of_one_of_several_rows(root: Path) -> None:
    summary = root / SUMMARY
    text = summary.read_text("utf-8")
    summary.write_text(text.replace("    archived_on: 2020-09-15\n", "", 1), "utf-8", newline="\n")
    assert run(root, "base-one", "总结", "2020", "建档", "--on", "2020-09-15").returncode == 0
    assert summary.read_text("utf-8") == text
    assert "这样的有 2 项，没有填“建档日期”的有 0 项" in unchanged(
        root, "base-one", "总结", "2020", "建档", code=2
    )


def test_a_list_is_published(root: Path) -> None:
    batch = root / BATCH
    text = batch.read_text("utf-8")
    batch.write_text(text[: text.index("announcement:")], "utf-8", newline="\n")
    words = (
        "2019-1",
        "batch",
        "公布",
        "--authority",
        "市人社局",
        "--on",
        "2019-06-10",
        "--document",
        "演示人社〔2019〕6号，2019-06-03",
    )
    output = unchanged(root, *words, code=2)
    assert "写 --list 名单文件，或者 --set 名单=编号、编号；可以是 base-one（演示甲培训中心）" in output
    (root / "list.txt").write_text("演示甲培训中心\n", "utf-8")
    assert run(root, *words, "--list", str(root / "list.txt")).returncode == 0
    assert batch.read_text("utf-8") == text


def test_a_doubt_that_a_step_throws_on_what_stands_there_is_accepted_too(root: Path) -> None:
    batch = root / BATCH
    text = batch.read_text("utf-8")
    batch.write_text(text[: text.index("announcement:")], "utf-8", newline="\n")
    notice = ("--set", "公示期=2019年6月5日至14日", "--set", "公示地点=局门户网站")
    assert run(root, "批次", "2019-1", "公示", *notice).returncode == 0
    words = ["2019-1", "批次", "公布", "--authority", "市人社局", "--on", "2019-06-10"]
    words += ["--set", "名单=base-one", "--document", "演示人社〔2019〕6号 2019-06-03"]
    assert "公示应在公布之前期满" in unchanged(root, *words)
    assert run(root, *words, "--accept-warnings").returncode == 0


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


def test_what_is_lacking_is_asked_at_a_terminal_and_else_told(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("base-one", "plan", "2021", "退回")
    output = unchanged(root, *words, code=2)
    assert output.splitlines()[1] == "  日期：写 --on"
    assert "  机关：写 --authority；可以是 yangqu-health（样例区卫生健康委（演示））、yangqu-hrss" in output
    monkeypatch.setattr("sys.stdin", Terminal("2\n2021-1-5\n2\n\n课时不足\n"))
    assert run(root, *words).returncode == 0
    added = {"action": "退回", "date": "2021-01-05", "authority": "yangqu-hrss", "reason": "课时不足"}
    assert read_steps(root / PLAN)[2] == added
    monkeypatch.setattr("sys.stdin", Terminal("\n1\n"))  # today
    assert "已有“报送”：样例区卫生健康委（演示），2020-12-14" in unchanged(root, *words[:3], "报送")
    monkeypatch.setattr("sys.stdin", Terminal(""))
    assert "没有回答就结束了" in unchanged(root, "base-one", "plan", "2021", "报送", code=2)
    assert "还缺这几项" in unchanged(root, "base-one", "plan", "2021", "报送", "--no-input", code=2)


def test_a_record_may_be_named_by_its_path_as_windows_writes_it(root: Path) -> None:
    path = rf"C:\登记册\{PLAN.replace('/', chr(92))}"
    assert run(root, path, "通过", *HRSS, "--on", "2020-12-22").returncode == 0
    assert len(read_steps(root / PLAN)) == 3


def test_what_cannot_be_written_leaves_all_files_as_they_were(
    many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchange = Path.replace

    def fail(self: Path, target: Path) -> Path:
        if "base-two" in str(target):
            raise PermissionError(13, "Permission denied", str(target))
        return exchange(self, target)

    monkeypatch.setattr(Path, "replace", fail)
    words = ("--all-received", "2021", "计划", "通过", *HRSS, "--on", "2020-12-22")
    assert unchanged(many, *words, code=2).startswith("registry：没有写成：")
    assert not [*many.rglob("*.new")]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("base-one", "2021", "计化", "通过"),
            "没有写明是哪一种记录（base-one、计化、通过 都不是）；可以写的有",
        ),
        (
            ("base-one", "plan", "2021"),
            "没有写明要添什么（写在种类后面），可以添的有：报送、受理、通过、退回",
        ),
        (("plan", "2021", "通过"), "没有写明是哪个机构"),
        (
            ("base-one", "plan", "2022", "通过"),
            "base-one 没有 2022 年的年度计划；有的是 2019、2020、2021；先录入",
        ),
        (("base-one", "plan", "通过"), "base-one 的年度计划有 3 份：2019、2020、2021；写明年度"),
        (("base-one", "plan", "2021", "通过", "--authority", "某局"), "没有机关 某局，可以写 "),
        (("base-one", "plan", "2021", "通过", "--set", "理由"), "--set 写成 字段=内容"),
        (
            ("base-one", "plan", "2021", "通过", *HRSS, "--on", "12月22日"),
            "参数 --on：“12月22日”没有写年份；日期写成 2026-03-15 的样子，写明年份",
        ),
        (
            ("base-one", "plan", "2021", "通过", *HRSS, "--on", "2020-12-22", "--set", "日期=2020-12-23"),
            "“日期”写了两次，只能是一个",
        ),
        (
            ("base-one", "plan", "2021", "通过", "--set", "课时=3"),
            "“通过”没有 --set 课时 这一项，可以写的有：文书、日期、机关",
        ),
        (("2019-1", "名单", "评审组人数", "--on", "2020-12-22"), "“评审组人数”没有 --on 这一项"),
        (("2021", "plan", "通过", "--all-received"), "--all-received 要用 --authority 写明"),
        (("2019-01", "批次", "公布"), "没有批次 records/batches/2019-01.yml，是否想写 2019-1？"),
        (("base-one", "计划", "2O21", "通过"), "不认识 2O21，是否想写 2021？写成 registry step"),
    ],
)
def test_what_cannot_be_understood_is_2(root: Path, words: tuple[str, ...], said: str) -> None:
    assert said in unchanged(root, *words, code=2)


@pytest.fixture
def many(root: Path) -> Path:
    """The same with three more institutions: the second is like the first, one was passed, one never sent."""
    folder = root / FOLDER
    for number, name in enumerate(("two", "three", "four"), 2):
        other = shutil.copytree(folder, folder.parent / f"base-{name}")
        for file in (other / "institution.yml", *other.glob("acts/*-application.yml")):
            text = file.read_text("utf-8").replace("base-one", f"base-{name}")
            file.write_text(text.replace("演示甲", f"演示{number}号"), "utf-8", newline="\n")
    passing = SENT.replace(
        "# 到此", "  - action: 通过\n    date: 2020-12-22\n    authority: yangqu-hrss\n# 到此"
    )
    set_steps(folder.parent / "base-three/plans/2021.yml", passing)
    set_steps(folder.parent / "base-four/plans/2021.yml", SENT.replace("yangqu-hrss", "city-hrss"))
    return root


def test_all_that_is_received_in_one_go(many: Path) -> None:
    # One office of the area is meant, though the names of two hold the word.
    words = ("--all-received", "2021", "计划", "通过", "--authority", "样例", "--on", "2020-12-22")
    dry = unchanged(many, *words, "--dry-run", code=0)
    assert dry.endswith("一共 2 份：将录入 2 份\n这是试运行，什么也没有写\n")
    result = run(many, *words)
    assert result.returncode == 0
    assert "一共 2 份：已录入 2 份\n接着：registry propose 说明" in result.stdout
    assert [
        len(read_steps(each)) for each in sorted(many.glob("records/institutions/yangqu/*/plans/2021.yml"))
    ] == [2, 3, 3, 3]
    assert unchanged(many, *words, code=0) == "没有要办的：都已经办过，或者还没有收到\n"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_list_of_which_some_cannot_be(many: Path, encoding: str) -> None:
    file = many / "list.csv"
    rows = "机构名称,电话\n演示甲培训中心,1\nbase-two,2\nbase-two,2\nbase-three,3\nbase-four,4\n无此机构,5\n"
    file.write_text(rows, encoding)
    words = ("--list", str(file), "2021", "plan", "通过", *HRSS, "--on", "2020-12-22")
    output = unchanged(many, *words, "--together")
    assert "没有写  base-two 的 2021 年度计划（演示2号培训中心）：可以办" in output
    assert "一共 5 份：早已有 1 份，可以办而没有写 2 份，不能办 2 份\n" in output
    result = run(many, *words)
    assert result.returncode == 1
    assert (
        "不能办  base-four 的 2021 年度计划（演示4号培训中心）：\n  错误  plan-steps-in-order"
        in result.stdout
    )
    assert "不能办  无此机构：没有名称是“无此机构”的机构" in result.stdout
    assert "一共 5 份：已录入 2 份，早已有 1 份，不能办 2 份\n" in result.stdout
    again = run(many, *words)
    assert "一共 5 份：早已有 3 份，不能办 2 份\n" in again.stdout


def test_a_list_from_standard_input(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"base-one\n\nbase-two\n")))
    assert run(many, "-", "2021", "plan", "通过", *HRSS, "--on", "2020-12-22").returncode == 0
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"PK\x03\x04")))
    assert "--list 名单.xlsx" in unchanged(many, "-", "2021", "plan", "通过", code=2)


def test_a_list_that_is_a_workbook_with_a_title_and_other_columns(many: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("名单", 0)
    names = [(1, "演示甲培训中心"), (2, "演示2号培训中心")]
    for row in (("2021年度计划通过名单",), ("序号", "单位名称", "备注"), *names, ("合计", 2)):
        sheet.append(row)
    file, words = many / "名单.xlsx", ("2021", "plan", "通过")
    book.save(file)
    output = unchanged(many, "--list", str(file), *words, *HRSS, "--on", "2020-12-22", "--dry-run", code=0)
    assert "一共 2 份" in output
    file.write_bytes(b"PK\x03\x04")
    assert "--list：读不出" in unchanged(many, "--list", str(file), *words, code=2)


def test_whatever_may_come_to_a_record_is_added_lines_alone() -> None:
    schemas = Schemas.read(REPOSITORY / "schemas")
    row = {"action": "退回", "date": "2020-12-16", "authority": "city-hrss", "reason": "甲: 乙 #丙"}
    count = 0
    for path in sorted((SECOND / "records").rglob("*.yml")):
        placed = schemas.find_kind(path.relative_to(SECOND / "records").as_posix())
        before = path.read_text("utf-8")
        data = parse(before.encode()).data
        assert placed
        for place in list_later(schemas, placed[0]):
            (name, *more) = place.parts
            if more or (name in data and not place.at_end) or place.action not in ("", row["action"]):
                continue
            addition = Addition(place.parts, row if place.action else "2020-12-16", place.at_end)
            after = add_to_text(schemas, placed[0].name, before.encode(), addition).raw.decode()
            lines = iter(after.splitlines(keepends=True))
            assert all(line in lines for line in before.splitlines(keepends=True)), (path, place.parts)
            count += 1
    assert count > 50
