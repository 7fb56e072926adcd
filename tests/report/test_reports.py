"""Findings for a forge: annotations under GitHub's cap, a job summary, SARIF."""

from __future__ import annotations

import html
import json
import re
import shutil
from pathlib import Path
from typing import Any

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as Sarif

from registry.finding import SEVERITIES, Finding, Severity
from registry.report.check_report import (
    CheckReport,
    cite_finding,
    describe_counts,
    describe_unjudged,
    summarise,
)
from registry.report.github_report import COMMANDS, MAX_ANNOTATIONS, write_commands
from registry.report.gitlab_report import write_code_quality
from registry.report.json_report import write_json
from registry.report.markdown import (
    GAP,
    MAX_SUMMARY,
    count_fitting,
    escape_markdown,
    fit_lines,
)
from registry.report.markdown_report import write_markdown
from registry.report.sarif_report import write_sarif
from tests.conftest import DAY, SECOND, registry
from tests.repository import commit, git

COMMAND = re.compile(r"::(error|warning|notice) ([^\r\n]*?)::([^\r\n]*)")
RULE = "年度计划课时 plan-hours（第七条（四））"
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def finding(n: int = 1, severity: Severity = "error", **other: Any) -> Finding:
    values = {"rule": "plan-hours", "path": f"records/{n}.yml", "message": f"第 {n} 处", "article": "7(4)"}
    return Finding(**{**values, "severity": severity, "line": n, "column": 2, "hint": "改", **other})


def commands(*findings: Finding, touched: frozenset[str] = frozenset()) -> list[str]:
    return list(write_commands(CheckReport(list(findings), 9, touched=touched)))


def decoded(text: str) -> str:
    for code, sign in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, sign)
    return text


# -- annotations -------------------------------------------------------------------------------------------


def test_an_annotation_has_its_place_its_title_and_its_mend() -> None:
    place = "file=records/3.yml,line=3,col=2"
    assert commands(finding(3)) == [f"::error {place},title={RULE}::第 3 处%0A改法：改"]


@pytest.mark.parametrize("severity", SEVERITIES)
@pytest.mark.parametrize(("number", "shown_count", "more"), [(9, 9, 0), (10, 10, 0), (11, 9, 2), (15, 9, 6)])
def test_over_the_cap_of_ten_the_last_says_how_many_more(
    severity: Severity, number: int, shown_count: int, more: int
) -> None:
    lines = commands(*(finding(n, severity) for n in range(number)))
    assert len(lines) <= MAX_ANNOTATIONS == 10
    assert all(each.startswith(f"::{COMMANDS[severity]} file=") for each in lines[:shown_count])
    rest = f"另有 {more} 处，涉及 {more} 个文件：见作业摘要（Summary），或在本地运行 registry check"
    assert lines[shown_count:] == [f"::{COMMANDS[severity]} title=没有逐一标出的问题::{rest}"] * bool(more)


def test_over_the_cap_one_rule_in_one_file_is_told_once() -> None:
    lines = commands(*(finding(1, line=n) for n in range(1, MAX_ANNOTATIONS + 2)), finding(2))
    assert len(lines) == 2
    assert "还有 10 处不符合这条规则，在第 2、3、4、5、6、7、8、9、10、11 行" in lines[0]


def test_each_level_has_a_cap_of_its_own() -> None:
    lines = commands(*(finding(n, severity) for severity in SEVERITIES for n in range(MAX_ANNOTATIONS + 1)))
    assert len(lines) == 3 * MAX_ANNOTATIONS


def test_touched_files_come_first() -> None:
    lines = commands(*(finding(n) for n in range(MAX_ANNOTATIONS + 3)), touched=frozenset({"records/12.yml"}))
    assert "records/12.yml" in lines[0]


@given(st.lists(st.tuples(st.sampled_from(SEVERITIES), st.integers(1, 9), st.integers(1, 60)), max_size=80))
def test_nothing_is_dropped_without_a_word(drawn: list[tuple[Severity, int, int]]) -> None:
    lines = commands(*(finding(n, severity, line=line) for severity, n, line in drawn))
    for severity in SEVERITIES:
        own = [each for each in lines if each.startswith(f"::{COMMANDS[severity]} ")]
        count = 0
        for each in own:
            more = re.search(r"(?:另有|还有) (\d+) 处", each)
            count += (int(more[1]) if more else 0) + ("file=" in each)
        assert len(own) <= MAX_ANNOTATIONS
        assert count == sum(each[0] == severity for each in drawn)


