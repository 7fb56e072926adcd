"""The command as its user meets it: arguments in, text or JSON and an exit code out; never a traceback."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from registry.cli.arguments import METAVARS, list_commands
from registry.cli.commands import NAMES
from registry.cli.main import build_parser
from tests.conftest import CITY, DAY, EMPTY, REPOSITORY, SECOND, registry

COMMAND = [sys.executable, "-m", "registry"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small register without fault."""
    shutil.copytree(EMPTY / "records", tmp_path / "register" / "records")
    return tmp_path / "register"


@pytest.fixture
def faulty(root: Path) -> Path:
    """One with an error in one file and a warning in another."""
    (root / "records/systems.yml").write_text("systems:\n  - {id: no, name: 卫生}\n", "utf-8")
    file = root / "records/authorities/xixi-rsj.yml"
    file.write_text(file.read_text("utf-8").replace("kind: 县级人社部门", "kind: 县级人社部们"), "utf-8")
    return root


def check(root: Path, *arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    result = registry(
        "check", "--root", root, "--on", DAY.isoformat(), *arguments, **({"cwd": cwd} if cwd else {})
    )
    assert "Traceback" not in result.stderr
    return result


def as_json(root: Path, *arguments: str | Path) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(check(root, "--format", "json", *arguments).stdout)
    return report


def test_a_clean_register_is_0(root: Path) -> None:
    result = check(root)
    assert (result.returncode, result.stdout, result.stderr) == (0, "没有发现问题；已检查 5 个文件。\n", "")


def test_a_warning_alone_is_0(root: Path) -> None:
    (root / "records/systems.yml").write_text("systems:\n  - {id: no, name: 卫生}\n", "utf-8")
    result = check(root)
    assert (result.returncode, result.stdout.splitlines()[-1]) == (
        0,
        "没有错误；1 个提醒，涉及 1 个文件；已检查 5 个文件。",
    )


def test_an_error_is_1_and_told_with_its_line(faulty: Path) -> None:
    result = check(faulty)
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout == (
        "records/authorities/xixi-rsj.yml（1 处）\n"
        "  records/authorities/xixi-rsj.yml:3:7  错误  schema\n"
        "    “类别”不能是“县级人社部们”，应为：市人社局、县级人社部门、组织人事部、业务主管部门、行业协会、"
        "其他行政机关、复议机关、人民法院\n"
        "     3 │ kind: 县级人社部们\n"
        "       │       ^\n"
        "    改法：是否想写“县级人社部门”？\n"
        "\n"
        "records/systems.yml（1 处）\n"
        "  records/systems.yml:2:10  提醒  yaml-ambiguous\n"
        "    “no”未加引号，别的软件可能读成数字、日期、时间或是否值\n"
        "     2 │   - {id: no, name: 卫生}\n"
        "       │          ^\n"
        '    改法：加英文双引号："no"；registry fix 可以改正\n'
        "\n"
        "内容和有关的档案还没有核对（格式有错误）：records/authorities/xixi-rsj.yml；改好以后再核对一次\n"
        "每条规则怎样改正：registry rules 规则代码，如 registry rules schema\n"
        "1 个错误，1 个提醒，涉及 2 个文件；已检查 5 个文件。\n"
    )


def test_the_json_report_says_the_same(faulty: Path) -> None:
    report = as_json(faulty)
    assert (report["files"], report["counts"]) == (5, {"error": 1, "warning": 1, "info": 0})
    assert report["findings"][1] == {
        "rule": "yaml-ambiguous",
        "article": None,
        "severity": "warning",
        "path": "records/systems.yml",
        "line": 2,
        "column": 10,
        "pointer": "",
        "message": "“no”未加引号，别的软件可能读成数字、日期、时间或是否值",
        "hint": '加英文双引号："no"',
        "mendable": True,
        "url": "rules/yaml-ambiguous/#mend",
    }
    assert report["findings"][0]["pointer"] == "/kind"
    assert list(report["findings"][0]) == list(report["findings"][1])


@pytest.mark.parametrize(
    ("paths", "code", "expected"),
    [
        (["records/systems.yml"], 0, ["systems.yml"]),
        (["records/authorities"], 1, ["authorities/xixi-rsj.yml"]),
        (["./records/authorities/"], 1, ["authorities/xixi-rsj.yml"]),
        (["records/authorities/../systems.yml"], 0, ["systems.yml"]),
        (["records/regulations"], 0, []),
        (["."], 1, ["authorities/xixi-rsj.yml", "systems.yml"]),
        (["records/systems.yml", "records/authorities"], 1, ["authorities/xixi-rsj.yml", "systems.yml"]),
    ],
)
def test_paths_limit_what_is_reported_and_what_fails(
    faulty: Path, paths: list[str], code: int, expected: list[str]
) -> None:
    for cwd, root in ((faulty, Path()), (faulty.parent, faulty)):
        result = check(root, "--format", "json", *paths, cwd=cwd)
        assert result.returncode == code
        assert [each["path"] for each in json.loads(result.stdout)["findings"]] == [
            f"records/{x}" for x in expected
        ]


def test_a_path_is_looked_for_in_the_register_where_the_current_folder_has_one_too(faulty: Path) -> None:
    shutil.copytree(EMPTY / "records", faulty.parent / "records")
    result = check(faulty, "--format", "json", "records/authorities", cwd=faulty.parent)
    assert (result.returncode, len(json.loads(result.stdout)["findings"])) == (1, 1)


def test_a_link_can_be_named_as_a_path(root: Path) -> None:
    (root / "records/link.yml").symlink_to("/etc/hostname")
    result = check(root, "records/link.yml")
    assert (result.returncode, "file-link" in result.stdout) == (1, True)


@pytest.mark.parametrize("path", ["records/nowhere.yml", "nowhere"])
def test_a_path_that_is_not_there_is_2(root: Path, path: str) -> None:
    result = check(root, path)
    assert (result.returncode, result.stdout, result.stderr) == (
        2,
        "",
        f"registry：没有 {path} 这个文件或文件夹\n",
    )


def test_a_path_outside_the_register_is_2(root: Path) -> None:
    result = check(root, root.parent)
    assert (result.returncode, result.stderr) == (2, f"registry：{root.parent} 不在登记册 {root} 中\n")


def test_without_records_it_is_2_and_says_what_to_do(tmp_path: Path) -> None:
    for result in (check(tmp_path), registry("status", "x", "--root", tmp_path)):
        expected = f"registry：找不到 {tmp_path}/records；请在登记册的文件夹中运行，或用 --root 指明\n"
        assert (result.returncode, result.stdout, result.stderr) == (2, "", expected)


def test_the_register_of_the_current_folder_is_checked(faulty: Path) -> None:
    result = registry("check", "--on", DAY.isoformat(), cwd=faulty)
    assert (result.returncode, result.stdout) == (1, check(faulty).stdout)


FORM = "地址写成 127.0.0.1:8000 的样子，端口从 1 到 65535"
ADDRESSES = ("1.2.3.4:99999", "1.2.3.4:0", "foo", "foo:8000", ":8000", "127.0.0.1")


def test_cache_and_workers_change_nothing_that_is_told(faulty: Path, tmp_path: Path) -> None:
    output = check(faulty, "--no-cache", "--workers", "1").stdout
    assert not (faulty / ".cache").exists()
    for _ in range(2):
        assert check(faulty).stdout == output
        assert check(faulty, "--cache", tmp_path / "elsewhere", "--workers", "2").stdout == output
    for folder in (faulty / ".cache/registry", tmp_path / "elsewhere"):
        assert {each.name for each in folder.iterdir()} == {".gitignore", "findings.sqlite", "parts.sqlite"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "--on", "2026-02-30"], "参数 --on：“2026-02-30”不是日历上的日期；2026 年 2 月只到 28 日"),
        (["duties", "--on", "9999-12-31"], "参数 --on：年份从 1900 到 2999"),
        (["build", "--on", "0001-01-01"], "参数 --on：年份从 1900 到 2999"),
        (
            ["check", "--on", "明天"],
            "参数 --on：“明天”读不出是哪一天；日期写成 2026-03-15 的样子",
        ),
        (["check", "--on", "3月15日"], "参数 --on：“3月15日”没有写年份；日期写成 2026-03-15 的样子"),
        (["check", "--on"], "参数 --on：后面要有一个值"),
        *((["serve", "--address", each], f"参数 --address：{FORM}，现为“{each}”") for each in ADDRESSES),
        (["check", "--format", "xml"], "参数 --format：不能写 xml，可选：text、json、github、"),
        (
            ["check", "--executor", "127.0.0.1:8786"],
            "参数 --executor：地址写成 dask://HOST:8786 的样子",
        ),
        (
            ["build", "--executor", "dask://h:65536"],
            "参数 --executor：地址写成 dask://HOST:8786 的样子",
        ),
        (["check", "--workers", "0"], "参数 --workers：写一个从 1 起的整数，现为“0”"),
        (["check", "--bogus"], "不认识的参数：--bogus"),
        (["status"], "缺少参数：编号"),
        (["paper"], "缺少参数：文书和编号\n"),
        ([], "缺少参数：命令"),
        (["chekc"], "没有命令 chekc，是否想写 check？"),
        (["--on", "2026-03-15", "check"], "不认识的参数：--on；一个命令的选项写在命令后面"),
        (["check", "--bsae", "main"], "不认识的参数：--bsae，是否想写 --base？"),
        (["check", "--format", "jsn"], "参数 --format：不能写 jsn，是否想写 json？"),
    ],
)
def test_wrong_arguments_are_2_and_told_in_chinese(arguments: list[str], message: str) -> None:
    result = registry(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"registry：{message}")
    command = f" {arguments[0]}" if arguments and arguments[0] not in ("chekc", "--on") else ""
    assert result.stderr.splitlines()[-1] == f"用法见 registry{command} --help"


