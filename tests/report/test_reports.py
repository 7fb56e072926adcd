"""Findings for a forge: annotations under GitHub's cap, a job summary, SARIF."""

from __future__ import annotations

import html
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from generator.finding import SEVERITIES, Finding, Severity
from generator.report.github_report import CAP, COMMANDS, workflow_commands
from generator.report.markdown import LIMIT, escaped, limited
from generator.report.markdown_report import as_markdown
from generator.report.sarif_report import as_sarif
from generator.report.told import Told, counted, summary

COMMAND = re.compile(r"::(error|warning|notice) ([^\r\n]*?)::([^\r\n]*)")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def finding(n: int = 1, severity: Severity = "error", **other: Any) -> Finding:
    given = {"rule": "plan-hours", "path": f"records/{n}.yml", "message": f"第 {n} 处", "article": "7(4)"}
    return Finding(**{**given, "severity": severity, "line": n, "column": 2, "hint": "改", **other})


def commands(*findings: Finding, touched: frozenset[str] = frozenset()) -> list[str]:
    return list(workflow_commands(Told(list(findings), 9, touched=touched)))


def decoded(text: str) -> str:
    for code, sign in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, sign)
    return text


# -- annotations -------------------------------------------------------------------------------------------


def test_an_annotation_has_its_place_its_title_and_its_mend() -> None:
    assert commands(finding(3)) == [
        "::error file=records/3.yml,line=3,col=2,title=年度计划课时（第七条（四））::第 3 处%0A改法：改"
    ]


@pytest.mark.parametrize("severity", SEVERITIES)
@pytest.mark.parametrize("number", [CAP - 1, CAP])
def test_up_to_the_cap_each_has_its_own(severity: Severity, number: int) -> None:
    found = commands(*(finding(n, severity) for n in range(number)))
    assert len(found) == number
    assert all(each.startswith(f"::{COMMANDS[severity]} file=") for each in found)


def test_over_the_cap_the_last_says_how_many_more() -> None:
    found = commands(*(finding(n) for n in range(CAP + 5)))
    assert len(found) == CAP
    assert found[-1] == "::error title=没有逐一标出的问题::另有 6 处，涉及 6 个文件，见作业摘要（Summary）"


def test_over_the_cap_one_rule_in_one_file_is_told_once() -> None:
    found = commands(*(finding(1, line=n) for n in range(1, CAP + 2)), finding(2))
    assert len(found) == 2
    assert "还有 10 处同样的问题，在第 2、3、4、5、6、7、8、9、10、11 行" in found[0]


def test_each_level_has_a_cap_of_its_own() -> None:
    found = commands(*(finding(n, severity) for severity in SEVERITIES for n in range(CAP + 1)))
    assert len(found) == 3 * CAP


def test_touched_files_come_first() -> None:
    found = commands(*(finding(n) for n in range(CAP + 3)), touched=frozenset({"records/12.yml"}))
    assert "records/12.yml" in found[0]


@given(st.lists(st.tuples(st.sampled_from(SEVERITIES), st.integers(1, 9), st.integers(1, 60)), max_size=80))
def test_nothing_is_dropped_without_a_word(drawn: list[tuple[Severity, int, int]]) -> None:
    lines = commands(*(finding(n, severity, line=line) for severity, n, line in drawn))
    for severity in SEVERITIES:
        own = [each for each in lines if each.startswith(f"::{COMMANDS[severity]} ")]
        told = 0
        for each in own:
            more = re.search(r"(?:另有|还有) (\d+) 处", each)
            told += (int(more[1]) if more else 0) + ("file=" in each)
        assert len(own) <= CAP
        assert told == sum(each[0] == severity for each in drawn)


@given(TEXT, TEXT)
def test_no_text_breaks_out_of_a_command(message: str, path: str) -> None:
    (line,) = commands(finding(path=path, message=message, hint=""))
    found = COMMAND.fullmatch(line.replace("\x85", "").replace("\u2028", "").replace("\u2029", ""))
    assert found
    assert decoded(line.rpartition("::")[2] if "::" not in message else line.split("::", 2)[2]) == message
    assert [each.partition("=")[0] for each in found[2].split(",")] == ["file", "line", "col", "title"]


# -- Markdown ----------------------------------------------------------------------------------------------


