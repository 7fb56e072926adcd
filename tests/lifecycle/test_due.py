"""What is due in an area, and what is done with the forge's issues."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from registry.forge.issues import Issue, read_open_issues, write_issues
from registry.lifecycle.due import list_due
from registry.lifecycle.endings import NOTICE_DAYS
from registry.report.due_report import MOST, cut_lines
from tests.conftest import EMPTY, registry
from tests.lifecycle.building import act, day, dossier, register_of, regulation, tables
from tests.lifecycle.test_status import BARRED, LISTED, ORDER


def parts(*records: object, on: str) -> dict[str, list[str]]:
    found = list_due(register_of(dossier(*records)), "yangqu", day(on))  # type: ignore[arg-type]
    return {name: [each.what for each in getattr(found, name)] for name in found._fields}


def test_due_soon_then_overdue() -> None:
    """The year's summary and the next plan: 31 December 2019 was a working day."""
    assert parts(*LISTED, on="2019-11-15")["soon"] == []
    soon = ["报送 2020 年度培训计划", "报送 2019 年度执行情况总结"]
    assert sorted(parts(*LISTED, on="2019-11-16")["soon"]) == sorted(soon)
    assert sorted(parts(*LISTED, on="2019-12-31")["soon"]) == sorted(soon)
    assert sorted(parts(*LISTED, on="2020-01-01")["overdue"]) == sorted(soon)


def test_an_order_is_due_and_then_waits_for_its_outcome() -> None:
    assert "按整改决定完成整改" in parts(*LISTED, ORDER, on="2022-12-15")["soon"]
    assert "认定整改结果" in parts(*LISTED, ORDER, on="2022-12-16")["undated"]


def test_a_bar_that_ends_is_told_to_its_last_day() -> None:
    ended = act("filing-ended", "2023-03-20")
    for on, told in (
        ("2025-12-14", False),
        ("2025-12-15", True),
        ("2026-03-15", True),
        ("2026-03-16", False),
    ):
        assert bool(parts(*LISTED, *BARRED, ended, on=on)["ending"]) == told, on
    assert (day("2026-03-15") - day("2025-12-15")).days == NOTICE_DAYS[0]


@pytest.mark.parametrize(
    ("on", "soon", "overdue"),
    [
        ("2026-10-30", [], []),
        ("2026-10-31", ["录入 2027 年的工作日历"], []),
        ("2026-12-15", ["录入 2027 年的工作日历"], []),
        ("2026-12-16", [], ["录入 2027 年的工作日历"]),
        ("2027-01-01", [], ["录入 2027 年的工作日历"]),
        ("2027-10-31", ["录入 2028 年的工作日历"], ["录入 2027 年的工作日历"]),
        ("2025-12-31", [], []),  # the library knows 2026
    ],
)
def test_a_calendar_is_due_on_15_december_of_the_year_before(
    on: str, soon: list[str], overdue: list[str]
) -> None:
    found = list_due(register_of(dossier()), "yangcheng", day(on))
    assert [each.what for each in found.soon] == soon
    assert [each.what for each in found.overdue] == overdue
    assert list_due(register_of(dossier()), "yangqu", day(on)).anything is False


def test_another_area_owes_nothing() -> None:
    found = list_due(register_of(dossier(*LISTED)), "xuxian", day("2020-01-01"))
    assert not found.anything


def test_years_without_a_bar_have_none_that_ends() -> None:
    subject = dossier(*LISTED, *BARRED, shared=tables(regulation(bar_years=0)))
    assert list_due(register_of(subject), "yangqu", day("2026-03-01")).ending == []


@pytest.mark.parametrize(
    ("body", "known", "files"),
    [
        ("甲", {}, {"create/one.title": "题\n", "create/one.md": "甲"}),
        ("甲", {"题": 7}, {"edit/7.md": "甲"}),
        ("", {"题": 7}, {"close/7.md": "现在没有待办事项；以后再有时另开一个议题。\n"}),
        ("", {"别的": 7}, {}),
    ],
)
def test_what_is_done_with_an_issue(
    tmp_path: Path, body: str, known: dict[str, int], files: dict[str, str]
) -> None:
    write_issues([Issue("one", "题", body)], known, tmp_path)
    found = {each.relative_to(tmp_path).as_posix(): each for each in tmp_path.rglob("*") if each.is_file()}
    assert {name: each.read_text("utf-8") for name, each in found.items()} == files


def test_an_empty_register_owes_nothing(tmp_path: Path) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    done = registry("duties", "--root", tmp_path, "--on", "2026-10-25")
    assert (done.returncode, done.stdout) == (0, "")


def test_a_long_issue_is_cut_and_says_so() -> None:
    text = cut_lines(["| 甲 |"] * MOST)
    assert len(text) < MOST + 100
    assert text.endswith("**以下没有列出。** 在本地运行 `registry duties` 查看全部。\n")


def test_what_is_left_of_another_day_is_not_done_again(tmp_path: Path) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    (tmp_path / "out/create").mkdir(parents=True)
    done = registry("duties", "--root", tmp_path, "--out", tmp_path / "out")
    assert (done.returncode, done.stderr) == (2, f"registry：{tmp_path}/out 中已有内容；换一个空的文件夹\n")


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"number": "x", "title": "a"}]', '[{"title": "a"}]'])
def test_a_list_of_issues_that_is_none_is_said(tmp_path: Path, text: str) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    (tmp_path / "issues.json").write_text(text)
    arguments = ("--issues", tmp_path / "issues.json", "--out", tmp_path / "out")
    done = registry("duties", "--root", tmp_path, *arguments)
    assert (done.returncode, "Traceback" in done.stderr, (tmp_path / "out").exists()) == (2, False, False)


def test_of_two_issues_with_one_title_the_older_goes_on(tmp_path: Path) -> None:
    file = tmp_path / "issues.json"
    file.write_text(json.dumps([{"number": 3, "title": "题"}, {"number": 2, "title": "题"}]))
    assert read_open_issues(file) == {"题": 2}


def test_an_unknown_area_is_guessed_at(tmp_path: Path) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    done = registry("duties", "--root", tmp_path, "--area", "nirgends")
    assert (done.returncode, done.stderr) == (2, "registry：没有地区 nirgends\n")