def test_each_command_is_called_as_it_is_listed_and_stands_alone_where_it_is_typed() -> None:
    assert [*list_commands(build_parser())] == [*NAMES]
    for name in NAMES:
        assert [*list_commands(build_parser(name))] == [name]
    assert [*list_commands(build_parser("chekc"))] == [*NAMES]  # the one that was likely meant is told


def test_what_stands_for_a_value_is_chinese_in_every_complaint() -> None:
    actions = [each for command in list_commands(build_parser()).values() for each in command._actions]
    metavars = {METAVARS.get(str(each.metavar), str(each.metavar)) for each in actions if each.metavar}
    assert [each for each in metavars if re.search("[A-Z]{2}", each)] == ["dask://HOST:PORT"]


@pytest.mark.parametrize("command", [[], ["check"], ["build"], ["serve"], ["status"], ["rules"]])
def test_help_is_chinese(command: list[str]) -> None:
    result = registry(*command, "--help")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith(f"用法：{' '.join(['registry', *command])} ")
    assert not re.search("usage|options|positional|show|exit", result.stdout)


def test_an_unknown_institution_is_2_with_a_guess() -> None:
    result = registry("status", "xy-b3", "--root", SECOND, "--on", DAY.isoformat())
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "registry：没有机构 xy-b3，是否想写 yx-b3？\n"
    for name in ("qqqqqq", "yx-b33", "yx-b03"):
        assert registry("status", name, "--root", SECOND).stderr == f"registry：没有机构 {name}\n"


