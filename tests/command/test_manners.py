"""How the command behaves beside its result: what it says, completes, guesses, and takes from a file."""

import datetime as dt
import re
import shutil
import subprocess
from argparse import ArgumentParser
from pathlib import Path

import pytest

from registry.cli.arguments import Formatter, list_commands, parse_day, parse_day_or_revision, parse_year
from registry.cli.completion import SHELLS
from registry.cli.main import build_parser
from registry.rules.cases import BASE
from registry.typed import NotUnderstood, mend_arguments, read_written_day
from tests.conftest import CITY, DAY, EMPTY, registry
from tests.repository import commit, git

ON = ("--on", DAY.isoformat())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The register of the rules' cases, committed in a repository of its own."""
    root = tmp_path / "登记册"
    shutil.copytree(BASE, root / "records")
    git(tmp_path, "init", "-q", "-b", "main", str(root))
    commit(root)
    return root


def defaults(file: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(text, "utf-8")
    monkeypatch.setenv("REGISTRY_CONFIG", str(file))


def test_every_option_that_takes_a_day_takes_it_as_people_write_it() -> None:
    taken = [
        (name, action.option_strings[0], action.type)
        for name, command in list_commands(build_parser()).items()
        for action in command._actions
        if "DATE" in str(action.metavar)
    ]
    assert len(taken) > 5
    assert [each for each in taken if each[2] not in (parse_day, parse_day_or_revision)] == []


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月5日",
        "2026/3/5",
        "2026.3.5",
        "2026-3-5",
        "20260305",
        "２０２６年３月５日",
        "2026 年 3 月 5 日",
        "二〇二六年三月五日",
        "二○二六年 三月 五日",
        "二零二六年三月五日",
    ],
)
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert parse_day(text) == dt.date(2026, 3, 5)
    assert parse_day_or_revision("2026年3月5日") == "2026-03-05"
    assert parse_day_or_revision("20260305") == "20260305"  # which may be the name of a commit


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3月5日", "没有写年份"),
        ("3/5/2026", "读不出是哪一天"),
        ("26.3.5", "读不出是哪一天"),
        ("2026-03", "读不出是哪一天"),
        ("2026-02-30", "2026 年 2 月只到 28 日"),
        ("2026年13月1日", "月份写 01 至 12"),
        ("二〇二六年二月三十日", "2026 年 2 月只到 28 日"),
        ("二〇二六年十三月五日", "月份写 01 至 12"),
        ("二〇二六年三月三三日", "读不出是哪一天"),
        ("0000-01-01", "不是日历上的日期"),
    ],
)
def test_a_day_that_is_not_certain_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(NotUnderstood, match=said):
        read_written_day(text)


def test_what_is_quiet_says_its_result_alone(tmp_path: Path) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    (tmp_path / "mkdocs.yml").write_text("site_name: [", "utf-8")  # which is a reminder
    usual = registry("check", "--root", tmp_path, *ON)
    assert ("提醒" in usual.stderr, usual.stdout[:6]) == (True, "没有发现问题")
    quiet = registry("check", "--root", tmp_path, *ON, "--quiet")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
    (tmp_path / "records/别的.txt").write_text("甲", "utf-8")
    quiet = registry("check", "--root", tmp_path, *ON, "--quiet")
    assert (quiet.returncode, quiet.stdout.splitlines()[0], quiet.stderr) == (
        1,
        "records/别的.txt（1 处）",
        "",
    )
    assert "已检查" not in quiet.stdout


def test_what_is_verbose_tells_how_long_each_stage_took(tmp_path: Path) -> None:
    command = ("check", "--root", EMPTY, *ON, "--cache", tmp_path)
    usual, verbose = registry(*command), registry(*command, "--verbose")
    assert (usual.returncode, usual.stdout) == (verbose.returncode, verbose.stdout)
    lines = [
        re.fullmatch(r"registry：( *)(.+)：[0-9]+\.[0-9]{2} 秒", each) for each in verbose.stderr.splitlines()
    ]
    stages = [(len(each[1]), each[2]) for each in lines if each]
    assert len(stages) == len(lines)
    assert {(2, "读取记录"), (2, "核对规则")} < {*stages}
    assert stages[-1] == (0, "共用")
    assert usual.stderr == ""


def test_defaults_come_from_the_users_file_and_what_is_typed_goes_over_them(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = f'workers = 1\non = {DAY}\nquiet = true\n\n[check]\nbase = "main"\nformat = "json"\n'
    defaults(tmp_path / "r.toml", text, monkeypatch)
    by_file = registry("check", "--root", root)
    assert (by_file.returncode, '"before"' in by_file.stdout) == (0, True)
    typed = registry("check", "--root", root, "--format", "text", "--verbose")
    assert ("共用" in typed.stderr, typed.stdout.splitlines()[-1][:10]) == (True, "本次改动没有造成问题")
    monkeypatch.setenv("REGISTRY_CONFIG", "")
    assert '"before"' not in registry("check", "--root", root, *ON).stdout


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("wrokers = 2", "没有 wrokers 这一项，是否想写 workers？"),
        ("[chek]\nbase = 'main'", "没有 [chek] 这一项，是否想写 [check]？"),
        ("[check]\nbsae = 'main'", "没有 [check] 的 bsae 这一项，是否想写 base？"),
        ("[serve]\nout = 'x'", "没有 [serve] 的 out 这一项，"),
        ("workers = 0", "workers：写一个从 1 起的整数，现为“0”"),
        ("workers = [1]", "workers 写一个值"),
        ("[check]\nformat = 'xml'", "[check] 的 format：不能写 xml，可选：text、json、"),
        ("no-cache = 'yes'", "no-cache 写 true 或 false"),
        ("help = true", "没有 help 这一项"),
        ("a = ", "不是 UTF-8 的 TOML"),
    ],
)
def test_a_default_that_is_none_is_2_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    file = tmp_path / "registry.toml"
    defaults(file, text, monkeypatch)
    result = registry("check", "--root", EMPTY)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"registry：{file}")
    assert said in result.stderr


