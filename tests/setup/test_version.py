"""What another version changes for a register: told by its changelog, its schemas and its own check."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from registry import __version__
from registry.records.record_path import RECORDS
from registry.setup.lock import LOCK
from registry.setup.version import FOR_REGISTERS, HEADING, SCRIPT, WORKFLOWS, compare_schemas, read_news
from tests.conftest import DAY, REPOSITORY, SECOND, registry
from tests.files import read_files
from tests.setup.test_lock import pack

CHANGELOG = f"""# Changelog

## 9.1.0 - 2027-02-01

{FOR_REGISTERS}

- 首页换了样子；
  地址没有变。
- 多了 `fax`：
  `registry new 机构 变更`。

### Added

- something

## 9.0.1 - 2027-01-01

### Fixed

- nothing for registers

## 9.0.0

{FOR_REGISTERS}

- 第一次。

## {__version__}

{FOR_REGISTERS}

- 早已知道。
"""
FINDING = {
    "rule": "new-rule",
    "severity": "warning",
    "line": 3,
    "pointer": "/phone",
    "message": "甲",
    "hint": "",
}
CHECK = """\
import json, sys
assert sys.argv[1] == "check", sys.argv
print(json.dumps({"findings": [%r]}))
sys.exit(1)
"""


def test_registers_are_told_what_is_above_their_version() -> None:
    assert read_news(CHANGELOG, __version__) == [
        ("9.1.0 - 2027-02-01", ["首页换了样子；地址没有变。", "多了 `fax`：`registry new 机构 变更`。"]),
        ("9.0.0", ["第一次。"]),
    ]
    assert read_news(CHANGELOG, "9.1.0") == []


def test_our_changelog_tells_registers_of_each_version_that_is_to_come() -> None:
    parts = HEADING.split((REPOSITORY / "CHANGELOG.md").read_text("utf-8"))
    marked_versions = {
        heading.split()[0]: FOR_REGISTERS in text
        for heading, text in zip(parts[1::2], parts[2::2], strict=True)
    }
    assert {name for name in marked_versions if not marked_versions[name]} <= {"0.1.0"}
    assert read_news((REPOSITORY / "CHANGELOG.md").read_text("utf-8"), __version__)


def copy_schemas(folder: Path, **changed: object) -> Path:
    """The program's schemas, and in that of the institution other properties: None takes one away."""
    shutil.copytree(REPOSITORY / "schemas", folder)
    file = folder / "institution.json"
    schema = json.loads(file.read_text("utf-8"))
    for name, below in changed.items():
        schema["properties"].pop(name, None)
        if below:
            schema["properties"][name] = below
    schema["required"].append("website")
    file.write_text(json.dumps(schema), "utf-8")
    return folder


def test_fields_that_come_go_and_become_required_are_told(tmp_path: Path) -> None:
    assert [*compare_schemas(REPOSITORY / "schemas", REPOSITORY / "schemas")] == []
    fax = {
        "title": "传真",
        "type": "object",
        "properties": {"number": {"title": "号码"}},
        "required": ["number"],
    }
    other = copy_schemas(tmp_path / "schemas", fax=fax, email=None)
    assert [*compare_schemas(REPOSITORY / "schemas", other)] == [
        "现在必须填写：“机构”的“网站”（website）",
        "新增：“机构”的“传真”（fax），可以不填",
        "新增：“机构”的“传真”（fax）的“号码”（number），必须填写",
        "不再有：“机构”的“单位邮箱”（email）",
    ]


def pack_next(folder: Path, version: str = "9.1.0", **finding: str) -> Path:
    """A next version whose check finds one thing."""
    file = pack(folder, version)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("registry/CHANGELOG.md", CHANGELOG)
        archive.writestr(f"registry/{WORKFLOWS}/another.yml", "name: 又一个\n")
        archive.writestr("registry/__init__.py", "")
        archive.writestr("registry/__main__.py", CHECK % (FINDING | finding,))
        for each in (REPOSITORY / "schemas").glob("*.json"):
            archive.write(each, f"registry/schemas/{each.name}")
        for name in ("templates/home.html", "templates/list.html", "pages/index.md"):
            content = (REPOSITORY / "site" / name).read_text("utf-8")
            archive.writestr(f"registry/site/{name}", content + "\n" * ("home" in name))
    return file


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(SECOND, tmp_path / "register")
    return tmp_path / "register"