@given(TEXT, TEXT)
def test_no_text_breaks_out_of_a_command(message: str, path: str) -> None:
    (line,) = commands(finding(path=path, message=message, hint=""))
    match = COMMAND.fullmatch(line.replace("\x85", "").replace("\u2028", "").replace("\u2029", ""))
    assert match
    assert decoded(line.split("::", 2)[2]) == message
    assert [each.partition("=")[0] for each in match[2].split(",")] == ["file", "line", "col", "title"]


# -- Markdown ----------------------------------------------------------------------------------------------

TABLE = "| 行&#58;列 | 程度 | 问题 | 改法 | 规则 |\n| --- | --- | --- | --- | --- |\n"


def rendered(text: str) -> str:
    """Markdown as GitHub makes HTML of it, before it is made safe."""
    html_: str = cmarkgfm.github_flavored_markdown_to_html(text, cmarkgfm.Options.CMARK_OPT_UNSAFE)
    return html_


def markup(text: str) -> list[str]:
    """The tags of a rendered text."""
    return re.findall(r"</?[a-z0-9]+", rendered(text))


def test_the_summary_tells_all_by_file_old_ones_folded() -> None:
    report = CheckReport([finding(1), finding(2, "info")], 9, [finding(3)], frozenset({"records/2.yml"}))
    assert write_markdown(report) == (
        "## 核对结果：有错误，不能合并\n\n"
        "1 个错误，1 个提示，涉及 2 个文件；原有的问题 1 处；已检查 9 个文件。\n\n"
        "### 本次改动造成的问题\n\n\n"
        f"#### records/2.yml\n\n{TABLE}| 2&#58;2 | ℹ️ 提示 | 第 2 处 | 改 | {RULE} |\n\n"
        f"#### records/1.yml\n\n{TABLE}| 1&#58;2 | ❌ 错误 | 第 1 处 | 改 | {RULE} |\n\n"
        "<details>\n<summary>原有的问题（1 处，不是本次改动造成的，不影响结果）</summary>\n\n\n"
        f"#### records/3.yml\n\n{TABLE}| 3&#58;2 | ❌ 错误 | 第 3 处 | 改 | {RULE} |\n\n"
        "</details>\n\n"
    )


def test_a_file_has_one_table() -> None:
    text = rendered(write_markdown(CheckReport([finding(1), finding(1, line=9), finding(2)], 2)))
    assert (text.count("<h4>"), text.count("<table>"), text.count("<tr>")) == (2, 2, 5)


def test_a_clean_summary_is_short() -> None:
    assert (
        write_markdown(CheckReport([], 9)) == "## 核对结果：没有错误\n\n没有发现问题；已检查 9 个文件。\n\n\n"
    )


def test_what_is_overdue_is_no_verdict_on_a_change() -> None:
    assert write_markdown(CheckReport([finding(1, "warning")], 9, clock=True)).startswith("## 到期事项\n")
    assert "\n没有到期的事项；已检查 9 个文件。" in write_markdown(CheckReport([], 9, clock=True))


def test_rules_are_linked_where_the_site_is_known() -> None:
    text = write_markdown(CheckReport([finding()], 1, site="https://example.org/"))
    assert f"[{RULE}](<https://example.org/rules/plan-hours/#mend>)" in text.replace("&#40;", "(")


@given(
    TEXT | st.sampled_from(["www.example.org", "https://a.b", "mailto:a@b.cn", "@demo/team", "#12", "a|b"])
)
def test_a_record_can_put_no_markup_into_a_table(text: str) -> None:
    page = rendered(f"| a |\n| - |\n| {escape_markdown(text)} |\n")
    (cell,) = re.findall(r"<td>([^<]*)</td>", page)
    words = " ".join(text.replace("\0", "\ufffd").split())
    assert html.unescape(cell).replace(GAP, "") == words.replace(GAP, "")
    assert not re.search(r"[@#][^\u200b]", html.unescape(cell))


@given(TEXT, TEXT, st.booleans())
def test_no_record_changes_the_form_of_a_summary(message: str, path: str, old: bool) -> None:
    plain, other = finding(message="甲", path="乙"), finding(message=message, path=path)
    assert markup(write_markdown(CheckReport([plain], 1, [plain] * old))) == markup(
        write_markdown(CheckReport([other], 1, [other] * old))
    )