def test_the_status_of_a_broken_dossier_is_refused(root: Path) -> None:
    (root / "records/institutions/xixi/a1").mkdir(parents=True)
    (root / "records/institutions/xixi/a1/institution.yml").write_text("id: a1\n")
    result = registry("status", "a1", "--root", root, "--on", DAY.isoformat())
    assert (result.returncode, result.stderr) == (
        2,
        "registry：机构 a1 的档案有错误，先运行 registry check 改正\n",
    )


def test_a_rule_is_explained_and_an_unknown_one_is_2_with_a_guess() -> None:
    result = registry("rules", "yaml-tab")
    assert (result.returncode, result.stdout.splitlines()[:2]) == (
        0,
        ["制表符  yaml-tab", "缩进用空格，不用制表符。"],
    )
    result = registry("rules", "plan-hours")
    assert re.search(
        "\n不符合的例子：records/.*\n(.*\n)*> +[0-9]+ │ .*\n(.*\n)*符合的例子：records/", result.stdout
    )
    result = registry("rules", "yaml-tabs")
    assert (result.returncode, result.stderr) == (2, "registry：没有规则 yaml-tabs，是否想写 yaml-tab？\n")


def test_rules_are_found_by_a_word_of_what_they_say() -> None:
    result = registry("rules", "变更")
    lines = result.stdout.splitlines()
    assert (result.returncode, len(lines) > 3) == (0, True)
    assert any(each.startswith("change-reported-in-time ") for each in lines)
    assert all("变更" in each for each in lines)
    assert len(registry("rules", "制表符").stdout.splitlines()) == 1
    codes = [each["rule"] for each in json.loads(registry("rules", "plan-", "--format", "json").stdout)]
    assert "plan-hours" in codes
    assert registry("rules", "到期未见认定").stdout.startswith("rectification-overdue ")
    assert registry("rules", "没有这样的词").stderr == "registry：没有规则 没有这样的词\n"


@pytest.mark.parametrize("asked", ["clock", "到期提醒"])
def test_rules_are_found_by_their_scope(asked: str) -> None:
    table = json.loads(registry("rules", "--format", "json").stdout)
    codes = [each["rule"] for each in json.loads(registry("rules", asked, "--format", "json").stdout)]
    assert codes == [each["rule"] for each in table if each["scope"] == "clock"]
    assert len(codes) > 5


def test_the_table_of_rules_holds_every_rule_that_a_report_can_name(faulty: Path) -> None:
    table = {each["rule"]: each for each in json.loads(registry("rules", "--format", "json").stdout)}
    assert len(registry("rules").stdout.splitlines()) == len(table)
    for finding in as_json(faulty)["findings"]:
        assert table[finding["rule"]]["severity"] == finding["severity"]
        assert finding["url"] == table[finding["rule"]]["url"] + "#mend"