def test_a_file_of_defaults_that_is_named_must_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REGISTRY_CONFIG", str(tmp_path / "none.toml"))
    result = registry("rules")
    assert (result.returncode, result.stderr) == (
        2,
        f"registry：读不出 {tmp_path / 'none.toml'}：没有这个文件或文件夹\n",
    )
    monkeypatch.delenv("REGISTRY_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert registry("rules", "plan-hours").returncode == 0
    (tmp_path / "registry.toml").write_text("[rules]\nformat = 'json'\n", "utf-8")
    assert registry("rules", "plan-hours").stdout.startswith("[")


def test_the_shell_completes_commands_options_ids_kinds_and_rules(tmp_path: Path) -> None:
    script = tmp_path / "registry.bash"
    script.write_text(registry("completion", "bash").stdout, "utf-8")
    starts = (
        "che",
        "check --ba",
        "check --format js",
        "new demo-01",
        "new demo-013 pla",
        "rules plan-h",
        "step 退",
    )
    lines = [f"source {script}"]
    for words in starts:
        lines += [
            f"COMP_WORDS=(registry {words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); COMPREPLY=()",
            "function=$(complete -p registry); function=${function##*-F }; ${function%% *}",
            'echo "${COMPREPLY[@]}"',
        ]
    result = subprocess.run(
        ["bash", "-c", "\n".join(lines)], cwd=CITY, capture_output=True, text=True, check=True
    )
    word_sets = [set(each.split()) for each in result.stdout.splitlines()]
    assert word_sets[:3] == [{"check"}, {"--base"}, {"json"}]
    assert {"demo-011", "demo-013"} <= word_sets[3] <= {f"demo-01{digit}" for digit in range(10)}
    assert word_sets[4:] == [{"plan"}, {"plan-hours"}, {"退回"}]
    assert result.stderr == ""


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_has_its_script(shell: str) -> None:
    result = registry("completion", shell)
    assert (result.returncode, result.stderr) == (0, "")
    assert "codeowners" in result.stdout
    assert "只有改动造成的问题才算" in result.stdout or shell == "bash"  # which shows no help


def test_an_institution_is_taken_by_its_name(root: Path) -> None:
    on = ("--root", root, "--on", "2021-06-01")
    assert registry("status", "甲培训", *on).stdout.startswith("演示甲培训中心（base-one）  2021-06-01")
    output = registry("new", "演示甲培训中心", "变更", *on, "--quiet")
    path = "records/institutions/yangqu/base-one/acts/2021-06-01-change.yml"
    assert (output.returncode, output.stdout, output.stderr) == (0, f"{path}\n", "")
    asked = {("status", "别处"): "写机构编号", ("new", "别处", "change"): "新机构先定一个编号，再录入申请："}
    for command, advice in asked.items():
        result = registry(*command, *on)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr.startswith(f"registry：没有名称是“别处”的机构，{advice}")


def test_the_draft_that_may_be_deleted_is_named(root: Path) -> None:
    command = ("new", "demo-060", "application", "--area", "yangqu", "--root", root)
    folder = "records/institutions/yangqu/demo-060"
    assert registry(*command, *ON).returncode == 0
    draft = f"：{folder}/acts/2026-11-23-application.yml；写错了不要的：registry discard demo-060\n"
    again = registry(*command, "--on", "2026-09-20")
    assert (again.returncode, again.stderr.endswith(draft)) == (2, True)
    git(root, "add", "-A")  # prepared is not yet committed
    assert registry(*command, *ON).stderr.endswith(draft)
    commit(root)
    assert "rm " not in registry(*command, *ON).stderr


def test_which_plans_there_are_is_told(root: Path) -> None:
    plan = root / "records/institutions/yangqu/base-one/plans/2021.yml"
    text = plan.read_text("utf-8").replace("year: 2021", "year: 2022")
    plan.with_name("2022.yml").write_text(text, "utf-8")
    result = registry("new", "base-one", "plan", "--root", root, "--on", "2021-06-01")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith(
        "registry：base-one 的 2021、2022 年度计划已经有了，一年一份（登记册的要求）；"
    )


def test_what_a_chinese_keyboard_writes_is_taken(root: Path) -> None:
    result = registry(
        "new", "变更", "base-one", "——field＝办公电话", "－－on", "２０２０年１１月２3日", "--root", root
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert "acts/2020-11-23-change.yml" in result.stdout
    assert mend_arguments(["-q", "－－ｙｅａｒ", "２０２７", "—年"]) == ["-q", "--year", "２０２７", "—年"]
    assert parse_year("２０２７年度") == 2027


def test_help_of_an_option_stands_beside_it_where_two_blanks_part_them() -> None:
    def show(option: str) -> str:
        parser = ArgumentParser(prog="x", add_help=False, formatter_class=Formatter)
        parser.add_argument(option, action="store_true", help="说明")
        return parser.format_help()

    assert f"  --{'a' * 18}  说明\n" in show(f"--{'a' * 18}")
    assert f"  --{'a' * 19}\n{' ' * 24}说明\n" in show(f"--{'a' * 19}")