def test_what_is_too_long_is_cut_and_counted() -> None:
    findings = [finding(n, message="甲" * 900) for n in range(600)]
    for report in (
        CheckReport(findings, 600),
        CheckReport(findings[:300], 600, findings[300:]),
        CheckReport([], 600, findings),
    ):
        text = write_markdown(report)
        assert len(text.encode()) < 1024 * 1024
        (count,) = re.findall(r"\*\*另有 (\d+) 处没有列出，\*\*", text)
        assert text.count("| ❌ 错误 |") == 600 - int(count)
        assert 0 < int(count) < 350
        page = rendered(text)
        assert page.count("<details>") == page.count("</details>") == (report.before is not None)
        assert page.rindex("处没有列出") > page.rfind("</details>")


def test_what_fits_is_all_there() -> None:
    line = "甲" * 33
    most = MAX_SUMMARY // 100
    assert [count_fitting([line] * number) for number in (0, 1, most, most + 1)] == [0, 1, most, most]
    assert fit_lines([line] * most, "余下的没有列出") == [line] * most
    assert fit_lines([line] * (most + 1), "余下的没有列出") == [*[line] * most, "", "余下的没有列出"]


# -- SARIF -------------------------------------------------------------------------------------------------


def sarif(report: CheckReport) -> dict[str, Any]:
    return sarif_log(write_sarif(report))


def sarif_log(text: str) -> dict[str, Any]:
    """The log, valid by SARIF's own schema."""
    data: dict[str, Any] = json.loads(text)
    Sarif.model_validate(data)
    return data


def test_sarif_is_valid_and_complete() -> None:
    report = CheckReport([finding(1), finding(2, "warning"), finding(0, "info", line=0, column=0)], 3)
    (run,) = sarif(report)["runs"]
    assert [each["level"] for each in run["results"]] == ["error", "warning", "note"]
    for each in run["results"]:
        assert run["tool"]["driver"]["rules"][each["ruleIndex"]]["id"] == each["ruleId"]
        assert "baselineState" not in each
    place = run["results"][2]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 1, "startColumn": 1}


def test_sarif_tells_new_from_old() -> None:
    (run,) = sarif(CheckReport([finding(1)], 3, [finding(2)], site="https://example.org/"))["runs"]
    assert [each["baselineState"] for each in run["results"]] == ["new", "unchanged"]
    assert run["tool"]["driver"]["rules"][0]["helpUri"].startswith("https://example.org/rules/")


def test_a_fingerprint_does_not_hang_on_the_line() -> None:
    (run,) = sarif(CheckReport([finding(1), finding(1, line=9), finding(1, message="别的")], 3))["runs"]
    first, further, other = (each["partialFingerprints"]["finding/v1"] for each in run["results"])
    assert first == further != other


@given(TEXT, TEXT)
def test_sarif_is_valid_whatever_a_record_says(message: str, path: str) -> None:
    sarif(CheckReport([finding(path=path or "a", message=message or "甲")], 1))


# -- counts ------------------------------------------------------------------------------------------------


def test_counts_in_words() -> None:
    findings = [finding(1), finding(2), finding(3, "info")]
    assert describe_counts(findings) == "2 个错误，1 个提示"
    assert describe_counts([]) == ""
    assert (
        summarise(CheckReport([finding(1, "warning")], 2))
        == "没有错误；1 个提醒，涉及 1 个文件；已检查 2 个文件。"
    )


@pytest.mark.parametrize(
    ("rule", "article", "cited"),
    [
        ("plan-hours", "7(4)", "第七条（四）"),
        ("area-valid", "3", "第三条·登记册的理解"),
        ("area-valid", "", "登记册的理解"),
        ("decision-not-published", "", "目标"),
        ("credit-code-digits", "", ""),
        ("institution-equals-its-acts", "27", "第二十七条·格式"),
    ],
)
def test_what_is_read_into_the_regulation_is_told_with_or_without_an_article(
    rule: str, article: str, cited: str
) -> None:
    assert cite_finding(finding(rule=rule, article=article)) == cited


UNJUDGED = "内容和有关的档案还没有核对（格式有错误）：{}；改好以后再核对一次"


@pytest.mark.parametrize(
    ("paths", "named"), [(["a.yml"], "a.yml"), (["a", "b", "c", "d"], "a、b、c 等 4 份")]
)
def test_of_which_files_no_rule_was_asked_is_said_once_in_each_format(paths: list[str], named: str) -> None:
    report, said = CheckReport([finding(1)], 9, unjudged=paths), UNJUDGED.format(named)
    assert describe_unjudged(paths) == said
    assert rendered(write_markdown(report)).count(f"<strong>{said}</strong>") == 1
    assert f"::notice title=还没有核对的内容::{said}" in write_commands(report)
    assert json.loads(write_json(report))["unjudged"] == paths
    (invocation,) = sarif(report)["runs"][0]["invocations"]
    (notification,) = invocation["toolExecutionNotifications"]
    places = [each["physicalLocation"]["artifactLocation"]["uri"] for each in notification["locations"]]
    assert (notification["message"]["text"], places) == (said, paths)


