"""`registry new --set`: a record that is typed whole, by the titles or names of its fields."""

from __future__ import annotations

import datetime as dt
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from registry.entry.request import RecordRequest, UnknownNameError
from registry.entry.scaffold import make_files
from registry.records.strict_yaml import parse
from registry.rules.checking import Examined, examine
from tests.conftest import REPOSITORY, registry
from tests.repository import commit, git

BASE = REPOSITORY / "generator/registry/rules/examples/_base"
FOLDER = "records/institutions/yangqu/base-one"
CHANGE = f"{FOLDER}/acts/2021-03-01-change.yml"
TODAY = dt.date(2021, 3, 1)
PHONE = ("变更", "--field", "办公电话", "--set", "变更后=0000-00000088")
REST = ("--set", "变更原因=换号。", "--set", "报备日期＝2021年3月1日")


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.clock.read_today", lambda: TODAY)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A register of one institution, committed."""
    shutil.copytree(BASE / "records", tmp_path / "records")
    git(tmp_path.parent, "init", "-q", "-b", "main", str(tmp_path))
    commit(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def base() -> Examined:
    return examine(BASE, TODAY)


def run(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    result = registry(words[0], "--root", root, "--no-cache", "--workers", "1", *words[1:])
    assert "Traceback" not in result.stderr
    return result


def test_a_change_is_one_command_and_its_file_is_whole_and_lawful(root: Path) -> None:
    tried = run(root, "new", "演示甲", *PHONE, *REST, "--dry-run")
    assert tried.stdout == f"将写 {CHANGE}\n  都填好了\n这是试运行，什么也没有写\n"
    assert not (root / CHANGE).exists()
    result = run(root, "new", "演示甲", *PHONE, *REST)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout == (
        f"已写好 {CHANGE}\n  都填好了\n"
        "文书：变更报备回执 registry paper change-receipt base-one --act 2021-03-01-change\n"
        "接着：registry propose 说明\n要收回：registry discard base-one\n"
    )
    assert (root / CHANGE).read_text("utf-8") == (
        'date: 2021-03-01\nchanges:\n  - field: phone\n    before: "0000-00000001"\n'
        '    after: "0000-00000088"\nreason: 换号。\nreported_on: 2021-03-01\n'
        "authority: city-hrss\noffice: 专业技术人员管理处\n"
    )
    fixed = run(root, "fix", "--dry-run", CHANGE)
    assert CHANGE not in fixed.stdout
    assert examine(root, TODAY).lawful


def test_what_the_check_refuses_is_not_written(root: Path) -> None:
    words = ("new", "base-one", "变更", "--set", "办公电话=12345678", *REST)
    result = run(root, *words)
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout.startswith(f"没有写 {CHANGE}：\n  错误  change-fits-field")
    assert "变更后的“办公电话”写法不符合要求，现为“12345678”" in result.stdout
    assert not (root / CHANGE).exists()


class Terminal(io.StringIO):
    """Somebody who types."""

    def isatty(self) -> bool:
        return True


def test_what_is_lacking_is_asked_at_a_terminal_or_stays_in_the_form(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("换号。\n\n"))
    result = run(root, "new", "base-one", *PHONE)
    assert (result.returncode, result.stdout.splitlines()[1]) == (0, "  都填好了")
    assert result.stderr.startswith(
        "还缺 2 项；不想现在答的，加 --no-input，写成表再填\n变更原因：为什么变更。"
    )
    assert "报备日期：报到市人社局的日期。\n写在这里（直接按回车：2021-03-01）> " in result.stderr
    (root / CHANGE).unlink()
    monkeypatch.setattr("sys.stdin", Terminal(""))
    assert "什么也没有写" in run(root, "new", "base-one", *PHONE).stderr
    assert not (root / CHANGE).exists()
    result = run(root, "new", "base-one", *PHONE, "--no-input")
    assert "要填 2 处：变更原因（第 " in result.stdout
    assert 'after: "0000-00000088"' in (root / CHANGE).read_text("utf-8")


def test_a_form_that_is_half_filled_does_not_keep_its_institution_waiting(root: Path) -> None:
    plan = f"{FOLDER}/plans/2022.yml"
    assert run(root, "new", "base-one", "plan", "--year", "2022").returncode == 0
    step = "step base-one summary 2020 退回 --reason 不符 --authority yangqu-hrss --on 2021-02-03 --dry-run"
    for words in (("new", "base-one", *PHONE, *REST), tuple(step.split())):
        result = run(root, *words)
        assert (result.returncode, plan not in result.stdout) == (0, True), result.stdout
        assert result.stderr == f"registry：提醒：还没有填好的这次不算在内：{plan}\n"
    assert run(root, "export", "base-one", "plan", "--year", "2021", "--dry-run").returncode == 0
    again = run(root, "new", "base-one", "plan", "--year", "2022")
    assert (again.returncode, "已有年度计划" in again.stderr) == (1, True)
    assert f"{plan}；写错了不要的：registry discard base-one" in again.stderr
    form = ("new", "base-one", "变更", "--field", "单位邮箱")
    assert run(root, *form).returncode == 0
    refused = run(root, *form)
    assert (refused.returncode, "-change-02.yml 是一份还没有填好的变更：先填好它" in refused.stderr) == (
        2,
        True,
    )
    # Nothing else tells of an institution whose application is such a form.
    assert run(root, "new", "base-nine", "application", "--area", "yangqu").returncode == 0
    refused = run(root, "new", "base-nine", "change")
    assert (refused.returncode, "还没有填好" in refused.stderr) == (2, True)


def test_a_form_of_what_the_city_shares_does_not_keep_anybody_waiting(root: Path) -> None:
    forms: list[str] = []
    for folder, id_, kind in (
        ("regulations", "draft-1", "regulation"),
        ("authorities", "draft-2", "authority"),
        ("authorities", "draft-3", "authority"),
        ("batches", "2022-1", "batch"),
    ):
        result = run(root, "new", id_, kind)
        assert (result.returncode, result.stderr) == (0, describe_left_out(forms))
        forms = sorted([*forms, f"records/{folder}/{id_}.yml"])
    result = run(root, "new", "base-one", *PHONE, *REST)
    assert (result.returncode, result.stderr) == (0, describe_left_out(forms))


def describe_left_out(forms: list[str]) -> str:
    return f"registry：提醒：还没有填好的这次不算在内：{'、'.join(forms)}\n" if forms else ""


def make(base: Examined, kind: str, *stated: str, **options: Any) -> Any:
    pairs = tuple((key, text) for each in stated for key, _, text in (each.partition("="),))
    request = RecordRequest("base-one", kind, TODAY, stated=pairs, **options)
    (file,) = make_files(request, base.register, base.schemas, lambda _: False).files
    return parse(file.text.encode()).data


def test_fields_in_fields_and_rows_are_named_by_their_way(base: Examined) -> None:
    rows = (
        "课程.课程名称=甲",
        "课程/计划课时=２０",
        "courses.title=乙",
        "课程.开课月份=3、5",
        "课程.开课月份=9",
    )
    courses = make(base, "plan", *rows, "课程.计划课时=40", year=2022)["courses"]
    assert [(each["title"], each["hours"], each["months"]) for each in courses] == [
        ("甲", 20, [3, 5]),
        ("乙", 40, [9]),
    ]
    message = make(base, "change", "变更后=甲@example.org", "变更后=乙", fields=("单位邮箱", "name"))[
        "changes"
    ]
    assert [(each["field"], each["after"]) for each in message] == [
        ("email", "甲@example.org"),
        ("name", "乙"),
    ]
    (change,) = make(
        base, "change", "培训地点.名称=新点", "培训地点.地址=样例路3号", "文书=无文号 2021-02-01"
    )["changes"]
    assert (change["before"][0]["name"], change["after"]) == (
        "样例教学点",
        [{"name": "新点", "address": "样例路3号"}],
    )
    (change,) = make(base, "change", "变更后.full_time.中级=3", fields=("师资",))["changes"]
    assert (change["after"]["full_time"]["intermediate"], change["after"]["full_time"]["senior"]) == (3, 0)
    assert base.register.dossiers["base-one"].institution.teachers
    assert make(base, "change", "网站=null")["changes"][0]["after"] is None
    batch = RecordRequest("2021-7", "batch", TODAY, stated=(("名称", "甲批"),))
    (file,) = make_files(batch, base.register, base.schemas, lambda _: False).files
    assert parse(file.text.encode()).data["title"] == "甲批"


def test_the_last_titles_will_do_where_no_other_field_has_them(base: Examined) -> None:
    stated = ("固定教室.名称=一号", "固定教室.座位=60个", "年课时=120学时", "主管系统=卫生")
    record = make(base, "application", *stated)
    assert (record["filing"]["classrooms"][0]["name"], record["declared"]["hours"]) == ("一号", 120)
    assert record["filing"]["system"] == "health"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("变更", "--field", "办公电话", "--set", "变更后=12345678"), "“办公电话”写法不符合要求"),
        (("计划", "--year", "2022", "--set", "计划课时=二十"), "的“计划课时”应为数字，现为“二十”"),
        (("计划", "--year", "2022", "--set", "教学方式=面对面"), "的“教学方式”不能是“面对面”"),
    ],
)
def test_what_cannot_stand_in_a_field_is_refused_though_others_are_lacking(
    root: Path, words: tuple[str, ...], said: str
) -> None:
    done = run(root, "new", "base-one", *words, "--no-input")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("没有写 records/")
    assert said in done.stdout
    assert not (root / done.stdout.split()[1].removesuffix("：")).exists()


