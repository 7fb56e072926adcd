"""No report shows a personal number, wherever in a register it stands: it would stay in a log for ever."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import DAY, SECOND, registry
from tests.repository import commit, git

NUMBERS = ("13812345678", "320902199003071232", "6222021234567890128")
# Where numbers are put, each in a dossier of its own: in lawful texts, beside a fault of another kind,
# in the name of a field, in a value of a wrong type, over lines, where a message cuts a value.
EDITS = (
    "remarks: 张老师 {0}，证件 {1}，卡 {2}",
    "website: 没有，请拨 {0}",
    "f{0}: 1",
    "founded_on: {0}",
    "remarks: |\n  张老师 1381234\n  5678 与 320902 19900307\n  1232",
    "name: 演示{1}",
    "website: 这里写了很长很长的一段话用来看截断以后会不会露出号码的一半{1}",
)
# Numbers and names in a plan each: the label is the key or stands before a sign that cuts it off, a number is
# one for YAML, or is written with escapes.
WRITTEN = (
    f"身份证: {NUMBERS[1][:-1]}0",
    f"remarks: {NUMBERS[0]}.0",
    f"remarks: {NUMBERS[0][0]}.{NUMBERS[0][1:]}e10",
    "remarks: 微信号 #zhangsan88",
    'remarks: "张老师138\\t1234\\t5678，\\u0031\\u00338\\x31\\x32345678"',
    'remarks: "个人邮箱：zhangsan\\u0040163.com"',
    "个人邮箱: zhangsan@163.com",
    "remarks: 13_812345678",
)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("register")
    shutil.copytree(SECOND / "records", root / "records")
    (root / "mkdocs.yml").write_text("site_url: https://example.org/register\n", "utf-8")
    git(root, "init", "-q", "-b", "main")
    commit(root, "2026-11-01")
    files = sorted(root.glob("records/institutions/*/*/institution.yml"))
    for file, edit in zip(files, EDITS, strict=False):
        line = edit.format(*NUMBERS)
        text = re.sub(rf"(?m)^{line.partition(':')[0]}:.*\n", "", file.read_text("utf-8"))
        file.write_text(f"{text}{line}\n", "utf-8")
    plans = sorted(root.glob("records/institutions/*/*/plans/*.yml"))
    for file, line in zip(plans, WRITTEN, strict=False):
        text = re.sub(r"(?m)^remarks:.*\n", "", file.read_text("utf-8"))
        file.write_text(f"{text}{line}\n", "utf-8")
    assert len(files) >= len(EDITS)
    assert len(plans) >= len(WRITTEN)
    (files[0].parent / f"{NUMBERS[0]}.yml").write_text(f"电话 {NUMBERS[0]}: [", "utf-8")
    (root / "records/README.md").write_text(f"手机 {NUMBERS[0]}\n", "utf-8")
    return root


def shows(text: str) -> list[str]:
    """The numbers of which a text shows more than the ends."""
    digits = re.sub(r"[^\d\n]", "", text)
    words = [each for each in ("zhangsan", r"\x32345678", r"1234\t5678") if each in text]
    hidden = [each for each in NUMBERS if each[3:9] in digits and each[3:9] in re.sub("[ _]", "", text)]
    return [*hidden, *words]


@pytest.mark.parametrize(
    "format_",
    [
        "text",
        "json",
        "markdown",
        *(pytest.param(each, marks=pytest.mark.long) for each in ("github", "sarif")),
    ],
)
def test_a_check_shows_none(changed: Path, tmp_path: Path, format_: str) -> None:
    summary = tmp_path / "summary.md"
    arguments = ("--on", DAY.isoformat(), "--format", format_, "--summary", summary, "--base", "main")
    result = registry("check", "--root", changed, *arguments)
    assert result.returncode == 1, result.stderr
    assert shows(result.stdout + result.stderr + summary.read_text("utf-8")) == []
    assert "138" in result.stdout  # they are told all the same, by their ends
    assert result.stdout.count("登记册不收个人信息") >= (3 if format_ == "github" else 6)


@pytest.mark.parametrize("format_", ["text", "json", "markdown"])
def test_changes_show_none(changed: Path, format_: str) -> None:
    result = registry("changes", "main", "--root", changed, "--on", DAY.isoformat(), "--format", format_)
    assert result.returncode == 0, result.stderr
    assert shows(result.stdout + result.stderr) == []


@pytest.mark.parametrize("format_", ["text", "json", "markdown", "html"])
def test_a_review_shows_none(changed: Path, format_: str) -> None:
    result = registry("review", "main", "--root", changed, "--on", DAY.isoformat(), "--format", format_)
    assert result.returncode == 1, result.stderr
    assert shows(result.stdout + result.stderr) == []


def test_a_build_that_is_refused_shows_none(changed: Path, tmp_path: Path) -> None:
    result = registry("build", "--root", changed, "--on", DAY.isoformat(), "--out", tmp_path / "out")
    assert (result.returncode, shows(result.stdout + result.stderr)) == (2, [])