def test_where_rules_were_asked_of_all_files_sarif_has_no_notification() -> None:
    (run,) = sarif(CheckReport([finding(1)], 9))["runs"]
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_a_merge_request_names_each_file_of_which_no_rule_was_asked() -> None:
    """The format has nothing but issues, and GitLab tells those of a branch by their fingerprints."""
    paths = [f"records/{each}.yml" for each in "abcd"]
    issues = json.loads(write_code_quality(CheckReport([finding(1)], 9, unjudged=paths)))[1:]
    assert [each["location"] for each in issues] == [{"path": each, "lines": {"begin": 1}} for each in paths]
    assert {each["severity"] for each in issues} == {"info"}
    assert len({each["fingerprint"] for each in issues}) == 4
    assert issues[0]["description"] == UNJUDGED.format("records/a.yml")


def test_it_is_one_of_the_ten_that_the_forge_shows() -> None:
    findings = [finding(n, "info") for n in range(MAX_ANNOTATIONS)]
    lines = [*write_commands(CheckReport(findings, 9, unjudged=["a"]))]
    assert len(lines) == MAX_ANNOTATIONS
    assert "另有 2 处" in lines[-1]


# -- real runs ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with a fault from before, and a branch with one of its own."""
    root = tmp_path_factory.mktemp("changed")
    shutil.copytree(SECOND / "records", root / "records")
    (root / "mkdocs.yml").write_text("site_url: https://example.org/register\n", "utf-8")
    damage(root, "yx-a7")
    git(root, "init", "-q", "-b", "main")
    commit(root, "2026-11-01")
    git(root, "switch", "-q", "-c", "change")
    damage(root, "yx-b3")
    commit(root, "2026-11-20")
    return root


def damage(root: Path, id_: str) -> None:
    (file,) = root.glob(f"records/institutions/*/{id_}/institution.yml")
    text = re.sub("(?m)^website:.*$", "website: 没有", file.read_text("utf-8"))
    file.write_text(text if "website:" in text else f"{text}website: 没有\n", "utf-8")


def run(root: Path, format_: str, *more: str | Path) -> str:
    result = registry("check", "--root", root, "--on", DAY.isoformat(), "--format", format_, *more)
    assert (result.returncode, result.stderr) == (1, "")
    return result.stdout


@pytest.mark.parametrize("base", [[], ["--base", "main"]])
def test_one_run_in_every_format(changed: Path, tmp_path: Path, base: list[str]) -> None:
    data = json.loads(run(changed, "json", *base))
    assert len(data["unjudged"]) == 2
    assert (data["counts"]["error"], len(data.get("before", []))) == ((1, 1) if base else (2, 0))
    lines = run(changed, "github", *base, "--summary", tmp_path / "summary.md").splitlines()
    annotated = [re.match("::error file=([^,]*),", each) for each in lines]
    assert [each[1] for each in annotated if each] == [
        each["path"] for each in data["findings"] if each["severity"] == "error"
    ]
    summed = (tmp_path / "summary.md").read_text("utf-8")
    assert summed == run(changed, "markdown", *base)
    assert summed.count("| ❌ 错误 |") == 2
    assert ("<details>" in summed) == bool(base)
    (sarif_run,) = sarif_log(run(changed, "sarif", *base))["runs"]
    states = [each.get("baselineState") for each in sarif_run["results"] if each["level"] == "error"]
    assert states == (["new", "unchanged"] if base else [None, None])
    helped = sarif_run["tool"]["driver"]["rules"][0]["helpUri"]
    assert helped == "https://example.org/register/rules/file-place/#mend"


def test_summaries_are_added_one_to_the_other(changed: Path, tmp_path: Path) -> None:
    file = tmp_path / "summary.md"
    file.write_text("先前的\n\n", "utf-8")
    run(changed, "github", "--summary", file)
    run(changed, "text", "--summary", file)
    assert re.findall("(?m)^(先前的|## .*)$", file.read_text("utf-8")) == [
        "先前的",
        "## 核对结果：有错误，不能合并",
        "## 核对结果：有错误，不能合并",
    ]


def test_a_summary_that_cannot_be_written_is_said(changed: Path, tmp_path: Path) -> None:
    result = registry("check", "--root", changed, "--summary", tmp_path)
    assert (result.returncode, "写不了" in result.stderr, "Traceback" in result.stderr) == (2, True, False)
