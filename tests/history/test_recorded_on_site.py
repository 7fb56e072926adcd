"""What readers and staff are told of when things were recorded: site, build, check, `--known-at`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.corpus import make
from tests.conftest import registry
from tests.history.test_main_line import ODD, odd_commit
from tests.repository import commit, git

ON = "2026-12-21"
FOLDER = "records/institutions/tinghu/demo-000002"
INSPECTION = """date: 2024-03-15
authority: city-hrss
form: 随堂听课
heads:
  - head: 教学设施配套
    text: 设施完好。
    finding: 符合
conclusion: 课堂秩序良好。
"""
ACT = f"{FOLDER}/acts/2024-03-15-inspection.yml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two institutions, recorded since 1 December 2023."""
    folder = tmp_path / "register"
    make(folder, 2)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "2023-12-01")
    return folder


def inspect(root: Path) -> None:
    (root / ACT).write_text(INSPECTION, "utf-8")


def page(root: Path) -> str:
    result = registry("build", "--root", root, "--on", ON, "--out", root / "public", "--workers", "1")
    assert result.returncode == 0, result.stdout + result.stderr
    (root / "told.txt").write_text(result.stdout, "utf-8")
    return (root / "public/institutions/demo-000002/index.html").read_text("utf-8")


def find_late(root: Path, on: str = ON) -> list[str]:
    result = registry("check", "--root", root, "--on", on, "--scope", "clock", "--format", "json")
    assert "Traceback" not in result.stderr
    findings = json.loads(result.stdout)["findings"]
    return [each["message"] for each in findings if each["rule"] == "recorded-in-time"]


def test_what_waited_on_a_branch_was_recorded_late(root: Path) -> None:
    git(root, "checkout", "-q", "-b", "clerk")
    inspect(root)
    commit(root, "2024-03-16")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "合并", "clerk", day="2026-12-20")
    assert find_late(root) == ["2024-03-15 的记录于 2026-12-20 录入，相隔 1010 天，目标为 30 天内"]
    assert "2026年12月20日录入（补录）" in page(root)


def test_what_was_there_when_the_register_began_is_not_late(root: Path) -> None:
    assert find_late(root) == []


def test_what_was_recorded_in_time_is_told_with_its_day_alone(root: Path) -> None:
    inspect(root)
    commit(root, "2024-04-01")
    assert find_late(root) == []
    text = page(root)
    assert "2024年4月1日录入" in text
    assert "2024年4月1日录入（" not in text
    assert "提交" not in (root / "told.txt").read_text("utf-8")


def test_a_clock_set_ahead_is_told_on_the_page_and_by_the_build(root: Path) -> None:
    inspect(root)
    commit(root, "2035-03-16")
    text = page(root)
    assert "2035年3月16日" not in text
    assert "2023年12月1日录入（提交自记的日期不合先后或者还没有到，按上一次提交的日期）" in text
    assert "自记 2035-03-16，按 2023-12-01 计" in (root / "told.txt").read_text("utf-8")


@pytest.mark.parametrize("committer", [ODD[0], ODD[3], ODD[6]], ids=["zone", "year", "none"])
def test_an_absurd_commit_stops_neither_check_nor_build(root: Path, committer: bytes) -> None:
    inspect(root)
    odd_commit(root, committer)
    if committer is ODD[3]:  # one build will do; all are read in one way
        assert "随堂听课" in page(root)
    for arguments in (["check"], ["check", "--base", "HEAD~1"], ["changes", "HEAD~1"]):
        result = registry(*arguments, "--root", root, "--on", ON)
        assert (result.returncode, "Traceback" in result.stderr) == (0, False), result.stderr


def test_known_at_follows_the_main_line(root: Path) -> None:
    """A clerk's branch, begun before an order and merged after it, does not hide the order meanwhile."""
    git(root, "branch", "clerk")
    (root / f"{FOLDER}/acts/2024-01-05-rectification-order.yml").write_text(
        "date: 2024-01-05\nauthority: city-hrss\nground: 未达到教学管理要求\nfacts: 登记不全。\n"
        "requirements: [补齐登记]\ndue: 2024-06-30\n"
        "document: {number: 演示文〔2024〕1号, date: 2024-01-05}\n",
        "utf-8",
    )
    commit(root, "2024-01-10")
    git(root, "checkout", "-q", "clerk")
    inspect(root)
    commit(root, "2024-01-12")
    git(root, "checkout", "-q", "main")
    git(root, "merge", "-q", "--no-ff", "-m", "合并", "clerk", day="2024-01-20")
    for when, rectifying in (
        ("2024-01-09", False),
        ("2024-01-11", True),
        ("2024-01-15", True),
        ("2024-01-20", True),
    ):
        result = registry(
            "status", "demo-000002", "--root", root, "--on", "2024-02-01", "--known-at", when
        ).stdout
        assert ("限期整改中" in result) == rectifying, when