def test_the_summary_tells_all_by_file_old_ones_folded() -> None:
    told = Told([finding(1), finding(2, "info")], 9, [finding(3)], frozenset({"records/2.yml"}))
    assert as_markdown(told) == (
        "## 核对结果：不能合并：有错误\n\n"
        "1 个错误，1 个提示，涉及 2 个文件；已检查 9 个文件。\n\n"
        "### 本次改动造成的问题\n\n"
        "| 位置 | 程度 | 问题 | 改法 | 规则 |\n| --- | --- | --- | --- | --- |\n"
        "| records/2.yml&#58;2&#58;2 | ℹ️ 提示 | 第 2 处 | 改 | 年度计划课时（第七条（四）） |\n"
        "| records/1.yml&#58;1&#58;2 | ❌ 错误 | 第 1 处 | 改 | 年度计划课时（第七条（四）） |\n\n"
        "<details>\n<summary>原有的问题（1 处，不是本次改动造成的，不影响结果）</summary>\n\n"
        "| 位置 | 程度 | 问题 | 改法 | 规则 |\n| --- | --- | --- | --- | --- |\n"
        "| records/3.yml&#58;3&#58;2 | ❌ 错误 | 第 3 处 | 改 | 年度计划课时（第七条（四）） |\n\n\n"
        "</details>\n"
    )


def test_a_clean_summary_is_short() -> None:
    assert (
        as_markdown(Told([], 9)) == "## 核对结果：可以合并：没有错误\n\n没有发现问题；已检查 9 个文件。\n\n"
    )


def test_rules_are_linked_where_the_site_is_known() -> None:
    text = as_markdown(Told([finding()], 1, site="https://example.org/"))
    assert "[年度计划课时（第七条（四））](<https://example.org/rules/plan-hours/>)" in text


@given(TEXT)
def test_a_record_can_put_no_markup_into_a_table(text: str) -> None:
    shown = escaped(text)
    assert not set(shown) & set("<>`*_[]()|~@$!\n\r{}\\")
    assert html.unescape(shown) == " ".join(html.unescape(shown).split())
    assert re.fullmatch(r"(?:[^&#]|&#\d+;)*", shown)


def test_what_is_too_long_is_cut_and_said() -> None:
    lines = ["甲" * 100] * 5_000
    kept = limited(lines, "余下的没有列出")
    assert sum(len(each.encode()) + 1 for each in kept) <= LIMIT + 100
    assert kept[-1] == "余下的没有列出"
    assert limited(lines[:10], "余下的没有列出") == lines[:10]


# -- SARIF -------------------------------------------------------------------------------------------------


def sarif(told: Told) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(as_sarif(told))
    Sarif.model_validate(found)
    return found


def test_sarif_is_valid_and_complete() -> None:
    told = Told([finding(1), finding(2, "warning"), finding(0, "info", line=0, column=0)], 3)
    (run,) = sarif(told)["runs"]
    assert [each["level"] for each in run["results"]] == ["error", "warning", "note"]
    for each in run["results"]:
        assert run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"]
        assert "baselineState" not in each
    place = run["results"][2]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 1, "startColumn": 1}


def test_sarif_tells_new_from_old() -> None:
    (run,) = sarif(Told([finding(1)], 3, [finding(2)], site="https://example.org/"))["runs"]
    assert [each["baselineState"] for each in run["results"]] == ["new", "unchanged"]
    assert run["tool"]["driver"]["rules"][0]["helpUri"].startswith("https://example.org/rules/")


def test_a_fingerprint_does_not_hang_on_the_line() -> None:
    (run,) = sarif(Told([finding(1), finding(1, line=9), finding(1, message="别的")], 3))["runs"]
    first, moved, other = (each["partialFingerprints"]["finding/v1"] for each in run["results"])
    assert first == moved != other


@given(TEXT, TEXT)
def test_sarif_is_valid_whatever_a_record_says(message: str, path: str) -> None:
    sarif(Told([finding(path=path or "a", message=message or "甲")], 1))


# -- counts ------------------------------------------------------------------------------------------------


def test_counts_in_words() -> None:
    found = [finding(1), finding(2), finding(3, "info")]
    assert counted(found) == "2 个错误，1 个提示"
    assert counted([]) == ""
    assert summary(Told([finding(1, "warning")], 2)) == "没有错误；1 个提醒，涉及 1 个文件；已检查 2 个文件。"
