"""What is due in an area, and what is done with the forge's issues."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from registry.lifecycle.due import list_due
from registry.model.kinds import Parameters
from registry.report.due_report import MAX_BODY, build_issues, cut_lines
from registry.report.due_text import DueSource, write_area
from tests.conftest import EMPTY, registry
from tests.lifecycle.building import act, day, dossier, register_of, regulation, tables
from tests.lifecycle.test_status import BARRED, LISTED, ORDER


def parts(*records: object, on: str) -> dict[str, list[str]]:
    dues = list_due(register_of(dossier(*records)), "yangqu", day(on))  # type: ignore[arg-type]
    return {name: [each.what for each in getattr(dues, name)] for name in dues._fields}


def test_due_soon_then_overdue() -> None:
    """The year's summary and the next plan: 31 December 2019 was a working day, 90 days after 2 October."""
    assert parts(*LISTED, on="2019-10-01")["soon"] == []
    soon = ["报送 2020 年度计划", "报送 2019 年度总结"]
    assert sorted(parts(*LISTED, on="2019-10-02")["soon"]) == sorted(soon)
    assert sorted(parts(*LISTED, on="2019-12-31")["soon"]) == sorted(soon)
    assert sorted(parts(*LISTED, on="2020-01-01")["overdue"]) == sorted(soon)


def test_an_order_is_due_and_then_waits_for_its_outcome() -> None:
    assert "按整改决定完成整改" in parts(*LISTED, ORDER, on="2022-12-15")["soon"]
    assert "认定整改结果" in parts(*LISTED, ORDER, on="2022-12-16")["undated"]


def test_a_bar_that_ends_is_told_to_its_last_day() -> None:
    ended = act("filing-ended", "2023-03-20")
    for on, is_told in (
        ("2025-12-14", False),
        ("2025-12-15", True),
        ("2026-03-15", True),
        ("2026-03-16", False),
    ):
        assert bool(parts(*LISTED, *BARRED, ended, on=on)["ending"]) == is_told, on
    assert (day("2026-03-15") - day("2025-12-15")).days == max(Parameters().notice_days)


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
    dues = list_due(register_of(dossier()), "yangcheng", day(on))
    assert [each.what for each in dues.soon] == soon
    assert [each.what for each in dues.overdue] == overdue
    assert list_due(register_of(dossier()), "yangqu", day(on)).has_any is False


def test_another_area_owes_nothing() -> None:
    dues = list_due(register_of(dossier(*LISTED)), "xuxian", day("2020-01-01"))
    assert not dues.has_any


def test_years_without_a_bar_have_none_that_ends() -> None:
    subject = dossier(*LISTED, *BARRED, shared=tables(regulation(bar_years=0)))
    assert list_due(register_of(subject), "yangqu", day("2026-03-01")).ending == []


def test_an_empty_register_owes_nothing(tmp_path: Path) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    result = registry("duties", "--root", tmp_path, "--on", "2026-10-25")
    assert (result.returncode, result.stdout) == (0, "没有待办事项\n")


def test_an_issue_says_what_it_takes() -> None:
    register = register_of(dossier(*LISTED, shared=tables(regulation(notice_days=(45, 10)))))
    issues = {
        each.area: each.body for each in build_issues(register, day("2019-11-20"), "https://x.example/")
    }
    assert "## 45 天内到期（2）" in issues["yangqu"]
    (row,) = (each for each in issues["yangqu"].splitlines() if "报送 2020 年度计划" in each)
    assert "2019-12-31，还有 41 天" in row
    assert row.endswith(
        "录入 `registry new one plan --year 2020`；"
        "[在网页上填写](<https://x.example/forms/plan/?id=one&year=2020>)；"
        "表格 `registry export one plan --year 2020 --template`；"
        "文书 `registry paper plan one --year 2020 --blank` |"
    )
    assert issues["xuxian"] == ""


def test_a_terminal_is_told_item_by_item_by_whom_and_how() -> None:
    register, on = register_of(dossier(*LISTED, ORDER)), day("2022-12-16")
    source = DueSource(register.tables, on, "")
    text = "\n".join(write_area(source, register, "yangqu"))
    assert text.startswith(
        "待办：yangqu（截至2022年12月16日，未见记录不等于没有办理）\n\n一、期限已过，未见记录（"
    )
    item = text.partition("1. 认定整改结果")[2].partition("\n\n")[0].splitlines()
    assert item[1:4] == [
        "   已等：0 天，自2022年12月16日起",
        "   由谁：市人社局（演示）",
        "   依据：第二十条",
    ]
    assert [*write_area(source, register, "xuxian")] == []


def test_a_long_issue_is_cut_and_says_so() -> None:
    text = cut_lines(["| 甲 |"] * MAX_BODY)
    assert len(text) < MAX_BODY + 100
    assert text.endswith("**以下没有列出。** 在本地运行 `registry duties` 查看全部。\n")


def test_an_unknown_area_is_guessed_at(tmp_path: Path) -> None:
    shutil.copytree(EMPTY / "records", tmp_path / "records")
    result = registry("duties", "--root", tmp_path, "--area", "nirgends")
    assert result.returncode == 2
    assert result.stderr.startswith("registry：没有地区 nirgends，可填：kongshan-city（")