def test_a_schema_that_is_no_json_is_2(root: Path) -> None:
    (root / "schemas").mkdir()
    (root / "schemas/areas.json").write_text("{")
    result = check(root)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "registry：读不出 schemas/areas.json：第 1 行第 2 列不是正确的 JSON\n"


@pytest.mark.parametrize("make", [os.mkfifo, lambda path: path.symlink_to("/dev/zero")])
def test_a_schema_that_is_no_plain_file_is_neither_waited_for_nor_read(
    root: Path, make: Callable[[Path], None]
) -> None:
    (root / "schemas").mkdir()
    make(root / "schemas/areas.json")
    result = check(root)
    assert (result.returncode, result.stderr) == (2, "registry：读不出 schemas/areas.json：不是普通文件\n")


def test_what_is_told_is_utf_8_whatever_the_locale() -> None:
    env = {**os.environ, "LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    result = subprocess.run(
        [sys.executable, "-m", "registry", "check", "--on", "明天"], env=env, capture_output=True, check=False
    )
    assert "日期写成" in result.stderr.decode("utf-8")


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("areas.json", "[1]", "areas.json：应为一个 JSON 对象"),
        ("areas.json", '{"x-path": "areas.yml", "properties": {}}', "areas.json：缺少 title"),
        ("areas.json", '{"x-path": 1, "title": "甲", "properties": {}}', "areas.json：缺少 x-path"),
        ("areas.json", '{"x-path": "areas.yml", "title": "甲", "type": 1, "properties": {}}', "areas.json："),
        ("note.txt", "甲", "：其中没有记录的格式（*.json）"),
    ],
)
def test_schemas_that_cannot_be_used_are_2_and_named(root: Path, file: str, text: str, said: str) -> None:
    (root / "schemas").mkdir()
    (root / "schemas" / file).write_text(text, "utf-8")
    result = check(root)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith(f"registry：读不出 schemas/{said}")
    assert len(result.stderr.splitlines()) == 1


def test_a_field_that_the_program_does_not_know_is_2_and_named(root: Path) -> None:
    shutil.copytree(REPOSITORY / "schemas", root / "schemas")
    schema = json.loads((root / "schemas/systems.json").read_bytes())
    schema["properties"]["colour"] = {"title": "颜色", "type": "string"}
    (root / "schemas/systems.json").write_text(json.dumps(schema), "utf-8")
    (root / "records/systems.yml").write_text("systems: []\ncolour: red\n", "utf-8")
    result = check(root)
    assert (result.returncode, result.stdout) == (2, "")
    assert "records/systems.yml" in result.stderr
    assert "kinds.py" in result.stderr
    assert "colour" in result.stderr


@pytest.mark.parametrize("arguments", [["rules"], ["rules", "--format", "json"], ["rules", "schema"]])
def test_a_reader_who_leaves_early_sees_no_traceback(arguments: list[str]) -> None:
    """The reader is gone before the first word is written."""
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as stdout:
        whole = [*COMMAND, *arguments]
        result = subprocess.run(whole, cwd=CITY, stdout=stdout, stderr=subprocess.PIPE, check=False)
    assert (result.returncode, result.stderr.decode()) == (2, "registry：输出没有写完：读的一方已经关闭\n")


def test_a_terminal_without_chinese_gets_codes_instead_of_a_traceback(faulty: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    result = subprocess.run(
        [*COMMAND, "check"], cwd=faulty, env=environment, capture_output=True, check=False
    )
    assert (result.returncode, result.stderr) == (1, b"")
    assert b"records/systems.yml:2:10" in result.stdout


@pytest.mark.parametrize("name", [b"\xbb\xfa.yml", b"a\x1b[2Jb.yml", b"\n.yml"])
@pytest.mark.parametrize("form", ["text", "json"])
def test_an_odd_file_name_is_reported(root: Path, name: bytes, form: str) -> None:
    Path(os.fsdecode(os.fsencode(root / "records") + b"/" + name)).write_bytes(b"a: 1\n")
    result = check(root, "--format", form)
    assert (result.returncode, "file-place" in result.stdout, "\x1b" in result.stdout) == (1, True, False)


def test_order_and_hash_seed_do_not_change_a_byte(faulty: Path) -> None:
    (faulty / "records/areas.yml").write_text("areas: [{x: 1, y: 2}, {}]\nz: 1\n")
    options = set()
    for seed in ("0", "1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [*COMMAND, "check", "--format", "json", "--on", DAY.isoformat()]
        options.add(
            subprocess.run(command, cwd=faulty, env=environment, capture_output=True, check=False).stdout
        )
    assert len(options) == 1
    assert json.loads(options.pop())["counts"]["error"] == 6