@pytest.mark.parametrize(
    ("kind", "stated", "said"),
    [
        (
            "change",
            ("变更厚=甲", "变更缘因=乙"),
            "变更没有 --set 变更厚 这一项，是否想写 变更后？没有 --set 变更缘因 这一项，是否想写 变更原因？",
        ),
        ("change", ("变更厚=甲",), "变更没有 --set 变更厚 这一项，是否想写 变更后？"),
        ("change", ("变更后=甲",), "没有写明变更的是哪一项：加 --field 项目，或者写 --set 项目=甲"),
        ("change", ("变更原因=甲", "reason=乙"), "“变更原因”写了两次，只能是一个"),
        ("change", ("日期=2021-03-02",), "“日期”在文件名中，不用 --set，用 --on 写明"),
        ("plan", ("课程=甲",), "“课程”分开写：--set 课程.某项=内容；其中有 课程.课程编号、"),
        ("plan", ("courses.classes=",), "“课程.各期日期”分开写：--set 课程.各期日期.某项=内容；"),
        ("area", ("名称=甲",), "--set 不用于地区表；不写 --set，在表中填"),
        ("change", ("受理机关=某局",), "没有机关 某局，可以写 "),
        (
            "plan",
            ("委托方=某局",),
            "“课程.委托方”分开写：--set 课程.委托方.某项=内容；其中有 课程.委托方.委托方类别、",
        ),
        (
            "summary",
            ("课程编号=c01",),
            "年度总结没有 --set 课程编号 这一项，写明是哪一处：",
        ),
    ],
)
def test_what_is_no_field_is_told(base: Examined, kind: str, stated: tuple[str, ...], said: str) -> None:
    with pytest.raises(UnknownNameError) as refused:
        make(base, kind, *stated)
    assert str(refused.value).startswith(said)