def test_an_update_locks_the_version_and_tells_what_it_changes(root: Path) -> None:
    for name in ("home", "list"):
        assert registry("override", f"templates/{name}.html", "--root", root).returncode == 0
    path = "records/institutions/yunze/yx-d2/institution.yml"
    file = pack_next(root.parent, path=path, message="电话“0”太短", hint="写全")
    (root / SCRIPT).parent.mkdir()
    (root / SCRIPT).touch()
    before = read_files(root / RECORDS)
    result = registry("update", file, "--root", root, "--on", DAY.isoformat())
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.splitlines() == [
        f"程序的版本：{__version__} → 9.1.0",
        "9.1.0 - 2027-02-01 的改变：",
        "  首页换了样子；地址没有变。",
        "  多了 `fax`：`registry new 机构 变更`。",
        "9.0.0 的改变：",
        "  第一次。",
        "用它核对，多发现 1 处：",
        f"  {path}:3  提醒  new-rule：电话“0”太短；改法：写全",
        "登记册自己的文件盖过了程序里改过的文件，网站上看不到这些改动：",
        "  templates/home.html：安装新版本以后照新的改好，"
        "再运行 registry override templates/home.html --done",
        f"已写出 {LOCK}、wheelhouse/{file.name}；records/ 没有动",
        f"还要：安装 .venv/bin/python -m pip install --require-hashes --only-binary :all: -r {LOCK}",
        "还要：安装以后更新代码托管网站的流程文件 registry forge files",
        f"还要：提交（git add --all {LOCK} wheelhouse），发起提案，单独一份，不和记录放在一起",
    ]
    assert read_files(root / RECORDS) == before


def test_what_cannot_be_updated_is_said_and_nothing_is_written(root: Path, tmp_path: Path) -> None:
    for file in (root / "mkdocs.yml", root, "/dev/zero"):
        result = registry("update", file, "--root", root)
        assert (result.returncode, result.stdout) == (2, "")
        assert "不是这个程序的安装文件" in result.stderr
    assert registry("update", "1.0", "--root", REPOSITORY).stderr.startswith("registry：这里就是程序的源代码")
    (root / "generator/registry").mkdir(parents=True)  # the source of another than runs here
    for command in (("update", "1.0"), ("override",)):
        result = registry(*command, "--root", root)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr.startswith("registry：这里就是程序的源代码")
    assert not (root / LOCK).exists()


def test_a_file_that_is_damaged_is_said_and_nothing_is_written(root: Path) -> None:
    file = pack_next(root.parent)
    content = file.read_bytes()
    assert content.count(b"import json, sys") == 1  # as it was packed, uncompressed
    file.write_bytes(content.replace(b"import json, sys", b"import json. sys"))
    result = registry("update", file, "--root", root)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f"registry：{file} 不是这个程序的安装文件（.whl），或者下载得不完整\n"
    assert not (root / LOCK).exists()


def test_an_older_version_has_no_news(root: Path) -> None:
    result = registry("update", pack_next(root.parent, "0.0.9", path="records/areas.yml"), "--root", root)
    assert result.stdout.startswith(f"程序的版本：{__version__} → 0.0.9（比现在的旧）\n用它核对")


def test_a_version_that_does_not_run_here_is_locked_all_the_same(root: Path) -> None:
    file = pack_next(root.parent)
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("registry/__main__.py", "import not_installed_yet")
    result = registry("update", file, "--root", root)
    assert result.returncode == 0
    assert "它还不能在这里核对（ModuleNotFoundError: No module named 'not_installed_yet'）" in result.stdout
    assert (root / LOCK).exists()
